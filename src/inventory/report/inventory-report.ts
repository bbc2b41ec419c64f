import type { PlaceId } from '../book/place-kinds.ts';
import { inPathOrder, type Places } from '../book/places.ts';
import type { ListRow } from '../look/list-row.ts';
import type { Listing } from '../look/listing.ts';
import { piecesByPlace } from '../look/valuation/by-place.ts';
import { type Currency, valueOfStock } from '../values/money.ts';
import {
  type DeviceGrouping,
  type Group,
  type Grouping,
  grouped,
  isInScope,
  type ReportScope,
} from './grouping.ts';

/** One device as a report of the inventory lists it. */
export interface InventoryRow
  extends Omit<ListRow, 'json' | 'attribute' | 'sellable' | 'levels' | 'minimums'> {
  /** Last cost × quantity; null where no cost is known. */
  readonly costValue: bigint | null;
}

/** What some devices amount to. */
export interface InventoryTotals {
  readonly devices: number;
  readonly units: bigint;
  readonly value: bigint;
  /** Of the devices whose last cost is known. */
  readonly costValue: bigint;
  readonly withoutCost: number;
}

/** What a part of the inventory is worth. */
export interface Share {
  /** The name of the kind, or the brand; null for devices without one. */
  readonly key: string | null;
  readonly value: bigint;
}

/** The stock and its value. */
export interface InventoryReport {
  readonly currency: Currency;
  /** The last entry that it takes into account. */
  readonly entry: number;
  readonly by: Grouping;
  readonly groups: readonly (Group<InventoryRow> & { readonly totals: InventoryTotals })[];
  readonly totals: InventoryTotals;
  readonly shares: { readonly [by in DeviceGrouping]: readonly Share[] };
}

/** The report of what a listing holds. */
export function inventoryReport(
  { currency, entry, places, rows: listed }: Listing,
  scope: ReportScope,
): InventoryReport {
  const inScope = listed.filter((row) => isInScope(row, scope));
  const rows = inScope.map((row) => inventoryRow(row));
  const groupsBy = (by: DeviceGrouping) => grouped(rows, (row) => row[by], by);
  const sharesBy = (by: DeviceGrouping) =>
    groupsBy(by).map((group) => ({ key: group.key, value: totalsOf(group.rows).value }));
  const groups = scope.by === 'place' ? groupsByPlace(inScope, places) : groupsBy(scope.by);
  return {
    currency,
    entry,
    by: scope.by,
    groups: groups.map((group) => ({ ...group, totals: totalsOf(group.rows) })),
    totals: totalsOf(rows),
    shares: { kind: sharesBy('kind'), brand: sharesBy('brand') },
  };
}

/** What of the devices lies at each place; what is on the road and what is set aside are places, too. */
function groupsByPlace(rows: readonly ListRow[], places: Places): readonly Group<InventoryRow>[] {
  const groups = new Map<PlaceId, InventoryRow[]>();
  for (const row of rows)
    for (const [place, quantity] of piecesByPlace(row.levels, places)) {
      const there = groups.get(place) ?? [];
      there.push(inventoryRow(row, quantity));
      groups.set(place, there);
    }
  const named = Array.from(groups, ([id, there]) => ({ place: places.pathOf(id), rows: there }));
  return inPathOrder(named).map(({ place: key, rows: there }) => ({ key, rows: there }));
}

/** A device with all that a listing has of it, or with so many of its pieces. */
export function inventoryRow(row: ListRow, quantity = row.quantity): InventoryRow {
  const { id, code, name, kind, brand, price, minimum } = row;
  const { isLow, lastCost, addedAt, changedAt } = row;
  const value = quantity === row.quantity ? row.value : valueOfStock(price, quantity);
  const costValue = lastCost === null ? null : valueOfStock(lastCost, quantity);
  const stock = { price, quantity, minimum, isLow, lastCost, value, costValue, addedAt, changedAt };
  return { id, code, name, kind, brand, ...stock };
}

export function totalsOf(rows: readonly InventoryRow[]): InventoryTotals {
  let [units, value, costValue, withoutCost] = [0n, 0n, 0n, 0];
  for (const row of rows) {
    units += BigInt(row.quantity);
    value += row.value;
    costValue += row.costValue ?? 0n;
    if (row.costValue === null) withoutCost++;
  }
  return { devices: rows.length, units, value, costValue, withoutCost };
}
