import type { Book } from '../../book/book.ts';
import type { PlaceEdited, PlacePatch } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, type PlaceKind } from '../../book/place-kinds.ts';
import { isBelow, type Place, Places, parsePlace } from '../../book/places.ts';
import { orRefuse, refuse } from '../../refusal.ts';
import { folded, type Line } from '../../values/text.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { freePath } from './add-places.ts';
import { findPlace } from './find-place.ts';

/** The changes of a place. */
export interface PlaceEdit {
  /** As typed. */
  readonly place: string;
  /** The whole new path. */
  readonly name?: string | undefined;
  readonly kind?: PlaceKind | undefined;
  readonly recount?: string | undefined;
  readonly note?: Line | undefined;
  readonly ref?: Line | undefined;
  readonly key?: Line | undefined;
}

/** Changes a place; places below it follow its name. Null if there is nothing to change. */
export function decideEditPlace(book: Book, journal: Journal, edit: PlaceEdit, at: string): EntryOutcome {
  const answer = alreadyRecorded(journal, edit.key, 'place-edit', ({ n, changes }) =>
    difference(edit, changes as readonly PlaceEdited[], placesBefore(journal, n), book.places),
  );
  if (answer !== null) return { entry: null, answer };
  const place = livingPlace(book, journal, edit.place);
  const draft = new Draft(book, at);
  const after = changedOf(place, edit, edit.name && newPath(book, place, edit.name));
  if (Object.keys(after).length === 0) return { entry: null, answer: null };
  editPlace(draft, place, after, edit);
  return { entry: { command: 'place-edit', changes: draft.finish() }, answer: null };
}

/** The place that is meant; what belongs to the book cannot be changed. */
export function livingPlace(book: Book, journal: Journal, typed: string): Place {
  const id = findPlace(book, journal, typed);
  if (isQueue(id)) refuse('place-of-queue', { place: book.places.pathOf(id) });
  const place = book.places.place(id);
  if (place === undefined) throw new Error(`place ${id} is gone`);
  return place;
}

/** Records what becomes of a place, once its name is known to be free. */
export function editPlace(
  draft: Draft,
  place: Place,
  after: PlacePatch,
  terms: Pick<PlaceEdit, 'ref' | 'key'> = {},
): void {
  const { id, path, kind, recount, note } = place;
  if (id === firstPlace && after.kind !== undefined && after.kind !== 'stock')
    refuse('first-place-kind', { place: path });
  const before = {
    ...('path' in after ? { path } : {}),
    ...('kind' in after ? { kind } : {}),
    ...('recount' in after ? { recount } : {}),
    ...('note' in after ? { note } : {}),
  };
  draft.place({
    do: 'place-edit',
    place: id,
    before,
    after,
    ...(terms.ref === undefined ? {} : { ref: terms.ref }),
    ...(terms.key === undefined ? {} : { key: terms.key }),
  });
}

/** The part of an edit that a place does not have yet; its name is the path that it comes to. */
function changedOf(place: Place, { kind, recount, note }: PlaceEdit, path: string | undefined): PlacePatch {
  return {
    ...(path === undefined || path === place.path ? {} : { path }),
    ...(kind === undefined || kind === place.kind ? {} : { kind }),
    ...(recount === undefined || recount === place.recount ? {} : { recount }),
    ...(note === undefined || note === place.note ? {} : { note }),
  };
}

/** The new path of a place; refuses one under which something below it could not be named. */
export function newPath(book: Book, place: Place, typed: string): string {
  const { places } = book;
  const wanted = orRefuse(parsePlace(typed));
  if (isBelow(wanted, place.path)) refuse('place-under-itself', { value: wanted, place: place.path });
  const path = freePath(places, wanted, place.id);
  for (const { path: below } of places.below(place.id))
    orRefuse(parsePlace(path + below.slice(place.path.length)));
  return path;
}

/** The places as they were before an entry. */
function placesBefore(journal: Journal, n: number): Places {
  let places = Places.unplaced;
  for (const { entry, change } of journal.placeChanges()) if (entry.n < n) places = places.after(change);
  return places;
}

/** What of an edit that is recorded is not as it is asked for again, of a place by its name then or now. */
function difference(
  edit: PlaceEdit,
  [change]: readonly PlaceEdited[],
  then: Places,
  now: Places,
): string | undefined {
  const place = change === undefined ? undefined : then.place(change.place);
  if (change === undefined || place === undefined) return 'place';
  if (![then.idOf(edit.place), now.idOf(edit.place)].includes(place.id)) return 'place';
  const asked = changedOf(place, edit, edit.name && then.kept(orRefuse(parsePlace(edit.name))));
  const { after } = change;
  if (folded(asked.path ?? place.path) !== folded(after.path ?? place.path)) return 'name';
  if (asked.kind !== after.kind) return 'kind';
  if (asked.recount !== after.recount) return 'recount';
  if (asked.note !== after.note) return 'note';
  return change.ref === edit.ref ? undefined : 'ref';
}
