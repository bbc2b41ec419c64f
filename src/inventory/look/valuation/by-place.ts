import { isOnHand, type PlaceId } from '../../book/place-kinds.ts';
import { inPathOrder, type Places } from '../../book/places.ts';
import type { Level } from '../../book/stock.ts';
import type { Amount } from './amount.ts';

/** How many pieces that count as on hand lie at each place, in the order of the paths; queues are places, too. */
export function piecesByPlace(levels: readonly Level[], places: Places): ReadonlyMap<PlaceId, number> {
  const pieces = new Map<PlaceId, number>();
  for (const { place, quantity } of levels)
    if (isOnHand(place)) pieces.set(place, (pieces.get(place) ?? 0) + quantity);
  if (pieces.size < 2) return pieces;
  const lying = Array.from(pieces, ([id, quantity]) => ({ id, quantity, place: places.pathOf(id) }));
  return new Map(inPathOrder(lying).map(({ id, quantity }) => [id, quantity]));
}

/**
 * What the pieces at each place have of the value of all: rounded down, and the minor units that are left to the largest
 * remainders, then by path; so the places add up to the whole. `pieces` are in the order of the paths.
 */
export function valueByPlace(
  value: Amount,
  pieces: ReadonlyMap<PlaceId, number>,
): ReadonlyMap<PlaceId, bigint> {
  const [whole, all] = [BigInt(value), [...pieces.values()].reduce((sum, some) => sum + BigInt(some), 0n)];
  if (all === 0n) return new Map();
  if (pieces.size === 1) return new Map(Array.from(pieces.keys(), (place) => [place, whole]));
  const parts = Array.from(pieces, ([place, some]) => {
    const product = whole * BigInt(some);
    return { place, value: product / all, remainder: product % all };
  });
  let left = whole - parts.reduce((sum, part) => sum + part.value, 0n);
  for (const part of parts.toSorted((a, b) =>
    a.remainder < b.remainder ? 1 : a.remainder > b.remainder ? -1 : 0,
  )) {
    if (left === 0n) break;
    part.value += 1n;
    left -= 1n;
  }
  return new Map(parts.map((part) => [part.place, part.value]));
}
