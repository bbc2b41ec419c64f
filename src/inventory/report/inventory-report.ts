import type { ListRow } from '../look/list-row.ts';
import type { Listing } from '../look/listing.ts';
import { type Currency, valueOfStock } from '../values/money.ts';
import { type Group, type Grouping, grouped, isInScope, type ReportScope } from './grouping.ts';

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
  readonly shares: { readonly [by in Grouping]: readonly Share[] };
}

/** The report of what a listing holds. */
export function inventoryReport(
  { currency, entry, rows: listed }: Listing,
  scope: ReportScope,
): InventoryReport {
  const rows = listed.filter((row) => isInScope(row, scope)).map(inventoryRow);
  const groupsBy = (by: Grouping) => grouped(rows, (row) => row[by], by);
  const sharesBy = (by: Grouping) =>
    groupsBy(by).map((group) => ({ key: group.key, value: totalsOf(group.rows).value }));
  const groups = groupsBy(scope.by).map((group) => ({ ...group, totals: totalsOf(group.rows) }));
  return {
    currency,
    entry,
    by: scope.by,
    groups,
    totals: totalsOf(rows),
    shares: { kind: sharesBy('kind'), brand: sharesBy('brand') },
  };
}

export function inventoryRow(row: ListRow): InventoryRow {
  const { id, code, name, kind, brand, price, quantity, minimum } = row;
  const { isLow, lastCost, value, addedAt, changedAt } = row;
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
