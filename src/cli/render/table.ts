import { cutTo } from '../../exchange/text/cut.ts';
import { padTo, widthOf } from '../../exchange/text/width.ts';
import type { Paint, Tone } from './paint.ts';
import { printable } from './printable.ts';

/** A column of a table that is read by people. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
  /** Columns with the highest number go first if the table is too wide; 0 never goes. */
  readonly priority: number;
  /** How far it may be shortened before columns go; it is never shortened where this is left out. */
  readonly shrinkTo?: number;
}

/** The same with its cell for a row. */
export type ShownColumn<Row> = Column & { cell(row: Row): Cell };

export const left = <Row>(
  heading: string,
  priority: number,
  cell: (row: Row) => Cell,
  shrinkTo?: number,
): ShownColumn<Row> => ({
  heading,
  align: 'left',
  priority,
  cell,
  ...(shrinkTo === undefined ? {} : { shrinkTo }),
});

export const right = <Row>(
  heading: string,
  priority: number,
  cell: (row: Row) => Cell,
): ShownColumn<Row> => ({ heading, align: 'right', priority, cell });

/** A text, or one with a tone. */
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

/** The text between columns. */
export const gap = '  ';
export const textOf = (cell: Cell | undefined): string =>
  typeof cell === 'string' ? cell : (cell?.text ?? '');

/** A column with what it holds, as it is fitted. */
export interface Fitted<C extends Column = Column> {
  readonly index: number;
  readonly column: C;
  width: number;
  /** How narrow it may become. */
  readonly least: number;
}

/** A column as wide as what it holds. */
export const asWideAs = <C extends Column>(column: C, index: number, width: number): Fitted<C> => ({
  index,
  column,
  width,
  least: Math.min(width, column.shrinkTo ?? width),
});

/**
 * A table with headings, a rule, rows and perhaps totals. Every line has the same width in terminal cells; one that
 * is wider than the terminal shortens columns, then leaves columns out, and never wraps.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): Table {
  const { paint } = options;
  const texts = rows.map((row) => columns.map((_, index) => printable(textOf(row[index]))));
  const widths = texts.map((row) => row.map(widthOf));
  const { fitted, leftOut, above, below } = frameOf(columns, (index) => widest(widths, index), options);
  const line = (number: number): string => {
    const cellsOfLine: string[] = [];
    for (const { index, column, width: cells } of fitted) {
      const text = texts[number]?.[index] ?? '';
      const own = widths[number]?.[index] ?? 0;
      cellsOfLine.push(shownCell(text, own, toneOf(rows[number]?.[index]), column, cells, paint));
    }
    return cellsOfLine.join(gap);
  };
  const lines = [...above, ...texts.map((_, number) => line(number)), ...below];
  return { text: `${lines.join('\n')}\n`, leftOut };
}

/** What stands around the rows of a table, and the columns that fit. */
export interface TableFrame extends Pick<Table, 'leftOut'> {
  readonly fitted: readonly Fitted[];
  readonly above: readonly string[];
  readonly below: readonly string[];
}

/** The frame of a table whose cells are at most as wide as `widestOfColumn` says. */
export function frameOf(
  columns: readonly Column[],
  widestOfColumn: (index: number) => number,
  { width, paint, footer }: TableOptions,
): TableFrame {
  const wide = columns.map((column, index) => {
    const own = Math.max(widthOf(column.heading), widthOf(footer?.[index] ?? ''), widestOfColumn(index));
    return asWideAs(column, index, own);
  });
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
  const rule = fitted.map(({ width: cells }) => '─'.repeat(cells)).join(gap);
  const above = [heading(columns.map((column) => column.heading)), rule];
  return { fitted, leftOut, above, below: footer === undefined ? [] : [rule, heading(footer)] };
}

/** A text of a width as a cell shows it: cut or padded, and in its tone. */
export function shownCell(
  text: string,
  own: number,
  tone: Tone | null,
  { align }: Column,
  cells: number,
  paint: Paint,
): string {
  const padded = own > cells ? padTo(cutTo(text, cells), cells, align) : padTo(text, cells, align, own);
  return tone === null ? padded : paint(padded, tone);
}

export const toneOf = (cell: Cell | undefined): Tone | null =>
  cell === undefined || typeof cell === 'string' ? null : cell.tone;

function widest(widths: readonly (readonly number[])[], index: number): number {
  let most = 0;
  for (const row of widths) most = Math.max(most, row[index] ?? 0);
  return most;
}

/** The columns that fit, each as wide as it then is. */
function fitColumns(columns: readonly Fitted[], width: number): readonly Fitted[] {
  for (let kept = columns; ; ) {
    const fitting = shrunk(kept, width);
    if (fitting !== null) return fitting;
    const fewer = withoutLast(kept);
    if (fewer === null) return squeezed(kept, width);
    kept = fewer;
  }
}

/** The columns without the one that goes first; null if none may go. */
export function withoutLast<C extends Column>(columns: readonly Fitted<C>[]): readonly Fitted<C>[] | null {
  const last = Math.max(...columns.map(({ column }) => column.priority));
  if (last === 0 || columns.length === 1) return null;
  const goes = columns.findLastIndex(({ column }) => column.priority === last);
  return columns.filter((_, place) => place !== goes);
}

const total = (columns: readonly Fitted[]): number =>
  columns.reduce((sum, { width }) => sum + width, gap.length * (columns.length - 1));

/** The columns with the widest of them shortened evenly so that all fit; null if that is not enough. */
export function shrunk<C extends Column>(
  columns: readonly Fitted<C>[],
  width: number,
): readonly Fitted<C>[] | null {
  const fitting = columns.map((column) => ({ ...column }));
  for (let over = total(fitting) - width; over > 0; over--) {
    const widestOne = widestOf(fitting.filter(({ width: cells, least }) => cells > least));
    if (widestOne === undefined) return null;
    widestOne.width--;
  }
  return fitting;
}

const widestOf = <C extends Fitted>(columns: readonly C[]): C | undefined =>
  columns.toSorted((a, b) => b.width - a.width)[0];

/** How far a column that may be shortened is squeezed before one that should not be. */
const squeezedTo = 4;

/** A terminal narrower than what must stay: even that is shortened, and what does not fit goes. */
function squeezed(columns: readonly Fitted[], width: number): readonly Fitted[] {
  const most = Math.max(Math.floor((width + gap.length) / (squeezedTo + gap.length)), 1);
  const kept = columns.slice(0, most).map((column) => ({ ...column }));
  while (total(kept) > width) {
    const shortened = kept.filter(
      ({ column, width: cells }) => column.shrinkTo !== undefined && cells > squeezedTo,
    );
    const widestOne = widestOf(shortened.length > 0 ? shortened : kept);
    if (widestOne === undefined || widestOne.width <= 1) break;
    widestOne.width--;
  }
  return kept;
}
