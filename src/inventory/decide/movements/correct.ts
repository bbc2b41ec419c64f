import type { Book } from '../../book/book.ts';
import type { Entry, Moved, NewEntry } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, type PlaceId } from '../../book/place-kinds.ts';
import type { Places } from '../../book/places.ts';
import { isTransferred, onHandChange } from '../../book/stock.ts';
import { type Effect, effectsOf } from '../../look/effects.ts';
import { isRevision, standingCorrections, undoneEntries } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { placeToMove } from '../places/find-place.ts';
import { refuseRemovedPlaces } from '../places/undo-place.ts';
import { movesIn } from './already.ts';
import { Draft } from './draft.ts';
import { namingWhatIsInTheWay } from './in-the-way.ts';
import { refuseReturned, returnedOf } from './returned.ts';
import {
  type CountedSince,
  countThatKnows,
  entryNumbered,
  refuseUndone,
  removedSince,
  todayOf,
} from './undo.ts';

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
  readonly note?: Line | undefined;
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
  const moves = correctable(entry);
  const move = moves.at(-1) ?? refuse('correct-no-movement', { entry: entry.n });
  refuseOtherPlaces(entry, moves, correction);
  const undoneBy = undoneEntries(journal.undos());
  refuseUndone(entry, undoneBy);
  refuseRemovedPlaces(book, journal, entry);
  const now = amountsOf([...moves, ...standingCorrections(journal, entry.n, undoneBy).flatMap(ownMoves)]);
  const wanted = wantedAmounts(book, journal, moves, now, correction);
  const amounted = moves.length === 1 ? sum(now) : Math.max(0, ...now.values());
  const differences = differencesOf(wanted, now);
  const quantity = Math.max(...Array.from(wanted.values(), Math.abs));
  const answer = { entry, move, amounted, quantity, places: book.places, effects: [], countedSince: [] };
  if (differences.length === 0) return { entry: null, answer };
  if (quantity < returnedOf(journal, entry.n, move.id)) refuseReturned(journal, entry, undoneBy);
  const device = book.device(move.id) ?? removedSince(journal, entry, move);
  const { note } = correction;
  const draft = new Draft(book, at);
  const known: CountedSince[] = [];
  const effects = effectsOf(book, [move.id], () =>
    namingWhatIsInTheWay(book, journal, entry, () => {
      for (const [place, change] of differences) {
        const count = countThatKnows(book, journal, entry, { ...move, place });
        if (count !== undefined)
          known.push({
            code: device.code,
            place: book.places.pathOf(place),
            count,
            today: todayOf(entry, move.reason, change),
          });
        draft.moveCounted(
          device,
          change,
          {
            ...(isTransferred(move) ? {} : { reason: 'correction' }),
            place,
            ...(note === undefined ? {} : { note }),
            ...(move.party === undefined ? {} : { party: move.party }),
            ...(move.of === undefined ? {} : { of: move.of }),
            ...(move.before === undefined ? {} : { before: move.before }),
          },
          count,
        );
      }
    }),
  );
  return {
    entry: { command: 'correct', corrects: entry.n, changes: draft.finish() },
    answer: { ...answer, effects, countedSince: known },
  };
}

/** What of an entry can be corrected: its one movement, or both sides of its one transfer. */
function correctable(recorded: Entry): readonly Moved[] {
  const { n: entry, undoes, corrects } = recorded;
  if (undoes !== undefined) refuse('correct-undo', { entry, undoes });
  if (corrects !== undefined) refuse('correct-correction', { entry, corrects });
  const moves = ownMoves(recorded);
  if (moves.some(({ counted }) => counted !== undefined)) refuse('correct-count', { entry });
  if (moves.length === 0) refuse('correct-no-movement', { entry });
  if (moves.some(({ place = firstPlace }) => isQueue(place))) refuse('correct-queue', { entry });
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
