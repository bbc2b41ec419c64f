import type { BalanceChart, BalancePart } from '../../../inventory/report/balance-chart.ts';
import {
  flowsChart,
  headedSheet,
  left,
  periodText,
  type ReportColumn,
  type ReportContext,
  right,
  tableOf,
  timeText,
  trendOf,
  unlessZero,
} from '../../render/report/report-context.ts';
import type { Sheet } from '../../render/report/sheet.ts';

interface Totals {
  readonly in: bigint;
  readonly out: bigint;
  readonly balance: bigint;
}

/** The balance of a device over time, or of all devices, in words. */
export function chartSheet(context: ReportContext, named: string, chart: BalanceChart): Sheet {
  const { texts } = context;
  const { period, unit, opening, closing, parts } = chart;
  const sum = (of: (part: BalancePart) => bigint) => parts.reduce((total, part) => total + of(part), 0n);
  const totals: Totals = { in: sum((part) => part.in), out: sum((part) => part.out), balance: closing };
  const columns: readonly ReportColumn<BalancePart, Totals>[] = [
    { ...left(texts.chart.since, 0), cell: ({ since }) => timeText(since) },
    { ...right(texts.charts.in, 0), cell: (part) => unlessZero(part.in), total: (all) => String(all.in) },
    { ...right(texts.charts.out, 0), cell: (part) => unlessZero(part.out), total: (all) => String(all.out) },
    {
      ...right(texts.chart.balance, 0),
      cell: ({ balance }) => String(balance),
      total: ({ balance }) => String(balance),
    },
  ];
  const line = [opening, ...parts.map(({ balance }) => balance)].map(Number);
  const trend = trendOf(context, line);
  return headedSheet(
    context,
    { title: `${texts.chart.title}${texts.colon}${named}`, signatures: [] },
    [
      [texts.facts.period, periodText(context, period)],
      [texts.columns.opening, String(opening)],
      ...(trend === '' ? [] : [[texts.columns.trend, trend.text] as const]),
    ],
    [
      flowsChart(context, { unit, flows: parts }, totals.in, totals.out),
      tableOf(columns, [{ heading: null, rows: parts, totals: null }], totals, {
        caption: texts.chart.caption,
        empty: texts.nothing.movements,
      }),
    ],
  );
}
