import type { Journal } from '../book/journal.ts';
import { isOnHand, isQueue, type PlaceId } from '../book/place-kinds.ts';
import type { Level } from '../book/stock.ts';

/** How many of a device lie where, as files have it: what is on its way counts where it came from. */
export function exportedQuantities(
  levels: readonly Level[],
  journal: Pick<Journal, 'movesOf'>,
  id: number,
): ReadonlyMap<PlaceId, number> {
  const found = new Map<PlaceId, number>();
  for (const { place, of, quantity } of levels) {
    if (!isOnHand(place)) continue;
    const at = isQueue(place) && of !== null ? cameFrom(journal, of, id) : place;
    if (at !== null) found.set(at, (found.get(at) ?? 0) + quantity);
  }
  return found;
}

/** Where what waits under an entry came from. */
function cameFrom(journal: Pick<Journal, 'movesOf'>, of: number, id: number): PlaceId | null {
  let place: PlaceId | null = null;
  for (const { change } of journal.movesOf(of)) if (change.id === id) place = change.from ?? place;
  return place;
}
