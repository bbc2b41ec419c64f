import { priceAttribute } from '../../../inventory/devices/device.ts';
import type { Grouping } from '../../../inventory/report/grouping.ts';
import type {
  InventoryReport,
  InventoryRow,
  InventoryTotals,
  Share,
} from '../../../inventory/report/inventory-report.ts';
import {
  amount,
  deviceColumns,
  groupName,
  left,
  otherColumn,
  quantityCell,
  type ReportColumn,
  type ReportContext,
  right,
  sheetOf,
  tableOf,
  timeText,
  trendOf,
} from '../../render/report/report-context.ts';
import type { Sheet, SheetBars, SheetPart } from '../../render/report/sheet.ts';

/** More bars than this are told as one. */
const maxBars = 12;

type NamedTotals = InventoryTotals & { readonly named: string };

/** The report of the inventory in words. `lines` tells how each device's quantity went. */
export function inventorySheet(
  composing: ReportContext,
  report: InventoryReport,
  asOf: number,
  lines: ReadonlyMap<number, readonly number[]>,
): Sheet {
  const { texts } = composing;
  const { totals } = report;
  const named = (some: InventoryTotals, name: string): NamedTotals => ({ ...some, named: name });
  const groups = report.groups.map(({ key, rows, totals: some }) => {
    const heading = groupName(composing, report.by, key);
    return { heading, rows, totals: named(some, texts.subtotal(heading, some.devices)) };
  });
  const table = tableOf(
    columnsOf(composing, report.by, lines),
    groups,
    named(totals, texts.total(totals.devices)),
    { caption: texts.captions.inventory, empty: texts.nothing.inventory },
  );
  const parts: SheetPart[] = [table];
  if (totals.withoutCost > 0) parts.push({ is: 'note', text: texts.withoutCost(totals.withoutCost) });
  parts.push(sharesChart(composing, report, 'kind'), sharesChart(composing, report, 'brand'));
  return sheetOf(composing, 'inventory', [[texts.facts.asOf, timeText(asOf)]], parts);
}

function columnsOf(
  composing: ReportContext,
  by: Grouping,
  lines: ReadonlyMap<number, readonly number[]>,
): readonly ReportColumn<InventoryRow, NamedTotals>[] {
  const { texts, messages, language } = composing;
  const { columns } = texts;
  return [
    ...deviceColumns<InventoryRow, NamedTotals>(composing, ({ named }) => named),
    otherColumn(composing, by),
    { ...right(priceAttribute.term[language], 0), cell: ({ price }) => amount(price, composing) },
    {
      ...right(columns.onHand, 0),
      cell: ({ quantity, isLow }) => quantityCell(quantity, isLow, composing),
      total: ({ units }) => String(units),
    },
    {
      ...right(columns.value, 0),
      cell: ({ value }) => amount(value, composing),
      total: ({ value }) => amount(value, composing),
    },
    { ...right(messages.headings.lastCost, 0), cell: ({ lastCost }) => amount(lastCost, composing) },
    {
      ...right(columns.costValue, 0),
      cell: ({ costValue }) => amount(costValue, composing),
      total: ({ costValue }) => amount(costValue, composing),
    },
    { ...left(columns.trend, 0), cell: ({ device }) => trendOf(composing, lines.get(device.id)) },
    { ...right(columns.counted, 0), blank: true, cell: () => '' },
  ];
}

function sharesChart(composing: ReportContext, report: InventoryReport, by: Grouping): SheetBars {
  const { charts } = composing.texts;
  const shares = [...report.shares[by]].sort((a, b) => (a.value < b.value ? 1 : a.value > b.value ? -1 : 0));
  const shown = shares.length > maxBars ? shares.slice(0, maxBars - 1) : shares;
  const others = shares.slice(shown.length);
  const bar = ({ value }: Pick<Share, 'value'>, label: string) => ({
    label,
    size: Number(value),
    text: amount(value, composing),
  });
  const bars = shown.map((share) => bar(share, groupName(composing, by, share.key)));
  const [largest] = bars;
  if (others.length > 0)
    bars.push(
      bar({ value: others.reduce((total, { value }) => total + value, 0n) }, charts.others(others.length)),
    );
  return {
    is: 'bars',
    title: `${charts.shares[by]} (${report.currency.code})`,
    description:
      largest === undefined ? composing.texts.nothing.inventory : charts.largest(largest.label, largest.text),
    bars,
  };
}
