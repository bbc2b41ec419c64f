import type { Book } from '../../book/book.ts';
import type { CountClosed, Entry, Moved } from '../../book/change.ts';
import { isCounted, type OpenCount, placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import type { PlaceId } from '../../book/place-kinds.ts';
import type { Device } from '../../devices/device.ts';
import { undoneEntries } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import type { Line } from '../../values/text.ts';
import { placeToMove } from '../places/find-place.ts';

/** What every command may say of the entry that it records. */
export interface EntryTerms {
  readonly ref?: Line | undefined;
  readonly note?: Line | undefined;
  readonly key?: Line | undefined;
}

/** The same, as changes hold them. */
export const termsIn = ({ ref, note, key }: EntryTerms): Pick<Moved, 'ref' | 'note' | 'key'> => ({
  ...(ref === undefined ? {} : { ref }),
  ...(note === undefined ? {} : { note }),
  ...(key === undefined ? {} : { key }),
});

/** What of an entry's terms is not as it is asked for again. */
export function differentTerms(
  { ref, note }: EntryTerms,
  recorded: Pick<Moved, 'ref' | 'note'>,
): string | undefined {
  if (ref !== recorded.ref) return 'ref';
  return note === recorded.note ? undefined : 'note';
}

/** The count of a number, which must be open. */
export function openCount(book: Book, journal: Journal, count: number): OpenCount {
  const open = book.counts.withNumber(count);
  if (open !== undefined) return open;
  const closing = closingOf(journal, count);
  if (closing === undefined) return refuse('no-such-count', { value: `#${count}` });
  return refuse('count-closed', { count, by: closing.entry.n, as: closing.change.as });
}

/** The entry that closed a count last, if it stands. */
export function closingOf(
  journal: Journal,
  count: number,
): { readonly entry: Entry; readonly change: CountClosed } | undefined {
  const undone = undoneEntries(journal.undos());
  let found: { entry: Entry; change: CountClosed } | undefined;
  for (const { entry, change } of journal.changesInCount(count))
    if (change.do === 'count-close' && !undone.has(entry.n)) found = { entry, change };
  return found;
}

/** The place of a count that is meant: as typed, else its only one. */
export function placeInCount(
  book: Book,
  journal: Journal,
  open: OpenCount,
  typed: string | undefined,
): PlaceId {
  const places = placesOfCount(open, book.places);
  const paths = () => book.places.all.filter(({ id }) => places.has(id)).map(({ path }) => path);
  const { count } = open;
  if (typed === undefined) {
    const [only, ...others] = places;
    if (only === undefined || others.length > 0) return refuse('which-place', { count, places: paths() });
    return only;
  }
  const place = placeToMove(book, journal, typed);
  if (!places.has(place))
    refuse('not-place-of-count', { place: book.places.pathOf(place), count, places: paths() });
  return place;
}

/** Refuses a device that a count is not of. */
export function refuseUncounted(book: Book, open: OpenCount, device: Device, place: PlaceId): void {
  if (isCounted(open, device)) return;
  refuse('not-in-count', { code: device.code, place: book.places.pathOf(place), count: open.count });
}
