import { moneyOf } from '../devices/device-record.ts';
import type { Json } from '../refusal.ts';
import type { Currency, Money } from '../values/money.ts';
import { maxOnHand } from '../values/quantity.ts';
import { type Moved, purchaseCostOf } from './change.ts';
import { type Invariant, InvariantBroken } from './invariants.ts';
import { firstPlace, isOnHand, isQueue, type PlaceId } from './place-kinds.ts';

/** Where pieces are: at a place and, in a queue, those that belong to one entry. */
export interface Whereabouts {
  readonly place: PlaceId;
  /** The entry that put them into the queue; null outside of queues. */
  readonly of: number | null;
}

/** How many pieces of one device are somewhere: above 0. */
export interface Level extends Whereabouts {
  readonly quantity: number;
}

/** What movements and time have made of a device; its attributes never change it. */
export interface StockState {
  /** In the order of places, then of entries. */
  readonly levels: readonly Level[];
  /** The last purchase cost (最后进价). */
  readonly lastCost: Money | null;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  readonly changedAt: string;
}

/** The entries under which some of the devices lie in a queue. */
export function entriesInQueues(devices: Iterable<{ readonly stock: StockState }>): ReadonlySet<number> {
  const entries = new Set<number>();
  for (const { stock } of devices)
    for (const { place, of } of stock.levels) if (isQueue(place) && of !== null) entries.add(of);
  return entries;
}

/** The levels of a device that has `quantity` at the first place, and nothing elsewhere. */
export const atFirstPlace = (quantity: number): readonly Level[] =>
  quantity === 0 ? [] : [{ place: firstPlace, of: null, quantity }];

/** Where a movement takes place. */
export const whereaboutsOf = ({ place = firstPlace, of }: Pick<Moved, 'place' | 'of'>): Whereabouts => ({
  place,
  of: isQueue(place) ? (of ?? null) : null,
});

const isAt = (level: Whereabouts, { place, of }: Whereabouts): boolean =>
  level.place === place && level.of === of;

/** How many pieces are somewhere. */
export const quantityAt = (levels: readonly Level[], where: Whereabouts): number =>
  levels.find((level) => isAt(level, where))?.quantity ?? 0;

/** How many pieces count as on hand. */
export function onHandOf(levels: readonly Level[]): number {
  let sum = 0;
  for (const { place, quantity } of levels) if (isOnHand(place)) sum += quantity;
  return sum;
}

/** How many pieces lie at some places. */
export function quantityWithin(levels: readonly Level[], places: ReadonlySet<PlaceId>): number {
  let sum = 0;
  for (const { place, quantity } of levels) if (places.has(place)) sum += quantity;
  return sum;
}

/** What a movement does to the quantity on hand: nothing at a place that does not count. Every sum over rows uses this. */
export const onHandChange = ({ change, place = firstPlace }: Pick<Moved, 'change' | 'place'>): number =>
  isOnHand(place) ? change : 0;

/** Whether a movement is one side of a transfer: ours before and after, only elsewhere. */
export const isTransferred = ({ reason, place = firstPlace }: Pick<Moved, 'reason' | 'place'>): boolean =>
  reason === undefined && isOnHand(place);

/** The levels after a signed change somewhere; null if one would be below 0, or above what can be on hand. */
export function changedLevels(
  levels: readonly Level[],
  where: Whereabouts,
  change: number,
): readonly Level[] | null {
  const quantity = quantityAt(levels, where) + change;
  if (!Number.isSafeInteger(change) || quantity < 0 || quantity > maxOnHand) return null;
  const { place, of } = where;
  const others = levels.length === 0 ? levels : levels.filter((level) => !isAt(level, where));
  if (quantity === 0) return others;
  const level = { place, of, quantity };
  if (others.length === 0) return [level];
  return [...others, level].sort((a, b) => a.place - b.place || (a.of ?? 0) - (b.of ?? 0));
}

/** The transfers of one entry: until it ends, what has left one place may not have come to the other. */
export class Transfers {
  readonly #underWay = new Map<number, number>();

  /** What the rows of a device so far have moved too much in (or, below 0, out). */
  underWay(id: number): number {
    return this.#underWay.get(id) ?? 0;
  }

  pass(move: Moved): void {
    if (isTransferred(move)) this.#underWay.set(move.id, this.underWay(move.id) + move.change);
  }

  /** Checks that each has come as far as it went. Throws InvariantBroken. */
  end(): void {
    if (this.#underWay.size === 0) return;
    const open = [...this.#underWay].find(([, units]) => units !== 0);
    this.#underWay.clear();
    if (open !== undefined) throw new InvariantBroken(`${open[1]} of device ${open[0]} on no side`, 3);
  }
}

/** The last purchase cost that a movement sets; undefined where it leaves that as it is. */
export const lastCostOf = (move: Moved): string | null | undefined =>
  move.lastCost === undefined ? purchaseCostOf(move) : move.lastCost;

/** A last cost that a record holds; 0 is none, though older programs wrote it. Throws RecordBroken. */
export function lastCostAsWritten(text: Json | undefined, currency: Currency): Money | null {
  const cost = moneyOf(text, currency);
  return cost === 0 ? null : cost;
}

function lastCostAfter({ lastCost }: StockState, move: Moved, currency: Currency): Money | null {
  const costNow = lastCostOf(move);
  return costNow === undefined ? lastCost : lastCostAsWritten(costNow, currency);
}

/**
 * The stock of a device after a movement that says what it left at its place, whatever has moved there before. Throws
 * InvariantBroken or RecordBroken.
 */
export function stockLeft(before: StockState, move: Moved, at: string, currency: Currency): StockState {
  const where = whereaboutsOf(move);
  const left = move.at ?? move.balance;
  const levels = changedLevels(before.levels, where, left - quantityAt(before.levels, where));
  if (levels === null)
    throw new InvariantBroken(`device ${move.id}: ${left} is not possible`, 1, where.place);
  return { levels, lastCost: lastCostAfter(before, move, currency), addedAt: before.addedAt, changedAt: at };
}

/**
 * The stock of a device after a movement. A transfer does not change on hand: `underWay` is the quantity that its earlier rows
 * moved. Throws InvariantBroken or RecordBroken.
 */
export function movedStock(
  before: StockState,
  move: Moved,
  at: string,
  currency: Currency,
  underWay: number,
): StockState {
  const { id, change, balance } = move;
  const where = whereaboutsOf(move);
  const levels = changedLevels(before.levels, where, change);
  const broken = (invariant: Invariant): never => {
    const there = quantityAt(before.levels, where);
    throw new InvariantBroken(
      `device ${id}: ${there} and ${change} is not ${balance}`,
      invariant,
      where.place,
    );
  };
  if (levels === null || change === 0) return broken(1);
  if (move.at !== undefined && quantityAt(levels, where) !== move.at) return broken(1);
  const stillUnderWay = underWay + (isTransferred(move) ? change : 0);
  if (onHandOf(levels) - stillUnderWay !== balance || balance > maxOnHand) return broken(2);
  return { levels, lastCost: lastCostAfter(before, move, currency), addedAt: before.addedAt, changedAt: at };
}
