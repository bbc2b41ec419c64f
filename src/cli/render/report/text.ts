import { barOf, plainInk } from '../blocks.ts';
import { type Fitted, fitColumns, gap } from '../table.ts';
import { cutTo, padTo, widthOf } from '../width.ts';
import {
  cellText,
  isTrend,
  type Sheet,
  type SheetBars,
  type SheetCell,
  type SheetColumn,
  type SheetFlows,
  type SheetGroup,
  type SheetPart,
  type SheetTable,
} from './sheet.ts';

/** How a report is laid out as text. */
export interface TextLayout {
  /** Terminal cells, or characters of a line printer. */
  readonly columns: number;
  /** Lines on a page; null for one page without end, as on a screen. */
  readonly lines: number | null;
}

/** Eleven inches at six lines an inch, less what printers leave free. */
export const linesPerPage = 60;

/** One line, and what it needs around it. */
interface Line {
  readonly text: string;
  /** The heads of its table, which stand again where a page begins with it. */
  readonly heads?: readonly string[];
  /** How many lines stay on the page with it. */
  readonly keep?: number;
}

/** A report as text for line printers: page heads, and a form feed between pages. */
export function textOf(sheet: Sheet, { columns, lines }: TextLayout): string {
  const body = [...linesOf(sheet, columns)];
  if (lines === null) return `${[sheet.title, '', ...body.map(({ text }) => text)].join('\n')}\n`;
  const pages = paged(body, lines - 2);
  return pages
    .map((page, index) => {
      const number = sheet.page(index + 1, pages.length);
      const head = padTo(sheet.title, columns - widthOf(number), 'left') + number;
      return `${[head, '', ...page].join('\n')}\n`;
    })
    .join('\f');
}

/** Lines in pages, the heads of a table again on each that goes on with it. */
function paged(body: readonly Line[], lines: number): readonly (readonly string[])[] {
  const pages: string[][] = [];
  let page: string[] = [];
  body.forEach(({ text, heads = [], keep = 0 }, index) => {
    const needed = 1 + Math.min(keep, body.length - 1 - index);
    if (page.length + needed > lines) {
      pages.push(page);
      page = [...heads];
    }
    if (page.length > 0 || text !== '') page.push(text);
  });
  return [...pages, page];
}

function* linesOf(sheet: Sheet, width: number): Generator<Line> {
  const { facts, parts, signatures, colon, columnsLeftOut } = sheet;
  for (const [label, value] of facts) yield* wrapped(label + colon + value, width);
  for (const part of parts) {
    yield { text: '' };
    yield* partLines(part, width, columnsLeftOut);
  }
  yield { text: '' };
  yield { text: '' };
  const each = Math.floor((width - gap.length * (signatures.length - 1)) / signatures.length);
  const signing = signatures.map((who) => {
    const label = who + colon;
    return label + '_'.repeat(Math.max(each - widthOf(label), 4));
  });
  yield { text: signing.join(gap) };
}

function partLines(part: SheetPart, width: number, leftOut: Sheet['columnsLeftOut']): Iterable<Line> {
  switch (part.is) {
    case 'table':
      return tableLines(part, width, leftOut);
    case 'bars':
      return barLines(part, width);
    case 'flows':
      return flowLines(part, width);
    case 'note':
      return wrapped(part.text, width);
  }
}

function* tableLines(
  { caption, columns, groups, totals, empty }: SheetTable,
  width: number,
  columnsLeftOut: Sheet['columnsLeftOut'],
): Generator<Line> {
  yield { text: caption, keep: headsAndRow };
  if (groups.length === 0) {
    yield { text: empty };
    return;
  }
  const wide = columns.map((column, index) => ({
    index,
    column,
    width: widest(column, index, groups, totals),
  }));
  // How a quantity went has no letters.
  const isTrendColumn = (index: number) => groups.some(({ rows }) => rows.some((row) => isTrend(row[index])));
  const shown = wide.filter(({ index }) => !isTrendColumn(index));
  const fitted = fitColumns(shown, width);
  const rule = fitted.map((column) => '-'.repeat(column.width)).join(gap);
  const heads = [...headLines(fitted), rule];
  const inTable = (text: string, keep = 0): Line => ({ text, heads, keep });
  for (const head of heads) yield { text: head, keep: 1 };
  for (const { heading, rows, subtotal } of groups) {
    if (heading !== null) yield inTable(cutTo(heading, width), 1);
    for (const row of rows) yield inTable(rowLine(fitted, row));
    if (subtotal !== null) {
      yield inTable(totalsLine(fitted, subtotal));
      yield inTable('');
    }
  }
  if (totals !== null) {
    yield inTable(rule, 1);
    yield inTable(totalsLine(fitted, totals));
  }
  const gone = shown.filter(({ index }) => !fitted.some((kept) => kept.index === index));
  if (gone.length > 0) yield* wrapped(columnsLeftOut(gone.map(({ column }) => column.heading)), width);
}

const blank = '_______';
/** The most lines of a table up to its first row: three of headings, a rule, a group's heading. */
const headsAndRow = 6;

const textIn = (column: SheetColumn, cell: SheetCell | undefined): string =>
  column.blank === true ? blank : cellText(cell);

