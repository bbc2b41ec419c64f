import type { Book } from '../../book/book.ts';
import { type Entry, type Moved, type NewEntry, purchaseCostOf, restatedBy } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, type PlaceId } from '../../book/place-kinds.ts';
import type { Places } from '../../book/places.ts';
import { isTransferred, onHandChange } from '../../book/stock.ts';
import { type Effect, effectsOf } from '../../look/effects.ts';
import { isRevision, standingCorrections, undoneEntries } from '../../look/history.ts';
import { orRefuse, refuse } from '../../refusal.ts';
import { formatMoney, type Money } from '../../values/money.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { placeToMove } from '../places/find-place.ts';
import { refuseRemovedPlace, refuseRemovedPlaces } from '../places/undo-place.ts';
import { movesIn } from './already.ts';
import { Draft } from './draft.ts';
import { namingWhatIsInTheWay } from './in-the-way.ts';
import { parseReason } from './movement.ts';
import { leftToReturn, refuseReturned, returnedOf, returnReason } from './returned.ts';
import {
  type CountedSince,
  countThatKnows,
  entryNumbered,
  refuseUndone,
  removedSince,
  todayOf,
} from './undo.ts';
import { lastCostCorrected } from './undone-attributes.ts';

/** What an entry should have been; omitted values stay as the entry now amounts to. */
export interface Correction {
  readonly entry: number;
  /** Units, in the direction of the entry; 0 where nothing should have moved. */
  readonly quantity?: Quantity | undefined;
  /** Where a movement should have been, as typed. */
  readonly place?: string | undefined;
  /** The sides that a transfer should have had, as typed. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** What a movement should have said. */
  readonly cost?: Money | undefined;
  /** As typed, by value or label. */
  readonly reason?: string | undefined;
  readonly ref?: Line | undefined;
  readonly party?: Line | undefined;
  readonly note?: Line | undefined;
}

/** What a movement says that a correction can have it say otherwise. */
type Said = Pick<Moved, 'reason' | 'cost' | 'ref' | 'party'>;

/** A part of that which becomes another; null is what it lacks. */
export interface SaidOtherwise {
  readonly field: keyof Said;
  readonly from: string | null;
  readonly to: string | null;
}

/** What came of a correction; nothing is recorded where the entry amounts to that already. */
export interface CorrectOutcome {
  readonly entry: NewEntry | null;
  readonly answer: {
    /** The movement that is corrected, in its entry; of a transfer, what came in. */
    readonly entry: Entry;
    readonly move: Moved;
    /** What it amounted to before, with every earlier correction: signed units, of a transfer those that came in. */
    readonly amounted: number;
    /** The units that it should have moved. */
    readonly quantity: number;
    /** What it says otherwise. */
    readonly said: readonly SaidOtherwise[];
    /** The places as they are now. */
    readonly places: Places;
    /** What becomes of its device. */
    readonly effects: readonly Effect[];
    /** What has been counted since it happened: there nothing moves. */
    readonly countedSince: readonly CountedSince[];
  };
}

/** Units by place. */
type Amounts = ReadonlyMap<PlaceId, number>;

