import type { Book } from '../book/book.ts';
import type { Journal } from '../book/journal.ts';
import { isOnHand, isQueue, type PlaceId } from '../book/place-kinds.ts';

/** A device's quantity at each place, as in files: stock in transit counts where it came from. */
export function exportedQuantities(book: Book, journal: Journal, id: number): ReadonlyMap<PlaceId, number> {
  const found = new Map<PlaceId, number>();
  for (const { place, of, quantity } of book.stock(id).levels) {
    if (!isOnHand(place)) continue;
    const at = isQueue(place) && of !== null ? cameFrom(journal, of, id) : place;
    if (at !== null) found.set(at, (found.get(at) ?? 0) + quantity);
  }
  return found;
}

/** Where what waits under an entry came from. */
function cameFrom(journal: Journal, of: number, id: number): PlaceId | null {
  let place: PlaceId | null = null;
  for (const { change } of journal.movesOf(of)) if (change.id === id) place = change.from ?? place;
  return place;
}
