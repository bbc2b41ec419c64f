import { cutTo } from '../../../exchange/text/cut.ts';
import { padTo, widthOf } from '../../../exchange/text/width.ts';
import { wrap } from '../../../exchange/text/wrap.ts';
import { asWideAs, type Fitted, gap, shrunk, withoutLast } from '../table.ts';
import { cellText, isTrend, type Sheet, type SheetCell, type SheetColumn, type SheetTable } from './sheet.ts';
import { type Line, textLines } from './text-lines.ts';

type FittedColumn = Fitted<SheetColumn>;
type FittedLine = readonly FittedColumn[];

/** A row of text in as many lines as it takes. */
type Lines = readonly string[];

const blank = '_______';
/** What begins the second line of a row. */
const indent = '    ';

/**
 * A table as text. Where it is too wide, names are cut and columns with a priority left out; if that is not enough, a
 * row takes a second line. Keys, counts and amounts are never cut.
 */
export function* tableLines(
  table: SheetTable,
  width: number,
  columnsLeftOut: Sheet['columnsLeftOut'],
): Generator<Line> {
  const { caption, groups, totals, empty } = table;
  if (groups.length === 0) {
    yield { text: caption, keep: 1 };
    yield { text: empty };
    return;
  }
  const shown = shownColumns(table);
  const stacked = stack(shown, width);
  const rule = ruleOf(stacked);
  const heads = [...stackedLines(stacked, headLines), rule];
  yield { text: caption, keep: heads.length + 2 };
  for (const head of heads) yield { text: head, keep: 1 };
  function* inTable(lines: Lines, keep = 0): Generator<Line> {
    for (const [index, text] of lines.entries())
      yield { text, heads, keep: Math.max(keep, lines.length - 1 - index) };
  }
  for (const { heading, rows, subtotal } of groups) {
    if (heading !== null) yield* inTable([cutTo(heading, width)], 1);
    for (const row of rows) yield* inTable(rowLines(stacked, row, width));
    if (subtotal !== null) yield* inTable([...totalsLines(stacked, subtotal, width), '']);
  }
  if (totals !== null) yield* inTable([rule, ...totalsLines(stacked, totals, width)]);
  const kept = new Set(stacked.flat().map(({ index }) => index));
  const gone = shown.filter(({ index }) => !kept.has(index));
  if (gone.length > 0) yield* textLines(columnsLeftOut(gone.map(({ column }) => column.heading)), width);
}

/** A line below each column or, where a row takes several lines, below all of them. */
function ruleOf(stacked: readonly FittedLine[]): string {
  const rules = stacked.map((line) => line.map((column) => '-'.repeat(column.width)).join(gap));
  const [first = '', ...others] = rules;
  if (others.length === 0) return first;
  return '-'.repeat(Math.max(first.length, ...others.map(({ length }) => indent.length + length)));
}

/** The columns that have letters: how a quantity went has none. */
function shownColumns(table: SheetTable): readonly FittedColumn[] {
  const isTrendColumn = (index: number) =>
    table.groups.some(({ rows }) => rows.some((row) => isTrend(row[index])));
  const widths = table.columns.map((column, index) => widest(column, index, table));
  const [keyWidth = 0, nameWidth = 0] = widths;
  widths[1] = Math.max(nameWidth, widestWords(table) - keyWidth - gap.length);
  return table.columns
    .map((column, index) => asWideAs(column, index, widths[index] ?? 0))
    .filter(({ index }) => !isTrendColumn(index));
}

/** How wide the words are that begin before the name: those of totals, and of rows without a first cell. */
const widestWords = ({ groups, totals }: SheetTable): number =>
  [
    totals,
    ...groups.flatMap(({ rows, subtotal }) => [subtotal, ...rows.filter(([key]) => key === '')]),
  ].reduce((most, cells) => Math.max(most, widthOf(cellText(cells?.[1]))), 0);

/** How wide what a column holds is; the words of totals and of rows without a first cell take other room. */
function widest(column: SheetColumn, index: number, { groups, totals }: SheetTable): number {
  let most = Math.max(...column.heading.split(' ').map(widthOf));
  const isNumber = column.align === 'right';
  if (isNumber) most = Math.max(most, widthOf(totals?.[index] ?? ''));
  for (const { rows, subtotal } of groups) {
    if (isNumber) most = Math.max(most, widthOf(subtotal?.[index] ?? ''));
    for (const row of rows)
      if (index !== 1 || row[0] !== '') most = Math.max(most, widthOf(textIn(column, row[index])));
  }
  return most;
}

const textIn = (column: SheetColumn, cell: SheetCell | undefined): string =>
  column.blank === undefined ? cellText(cell) : blank;

/** The columns that fit, in one line or, where all that must stay is too wide for one, in several. */
function stack(columns: readonly FittedColumn[], width: number): readonly FittedLine[] {
  let kept = columns;
  for (let fewer: readonly FittedColumn[] | null = columns; fewer !== null; fewer = withoutLast(kept)) {
    kept = fewer;
    const whole = shrunk(kept.map(withWholeKeys), width);
    if (whole !== null) return [whole];
  }
  // Keys that are longer than the others are printed above their rows.
  const narrow = shrunk(kept, width);
  if (narrow !== null) return [narrow];
  return [inTurn(kept, width), namesFirst(kept, width)].reduce((best, other) =>
    other.length <= best.length ? other : best,
  );
}

