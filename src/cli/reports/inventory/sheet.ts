import { priceAttribute } from '../../../inventory/devices/device.ts';
import type { DeviceGrouping, Grouping } from '../../../inventory/report/grouping.ts';
import type {
  InventoryReport,
  InventoryRow,
  InventoryTotals,
  Share,
} from '../../../inventory/report/inventory-report.ts';
import {
  amount,
  codeAndName,
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

/** The most bars: those beyond are one. */
const maxBars = 12;

type NamedTotals = InventoryTotals & { readonly named: string };

/** The report of the inventory in words. `lines` has each device's quantity over time. */
export function inventorySheet(
  context: ReportContext,
  report: InventoryReport,
  asOf: number,
  lines: ReadonlyMap<number, readonly number[]>,
): Sheet {
  const { texts } = context;
  const { totals } = report;
  const named = (some: InventoryTotals, name: string): NamedTotals => ({ ...some, named: name });
  const groups = report.groups.map(({ key, rows, totals: some }) => {
    const heading = groupName(context, report.by, key);
    return { heading, rows, totals: named(some, texts.subtotal(heading, some.devices)) };
  });
  const table = tableOf(
    columnsOf(context, report.by, lines),
    groups,
    named(totals, texts.total(totals.devices)),
    { caption: texts.captions.inventory, empty: texts.nothing.inventory },
  );
  const parts: SheetPart[] = [table];
  if (totals.withoutCost > 0) parts.push({ is: 'note', text: texts.withoutCost(totals.withoutCost) });
  parts.push(sharesChart(context, report, 'kind'), sharesChart(context, report, 'brand'));
  return sheetOf(context, 'inventory', [[texts.facts.asOf, timeText(asOf)]], parts);
}

function columnsOf(
  context: ReportContext,
  by: Grouping,
  lines: ReadonlyMap<number, readonly number[]>,
): readonly ReportColumn<InventoryRow, NamedTotals>[] {
  const { texts, messages, language } = context;
  const { columns } = texts;
  // How many there were of a device in all says nothing of what lies at one place.
  const trend: ReportColumn<InventoryRow, NamedTotals> = {
    ...left(columns.trend, 0),
    cell: ({ id }) => trendOf(context, lines.get(id)),
  };
  return [
    ...codeAndName<InventoryRow, NamedTotals>(context, ({ named }) => named),
    otherColumn(context, by),
    { ...right(priceAttribute.term[language], 0), cell: ({ price }) => amount(price, context) },
    {
      ...right(columns.onHand, 0),
      cell: ({ quantity, isLow }) => quantityCell(quantity, isLow, context),
      total: ({ units }) => String(units),
    },
    {
      ...right(columns.value, 0),
      cell: ({ value }) => amount(value, context),
      total: ({ value }) => amount(value, context),
    },
    { ...right(messages.headings.lastCost, 0), cell: ({ lastCost }) => amount(lastCost, context) },
    {
      ...right(columns.costValue, 0),
      cell: ({ costValue }) => amount(costValue, context),
      total: ({ costValue }) => amount(costValue, context),
    },
    ...(by === 'place' ? [] : [trend]),
    { ...right(columns.counted, 0), blank: 'printed', cell: () => '' },
  ];
}

function sharesChart(context: ReportContext, report: InventoryReport, by: DeviceGrouping): SheetBars {
  const { charts } = context.texts;
  const shares = [...report.shares[by]].sort((a, b) => (a.value < b.value ? 1 : a.value > b.value ? -1 : 0));
  const shown = shares.length > maxBars ? shares.slice(0, maxBars - 1) : shares;
  const others = shares.slice(shown.length);
  const bar = ({ value }: Pick<Share, 'value'>, label: string) => ({
    label,
    size: Number(value),
    text: amount(value, context),
  });
  const bars = shown.map((share) => bar(share, groupName(context, by, share.key)));
  const [largest] = bars;
  if (others.length > 0)
    bars.push(
      bar({ value: others.reduce((total, { value }) => total + value, 0n) }, charts.others(others.length)),
    );
  return {
    is: 'bars',
    title: charts.shares[by](report.currency.code),
    description:
      largest === undefined ? context.texts.nothing.inventory : charts.largest(largest.label, largest.text),
    bars,
  };
}
