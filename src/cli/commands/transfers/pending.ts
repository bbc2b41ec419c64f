import { queues } from '../../../inventory/book/place-kinds.ts';
import { findPlace } from '../../../inventory/decide/places/find-place.ts';
import { termOf } from '../../../inventory/devices/attribute.ts';
import { type PendingItem, pendingItems } from '../../../inventory/look/pending.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, choice, listOf, option } from '../../options.ts';
import { localTime } from '../../render/history-rows.ts';
import { printRows, type RowsToPrint, rowFormatOf, rowFormats } from '../../render/rows.ts';
import { left, right } from '../../render/table.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { placeToRead } from '../places/place-options.ts';
import { words } from './pending.words.ts';

export const command = defineCommand({
  words,
  options: {
    queue: choice(
      '--queue <queue>',
      { en: 'only what waits there, such as transit', zh: '只看该类待办，例如 transit 在途' },
      queues,
    ),
    place: placeToRead,
    party: option('--party <name>', { en: 'only of this party', zh: '只看该往来单位' }, asTyped),
    format: choice('--format <format>', listOf(rowFormats), rowFormats),
  },
  async run(session, typed) {
    const format = rowFormatOf(typed.format, session.json);
    const { book, journal } = await (await session.store()).read();
    const places =
      typed.place === undefined ? undefined : book.places.within(findPlace(book, journal, typed.place));
    // Nothing that waits has a party yet.
    const items =
      typed.party === undefined
        ? session.host.interruptible(() => pendingItems(book, journal, { queue: typed.queue, places }))
        : [];
    if (items.length === 0 && format === 'table') session.host.note(words[session.language].nothing);
    else await printRows(session, format, pendingRows(session, items));
    return 0;
  },
});

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
] as const satisfies readonly (keyof PendingItem)[];
const numbers: ReadonlySet<string> = new Set(['entry', 'quantity', 'left', 'at', 'due']);

function pendingRows(session: Session, rows: readonly PendingItem[]): RowsToPrint<PendingItem> {
  const { language, messages, host } = session;
  const { headings, fields } = messages;
  const said = words[language];
  const named = (path: string | null) => (path === null ? '' : placeNamed(path, language));
  return {
    rows,
    columns: keys.map((key) => ({ key, text: !numbers.has(key) })),
    json: (item) => ({ ...item }),
    shown: [
      right(headings.entry, 0, ({ entry }) => `#${entry}`),
      left(said.queue, 1, ({ queue }) => termOf(queues, queue, language)),
      left(headings.at, 4, ({ at }) => localTime(at)),
      right(said.age, 2, ({ at }) => said.days(Math.floor((host.now - Date.parse(at)) / dayMs))),
      left(headings.by, 6, ({ by }) => by, 8),
      left(fields['code'] ?? 'code', 0, ({ code }) => code),
      left(fields['name'] ?? 'name', 7, ({ name }) => name, 12),
      right(fields['quantity'] ?? 'quantity', 5, ({ quantity }) => String(quantity)),
      right(said.left, 0, ({ left: units }) => String(units)),
      left(said.from, 3, ({ from }) => named(from)),
      left(said.to, 1, ({ to }) => named(to)),
    ],
  };
}

const dayMs = 24 * 60 * 60 * 1000;
