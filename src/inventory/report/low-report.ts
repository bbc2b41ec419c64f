import { inspection, ordered } from '../book/place-kinds.ts';
import type { ListRow } from '../look/list-row.ts';
import type { Listing } from '../look/listing.ts';
import type { Currency } from '../values/money.ts';
import { isInScope, type ReportScope } from './grouping.ts';
import { type InventoryRow, inventoryRow } from './inventory-report.ts';
import { type Fetch, type PlaceToSupply, suppliesOf } from './place-low.ts';
import { isMovement, type TimedRow } from './timeline.ts';

/** How many days of sales an order is to last for, beyond the minimum. */
export const orderForDays = 30;
const dayMs = 86_400_000;

/** A device at or below its minimum. */
export interface LowRow extends InventoryRow {
  readonly minimum: number;
  /** When it came to be at or below today's minimum for good, ISO 8601. */
  readonly since: string;
  /** Units sold in the last days. */
  readonly sold: number;
  readonly order: number;
  /** How many are coming that are not on hand there yet; left out in a book with one place. */
  readonly coming?: number;
  /** Of a place: how many to fetch from other places first. */
  readonly transfer?: readonly Fetch[];
  /** What the order costs at the last cost, in minor units; null where none is known. */
  readonly orderCost: bigint | null;
}

/** What to reorder. */
export interface LowReport {
  readonly currency: Currency;
  readonly rows: readonly LowRow[];
  readonly totals: {
    readonly devices: number;
    readonly order: bigint;
    readonly orderCost: bigint;
    readonly withoutCost: number;
  };
}

/**
 * The devices that are low at a time, and how many to order beside what is coming: up to the minimum plus the sales of 30
 * days, or as much as the minimum again where that is more. At a place, what it lacks of its own minimum: from other places
 * first.
 */
export function lowReport(
  { currency, places, rows: listed }: Listing,
  timeline: readonly TimedRow[],
  now: number,
  scope: ReportScope,
  at?: PlaceToSupply,
): LowReport {
  const lows = listed.filter((row) => row.isLow && isInScope(row, scope));
  const journal = pastOf(timeline, now, new Map(lows.map(({ id, minimum }) => [id, minimum ?? 0])));
  const supplies = at && suppliesOf(at);
  const rows = lows.map((low): LowRow => {
    const row = inventoryRow(low);
    const minimum = row.minimum ?? 0;
    const { since, sold } = journal.get(row.id) ?? { since: null, sold: 0 };
    const lacking = minimum - row.quantity;
    const coming = at === undefined ? comingOf(low) : (at.coming.get(row.id) ?? 0);
    const supply = supplies?.(row.id, lacking) ?? {
      order: Math.max(lacking + Math.max(minimum, sold, 1) - coming, 0),
    };
    const { order } = supply;
    return {
      ...row,
      ...supply,
      ...(places.isPlaced ? { coming } : {}),
      minimum,
      since: since ?? row.addedAt,
      sold,
      orderCost: row.lastCost === null ? null : BigInt(row.lastCost) * BigInt(order),
    };
  });
  return {
    currency,
    rows,
    totals: {
      devices: rows.length,
      order: rows.reduce((total, { order }) => total + BigInt(order), 0n),
      orderCost: rows.reduce((total, { orderCost }) => total + (orderCost ?? 0n), 0n),
      withoutCost: rows.filter(({ orderCost }) => orderCost === null).length,
    },
  };
}

/** How many of a device are on order or under inspection; what is on its way is on hand. */
const comingOf = ({ levels }: ListRow): number =>
  levels.reduce(
    (sum, { place, quantity }) => sum + (place === ordered || place === inspection ? quantity : 0),
    0,
  );

/** Since when devices are at or below their minimum, and what they sold lately. */
function pastOf(
  timeline: readonly TimedRow[],
  now: number,
  minimums: ReadonlyMap<number, number>,
): ReadonlyMap<number, { readonly since: string | null; readonly sold: number }> {
  const journal = new Map<number, { since: string | null; sold: number }>();
  for (const timed of timeline) {
    const { device, row, at } = timed;
    if (at > now) break;
    const minimum = minimums.get(device);
    if (minimum === undefined) continue;
    const of = journal.get(device) ?? { since: null, sold: 0 };
    of.since = row.balance > minimum ? null : (of.since ?? row.at);
    const isSale = row.reason === 'sale' && row.undoneBy === null && row.undoes === null;
    if (isMovement(timed) && isSale && at > now - orderForDays * dayMs) of.sold -= timed.row.change;
    journal.set(device, of);
  }
  return journal;
}