function widest(
  column: SheetColumn,
  index: number,
  groups: readonly SheetGroup[],
  totals: readonly string[] | null,
): number {
  const words = column.heading.split(' ').map(widthOf);
  let most = Math.max(...words, column.align === 'right' ? widthOf(totals?.[index] ?? '') : 0);
  for (const { rows, subtotal } of groups) {
    if (column.align === 'right') most = Math.max(most, widthOf(subtotal?.[index] ?? ''));
    for (const row of rows)
      if (index !== 1 || row[0] !== '') most = Math.max(most, widthOf(textIn(column, row[index])));
  }
  return most;
}

const lineOf = (
  fitted: readonly Fitted<SheetColumn>[],
  text: (index: number, place: number) => string,
): string =>
  fitted
    .map(({ index, column: { align }, width }, place) =>
      padTo(cutTo(text(index, place), width), width, align),
    )
    .join(gap)
    .trimEnd();

/** The headings, in as many lines as the column needs that breaks into most; all end on the last. */
function headLines(fitted: readonly Fitted<SheetColumn>[]): readonly string[] {
  const broken = fitted.map(({ column, width }) =>
    Array.from(wrapped(column.heading, width), ({ text }) => text),
  );
  const most = Math.max(...broken.map(({ length }) => length));
  return Array.from({ length: most }, (_, line) =>
    lineOf(fitted, (__, place) => broken[place]?.[line - most + broken[place].length] ?? ''),
  );
}

/** A row; the words of one without a first cell, such as of devices told as one, take its room too. */
function rowLine(fitted: readonly Fitted<SheetColumn>[], row: readonly SheetCell[]): string {
  const [first, second] = fitted;
  const texts = (index: number, place: number) => textIn(fitted[place]?.column ?? noColumn, row[index]);
  if (row[0] !== '' || first === undefined || second === undefined) return lineOf(fitted, texts);
  const joined = { ...second, width: first.width + gap.length + second.width };
  return lineOf([joined, ...fitted.slice(2)], (index, place) => texts(index, place + 1));
}

const noColumn: SheetColumn = { heading: '', align: 'left', priority: 0 };

/** The words of totals take the room of all columns up to the first number. */
function totalsLine(fitted: readonly Fitted<SheetColumn>[], totals: readonly string[]): string {
  const firstNumber = fitted.findIndex(
    ({ index, column }) => column.align === 'right' && totals[index] !== '',
  );
  const before = firstNumber === -1 ? fitted : fitted.slice(0, firstNumber);
  const words = before.map(({ index }) => totals[index] ?? '').join('');
  const room = before.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
  const numbers = lineOf(fitted.slice(before.length), (index) => totals[index] ?? '');
  return `${padTo(cutTo(words, room), room, 'left')}${gap}${numbers}`.trimEnd();
}

function* barLines({ title, bars }: SheetBars, width: number): Generator<Line> {
  yield { text: title, keep: 2 };
  const labels = Math.min(Math.max(...bars.map(({ label }) => widthOf(label)), 0), Math.floor(width / 3));
  const texts = Math.max(...bars.map(({ text }) => text.length), 0);
  const most = Math.max(...bars.map(({ size }) => size), 0);
  const room = width - labels - texts - 2 * gap.length;
  for (const { label, size, text } of bars) {
    const name = padTo(cutTo(label, labels), labels, 'left');
    yield {
      text: [name, padTo(text, texts, 'right'), barOf(size, most, room, plainInk)].join(gap).trimEnd(),
    };
  }
}

function* flowLines({ title, flows, in: inWord, out: outWord }: SheetFlows, width: number): Generator<Line> {
  yield { text: title, keep: 2 };
  const most = Math.max(...flows.flatMap((flow) => [flow.in, flow.out]), 0);
  const numbers = String(most).length + 1;
  const labels = Math.max(...flows.map(({ label }) => label.length), 0);
  const room = Math.floor((width - labels - 2 * (numbers + 1) - 3 * gap.length) / 2);
  const side = (units: number, sign: string) =>
    padTo(units === 0 ? '' : `${sign}${units}`, numbers, 'right') +
    ` ${padTo(barOf(units, most, room, plainInk), room, 'left')}`;
  const head = `${' '.repeat(labels)}${gap}${padTo(inWord, numbers + 1 + room, 'left')}${gap}${outWord}`;
  yield { text: head, keep: 1 };
  for (const flow of flows) {
    if (flow.in === 0 && flow.out === 0) continue;
    yield { text: [flow.label, side(flow.in, '+'), side(flow.out, '-')].join(gap).trimEnd() };
  }
}

/** A text in as many lines as it takes, broken between words or, in Chinese, anywhere. */
function* wrapped(text: string, width: number): Generator<Line> {
  let line = '';
  for (const piece of pieces(text, width)) {
    if (line !== '' && widthOf(line) + widthOf(piece) > width) {
      yield { text: line.trimEnd() };
      line = piece.trimStart();
    } else line += piece;
  }
  yield { text: line };
}

/** The words of a text; those that are wider than a line letter by letter. */
function* pieces(text: string, width: number): Generator<string> {
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (widthOf(segment) <= width) yield segment;
    else for (const { segment: letter } of new Intl.Segmenter().segment(segment)) yield letter;
  }
}
