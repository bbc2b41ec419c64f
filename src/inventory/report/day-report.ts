import type { Listing } from '../look/listing.ts';
import type { Currency } from '../values/money.ts';
import { type InventoryTotals, inventoryReport } from './inventory-report.ts';
import { type LowRow, lowReport } from './low-report.ts';
import { type MovementsReport, type MovementsSources, movementsReport } from './movements-report.ts';
import type { PlaceToSupply } from './place-low.ts';
import { type Period, rowsBetween, type TimedRow } from './timeline.ts';

/** What an operator recorded in a day. */
export interface OperatorRow {
  readonly by: string;
  readonly entries: number;
}

/** What a clerk hands over at the end of a day. */
export interface DayReport {
  readonly currency: Currency;
  readonly period: Period;
  /** The first and the last entry of the day; null where there was none. */
  readonly entries: { readonly first: number; readonly last: number } | null;
  readonly operators: readonly OperatorRow[];
  readonly movements: MovementsReport;
  /** The stock at the end. */
  readonly totals: InventoryTotals;
  readonly low: readonly LowRow[];
}

/** What a report of a day is made from. */
export interface DaySources extends MovementsSources {
  readonly closing: Listing;
  /** All that has ever become of the devices that are low at the end. */
  readonly lowTimeline: readonly TimedRow[];
}

/** The report of a day, or of another stretch of time such as a shift; `movements` may be grouped in a way of their own. */
export function dayReport(
  sources: DaySources,
  at?: PlaceToSupply,
  movements = movementsReport(sources),
): DayReport {
  const { closing, lowTimeline, period, scope } = sources;
  const within = rowsBetween(sources);
  const [first, last] = [within[0]?.row.entry, within.at(-1)?.row.entry];
  return {
    currency: closing.currency,
    period,
    entries: first === undefined || last === undefined ? null : { first, last },
    operators: operatorsOf(within),
    movements,
    totals: inventoryReport(closing, scope).totals,
    low: lowReport(closing, lowTimeline, period.until, scope, at).rows,
  };
}

/** Who recorded how many entries, the busiest first. */
function operatorsOf(rows: readonly TimedRow[]): readonly OperatorRow[] {
  const entries = new Map<string, Set<number>>();
  for (const { row } of rows) entries.set(row.by, (entries.get(row.by) ?? new Set()).add(row.entry));
  return Array.from(entries, ([by, of]) => ({ by, entries: of.size })).sort((a, b) => b.entries - a.entries);
}
