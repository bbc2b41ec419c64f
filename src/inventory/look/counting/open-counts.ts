import type { Book } from '../../book/book.ts';
import { placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import { undoneEntries } from '../history.ts';

/** A count that waits to be posted. */
export interface WaitingCount {
  readonly count: number;
  readonly at: string;
  readonly by: string;
  /** The paths of the places that it is of, without those below them. */
  readonly places: readonly string[];
}

/** The open counts, the oldest first; only those of some places if these are given. */
export function openCounts(
  book: Book,
  journal: Journal,
  places?: ReadonlySet<PlaceId>,
): readonly WaitingCount[] {
  return book.counts.open.flatMap((open) => {
    const covered = placesOfCount(open, book.places);
    const entry = journal.entry(open.count);
    if (entry === undefined || (places !== undefined && ![...covered].some((id) => places.has(id))))
      return [];
    const { n: count, at, by } = entry;
    return [{ count, at, by, places: open.places.map((id) => book.places.pathOf(id)) }];
  });
}

/** When each place was counted last as a whole, as far as its counts were of every device: ISO 8601. */
export function lastCounts(book: Book, journal: Journal): ReadonlyMap<PlaceId, string> {
  const last = new Map<PlaceId, string>();
  if (book.counts.posted === 0) return last;
  const undone = undoneEntries(journal.undos());
  for (const { entry, change } of journal.countChanges()) {
    if (change.do !== 'count-close' || change.as !== 'posted' || undone.has(entry.n)) continue;
    if (change.devices !== undefined || change.kind !== undefined || change.brand !== undefined) continue;
    for (const place of placesOfCount(change, book.places)) last.set(place, entry.at);
  }
  return last;
}

/** The devices that a posted count has counted since a time, in milliseconds since 1970, anywhere or at some places. */
export function countedSinceTime(
  book: Book,
  journal: Journal,
  since: number,
  places?: ReadonlySet<PlaceId>,
): ReadonlySet<number> {
  const undone = undoneEntries(journal.undos());
  const counts = new Set(book.counts.open.map(({ count }) => count));
  for (const { entry, change } of journal.countChanges())
    if (change.do === 'count-close' && Date.parse(entry.at) >= since) counts.add(change.count);
  const found = new Set<number>();
  for (const count of counts)
    for (const { entry, change } of journal.changesInCount(count)) {
      if (change.do !== 'counted' && (change.do !== 'move' || change.counted === undefined)) continue;
      if (entry.undoes !== undefined || undone.has(entry.n) || Date.parse(entry.at) < since) continue;
      if (places === undefined || places.has(change.place ?? firstPlace)) found.add(change.id);
    }
  return found;
}
