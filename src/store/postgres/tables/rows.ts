import type { Book } from '../../../inventory/book/book.ts';
import {
  type Added,
  type Change,
  type Edited,
  type Entry,
  isOfDevice,
  type Removed,
} from '../../../inventory/book/change.ts';
import { recordOf } from '../../../inventory/book/device-json.ts';
import { firstPlace } from '../../../inventory/book/place-kinds.ts';
import { costField } from '../../../inventory/devices/device-record.ts';
import { codeGiven } from '../../../inventory/look/bearers.ts';
import { searchText } from '../../../inventory/look/listing.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import { folded } from '../../../inventory/values/text.ts';
import { type Statement, statement } from '../server/connection.ts';

/** A row of a table: a value for each of its columns. */
export type TableRow = readonly (string | number | null)[];

/** A table of a store: its columns with their types, in the order of its rows. */
export interface Table {
  readonly name: string;
  readonly columns: { readonly [name: string]: 'bigint' | 'int' | 'text' | 'boolean' | 'uuid' };
}

export const entriesTable: Table = {
  name: 'entries',
  columns: {
    n: 'bigint',
    piece: 'int',
    op: 'uuid',
    at: 'text',
    by: 'text',
    command: 'text',
    undoes: 'bigint',
    corrects: 'bigint',
    file: 'text',
    sha256: 'text',
    length: 'bigint',
    line: 'text',
  },
};
export const changesTable: Table = {
  name: 'changes',
  columns: {
    n: 'bigint',
    i: 'int',
    device: 'bigint',
    place: 'bigint',
    of: 'bigint',
    count: 'bigint',
    key: 'text',
    party: 'text',
    serials: 'text',
    code_key: 'text',
    what: 'text',
    change: 'text',
  },
};
export const devicesTable: Table = {
  name: 'devices',
  columns: {
    id: 'bigint',
    code: 'text',
    code_key: 'text',
    name_key: 'text',
    quantity: 'bigint',
    minimum: 'bigint',
    edited: 'bigint',
    last_cost: 'text',
    added_at: 'text',
    changed_at: 'text',
    record: 'text',
    search: 'text',
  },
};
export const levelsTable: Table = {
  name: 'levels',
  columns: { device: 'bigint', place: 'bigint', of: 'bigint', quantity: 'bigint' },
};
export const partsTable: Table = { name: 'parts', columns: { part: 'bigint', device: 'bigint' } };

/** What every other statement of a commit asks: whether the head has become that of this commit. */
export const isOurs = (s: string): string => `exists (select from ${s}.head where op = $1::uuid)`;

/** Inserts any number of rows into a table, as one list for each column, if the last entry is the one that `op` recorded. */
export function insertRows(
  s: string,
  op: string,
  { name, columns }: Table,
  rows: readonly TableRow[],
): readonly Statement[] {
  if (rows.length === 0) return [];
  const names = Object.keys(columns);
  const lists = Object.values(columns).map((type, index) => `$${index + 2}::${type}[]`);
  return [
    statement(
      `insert into ${s}.${name} (${names.join(', ')}) select * from unnest(${lists.join(', ')}) as rows where ${isOurs(s)}`,
      op,
      ...names.map((_, index) => rows.map((row) => row[index] ?? null)),
    ),
  ];
}

/** The changes of an entry one after the other, those that are packed first. */
export function* changesIn({ packed, changes }: Pick<Entry, 'packed' | 'changes'>): Generator<Change> {
  for (let index = 0; index < (packed?.length ?? 0); index++) {
    const change = packed?.at(index);
    if (change !== undefined) yield change;
  }
  yield* changes;
}

/** What an entry is found by, beside its line. */
export const entryHead = ({ at, by, command, undoes, corrects, file }: Omit<Entry, 'changes'>): TableRow => [
  at,
  by,
  command,
  undoes ?? null,
  corrects ?? null,
  file?.name ?? null,
  file?.sha256 ?? null,
];

