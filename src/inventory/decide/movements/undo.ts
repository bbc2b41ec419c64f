import type { LaterEdit } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import {
  type Agreed,
  type Change,
  type DeviceChange,
  type Entry,
  isOfCount,
  isOfDevice,
  isOfPlace,
  type Moved,
  type NewEntry,
  type Reason,
  stockInReasons,
  stockOutReasons,
} from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, queueNameOf } from '../../book/place-kinds.ts';
import type { Place, Places } from '../../book/places.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import { costField, type Patch } from '../../devices/device-record.ts';
import { CountLines, countedSince, originsOf, postedLines } from '../../look/counts.ts';
import { type Effect, effectsOf } from '../../look/effects.ts';
import { isRevision, standingCorrections, undoneEntries } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import { refuseOfCount, takeBackCount } from '../counts/undo-count.ts';
import { difference } from '../devices/edit.ts';
import { refuseRemovedPlaces, takeBackPlace } from '../places/undo-place.ts';
import { movesIn } from './already.ts';
import { Draft } from './draft.ts';
import { namingWhatIsInTheWay } from './in-the-way.ts';
import { refuseReturned, refuseReturnedDelivery } from './returned.ts';
import { attributesWithout, setsLastCost } from './undone-attributes.ts';

/** Which entry to undo, and by whom. */
export interface Undo {
  /** Without it: the operator's own last entry that is neither undone, nor an undo, nor made by repair. */
  readonly entry: number | undefined;
  readonly by: string;
}

export interface UndoOutcome {
  readonly entry: NewEntry;
  readonly answer: {
    /** The entry that is taken back. */
    readonly undone: Entry;
    /** What becomes of each device. */
    readonly effects: readonly Effect[];
    /** What becomes of each place that it is about. */
    readonly placeEffects: readonly PlaceEffect[];
    /** What has been counted since it happened: there nothing moves. */
    readonly countedSince: readonly CountedSince[];
    /** The places as they are then. */
    readonly places: Places;
  };
}

/** A movement that happened before a count which has found the stock as it was without it. */
export interface CountedSince {
  readonly code: string;
  readonly place: string;
  readonly count: number;
  readonly today: Today;
}

/** What would have to be recorded if it happened only now. */
interface Today {
  /** Signed units. */
  readonly change: number;
  /** Null where it went to another place. */
  readonly reason: Reason | null;
  /** The sale or purchase that a return is of. */
  readonly of: number | null;
}

/** A place before and after; null where it is not in the book. */
export interface PlaceEffect {
  readonly from: Place | null;
  readonly to: Place | null;
}

/** Takes an entry back by appending the opposite of each of its changes; nothing is erased (the contract, "undo"). */
export function decideUndo(
  book: Book,
  journal: Journal,
  { entry: number, by }: Undo,
  at: string,
): UndoOutcome {
  journal.willNeed(() => ({
    entry: number,
    returnsOf: number === undefined ? [] : [number],
    undos: true,
    lastToUndo: number === undefined ? by : undefined,
  }));
  const undos = journal.undos();
  const undoneBy = undoneEntries(undos);
  const undone =
    number === undefined
      ? (journal.lastToUndo(by) ?? refuse('nothing-to-undo', { by }))
      : entryNumbered(journal, number, book.entry);
  if (undone.changes.length === 0) refuse('nothing-in-entry', { entry: undone.n });
  refuseUndone(undone, undoneBy);
  refuseCorrected(journal, undone, undoneBy);
  refuseSettled(journal, undone, undoneBy);
  refuseReturned(journal, undone, undoneBy);
  refuseReturnedDelivery(book, journal, undone, undoneBy);
  refuseOfCount(book, journal, undone);
  refuseRemovedPlaces(book, journal, undone);
  const stillUndone = undoneEntries([...undos, { n: book.entry + 1, undoes: undone.n }]);
  const { values, later } = attributesWithout(journal, undone, stillUndone);
  refuseEdited(undone, later);
  const draft = new Draft(book, at);
  const placeIds = undone.changes.filter(isOfPlace).map(({ place }) => place);
  const known: CountedSince[] = [];
  const placesBefore = book.places;
  const effects = effectsOf(
    book,
    undone.changes.filter(isOfDevice).map(({ id }) => id),
    () =>
      namingWhatIsInTheWay(book, journal, { entry: undone, doing: 'undo' }, () => {
        for (const change of opposites(undone))
          takeBack({ draft, journal, entry: undone, values, known }, change);
        draft.finish();
      }),
  );
  return {
    entry: { command: 'undo', undoes: undone.n, changes: draft.changes },
    answer: {
      undone,
      effects,
      places: book.places,
      countedSince: known,
      placeEffects: placeIds.map((id) => ({
        from: placesBefore.place(id) ?? null,
        to: book.places.place(id) ?? null,
      })),
    },
  };
}

