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
import { placeNamed } from '../words/places.ts';
import { changeCell } from './history-rows.ts';
import { localTime } from './local-time.ts';
import { fittedTable } from './rows.ts';
import { gap, left, right, type ShownColumn, type Table, textOf } from './table.ts';

/** Explanations fit a screen also where output goes to a file or a pipe. */
const usualWidth = 80;

const widthFor = ({ host: { tableWidth } }: Session): number => tableWidth ?? usualWidth;

/** Says how a count compares with the book, and which entries would explain the difference. */
export async function expectationParts(
  session: Session,
  { expected, difference, candidates }: Expectation,
  onHand: number,
): Promise<readonly (string | Table)[]> {
  const why = words[session.language];
  const said = difference === 0 ? why.agrees(expected) : why.differs(expected, onHand, difference);
  if (candidates.length > 0)
    return [`${said}\n`, await tableOf(session, candidateColumns(session, candidates), candidates), '\n'];
  return [`${said}\n`, difference === 0 ? '' : `${why.noCandidates}\n`, '\n'];
}

function candidateColumns(
  { language, messages }: Session,
  candidates: readonly Candidate[],
): readonly ShownColumn<Candidate>[] {
  const { headings, fields } = messages;
  const why = words[language];
  const place = left<Candidate>(headings.place, 1, ({ row }) =>
    row.place ? placeNamed(row.place, language) : '',
  );
  const code = left<Candidate>(fields['code'] ?? 'code', 2, ({ row }) => row.code);
  return [
    right(headings.entry, 0, ({ row }) => `#${row.entry}`),
    right(headings.change, 0, ({ row }) => changeCell(row)),
    left(why.perhaps, 0, ({ why: reason, other }) => why.candidates[reason](other ?? 0)),
    ...(candidates.some(({ why: reason }) => reason === 'neighbour') ? [code] : []),
    ...(candidates.some(({ why: reason }) => reason === 'place') ? [place] : []),
    left(headings.at, 1, ({ row }) => localTime(row.at)),
    left(headings.by, 3, ({ row }) => row.by, 8),
  ];
}

/** The quantity on hand by category, in a line if it starts at a count, and its lowest and highest balance. */
export async function explanationParts(
  session: Session,
  { onHand, totals, isSinceCount, low, high }: Explanation,
): Promise<readonly (string | Table)[]> {
  const { headings } = session.messages;
  const why = words[session.language];
  const movements = totals.reduce((count, { entries }) => count + entries.length, 0);
  const footer = [headings.onHand, String(onHand), String(movements), ''];
  return [
    isSinceCount ? `${sumLine(session, totals, onHand)}\n\n` : '',
    await tableOf(session, totalColumns(session, totals, footer), totals, footer),
    low === null ? '' : `${extremeText(why.low, low)}\n`,
    high === null ? '' : `${extremeText(why.high, high)}\n`,
  ];
}

/** `12 counted #900 - 6 sold + 1 returned = 7`. */
function sumLine({ language }: Session, totals: readonly CategoryTotal[], onHand: number): string {
  const why = words[language];
  const first = ({ category, entries: [one] }: CategoryTotal) =>
    category === 'counted' ? 0 : (one?.entry ?? 0);
  const parts = totals
    .toSorted((a, b) => first(a) - first(b))
    .filter(({ category, total }) => total !== 0 || category === 'counted')
    .map(({ category, total, entries }, at) => {
      const said = why.part(why.categories[category], Math.abs(total));
      const counts =
        category === 'counted'
          ? ` ${entryNumbers(
              entries.map(({ entry }) => entry),
              20,
            )}`
          : '';
      const sign = total < 0 ? '- ' : at > 0 ? '+ ' : '';
      return sign + said + counts;
    });
  return `${parts.join(' ')} = ${onHand}`;
}

const extremeText = (
  text: (balance: number, entry: number, time: string) => string,
  { balance, entry, at }: Extreme,
): string => text(balance, entry, localTime(at));

function totalColumns(
  session: Session,
  totals: readonly CategoryTotal[],
  footer: readonly string[],
): readonly ShownColumn<CategoryTotal>[] {
  const why = words[session.language];
  const columns: readonly ShownColumn<CategoryTotal>[] = [
    left(why.category, 0, ({ category }) => why.categories[category]),
    right(why.total, 0, ({ total }) => changeCell({ change: total })),
    right(why.movements, 1, ({ entries }) => String(entries.length)),
  ];
  const taken = columns.map(({ heading, cell }, index) =>
    Math.max(...[heading, footer[index] ?? '', ...totals.map((row) => textOf(cell(row)))].map(widthOf)),
  );
  const room = widthFor(session) - taken.reduce((sum, width) => sum + width + gap.length, 0);
  const numbers = (rows: CategoryTotal['entries']) =>
    entryNumbers(
      rows.map(({ entry }) => entry),
      room,
    );
  return [...columns, left(why.entries, 2, ({ entries }) => numbers(entries))];
}

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

function tableOf<Row>(
  session: Session,
  shown: readonly ShownColumn<Row>[],
  rows: readonly Row[],
  footer: readonly string[] = [],
): Promise<Table> {
  const toPrint = { rows, shown, ...(footer.length === 0 ? {} : { footer }) };
  return fittedTable(session, toPrint, widthFor(session));
}
