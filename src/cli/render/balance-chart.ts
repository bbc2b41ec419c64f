import { padTo, widthOf } from '../../exchange/text/width.ts';
import type { BalanceChart, BalancePart } from '../../inventory/report/balance-chart.ts';
import type { ReportTexts } from '../words/report/texts.ts';
import { type BarInk, blockInk, plainInk } from './blocks.ts';
import { localTimeWithOffset } from './local-time.ts';
import type { Paint, Tone } from './paint.ts';

/** How a chart is drawn in a terminal. */
export interface ChartLayout {
  readonly width: number;
  /** Whether there are more characters than those of ASCII. */
  readonly unicode: boolean;
  readonly paint: Paint;
}

const balanceRows = 8;
const flowRows = 3;
/** Bars are no wider than this, however few they are. */
const maxCells = 6;

/** How many parts have room in a width. */
export const partsFor = (width: number, chartTexts: ReportTexts): number =>
  Math.max(width - labelWidth(chartTexts, 7) - 2, 8);

/** One of the three pictures, one above the other. */
interface Panel {
  readonly name: string;
  readonly rows: number;
  readonly tone: Tone | null;
  of(part: BalancePart): bigint;
}

/** The balance over time, and below it what came in and went out, as lines of text. */
export function balanceChartText(
  chart: BalanceChart,
  texts: ReportTexts,
  { width, unicode, paint }: ChartLayout,
): string {
  const { parts, period, opening, closing, unit } = chart;
  const panels: readonly Panel[] = [
    { name: texts.chart.balance, rows: balanceRows, tone: null, of: ({ balance }) => balance },
    { name: texts.charts.in, rows: flowRows, tone: 'in', of: (part) => part.in },
    { name: texts.charts.out, rows: flowRows, tone: 'out', of: (part) => part.out },
  ];
  const digits = Math.max(...panels.map((panel) => String(most(parts, panel)).length));
  const labels = labelWidth(texts, digits);
  const room = Math.max(width - labels - 2, parts.length);
  const cells = Math.max(Math.min(Math.floor(room / Math.max(parts.length, 1)), maxCells), 1);
  const ink = unicode ? blockInk : plainInk;
  const sum = (of: (part: BalancePart) => bigint) => parts.reduce((total, part) => total + of(part), 0n);
  const lines = panels.flatMap((panel) => panelLines(panel, parts, { labels, cells, ink, unicode, paint }));
  const [since, until] = [period.since, period.until].map((time) =>
    localTimeWithOffset(new Date(time).toISOString()),
  );
  const span = texts.between(since ?? '', until ?? '');
  return [
    texts.chart.summary(
      String(opening),
      String(sum((part) => part.in)),
      String(sum((part) => part.out)),
      String(closing),
    ),
    ...lines,
    parts.length > 1 ? texts.chart.columnsAre(span, unit) : span,
    '',
  ].join('\n');
}

const most = (parts: readonly BalancePart[], { of }: Panel): bigint =>
  parts.reduce((highest, part) => (of(part) > highest ? of(part) : highest), 0n);

/** The room for a panel's name and its numbers. */
const labelWidth = ({ chart, charts }: ReportTexts, digits: number): number =>
  Math.max(...[chart.balance, charts.in, charts.out].map(widthOf)) + 1 + digits;

interface PanelLayout extends Pick<ChartLayout, 'unicode' | 'paint'> {
  readonly labels: number;
  readonly cells: number;
  readonly ink: BarInk;
}

/** A panel's bars from the top row down, its greatest number at the top, its name at the foot. */
function panelLines(
  panel: Panel,
  parts: readonly BalancePart[],
  { labels, cells, ink, unicode, paint }: PanelLayout,
): readonly string[] {
  const highest = most(parts, panel);
  const heights = parts.map((part) => heightOf(panel.of(part), highest, panel.rows));
  const axis = unicode ? '│' : '|';
  return Array.from({ length: panel.rows }, (_, index) => {
    const below = (panel.rows - 1 - index) * 8;
    const bars = heights.map((height) => cellAt(height - below, ink).repeat(cells)).join('');
    const name = index === panel.rows - 1 ? panel.name : '';
    const number = index === 0 ? String(highest) : index === panel.rows - 1 ? '0' : '';
    const label = name + padTo(number, labels - widthOf(name), 'right');
    const shown = bars.trimEnd();
    return `${label} ${axis}${panel.tone === null ? shown : paint(shown, panel.tone)}`;
  });
}

/** A height in eighths of a row; what there is something of rises at least by one. */
function heightOf(units: bigint, highest: bigint, rows: number): number {
  if (units <= 0n) return 0;
  return Math.max(Math.round((Number(units) / Number(highest)) * rows * 8), 1);
}

const cellAt = (eighths: number, { full, rising }: BarInk): string =>
  eighths <= 0 ? ' ' : eighths >= 8 ? full : (rising[eighths - 1] ?? full);