/** Appends the difference between what an entry should have been and what it amounts to now; it stays as it is. */
export function decideCorrect(
  book: Book,
  journal: Journal,
  correction: Correction,
  at: string,
): CorrectOutcome {
  journal.willNeed(() => ({ entry: correction.entry, returnsOf: [correction.entry], undos: true }));
  const entry = entryNumbered(journal, correction.entry, book.entry);
  const moves = correctable(entry, correction);
  const move = moves.at(-1) ?? refuse('correct-no-movement', { entry: entry.n });
  refuseOtherPlaces(entry, moves, correction);
  const undoneBy = undoneEntries(journal.undos());
  refuseUndone(entry, undoneBy);
  refuseRemovedPlaces(book, journal, entry);
  const corrections = standingCorrections(journal, entry.n, undoneBy);
  const now = amountsOf([...moves, ...corrections.flatMap(ownMoves)]);
  const wanted = wantedAmounts(book, journal, moves, now, correction);
  const amounted = moves.length === 1 ? sum(now) : Math.max(0, ...now.values());
  const differences = differencesOf(wanted, now);
  const quantity = Math.max(...Array.from(wanted.values(), Math.abs));
  const was = saidNow(moves, corrections);
  const is = saidThen(book, move, was, correction);
  const said = differencesIn(was, is);
  const answer = {
    entry,
    move,
    amounted,
    quantity,
    said,
    places: book.places,
    effects: [],
    countedSince: [],
  };
  if (differences.length === 0 && said.length === 0) return { entry: null, answer };
  if (said.length > 0 && amounted === 0) refuse('correct-nothing-left', { entry: entry.n });
  for (const [place, units] of [...differences, ...(said.length > 0 ? now : [])])
    if (units !== 0) refuseRemovedPlace(book, journal, entry.n, place);
  const isOther = was.reason !== is.reason;
  if (isOther || quantity < returnedOf(journal, entry.n, move.id)) refuseReturned(journal, entry, undoneBy);
  if (isOther && is.reason === 'sale') refuseUnsellable(book, move, now);
  refuseMoreReturned(book, journal, move, Math.abs(amounted), quantity);
  const device = book.device(move.id) ?? removedSince(journal, entry, move);
  const { note } = correction;
  const draft = new Draft(book, at);
  const known: CountedSince[] = [];
  const rest = {
    ...(note === undefined ? {} : { note }),
    ...(move.of === undefined ? {} : { of: move.of }),
    ...(move.before === undefined ? {} : { before: move.before }),
  };
  const effects = effectsOf(book, [move.id], () =>
    namingWhatIsInTheWay(book, journal, { entry, doing: 'correct' }, () => {
      if (said.length > 0) {
        const lastCost = lastCostAfter(journal, entry, move.id, undoneBy, was, is);
        for (const [place, units] of [...now]
          .filter(([, some]) => some !== 0)
          .sort(([, a], [, b]) => a - b)) {
          const [comes, goes] = units < 0 ? [was, is] : [is, was];
          draft.move(device, Math.abs(units), { ...comes, ...rest, ...lastCost, place });
          draft.move(device, -Math.abs(units), { ...goes, ...rest, ...lastCost, place });
        }
      }
      for (const [place, change] of differences) {
        const count = countThatKnows(book, journal, entry, { ...move, place });
        if (count !== undefined)
          known.push({
            code: device.code,
            place: book.places.pathOf(place),
            count,
            today: todayOf(entry, move.reason, change),
          });
        const { party } = is;
        const terms = {
          ...(isTransferred(move) ? {} : { reason: 'correction' as const }),
          ...(party === undefined ? {} : { party }),
          ...rest,
          place,
        };
        draft.moveCounted(device, change, terms, count);
      }
    }),
  );
  return {
    entry: { command: 'correct', corrects: entry.n, changes: draft.finish() },
    answer: { ...answer, effects, countedSince: known },
  };
}

/** What an entry says by now: as the last correction that stands has it. */
function saidNow(moves: readonly Moved[], corrections: readonly Entry[]): Said {
  const [first] = moves;
  const restated = corrections
    .map((correction) => restatedBy(ownMoves(correction)))
    .filter((one) => one !== null);
  const last = restated.at(-1);
  const { reason, cost, ref, party } =
    (first?.change ?? 0) > 0 ? (last?.in ?? first ?? {}) : (last?.out ?? first ?? {});
  return defined({ reason, cost, ref, party });
}

/** What it should say. Refuses what means nothing for a transfer, or for what goes out. */
function saidThen({ currency }: Book, move: Moved, was: Said, correction: Correction): Said {
  const { cost, reason: typed, ref, party } = correction;
  if (isTransferred(move))
    for (const [field, value] of Object.entries({ cost, reason: typed, party }))
      if (value !== undefined) refuse('correct-said-of-transfer', { field, value: String(value) });
  const direction = move.change > 0 ? 'stock-in' : 'stock-out';
  if (cost !== undefined && direction === 'stock-out')
    refuse('cost-of-stock-out', { value: formatMoney(cost, currency) });
  const reason = typed === undefined ? undefined : orRefuse(parseReason(typed, direction), 'reason');
  if (move.of !== undefined && reason !== undefined && reason !== was.reason)
    refuse('of-without-return', { entry: move.of, reason: returnReason(direction) });
  const said = { reason, cost: cost === undefined ? undefined : formatMoney(cost, currency), ref, party };
  return { ...was, ...defined(said) };
}

/** Only what is said. */
function defined({
  reason,
  cost,
  ref,
  party,
}: { readonly [key in keyof Said]: Said[key] | undefined }): Said {
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(cost === undefined ? {} : { cost }),
    ...(ref === undefined ? {} : { ref }),
    ...(party === undefined ? {} : { party }),
  };
}

const differencesIn = (was: Said, is: Said): readonly SaidOtherwise[] =>
  (['reason', 'cost', 'ref', 'party'] as const)
    .map((field) => ({ field, from: was[field] ?? null, to: is[field] ?? null }))
    .filter(({ from, to }) => from !== to);

/** The last cost that then holds, to be said where a receipt is moved anew. */
function lastCostAfter(
  journal: Journal,
  { n }: Entry,
  id: number,
  undoneBy: ReadonlyMap<number, number>,
  was: Said,
  is: Said,
): Pick<Moved, 'lastCost'> {
  if (![was, is].some((said) => purchaseCostOf(said) !== undefined)) return {};
  return { lastCost: lastCostCorrected(journal, id, undoneBy, { entry: n, cost: purchaseCostOf(is) }) };
}

