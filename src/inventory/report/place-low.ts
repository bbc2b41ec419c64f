import type { PlaceId } from '../book/place-kinds.ts';
import { pathOrderKey } from '../book/places.ts';
import type { Listing } from '../look/listing.ts';
import { compareKeys } from '../values/order.ts';

/** How many to fetch from another place. */
export type Fetch = { readonly from: string; readonly quantity: number };

/** What a place lacks of a device, where it can come from, and how many are then still to be ordered. */
export interface Supply {
  readonly transfer: readonly Fetch[];
  readonly order: number;
}

/** A place whose stock is looked at. */
export interface PlaceToSupply {
  /** The place and those below it. */
  readonly within: ReadonlySet<PlaceId>;
  /** How many of each device are coming: on order, under inspection or on their way there. */
  readonly coming: ReadonlyMap<number, number>;
  /** The devices as they are everywhere. */
  readonly everywhere: Listing;
}

/**
 * Where a place gets what it lacks of a device: from the places that may sell it, the largest surplus over their own
 * minimum first, then by path; the rest is ordered. What is on its way there already is not lacking.
 */
export function suppliesOf({ within, coming, everywhere }: PlaceToSupply) {
  const { places, rows } = everywhere;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (device: number, lacking: number): Supply => {
    let left = Math.max(lacking - (coming.get(device) ?? 0), 0);
    const row = byId.get(device);
    const sources = (row?.levels ?? [])
      .filter(({ place }) => !within.has(place) && places.isSellable(place))
      .map(({ place, quantity }) => ({
        from: places.pathOf(place),
        surplus: quantity - (row?.minimums.get(place) ?? 0),
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
  };
}