/** The rows of a line, in pieces if it is long; `length` is that of the line without its line break. */
export function lineRows(
  n: number,
  op: string | null,
  head: TableRow,
  pieces: readonly string[],
): readonly TableRow[] {
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  return pieces.map((piece, index) =>
    index === 0 ? [n, 0, op, ...head, length, piece] : [n, index, null, ...head.map(() => null), null, piece],
  );
}

/**
 * The rows of an entry's changes. A key stands with the last change that carries it, which of a transfer is what came in, so
 * that no two entries can have it.
 */
export function changeRows(entry: Entry): readonly TableRow[] {
  const rows: TableRow[] = [];
  /** Where each key stands so far. */
  const used = new Map<string, number>();
  for (const change of changesIn(entry)) {
    const { key = null } = change as { readonly key?: string };
    const before = key === null ? undefined : used.get(key);
    if (before !== undefined) rows[before] = withoutKey(rows[before] ?? []);
    if (key !== null) used.set(key, rows.length);
    rows.push([entry.n, rows.length, ...subjectOf(change), key, ...tracesOf(change), ...contentOf(change)]);
  }
  return rows;
}

const keyColumn = Object.keys(changesTable.columns).indexOf('key');
const withoutKey = (row: TableRow): TableRow => row.with(keyColumn, null);

function subjectOf(change: Change): TableRow {
  const { place = null, of = null, count = null } = change as SubjectKeys;
  if (!isOfDevice(change)) return [null, place, of, count];
  const isSomewhere = change.do === 'move' || change.do === 'tally' || change.do === 'counted';
  return [change.id, isSomewhere ? (place ?? firstPlace) : null, of, count];
}

/** What a change may be about, beside its device. */
interface SubjectKeys {
  readonly place?: number;
  readonly of?: number;
  readonly count?: number;
}

/** What a movement can be found by beside its device: its party and its serial numbers, as they are compared. */
export function tracesOf(change: Change): readonly [string | null, string | null] {
  const { party, serials } = change.do === 'move' ? change : {};
  return [
    party === undefined ? null : folded(party),
    serials === undefined ? null : serials.map(codeKey).join(','),
  ];
}

function contentOf(change: Change): TableRow {
  const code = codeGiven(change);
  return [code === undefined ? null : codeKey(code), change.do, JSON.stringify(change)];
}

/** Whether a change says what a device is, or that it is gone. */
export const isDescription = (change: Change): change is Added | Edited | Removed =>
  change.do === 'add' || change.do === 'edit' || change.do === 'remove';

export const jsonOrNull = (json: unknown): string | null => (json === null ? null : JSON.stringify(json));

/** A device as it is kept; no row if it is gone. */
export interface Kept {
  readonly id: number;
  readonly row: TableRow | null;
  readonly levels: readonly TableRow[];
  readonly parts: readonly TableRow[];
}

/** `edited` is the entry that last changed what it is; null if it is not to be told. */
export function keptDevice(id: number, book: Book, edited: number | null): Kept {
  const stocked = book.stocked(id);
  if (stocked === undefined) return { id, row: null, levels: [], parts: [] };
  const { device, stock } = stocked;
  const { [costField]: cost = null, ...record } = recordOf(device, book);
  const parts = new Set<number>();
  for (const [key, component] of device.components) {
    if (!('device' in component)) continue;
    parts.add(component.device);
    // A part is found by its number, and not by what it was called then.
    Object.assign(record, { [key]: { device: component.device } });
  }
  return {
    id,
    row: [
      id,
      device.code,
      codeKey(device.code),
      folded(device.name),
      book.onHand(id),
      device.minimum,
      edited,
      cost === null ? null : String(cost),
      stock.addedAt,
      stock.changedAt,
      JSON.stringify(record),
      searchText(device),
    ],
    levels: stock.levels.map(({ place, of, quantity }) => [id, place, of ?? 0, quantity]),
    parts: Array.from(parts, (part) => [part, id]),
  };
}