function refuseUnsellable({ places }: Book, { code }: Moved, now: Amounts): void {
  for (const [place, units] of now)
    if (units !== 0 && !places.isSellable(place))
      refuse('not-sellable', { code, place: places.pathOf(place) });
}

/** A return cannot come to more than is left of what its entry moved. */
function refuseMoreReturned(
  book: Book,
  journal: Journal,
  { id, code, of }: Moved,
  amounted: number,
  asked: number,
): void {
  const entry = of === undefined || asked <= amounted ? undefined : journal.entry(of);
  if (entry === undefined) return;
  const left = leftToReturn(book, journal, entry, id) + amounted;
  if (asked > left) refuse('over-returned', { code, entry: entry.n, left, asked });
}

/**
 * What of an entry can be corrected: its one movement, or both sides of its one transfer. Of what came in from a queue only what
 * it says can be: how many there were and where they went is what the queue has given up.
 */
function correctable(recorded: Entry, { quantity, place, from, to }: Correction): readonly Moved[] {
  const { n: entry, undoes, corrects } = recorded;
  if (undoes !== undefined) refuse('correct-undo', { entry, undoes });
  if (corrects !== undefined) refuse('correct-correction', { entry, corrects });
  const moves = ownMoves(recorded);
  if (moves.some(({ counted }) => counted !== undefined)) refuse('correct-count', { entry });
  if (moves.length === 0) refuse('correct-no-movement', { entry });
  const [receipt, ...others] = moves.filter((move) => onHandChange(move) !== 0);
  const isQueued = moves.some(({ place = firstPlace }) => isQueue(place));
  if (isQueued && receipt !== undefined && receipt.change > 0 && others.length === 0) {
    if ([quantity, place, from, to].some((one) => one !== undefined)) refuse('correct-queue', { entry });
    return [receipt];
  }
  if (isQueued) refuse('correct-queue', { entry });
  const isTransfer = moves.length === 2 && moves.every(isTransferred);
  if (moves.length > 1 && !isTransfer) refuse('correct-many', { entry, movements: moves.length });
  return moves;
}

/** The movements of an entry without those that revise a count because of them. */
const ownMoves = (entry: Entry): readonly Moved[] => movesIn(entry).filter((move) => !isRevision(move));

/** A movement is at one place, a transfer has two sides. */
function refuseOtherPlaces(
  { n: entry }: Entry,
  moves: readonly Moved[],
  { place, from, to }: Correction,
): void {
  if (moves.length > 1 && place !== undefined) refuse('correct-place-of-transfer', { entry });
  if (moves.length === 1 && (from !== undefined || to !== undefined))
    refuse('correct-sides-of-movement', { entry });
}

function amountsOf(moves: readonly Moved[]): Amounts {
  const amounts = new Map<PlaceId, number>();
  for (const move of moves) {
    const { place = firstPlace } = move;
    amounts.set(place, (amounts.get(place) ?? 0) + onHandChange(move));
  }
  return amounts;
}

const sum = (amounts: Amounts): number => [...amounts.values()].reduce((units, some) => units + some, 0);

/** What an entry should amount to at each place. */
function wantedAmounts(
  book: Book,
  journal: Journal,
  moves: readonly Moved[],
  now: Amounts,
  { quantity, place, from, to }: Correction,
): Amounts {
  const sideOf = (move: Moved, typed: string | undefined) =>
    typed === undefined ? sideNow(move, now) : placeToMove(book, journal, typed);
  const [first, second] = moves;
  if (first === undefined) return new Map();
  if (second === undefined) {
    const at = sideOf(first, place);
    if (first.reason === 'sale' && place !== undefined && !book.places.isSellable(at))
      refuse('not-sellable', { code: first.code, place: book.places.pathOf(at) });
    return new Map([[at, Math.sign(first.change) * (quantity ?? Math.abs(sum(now)))]]);
  }
  const units = quantity ?? Math.max(0, ...now.values());
  const [left, arrived] = [sideOf(first, from), sideOf(second, to)];
  if (left === arrived) refuse('same-place', { place: book.places.pathOf(left) });
  return new Map([
    [left, -units],
    [arrived, units],
  ]);
}

/** The place that a movement amounts to by now: that of the last correction or, where nothing is left of it, its own. */
function sideNow({ change, place = firstPlace }: Moved, now: Amounts): PlaceId {
  const corrected = [...now].find(([, units]) => Math.sign(units) === Math.sign(change));
  return corrected?.[0] ?? place;
}

function differencesOf(wanted: Amounts, now: Amounts): readonly (readonly [PlaceId, number])[] {
  const places = [...new Set([...now.keys(), ...wanted.keys()])];
  return places
    .map((place) => [place, (wanted.get(place) ?? 0) - (now.get(place) ?? 0)] as const)
    .filter(([, units]) => units !== 0)
    .sort(([, a], [, b]) => b - a);
}
