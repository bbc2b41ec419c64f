import type { LaterEdit } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import {
  type Agreed,
  type Change,
  type CountChange,
  type DeviceChange,
  type Entry,
  isOfCount,
  isOfDevice,
  isOfPlace,
  isPurchase,
  type Moved,
  type NewEntry,
  type PlaceChange,
  type Tallied,
} from '../../book/change.ts';
import { placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, type PlaceId } from '../../book/place-kinds.ts';
import type { Place, Places } from '../../book/places.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import type { Patch } from '../../devices/device-record.ts';
import { costField } from '../../devices/device-record.ts';
import { CountLines, countedSince, originsOf, postedLines } from '../../look/counts.ts';
import { type Effect, effectsOf } from '../../look/effects.ts';
import { isRevision, standingCorrections, undoneEntries } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import { closingOf } from '../counts/find-count.ts';
import { refuseCounting } from '../counts/open.ts';
import { closing } from '../counts/post.ts';
import { difference } from '../devices/edit.ts';
import { freePath } from '../places/add-places.ts';
import { editPlace, newPath } from '../places/edit-place.ts';
import { removePlace } from '../places/remove-place.ts';
import { movesIn } from './already.ts';
import { Draft } from './draft.ts';
import { namingWhatIsInTheWay } from './in-the-way.ts';

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
  /** Signed units that the entry had moved. */
  readonly change: number;
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
  journal.willNeed(() => ({ entry: number, undos: true, lastToUndo: number === undefined ? by : undefined }));
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
      namingWhatIsInTheWay(book, journal, undone, () => {
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

/** Refuses an entry that sent what has since been received or sent back: what it alone moved is no longer on the road. */
function refuseSettled(journal: Journal, recorded: Entry, undoneBy: ReadonlyMap<number, number>): void {
  const { n, undoes } = recorded;
  const sent = movesIn(recorded).find(({ place = firstPlace, change }) => isQueue(place) && change > 0);
  if (undoes !== undefined || sent?.of === undefined) return;
  const entries = new Set<number>();
  for (const { entry, change } of journal.movesOf(sent.of))
    if (entry.n > n && change.change < 0 && entry.undoes === undefined && !undoneBy.has(entry.n))
      entries.add(entry.n);
  if (entries.size > 0) refuse('entry-settled', { entry: n, shipment: sent.of, entries: [...entries] });
}

/** Refuses to take back of a count what later steps of it stand on. */
function refuseOfCount(book: Book, journal: Journal, { n: entry, undoes, changes }: Entry): void {
  const [first] = changes.filter((change) => 'count' in change && change.do !== 'move');
  if (first === undefined || !('count' in first)) return;
  const { count } = first;
  const isPosted = (change: Change) => 'counted' in change && change.do !== 'tally';
  if (undoes !== undefined && changes.some(isPosted))
    refuse('post-undone', { entry, count, entries: [undoes] });
  for (const change of changes) {
    if (change.do === 'draw') refuse('draw-kept', { entry, entries: [entry] });
    if (change.do === 'tally' && !changes.some((one) => one.do === 'count-close'))
      refuseTallyOfPosted(book, journal, entry, change);
    if (change.do === 'counted' || (change.do === 'move' && change.counted !== undefined))
      refuseCountedAgain(book, journal, entry, change);
    if (change.do === 'count-open' && !changes.some((one) => one.do === 'count-close'))
      refuseTallied(journal, entry, change.count);
  }
}

/** Refuses to take back what was counted once that has been booked, or its count has ended. */
function refuseTallyOfPosted(
  book: Book,
  journal: Journal,
  entry: number,
  { id, count, place = firstPlace }: Tallied,
): void {
  const line = CountLines.ofDevice(book, journal, count, id).line(id, place);
  const isOpen = book.counts.withNumber(count) !== undefined;
  const by = line.postedBy ?? (isOpen ? undefined : closingOf(journal, count)?.entry.n);
  if (by !== undefined) refuse('tally-posted', { entry, entries: [by] }, { entry, entries: [by] });
}

/** Refuses to take back a count where a later one has counted the same: that one goes first. */
function refuseCountedAgain(
  book: Book,
  journal: Journal,
  entry: number,
  { id, code, count, place = firstPlace }: Agreed | Moved,
): void {
  const later = postedLines(book, journal, id, place).filter(
    (line) => line.entry > entry && line.count !== count,
  );
  const entries = later.map((line) => line.entry);
  if (entries.length > 0) refuse('counted-since', { entry, code, entries }, { entry, code, entries });
}

/** Refuses to take back the opening of a count in which something was counted. */
function refuseTallied(journal: Journal, entry: number, count: number): void {
  const undone = undoneEntries(journal.undos());
  const entries = new Set<number>();
  for (const { entry: later, change } of journal.changesInCount(count))
    if (change.do === 'tally' && later.undoes === undefined && !undone.has(later.n)) entries.add(later.n);
  if (entries.size > 0)
    refuse('count-tallied', { entry, entries: [...entries] }, { entry, entries: [...entries] });
}

/** Refuses an entry that concerns a place removed since. */
export function refuseRemovedPlaces(book: Book, journal: Journal, { n: entry, changes }: Entry): void {
  for (const change of changes) {
    if (change.do !== 'move') continue;
    const { place = firstPlace } = change;
    if (book.places.has(place)) continue;
    const by = lastOf(journal, place, 'place-remove');
    refuse(
      'place-removed-since',
      { entry, place: book.places.pathOf(place), by },
      { entry, by, entries: [by] },
    );
  }
}

/** The last entry that did something to a place. */
function lastOf(journal: Journal, place: PlaceId, what: PlaceChange['do']): number {
  let last = 0;
  for (const { entry, change } of journal.placeChanges())
    if (change.place === place && change.do === what) last = entry.n;
  return last;
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
      const { reason, ref, place, of, from, to, count, counted, book, after, before } = change;
      const lastCost = values.get(change.id)?.[costField];
      const terms = {
        ...(reason === undefined ? {} : { reason }),
        ...(ref === undefined ? {} : { ref }),
        ...(place === undefined ? {} : { place }),
        ...(of === undefined ? {} : { of }),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
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
          change: change.change,
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

/** What becomes of a count when a change of it is taken back. */
function takeBackCount(draft: Draft, change: CountChange): void {
  const { book } = draft;
  switch (change.do) {
    case 'count-open': {
      const open = book.counts.withNumber(change.count);
      return open === undefined ? undefined : draft.count(closing(open, 'cancelled', {}));
    }
    case 'count-close': {
      const { do: _, as: __, ref: ___, note: ____, key: _____, ...scope } = change;
      refuseCounting(book, placesOfCount(scope, book.places));
      return draft.count({ do: 'count-open', ...scope });
    }
    case 'frozen': {
      const { count, before, after } = change;
      return draft.count({ do: 'frozen', count, before: after, after: before });
    }
    case 'draw':
      return;
  }
}

/** Places are taken back as they are: by name, with what a later change of the same would lose refused. */
function takeBackPlace(draft: Draft, journal: Journal, entry: Entry, change: PlaceChange): void {
  const { places } = draft.book;
  const place = places.place(change.place);
  if (change.do === 'place-remove') {
    const { place: id, path, kind, recount, about } = change;
    return draft.place({
      do: 'place',
      place: id,
      path: freePath(places, path),
      kind,
      ...(recount === undefined ? {} : { recount }),
      ...(about === undefined ? {} : { note: about }),
    });
  }
  if (place === undefined) {
    const by = lastOf(journal, change.place, 'place-remove');
    const params = { entry: entry.n, place: places.pathOf(change.place), by };
    return refuse('place-removed-since', params, { entry: entry.n, by, entries: [by] });
  }
  if (change.do === 'place') return removePlace(draft, journal, place);
  const { before, after } = change;
  const isAsLeft = (key: keyof typeof after) => !(key in after) || place[key] === after[key];
  if (!isAsLeft('path') || !isAsLeft('kind') || !isAsLeft('recount'))
    refuse('place-edited-since', {
      entry: entry.n,
      place: place.path,
      entries: [lastOf(journal, change.place, 'place-edit')],
    });
  const back =
    before.path === undefined ? before : { ...before, path: newPath(draft.book, place, before.path) };
  return editPlace(draft, place, back);
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

/** What an entry takes back or puts back in the end: an undo may undo an undo. */
function originalOf(journal: Journal, entry: Entry): Entry {
  const undone = entry.undoes === undefined ? undefined : journal.entry(entry.undoes);
  return undone === undefined ? entry : originalOf(journal, undone);
}

/**
 * What the attributes that an entry changes come to without it, by device: what the last entry that stands made of them,
 * and nothing if no edit sets it. `later` are the edits among those that came after it. The last cost counts as an
 * attribute; receipts set it too.
 */
function attributesWithout(
  journal: Journal,
  entry: Entry,
  undone: ReadonlyMap<number, number>,
): { readonly values: ReadonlyMap<number, Patch>; readonly later: readonly LaterEdit[] } {
  const original = originalOf(journal, entry);
  const editedOf = new Map<number, Set<string>>();
  const keysOf = new Map<number, Set<string>>();
  for (const change of [...entry.changes, ...original.changes].filter(isOfDevice)) {
    const edited = change.do === 'edit' ? Object.keys(change.after) : [];
    if (edited.length > 0) addTo(editedOf, change.id, edited);
    if (setsLastCost(change)) addTo(keysOf, change.id, [costField]);
    if (edited.length > 0) addTo(keysOf, change.id, edited);
  }
  const values = new Map<number, Patch>();
  const later: LaterEdit[] = [];
  if (keysOf.size === 0) return { values, later };
  for (const { entry: recorded, change } of journal.changesOf(new Set(keysOf.keys()))) {
    if (recorded.undoes !== undefined || undone.has(recorded.n)) continue;
    const made = madeBy(change, keysOf.get(change.id) ?? new Set());
    if (Object.keys(made).length === 0) continue;
    values.set(change.id, { ...values.get(change.id), ...made });
    const attributes = Object.keys(made).filter((key) => editedOf.get(change.id)?.has(key));
    if (change.do === 'edit' && recorded.n > original.n && attributes.length > 0)
      later.push({ entry: recorded.n, code: change.code, attributes });
  }
  return { values, later };
}

function addTo(keysOf: Map<number, Set<string>>, id: number, keys: readonly string[]): void {
  keysOf.set(id, new Set([...(keysOf.get(id) ?? []), ...keys]));
}

/** What a change makes of some attributes. */
function madeBy(change: DeviceChange, keys: ReadonlySet<string>): Patch {
  switch (change.do) {
    case 'add':
      return Object.fromEntries(Array.from(keys, (key) => [key, change.device[key] ?? null]));
    case 'edit':
      return Object.fromEntries(Object.entries(change.after).filter(([key]) => keys.has(key)));
    case 'move':
      return isPriced(change) && keys.has(costField) ? { [costField]: change.cost ?? null } : {};
    case 'remove':
    case 'tally':
    case 'counted':
      return {};
  }
}

const setsLastCost = (change: Change): boolean =>
  change.do === 'move' && (change.lastCost !== undefined || isPriced(change));

/** Whether a movement is a purchase with a cost. */
const isPriced = ({ reason, cost }: Moved): boolean =>
  reason !== undefined && isPurchase(reason) && cost !== undefined;
