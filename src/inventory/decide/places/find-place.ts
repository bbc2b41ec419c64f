import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, type PlaceId } from '../../book/place-kinds.ts';
import { Places } from '../../book/places.ts';
import { refuse } from '../../refusal.ts';
import { folded } from '../../values/text.ts';
import { typingErrors } from '../../values/typing-errors.ts';

/** What finds out what became of a place that had a name. */
export type FormerPlaces = Pick<Journal, 'placeChanges'>;

/** The place or queue that a person means by its path. An old name says what the place is called now. */
export function findPlace(book: Book, journal: FormerPlaces, typed: string): PlaceId {
  const id = book.places.idOf(typed);
  if (id !== undefined) return id;
  const former = formerPlace(journal, typed);
  if (former === undefined)
    return refuse('no-such-place', { value: typed, nearest: nearestPaths(book, typed) });
  const { id: was, since } = former;
  const now = book.places.place(was)?.path;
  return now === undefined
    ? refuse('place-removed', { value: typed, since })
    : refuse('place-renamed', { value: typed, now, since });
}

/** The places whose history is meant by a path: one with all that are below it, also if it has been removed. */
export function placesInHistory(book: Book, journal: FormerPlaces, typed: string): ReadonlySet<PlaceId> {
  const former = book.places.idOf(typed) === undefined ? formerPlace(journal, typed) : undefined;
  return former !== undefined && !book.places.has(former.id)
    ? book.places.removedWithin(former.id)
    : book.places.within(findPlace(book, journal, typed));
}

/** The place where a movement is to be recorded; the first one where none is named. What lies in a queue has its own steps. */
export function placeToMove(book: Book, journal: FormerPlaces, typed: string | undefined): PlaceId {
  const id = typed === undefined ? firstPlace : findPlace(book, journal, typed);
  if (isQueue(id)) refuse('queue', { place: book.places.pathOf(id) });
  return id;
}

/** The place that had a name last, and the entry since which it has it no more. */
function formerPlace(journal: FormerPlaces, typed: string): { id: PlaceId; since: number } | undefined {
  const wanted = folded(typed.trim());
  let places = Places.unplaced;
  let found: { id: PlaceId; since: number } | undefined;
  for (const { entry, change } of journal.placeChanges()) {
    const had = places.idOf(wanted);
    places = places.after(change);
    if (had !== undefined && places.idOf(wanted) === undefined) found = { id: had, since: entry.n };
  }
  return found;
}

/** Up to three paths that are one or two typing errors away. */
function nearestPaths(book: Book, typed: string): readonly string[] {
  const wanted = folded(typed.trim());
  const most = wanted.length < 5 ? 1 : 2;
  return book.places.all
    .map(({ path }) => ({ path, errors: typingErrors(folded(path), wanted) }))
    .filter(({ errors }) => errors <= most)
    .sort((a, b) => a.errors - b.errors)
    .slice(0, 3)
    .map(({ path }) => path);
}
