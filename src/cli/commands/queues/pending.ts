import type { Book } from '../../../inventory/book/book.ts';
import type { Journal } from '../../../inventory/book/journal.ts';
import { queues } from '../../../inventory/book/place-kinds.ts';
import { findPlace } from '../../../inventory/decide/places/find-place.ts';
import { termOf } from '../../../inventory/devices/attribute.ts';
import { openCounts } from '../../../inventory/look/counting/open-counts.ts';
import { type PendingFilter, type PendingRow, pendingItems } from '../../../inventory/look/pending.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, choice, listOf, option } from '../../options.ts';
import { localDate, localTime } from '../../render/local-time.ts';
import { printRows, type RowsToPrint, rowFormatOf, rowFormats } from '../../render/rows.ts';
import { left, right } from '../../render/table.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { placeToRead } from '../places/place-options.ts';
import { words } from './pending.words.ts';

const count = { value: 'count', term: { en: 'count', zh: '盘点' } } as const;
/** What can wait: in a queue, or a count to be posted. */
export const waiting = [...queues, count] as const;

export const command = defineCommand({
  words,
  options: {
    queue: choice(
      '--queue <queue>',
      { en: 'only what waits there, such as transit', zh: '只看该类待办，例如 transit 在途' },
      waiting,
    ),
    place: placeToRead,
    party: option('--party <party>', { en: 'only of this party', zh: '只看该往来单位' }, asTyped, 'parties'),
    format: choice('--format <format>', listOf(rowFormats), rowFormats),
  },
  async run(session, typed) {
    const format = rowFormatOf(typed.format, session.json);
    const { queue, place, party } = typed;
    const items = await session.lookUp((book, journal) => {
      const places = place === undefined ? undefined : book.places.within(findPlace(book, journal, place));
      return pendingRowsOf(book, journal, { queue, places, party });
    });
    const { nothing, noMatch } = words[session.language];
    const isFiltered = [queue, place, party].some((option) => option !== undefined);
    if (items.length === 0 && format === 'table') session.note(isFiltered ? noMatch : nothing);
    else await printRows(session, format, pendingRows(session, items));
    return 0;
  },
});

/** What stands between the places of a count. */
const betweenPaths = ', ';

/** What waits in queues, and the counts that wait to be posted, the oldest first. */
export function pendingRowsOf(book: Book, journal: Journal, filter: PendingFilter): readonly PendingRow[] {
  const { queue, places, party } = filter;
  const items = queue === count.value ? [] : pendingItems(book, journal, filter);
  const areCountsWanted = (queue === undefined || queue === count.value) && party === undefined;
  const counts = areCountsWanted ? openCounts(book, journal, places) : [];
  const rows = counts.map(({ count: entry, at, by, places: paths }) => ({
    ...{ queue: count.value, entry, at, by, code: null, name: null, quantity: null, left: null },
    ...{ from: paths.join(betweenPaths), to: null, party: null, due: null },
  }));
  return [...items, ...rows].sort((a, b) => a.entry - b.entry);
}

const keys = [
  'queue',
  'entry',
  'at',
  'by',
  'code',
  'name',
  'quantity',
  'left',
  'from',
  'to',
  'party',
  'due',
] as const satisfies readonly (keyof PendingRow)[];
const numbers: ReadonlySet<string> = new Set(['entry', 'quantity', 'left', 'at', 'due']);

function pendingRows(session: Session, rows: readonly PendingRow[]): RowsToPrint<PendingRow> {
  const { language, messages, host } = session;
  const { headings, fields } = messages;
  const said = words[language];
  const named = (paths: string | null) =>
    (paths ?? '')
      .split(betweenPaths)
      .map((path) => placeNamed(path, language))
      .join(said.betweenPlaces);
  return {
    rows,
    columns: keys.map((key) => ({ key, text: !numbers.has(key) })),
    json: (item) => ({ ...item }),
    shown: [
      right(headings.entry, 0, ({ entry }) => `#${entry}`),
      left(said.queue, 1, ({ queue }) => termOf(waiting, queue, language)),
      left(headings.at, 4, ({ at }) => localTime(at)),
      right(said.age, 2, ({ at }) => said.days(Math.floor((host.now - Date.parse(at)) / dayMs))),
      left(headings.by, 6, ({ by }) => by, 8),
      left(fields['code'] ?? 'code', 0, ({ code }) => code ?? ''),
      left(fields['name'] ?? 'name', 7, ({ name }) => name ?? '', 12),
      right(fields['quantity'] ?? 'quantity', 5, ({ quantity }) => String(quantity ?? '')),
      right(said.left, 0, ({ left: units }) => String(units ?? '')),
      left(said.from, 3, ({ from }) => named(from)),
      left(said.to, 1, ({ to }) => named(to)),
      ...(rows.some(({ party }) => party !== null)
        ? [left<PendingRow>(fields['party'] ?? 'party', 1, ({ party }) => party ?? '', 10)]
        : []),
      ...(rows.some(({ due }) => due !== null)
        ? [left<PendingRow>(said.due, 2, (row) => dueText(row, host.now, said.overdue))]
        : []),
    ],
  };
}

/** The day by which something is to come; one that is past is marked. */
function dueText({ due }: PendingRow, now: number, overdue: string): string {
  if (due === null) return '';
  return due < localDate(new Date(now).toISOString()) ? `${due} ${overdue}` : due;
}

const dayMs = 24 * 60 * 60 * 1000;
