import type { Book } from '../book/book.ts';
import { type Device, kindOf } from '../devices/device.ts';
import { type Currency, type Money, valueOfStock } from '../values/money.ts';
import {
  devicesInScope,
  type Group,
  type Grouping,
  grouped,
  groupKey,
  type ReportScope,
} from './grouping.ts';

/** One device as a report of the inventory lists it. */
export interface InventoryRow {
  readonly device: Device;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly brand: string | null;
  readonly price: Money;
  readonly quantity: number;
  readonly minimum: number | null;
  readonly isLow: boolean;
  readonly lastCost: Money | null;
  /** Price × quantity, in minor units. */
  readonly value: bigint;
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

/** The report of a book. */
export function inventoryReport(book: Book, scope: ReportScope): InventoryReport {
  const rows = devicesInScope(book, scope).map((device) => inventoryRow(device, book));
  const groupsBy = (by: Grouping) => grouped(rows, ({ device }) => groupKey(device, by), by, book);
  const sharesBy = (by: Grouping) =>
    groupsBy(by).map((group) => ({ key: group.key, value: totalsOf(group.rows).value }));
  const groups = groupsBy(scope.by).map((group) => ({ ...group, totals: totalsOf(group.rows) }));
  return {
    currency: book.currency,
    entry: book.entry,
    by: scope.by,
    groups,
    totals: totalsOf(rows),
    shares: { kind: sharesBy('kind'), brand: sharesBy('brand') },
  };
}

export function inventoryRow(device: Device, book: Book): InventoryRow {
  const { id, code, name, brand } = device;
  const quantity = book.onHand(id);
  const { lastCost } = book.stock(id);
  return {
    device,
    code,
    name,
    kind: kindOf(device).id,
    brand,
    price: device.price(book),
    quantity,
    minimum: book.minimum(device),
    isLow: book.isLow(device),
    lastCost,
    value: book.value(device),
    costValue: lastCost === null ? null : valueOfStock(lastCost, quantity),
  };
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
