import type { Book } from '../../book/book.ts';
import type { PlaceEdited, PlacePatch } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, type PlaceKind } from '../../book/place-kinds.ts';
import { isBelow, type Place, parsePlace } from '../../book/places.ts';
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
  const answer = alreadyRecorded(journal, edit.key, 'place-edit', ({ changes }) =>
    difference(edit, changes as readonly PlaceEdited[]),
  );
  if (answer !== null) return { entry: null, answer };
  const place = livingPlace(book, journal, edit.place);
  const draft = new Draft(book, at);
  const after = changedOf(place, {
    ...(edit.name === undefined ? {} : { path: newPath(book, place, edit.name) }),
    ...(edit.kind === undefined ? {} : { kind: edit.kind }),
    ...(edit.recount === undefined ? {} : { recount: edit.recount }),
  });
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
  terms: Pick<PlaceEdit, 'ref' | 'note' | 'key'> = {},
): void {
  const { id, path, kind, recount } = place;
  if (id === firstPlace && after.kind !== undefined && after.kind !== 'stock')
    refuse('first-place-kind', { place: path });
  const before = {
    ...('path' in after ? { path } : {}),
    ...('kind' in after ? { kind } : {}),
    ...('recount' in after ? { recount } : {}),
  };
  draft.place({
    do: 'place-edit',
    place: id,
    before,
    after,
    ...(terms.ref === undefined ? {} : { ref: terms.ref }),
    ...(terms.note === undefined ? {} : { note: terms.note }),
    ...(terms.key === undefined ? {} : { key: terms.key }),
  });
}

/** The part of a patch that a place does not have yet. */
function changedOf(place: Place, asked: PlacePatch): PlacePatch {
  const { path, kind, recount } = asked;
  return {
    ...(path === undefined || path === place.path ? {} : { path }),
    ...(kind === undefined || kind === place.kind ? {} : { kind }),
    ...(recount === undefined || recount === place.recount ? {} : { recount }),
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

/** What of an edit that is recorded is not as it is asked for again. */
function difference(
  { name, kind, recount, note, ref }: PlaceEdit,
  [change]: readonly PlaceEdited[],
): string | undefined {
  if (change === undefined) return 'place';
  const { after } = change;
  if (name !== undefined && folded(name.trim()) !== folded(after.path ?? '')) return 'name';
  if (kind !== undefined && kind !== after.kind) return 'kind';
  if (recount !== undefined && recount !== after.recount) return 'recount';
  if (change.note !== note) return 'note';
  if (change.ref !== ref) return 'ref';
  return undefined;
}
