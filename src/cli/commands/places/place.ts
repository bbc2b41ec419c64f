import type { Book } from '../../../inventory/book/book.ts';
import type { Journal } from '../../../inventory/book/journal.ts';
import { placeKinds } from '../../../inventory/book/place-kinds.ts';
import { termOf } from '../../../inventory/devices/attribute.ts';
import { lastCounts } from '../../../inventory/look/counting/open-counts.ts';
import { defineCommand } from '../../command.ts';
import { choice, choiceArgument, listOf } from '../../options.ts';
import { localDate } from '../../render/local-time.ts';
import { printRows, type RowsToPrint, rowFormatOf, rowFormats } from '../../render/rows.ts';
import { left, right } from '../../render/table.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { words } from './place.words.ts';

export const command = defineCommand({
  words,
  arguments: {
    list: choiceArgument('[list]', { en: 'list (the usual)', zh: 'list（默认）' }, ['list']),
  },
  options: { format: choice('--format <format>', listOf(rowFormats), rowFormats) },
  async run(session, typed) {
    const format = rowFormatOf(typed.format, session.json);
    const rows = await session.lookUp(placesOf);
    await printRows(session, format, placeRows(session, rows));
    return 0;
  },
});

/** A place with what lies in it itself; fields in the order of the contract's JSON. */
interface PlaceRow {
  readonly place: string;
  readonly kind: string;
  readonly recount: string | null;
  readonly devices: number;
  readonly units: number;
  /** When it was counted last as a whole; ISO 8601. */
  readonly lastCount: string | null;
  readonly note: string | null;
}

function placesOf(book: Book, journal: Journal): readonly PlaceRow[] {
  const counted = lastCounts(book, journal);
  const [devices, units] = [new Map<number, number>(), new Map<number, number>()];
  for (const { stock } of book.all())
    for (const { place, quantity } of stock.levels) {
      devices.set(place, (devices.get(place) ?? 0) + 1);
      units.set(place, (units.get(place) ?? 0) + quantity);
    }
  return book.places.all.map(({ id, path, kind, recount, note }) => ({
    place: path,
    kind,
    recount,
    devices: devices.get(id) ?? 0,
    units: units.get(id) ?? 0,
    lastCount: counted.get(id) ?? null,
    note,
  }));
}

const keys = ['place', 'kind', 'recount', 'devices', 'units', 'lastCount', 'note'] as const;
const numbers: ReadonlySet<string> = new Set(['devices', 'units']);

function placeRows(session: Session, rows: readonly PlaceRow[]): RowsToPrint<PlaceRow> {
  const { language, messages } = session;
  const said = words[language];
  const shown = [
    left<PlaceRow>(said.place, 0, ({ place }) => placeNamed(place, language)),
    left<PlaceRow>(said.kind, 2, ({ kind }) => termOf(placeKinds, kind, language)),
    right<PlaceRow>(said.devices, 1, ({ devices }) => String(devices)),
    right<PlaceRow>(said.units, 0, ({ units }) => String(units)),
    right<PlaceRow>(said.recount, 4, ({ recount }) => recount ?? ''),
    left<PlaceRow>(said.lastCount, 3, ({ lastCount }) => (lastCount === null ? '' : localDate(lastCount))),
    left<PlaceRow>(messages.fields['note'] ?? 'note', 3, ({ note }) => note ?? '', 12),
  ];
  return {
    rows,
    columns: keys.map((key) => ({ key, text: !numbers.has(key) })),
    json: (row) => ({ ...row }),
    shown: shown.filter(({ priority, cell }) => priority < 3 || rows.some((row) => cell(row) !== '')),
  };
}