/** Refuses an entry that has been taken back already. */
export function refuseUndone({ n }: Entry, undoneBy: ReadonlyMap<number, number>): void {
  const by = undoneBy.get(n);
  if (by !== undefined) refuse('already-undone', { entry: n, by }, { entry: n, undoneBy: by });
}

/** What an entry alone would take back is not what it amounts to, where it has been corrected. */
function refuseCorrected(journal: Journal, { n }: Entry, undoneBy: ReadonlyMap<number, number>): void {
  const by = standingCorrections(journal, n, undoneBy).map((correction) => correction.n);
  if (by.length > 0) refuse('entry-corrected', { entry: n, by }, { entry: n, correctedBy: by, entries: by });
}

/** Refuses an entry that put into a queue what has since been taken on from there: what it alone put there no longer is. */
function refuseSettled(journal: Journal, recorded: Entry, undoneBy: ReadonlyMap<number, number>): void {
  const { n, undoes } = recorded;
  const put = movesIn(recorded).filter(({ place = firstPlace, change }) => isQueue(place) && change > 0);
  const [first] = put;
  if (undoes !== undefined || first?.of === undefined) return;
  const { of, place: queue = firstPlace } = first;
  const ids = new Set(put.map(({ id }) => id));
  const entries = new Set<number>();
  for (const { entry, change } of journal.movesOf(of))
    if (
      entry.n > n &&
      change.change < 0 &&
      ids.has(change.id) &&
      entry.undoes === undefined &&
      !undoneBy.has(entry.n)
    )
      entries.add(entry.n);
  if (entries.size > 0)
    refuse('entry-settled', { entry: n, of, queue: queueNameOf(queue), entries: [...entries] });
}

/** Refuses what a later edit of the same attribute would lose: the later one goes first. */
function refuseEdited({ n: entry }: Entry, edits: readonly LaterEdit[]): void {
  if (edits.length === 0) return;
  const entries = [...new Set(edits.map((edit) => edit.entry))];
  refuse('edited-since', { entry, edits }, { entry, entries, edits: edits.map((edit) => ({ ...edit })) });
}

/** The entry of that number; refuses if there is none. */
export const entryNumbered = (journal: Journal, number: number, last: number): Entry =>
  journal.entry(number) ?? refuse('no-such-entry', { value: String(number), last }, { entry: number, last });

/**
 * The changes in the order they are taken back: the last first; among movements alone what comes back in goes
 * first, so that no balance on the way is below 0 where the last one is not.
 */
function opposites({ command, changes: all }: Entry): readonly Change[] {
  const changes = all.filter(
    (change) =>
      // A spot count began and ended in its entry, and revisions follow from what is taken back.
      !(command === 'count-spot' && isOfCount(change)) && !(change.do === 'move' && isRevision(change)),
  );
  const reversed = changes.toReversed();
  if (!reversed.every((change): change is Moved => change.do === 'move')) return reversed;
  return [...reversed.filter(({ change }) => change < 0), ...reversed.filter(({ change }) => change > 0)];
}

/** An entry that is being taken back. */
interface TakingBack {
  readonly draft: Draft;
  readonly journal: Journal;
  readonly entry: Entry;
  /** What attributes come to without it. */
  readonly values: ReadonlyMap<number, Patch>;
  /** What was found to be counted since. */
  readonly known: CountedSince[];
}

