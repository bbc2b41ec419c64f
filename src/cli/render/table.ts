import type { Paint, Tone } from './paint.ts';
import { printable } from './printable.ts';
import { cutTo, padTo, widthOf } from './width.ts';

/** A column of a table that is read by people. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
  /** Columns with the highest number go first where the table is too wide; 0 never goes. */
  readonly priority: number;
  /** How far it may be shortened before columns go; it is never shortened where this is left out. */
  readonly shrinkTo?: number;
}

/** A text, or one that stands for something. */
export type Cell = string | { readonly text: string; readonly tone: Tone };

export interface TableOptions {
  /** Terminal cells; null for as wide as it takes. */
  readonly width: number | null;
  readonly paint: Paint;
  /** The line of totals. */
  readonly footer?: readonly string[];
}

export interface Table {
  readonly text: string;
  /** The headings of the columns that went. */
  readonly leftOut: readonly string[];
}

/** What stands between columns. */
export const gap = '  ';
const textOf = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : (cell?.text ?? ''));

/** A column with what it holds, as it is fitted. */
export interface Fitted<C extends Column = Column> {
  readonly index: number;
  readonly column: C;
  width: number;
}

/**
 * A table with headings, a rule, rows and perhaps totals. Every line has the same width in terminal cells; one that
 * is wider than the terminal shortens columns, then leaves columns out, and never wraps.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, paint, footer }: TableOptions,
): Table {
  const texts = rows.map((row) => columns.map((_, index) => printable(textOf(row[index]))));
  const widths = texts.map((row) => row.map(widthOf));
  const wide = columns.map((column, index) => ({
    index,
    column,
    width: widest(column, index, widths, footer),
  }));
  const fitted = width === null ? wide : fitColumns(wide, width);
  const leftOut = wide
    .filter(({ index }) => !fitted.some((kept) => kept.index === index))
    .map(({ column }) => column.heading);

  const heading = (texts: readonly string[]): string =>
    fitted
      .map(({ index, column: { align }, width: cells }) =>
        paint(padTo(cutTo(texts[index] ?? '', cells), cells, align), 'heading'),
      )
      .join(gap);
  const line = (number: number): string => {
    const cellsOfLine: string[] = [];
    for (const { index, column, width: cells } of fitted) {
      const text = texts[number]?.[index] ?? '';
      const own = widths[number]?.[index] ?? 0;
      const padded =
        own > cells ? padTo(cutTo(text, cells), cells, column.align) : padTo(text, cells, column.align, own);
      const tone = toneOf(rows[number]?.[index]);
      cellsOfLine.push(tone === null ? padded : paint(padded, tone));
    }
    return cellsOfLine.join(gap);
  };
  const rule = fitted.map(({ width: cells }) => '─'.repeat(cells)).join(gap);

  const lines = [
    heading(columns.map((column) => column.heading)),
    rule,
    ...texts.map((_, number) => line(number)),
  ];
  if (footer !== undefined) lines.push(rule, heading(footer));
  return { text: `${lines.join('\n')}\n`, leftOut };
}

const toneOf = (cell: Cell | undefined): Tone | null =>
  cell === undefined || typeof cell === 'string' ? null : cell.tone;

function widest(
  { heading }: Column,
  index: number,
  widths: readonly (readonly number[])[],
  footer: readonly string[] | undefined,
): number {
  let most = Math.max(widthOf(heading), widthOf(footer?.[index] ?? ''));
  for (const row of widths) most = Math.max(most, row[index] ?? 0);
  return most;
}

/** The columns that fit, each as wide as it then is. */
export function fitColumns<C extends Column>(
  columns: readonly Fitted<C>[],
  width: number,
): readonly Fitted<C>[] {
  let kept = columns.map((column) => ({ ...column }));
  while (total(kept) > width && !shrink(kept, width)) {
    const last = Math.max(...kept.map(({ column }) => column.priority));
    if (last === 0 || kept.length === 1) return squeeze(kept, width);
    const goes = kept.findLastIndex(({ column }) => column.priority === last);
    kept = kept
      .filter((_, place) => place !== goes)
      .map(({ index, column }) => ({ index, column, width: columns[index]?.width ?? 0 }));
  }
  return kept;
}

const total = (columns: readonly Fitted[]): number =>
  columns.reduce((sum, { width }) => sum + width, gap.length * (columns.length - 1));

/** Shortens the widest columns that may be, evenly; false where that is not enough. */
function shrink(columns: readonly Fitted[], width: number): boolean {
  const shrinkable = columns.filter(({ column }) => column.shrinkTo !== undefined);
  let over = total(columns) - width;
  const slack = shrinkable.reduce(
    (sum, fitted) => sum + Math.max(fitted.width - (fitted.column.shrinkTo ?? 0), 0),
    0,
  );
  if (slack < over) return false;
  for (; over > 0; over--) {
    const widestOne = shrinkable
      .filter(({ width: cells, column }) => cells > (column.shrinkTo ?? 0))
      .sort((a, b) => b.width - a.width)[0];
    if (widestOne === undefined) return false;
    widestOne.width--;
  }
  return true;
}

/** A terminal narrower than what must stay: even that is shortened, and what does not fit goes. */
function squeeze<C extends Column>(columns: readonly Fitted<C>[], width: number): readonly Fitted<C>[] {
  const kept = columns.slice(0, Math.max(Math.floor((width + gap.length) / (4 + gap.length)), 1));
  while (total(kept) > width) {
    const widestOne = [...kept].sort((a, b) => b.width - a.width)[0];
    if (widestOne === undefined || widestOne.width <= 1) break;
    widestOne.width--;
  }
  return kept;
}
