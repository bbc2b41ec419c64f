import { moneyOf } from '../devices/device-record.ts';
import type { Currency, Money } from '../values/money.ts';
import { maxOnHand } from '../values/quantity.ts';
import { isPurchase, type Moved } from './change.ts';

/** The book's own number for a place, which renames leave alone. */
export type PlaceId = number;

/** The place that every book begins with; it needs no name. */
export const firstPlace: PlaceId = 1;

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

/** Says which places count as on hand: what is on order, to be inspected or sold and waiting does not. */
export interface Places {
  isOnHand(place: PlaceId): boolean;
}

/** The places of a book that has no other than its first. */
export const onlyFirstPlace: Places = { isOnHand: () => true };

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

/** The levels of a device that has `quantity` at the first place, and nothing elsewhere. */
export const atFirstPlace = (quantity: number): readonly Level[] =>
  quantity === 0 ? [] : [{ place: firstPlace, of: null, quantity }];

/** Where a movement takes place. */
export const whereaboutsOf = ({ place = firstPlace, of }: Pick<Moved, 'place' | 'of'>): Whereabouts => ({
  place,
  of: of ?? null,
});

const isAt = (level: Whereabouts, { place, of }: Whereabouts): boolean =>
  level.place === place && level.of === of;

/** How many pieces are somewhere. */
export const quantityAt = (levels: readonly Level[], where: Whereabouts): number =>
  levels.find((level) => isAt(level, where))?.quantity ?? 0;

/** How many pieces count as on hand. */
export function onHandOf(levels: readonly Level[], places: Places): number {
  let sum = 0;
  for (const { place, quantity } of levels) if (places.isOnHand(place)) sum += quantity;
  return sum;
}

/** What a movement does to the quantity on hand: nothing at a place that does not count. Every sum over rows uses this. */
export const onHandChange = (
  { change, place = firstPlace }: Pick<Moved, 'change' | 'place'>,
  places: Places,
): number => (places.isOnHand(place) ? change : 0);

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

/** A change that the book's invariants forbid. Commands are refused before they get here; a journal may be damaged. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

/** The stock of a device after a movement. Throws InvariantBroken or RecordBroken. */
export function movedStock(
  before: StockState,
  move: Moved,
  at: string,
  { currency, places }: { readonly currency: Currency; readonly places: Places },
): StockState {
  const { id, change, balance, reason, cost, lastCost } = move;
  const where = whereaboutsOf(move);
  const levels = changedLevels(before.levels, where, change);
  const onHand = onHandOf(before.levels, places);
  const isSound =
    levels !== null &&
    change !== 0 &&
    onHand + onHandChange(move, places) === balance &&
    balance <= maxOnHand &&
    (move.at === undefined || quantityAt(levels, where) === move.at);
  if (!isSound) throw new InvariantBroken(`device ${id}: ${onHand} and ${change} is not ${balance}`);
  const costNow = lastCost === undefined && isPurchase(reason) ? cost : lastCost;
  return {
    levels,
    lastCost: costNow === undefined ? before.lastCost : moneyOf(costNow, currency),
    addedAt: before.addedAt,
    changedAt: at,
  };
}
