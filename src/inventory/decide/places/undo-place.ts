import type { Book } from '../../book/book.ts';
import type { Change, Entry, PlaceChange } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import { refuse } from '../../refusal.ts';
import type { Draft } from '../movements/draft.ts';
import { freePath } from './add-places.ts';
import { editPlace, newPath } from './edit-place.ts';
import { removePlace } from './remove-place.ts';

/** Refuses to take back or correct an entry at a place that was removed since. */
export function refuseRemovedPlaces(book: Book, journal: Journal, { n, changes }: Entry): void {
  for (const change of changes)
    for (const place of placesOf(change)) refuseRemovedPlace(book, journal, n, place);
}

/** Refuses what would be recorded because of an entry at a place that was removed since. */
export function refuseRemovedPlace(book: Book, journal: Journal, entry: number, id: PlaceId): void {
  if (book.places.has(id)) return;
  const by = removalOf(journal, id);
  const place = book.places.pathOf(id);
  refuse('place-removed-since', { entry, place, by }, { entry, by, entries: [by] });
}

/** Where a change moved or counted something; of the end of a count, where it would be open again. */
function placesOf(change: Change): readonly PlaceId[] {
  switch (change.do) {
    case 'move':
    case 'counted':
    case 'tally':
      return [change.place ?? firstPlace];
    case 'count-close':
      return change.places;
    default:
      return [];
  }
}

/** The entry that removed a place last. */
export const removalOf = (journal: Journal, place: PlaceId): number => lastOf(journal, place, 'place-remove');

/** The last entry that did something to a place. */
function lastOf(journal: Journal, place: PlaceId, what: PlaceChange['do']): number {
  let last = 0;
  for (const { entry, change } of journal.placeChanges())
    if (change.place === place && change.do === what) last = entry.n;
  return last;
}

/** Places are taken back as they are: by name, with what a later change of the same would lose refused. */
export function takeBackPlace(draft: Draft, journal: Journal, entry: Entry, change: PlaceChange): void {
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
    return refuseRemovedPlace(draft.book, journal, entry.n, change.place);
  }
  if (change.do === 'place') return removePlace(draft, journal, place);
  const { before, after } = change;
  const isAsLeft = (key: keyof typeof after) => !(key in after) || place[key] === after[key];
  if (!(['path', 'kind', 'recount', 'note'] as const).every(isAsLeft))
    refuse('place-edited-since', {
      entry: entry.n,
      place: place.path,
      entries: [lastOf(journal, change.place, 'place-edit')],
    });
  const back =
    before.path === undefined ? before : { ...before, path: newPath(draft.book, place, before.path) };
  return editPlace(draft, place, back);
}