/** Columns in several lines, each with as many as fit. */
function inTurn(columns: readonly FittedColumn[], width: number, firstLine = 0): readonly FittedLine[] {
  const lines: FittedColumn[][] = [];
  for (const column of columns) {
    const line = lines.at(-1);
    const room = roomOf(firstLine + lines.length - 1, width);
    if (line !== undefined && shrunk([...line, column], room) !== null) line.push(column);
    else lines.push([column]);
  }
  return lines.map((line, index) => shrunk(line, roomOf(firstLine + index, width)) ?? line);
}

/** The same, with the words that a row begins with on a line of their own. */
function namesFirst(columns: readonly FittedColumn[], width: number): readonly FittedLine[] {
  const words = columns.findIndex(({ column }) => column.align === 'right');
  if (words < 1) return inTurn(columns, width);
  const first = columns.slice(0, words);
  return [shrunk(first, width) ?? first, ...inTurn(columns.slice(words), width, 1)];
}

const withWholeKeys = (fitted: FittedColumn): FittedColumn =>
  fitted.column.isKey === true ? { ...fitted, least: fitted.width } : fitted;

const roomOf = (line: number, width: number): number => (line === 0 ? width : width - indent.length);

/** What each line of the columns comes to, all but the first indented; lines without anything are left out. */
function stackedLines(
  stacked: readonly FittedLine[],
  linesOf: (line: readonly FittedColumn[], isFirst: boolean) => Lines,
): Lines {
  return stacked.flatMap((line, index) => {
    const lines = linesOf(line, index === 0);
    return index === 0 ? lines : lines.filter((text) => text !== '').map((text) => indent + text);
  });
}

const lineOf = (fitted: readonly FittedColumn[], text: (index: number, place: number) => string): string =>
  fitted
    .map(({ index, column: { align }, width }, place) =>
      padTo(cutTo(text(index, place), width), width, align),
    )
    .join(gap)
    .trimEnd();

/** The headings, in as many lines as the column needs that breaks into most; all end on the last. */
function headLines(fitted: readonly FittedColumn[]): Lines {
  const broken = fitted.map(({ column, width }) => wrap(column.heading, width));
  const most = Math.max(...broken.map(({ length }) => length));
  return Array.from({ length: most }, (_, line) =>
    lineOf(fitted, (__, place) => broken[place]?.[line - most + broken[place].length] ?? ''),
  );
}

/** A row. Keys that are longer than their column are printed above it. */
function rowLines(stacked: readonly FittedLine[], row: readonly SheetCell[], width: number): Lines {
  const tooLong = stacked
    .flat()
    .filter(({ index, column, width: cells }) => column.isKey && widthOf(textIn(column, row[index])) > cells);
  const above = tooLong.flatMap(({ index, column }) => wrap(textIn(column, row[index]), width));
  const hasWords = row[0] === '';
  const elsewhere = new Set([...tooLong.map(({ index }) => index), ...(hasWords ? [1] : [])]);
  const lines = stackedLines(stacked, (line, isFirst) => {
    const textAt = (index: number, place: number) =>
      elsewhere.has(index) ? '' : textIn(line[place]?.column ?? noColumn, row[index]);
    return isFirst && hasWords
      ? wordsAndNumbers(line, 2, cellText(row[1]), width, textAt)
      : [lineOf(line, textAt)];
  });
  return [...above, ...lines];
}

const noColumn: SheetColumn = { heading: '', align: 'left', priority: 0 };

/** Totals: their words take the room of all columns up to the first number. */
function totalsLines(stacked: readonly FittedLine[], totals: readonly string[], width: number): Lines {
  const textAt = (index: number) => totals[index] ?? '';
  return stackedLines(stacked, (line, isFirst) => {
    if (!isFirst) return [lineOf(line, textAt)];
    const firstNumber = line.findIndex(
      ({ index, column }) => column.align === 'right' && textAt(index) !== '',
    );
    const before = firstNumber === -1 ? line.length : firstNumber;
    const words = line
      .slice(0, before)
      .map(({ index }) => textAt(index))
      .join('');
    return wordsAndNumbers(line, before, words, width, textAt);
  });
}

/** Words in the room of the first columns, above the numbers where that is too little. */
function wordsAndNumbers(
  line: readonly FittedColumn[],
  columns: number,
  words: string,
  width: number,
  textAt: (index: number, place: number) => string,
): Lines {
  const before = line.slice(0, columns);
  const room = before.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
  const numbers = lineOf(line.slice(columns), (index, place) => textAt(index, place + columns));
  const rest = numbers === '' ? '' : gap + numbers;
  return widthOf(words) <= room
    ? [(padTo(words, room, 'left') + rest).trimEnd()]
    : [...wrap(words, width), ...(rest === '' ? [] : [' '.repeat(room) + rest])];
}
