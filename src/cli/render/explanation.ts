import { widthOf } from '../../exchange/text/width.ts';
import type {
  Candidate,
  CategoryTotal,
  Expectation,
  Explanation,
  Extreme,
} from '../../inventory/look/why.ts';
import { words } from '../commands/history/why.words.ts';
import type { Session } from '../session.ts';
import { changeCell, localTime } from './history-rows.ts';
import { loadPaint } from './paint.ts';
import { type Cell, type Column, renderTable } from './table.ts';

type Shown<Row> = Column & { cell(row: Row): Cell };

/** Explanations fit a screen also where output goes to a file or a pipe. */
const usualWidth = 80;
const gapWidth = 2;

const widthFor = ({ host: { tableWidth } }: Session): number => tableWidth ?? usualWidth;

/** Says how a count compares with the book, and which entries would explain the difference. */
export async function printExpectation(
  session: Session,
  { expected, difference, candidates }: Expectation,
  onHand: number,
): Promise<void> {
  const why = words[session.language];
  session.host.print(
    `${difference === 0 ? why.agrees(expected) : why.differs(expected, onHand, difference)}\n`,
  );
  if (candidates.length > 0) await printTable(session, candidateColumns(session, candidates), candidates);
  else if (difference !== 0) session.host.print(`${why.noCandidates}\n`);
  session.host.print('\n');
}

function candidateColumns(
  { language, messages }: Session,
  candidates: readonly Candidate[],
): readonly Shown<Candidate>[] {
  const { headings, fields } = messages;
  const why = words[language];
  const code: Shown<Candidate> = {
    heading: fields['code'] ?? 'code',
    align: 'left',
    priority: 2,
    cell: ({ row }) => row.code,
  };
  return [
    { heading: headings.entry, align: 'right', priority: 0, cell: ({ row }) => `#${row.entry}` },
    { heading: headings.change, align: 'right', priority: 0, cell: ({ row }) => changeCell(row) },
    {
      heading: why.perhaps,
      align: 'left',
      priority: 0,
      cell: ({ why: reason, other }) => why.candidates[reason](other ?? 0),
    },
    ...(candidates.some(({ why: reason }) => reason === 'neighbour') ? [code] : []),
    { heading: headings.at, align: 'left', priority: 1, cell: ({ row }) => localTime(row.at) },
    { heading: headings.by, align: 'left', priority: 3, shrinkTo: 8, cell: ({ row }) => row.by },
  ];
}

/** What is on hand by category, and between which balances it has been. */
export async function printExplanation(
  session: Session,
  { onHand, totals, low, high }: Explanation,
): Promise<void> {
  const { headings } = session.messages;
  const why = words[session.language];
  const movements = totals.reduce((count, { entries }) => count + entries.length, 0);
  const footer = [headings.onHand, String(onHand), String(movements), ''];
  await printTable(session, totalColumns(session, totals, footer), totals, footer);
  if (low !== null) session.host.print(`${extremeText(why.low, low)}\n`);
  if (high !== null) session.host.print(`${extremeText(why.high, high)}\n`);
}

const extremeText = (
  text: (balance: number, entry: number, time: string) => string,
  { balance, entry, at }: Extreme,
): string => text(balance, entry, localTime(at));

function totalColumns(
  session: Session,
  totals: readonly CategoryTotal[],
  footer: readonly string[],
): readonly Shown<CategoryTotal>[] {
  const why = words[session.language];
  const columns: readonly Shown<CategoryTotal>[] = [
    { heading: why.category, align: 'left', priority: 0, cell: ({ category }) => why.categories[category] },
    { heading: why.total, align: 'right', priority: 0, cell: ({ total }) => changeCell({ change: total }) },
    { heading: why.movements, align: 'right', priority: 1, cell: ({ entries }) => String(entries.length) },
  ];
  const taken = columns.map((column, index) =>
    Math.max(
      ...[column.heading, footer[index] ?? '', ...totals.map((row) => textOf(column.cell(row)))].map(widthOf),
    ),
  );
  const room = widthFor(session) - taken.reduce((sum, width) => sum + width + gapWidth, 0);
  const numbers: Shown<CategoryTotal> = {
    heading: why.entries,
    align: 'left',
    priority: 2,
    cell: ({ entries }) =>
      entryNumbers(
        entries.map(({ entry }) => entry),
        room,
      ),
  };
  return [...columns, numbers];
}

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/** Entry numbers, each once, as many as have room: `#2 #5 #9 … (+12)`. */
export function entryNumbers(entries: readonly number[], room: number): string {
  const texts = [...new Set(entries)].map((entry) => `#${entry}`);
  const all = texts.join(' ');
  if (all.length <= room) return all;
  const most = Math.min(texts.length - 1, Math.floor(room / 3));
  for (let kept = most; kept > 0; kept--) {
    const some = `${texts.slice(0, kept).join(' ')} … (+${texts.length - kept})`;
    if (some.length <= room) return some;
  }
  return `… (+${texts.length})`;
}

async function printTable<Row>(
  session: Session,
  columns: readonly Shown<Row>[],
  rows: readonly Row[],
  footer?: readonly string[],
): Promise<void> {
  const { text, leftOut } = renderTable(
    columns,
    rows.map((row) => columns.map(({ cell }) => cell(row))),
    {
      width: widthFor(session),
      paint: await loadPaint(session.host.colorLevel),
      ...(footer === undefined ? {} : { footer }),
    },
  );
  session.host.print(text);
  if (leftOut.length > 0) session.host.note(session.messages.columnsLeftOut(leftOut));
}
