import type { Book } from '../book/book.ts';
import { type PlaceId, transit } from '../book/place-kinds.ts';
import { pathOrderKey } from '../book/places.ts';
import type { Device } from '../devices/device.ts';
import { compareKeys } from '../values/order.ts';

/** How many to fetch from another place. */
export type Fetch = { readonly from: string; readonly quantity: number };

/** What a place lacks of a device, where it can come from, and how many are then still to be ordered. */
export interface Supply {
  readonly transfer: readonly Fetch[];
  readonly order: number;
}

/**
 * Where a place gets what it lacks: from the places that may sell it, the largest surplus over their own minimum first, then
 * by path; the rest is ordered. `coming` is on its way there already.
 */
export function supplyOf(
  book: Book,
  device: Device,
  within: ReadonlySet<PlaceId>,
  lacking: number,
  coming: number,
): Supply {
  const { places } = book;
  let left = Math.max(lacking - coming, 0);
  const sources = book
    .stock(device.id)
    .levels.filter(({ place }) => place !== transit && !within.has(place) && places.isSellable(place))
    .map(({ place, quantity }) => ({
      from: places.pathOf(place),
      surplus: quantity - (device.minimumAt(place) ?? 0),
    }))
    .filter(({ surplus }) => surplus > 0)
    .sort((a, b) => b.surplus - a.surplus || compareKeys(pathOrderKey(a.from), pathOrderKey(b.from)));
  const transfer: Fetch[] = [];
  for (const { from, surplus } of sources) {
    const quantity = Math.min(left, surplus);
    if (quantity === 0) break;
    transfer.push({ from, quantity });
    left -= quantity;
  }
  return { transfer, order: left };
}