function takeBack(taking: TakingBack, change: Change): void {
  const { draft, journal, entry, values } = taking;
  if (isOfPlace(change)) return takeBackPlace(draft, journal, entry, change);
  if (isOfCount(change)) return takeBackCount(draft, change);
  const device = (): Device => draft.book.device(change.id) ?? removedSince(journal, entry, change);
  switch (change.do) {
    case 'add':
      return draft.remove(device());
    case 'remove':
      return draft.add({ do: 'add', id: change.id, device: change.device, addedAt: change.addedAt });
    case 'edit': {
      const wanted = { ...change.before, ...values.get(change.id) };
      const { before, after } = difference(draft.book, device(), wanted);
      return draft.edit(device(), before, after);
    }
    case 'tally': {
      const { key: _, note: __, ...tally } = change;
      return draft.tally(tally);
    }
    case 'counted': {
      const { key: _, note: __, ...agreed } = change;
      const { id, place = firstPlace } = change;
      const levels = draft.book.stock(device().id).levels;
      draft.agree({
        ...agreed,
        balance: draft.book.onHand(id),
        ...(draft.book.places.isPlaced ? { at: quantityAt(levels, { place, of: null }) } : {}),
      });
      return takeBackRevisions(taking, change);
    }
    case 'move': {
      const { reason, ref, party, serials, place, of, from, to, due, intended } = change;
      const { count, counted, book, after, before } = change;
      const lastCost = values.get(change.id)?.[costField];
      const terms = {
        ...(reason === undefined ? {} : { reason }),
        ...(ref === undefined ? {} : { ref }),
        ...(party === undefined ? {} : { party }),
        ...(serials === undefined ? {} : { serials }),
        ...(place === undefined ? {} : { place }),
        ...(of === undefined ? {} : { of }),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(due === undefined ? {} : { due }),
        ...(intended === undefined ? {} : { intended }),
        ...(setsLastCost(change) ? { lastCost: typeof lastCost === 'string' ? lastCost : null } : {}),
        ...(count === undefined ? {} : { count }),
        ...(counted === undefined ? {} : { counted }),
        ...(book === undefined ? {} : { book }),
        ...(after === undefined ? {} : { after }),
        ...(before === undefined ? {} : { before }),
      };
      if (counted !== undefined) {
        if (change.change < 0) draft.move(device(), -change.change, terms);
        takeBackRevisions(taking, change);
        if (change.change > 0) draft.move(device(), -change.change, terms);
        return;
      }
      const revised = countThatKnows(draft.book, journal, entry, change);
      draft.moveCounted(device(), -change.change, terms, revised);
      if (revised !== undefined)
        taking.known.push({
          code: change.code,
          place: draft.book.places.pathOf(place ?? firstPlace),
          count: revised,
          today: todayOf(entry, reason, -change.change),
        });
      return;
    }
  }
}

/** The posted count that has found the stock without what an entry says: it is not moved again. */
export function countThatKnows(
  book: Book,
  journal: Journal,
  entry: Entry,
  { id, place = firstPlace, before }: Pick<Moved, 'id' | 'place' | 'before'>,
): number | undefined {
  if (isQueue(place) || book.counts.posted === 0) return undefined;
  if (before === undefined) return countedSince(book, journal, id, place, originsOf(journal)(entry.n))?.count;
  return postedLines(book, journal, id, place).find(({ count }) => count === before)?.count;
}

const reasonsBack: { readonly [reason in Reason]?: Reason } = {
  sale: 'return',
  return: 'sale',
  purchase: 'supplier-return',
  'supplier-return': 'purchase',
};

/** What would be recorded now of stock that an entry has moved for a reason: the same, or what takes that back. */
export function todayOf(
  { n, undoes }: Pick<Entry, 'n' | 'undoes'>,
  reason: Reason | undefined,
  change: number,
): Today {
  if (reason === undefined) return { change, reason: null, of: null };
  const reasons: readonly { readonly value: Reason }[] = change > 0 ? stockInReasons : stockOutReasons;
  if (reasons.some(({ value }) => value === reason)) return { change, reason, of: null };
  const back = reasonsBack[reason] ?? 'other';
  const isReturn = (back === 'return' || back === 'supplier-return') && undoes === undefined;
  return { change, reason: back, of: isReturn ? n : null };
}

/** A count that is taken back takes with it what later entries have revised in it. */
function takeBackRevisions(
  { draft, journal }: TakingBack,
  { id, count, place = firstPlace }: Agreed | Moved,
): void {
  const device = draft.book.device(id);
  if (device === undefined || count === undefined) return;
  const revised = CountLines.ofDevice(draft.book, journal, count, id).revised(id, place);
  if (revised !== 0) draft.move(device, -revised, { reason: 'count', place, count });
}

/** Refuses an entry that concerns a device removed since. */
export function removedSince(journal: Journal, entry: Entry, change: DeviceChange): never {
  const code = change.do === 'add' || change.do === 'remove' ? String(change.device['code']) : change.code;
  const removals = [...journal.changesOf(new Set([change.id]))].filter((one) => one.change.do === 'remove');
  const by = removals.at(-1)?.entry.n ?? null;
  return refuse(
    'device-removed-since',
    { entry: entry.n, code, by },
    { entry: entry.n, code, removedBy: by },
  );
}
