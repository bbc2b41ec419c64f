import { Book } from '../../../inventory/book/book.ts';
import { type Entry, isOfDevice } from '../../../inventory/book/change.ts';
import { InvariantBroken } from '../../../inventory/book/invariants.ts';
import { RecordBroken } from '../../../inventory/devices/device-record.ts';
import type { Kinds } from '../../../inventory/devices/kinds.ts';
import { CountAudit } from '../../../inventory/look/counting/count-audit.ts';
import { QueueAudit } from '../../../inventory/look/queue-audit.ts';
import { revisedBy, ValueAudit } from '../../../inventory/look/valuation/value-audit.ts';
import { type Link, nextInChain } from '../../journal/chain.ts';
import { readEntry } from '../../journal/entry-line.ts';
import { type Header, verifiedHeader } from '../../journal/header.ts';
import type { StoreOptions } from '../../store.ts';
import {
  type BrokenRule,
  countFindings,
  type Finding,
  strayFindings,
  type Verification,
  valueFindings,
} from '../../upkeep.ts';
import type { Send } from '../recorded/fetches.ts';
import { type RecordedLine, recordedChanges, recordedLines } from '../recorded/lines.ts';
import { type Row, type Statement, statement } from '../server/connection.ts';
import { type Head, readHead, selectHead } from '../tables/head.ts';
import {
  changeRows,
  changesIn,
  changesTable,
  devicesTable,
  entriesTable,
  entryHead,
  keptDevice,
  levelsTable,
  partsTable,
  type Table,
  type TableRow,
} from '../tables/rows.ts';
import { quoted } from '../tables/schema.ts';
import { Described } from './filling.ts';

/** What the lines of a store come to, read from the first one. */
export interface Replayed {
  readonly header: Header;
  readonly book: Book;
  readonly last: Link;
  readonly described: Described;
  readonly counts: CountAudit;
  readonly queues: QueueAudit;
  /** The entries that others undo or correct. */
  readonly revised: ReadonlySet<number>;
  /** Whether what entries and changes are found by is what their lines say. */
  readonly isFound: { readonly entries: boolean; readonly changes: boolean };
}

/** Replays all lines up to an entry's; what is wrong with the first that does not follow, if one does not. */
export async function replayed(
  store: string,
  where: string,
  upTo: number,
  kinds: Kinds,
  send: Send,
  { progress }: Pick<StoreOptions, 'progress'>,
): Promise<Replayed | Finding> {
  const lines = recordedLines(store, upTo, send);
  const first: RecordedLine | undefined = (await lines.next()).value;
  const opening = first?.n === 0 ? verifiedHeader(first.bytes, where) : undefined;
  if (opening === undefined) return damaged(0, 'changed');
  const book = Book.empty(opening.header.currency, kinds);
  const changes = recordedChanges(store, upTo, send);
  const described = new Described();
  const counts = new CountAudit();
  const queues = new QueueAudit();
  const revised = new Set<number>();
  const isFound = { entries: true, changes: true };
  let last: Link = { n: 0, sum: opening.sum };
  for await (const { bytes, row } of lines) {
    const next = nextInChain(bytes, last);
    if (next === undefined) return damaged(last.n + 1, 'changed');
    const { entry } = next;
    const broken = applied(book, entry);
    if (broken !== null) return damaged(entry.n, 'does-not-apply', broken);
    described.take(entry);
    counts.takePosted(entry);
    queues.take(entry);
    for (const one of revisedBy([entry])) revised.add(one);
    const head = [entry.n, 0, ...entryHead(entry), bytes.length];
    isFound.entries &&= isRow(row, entriesTable, head, ['op', 'line']);
    for (const expected of changeRows(entry)) {
      const found = (await changes.next()).value;
      isFound.changes &&= found !== undefined && isRow(found, changesTable, expected);
    }
    ({ link: last } = next);
    progress?.(entry.n, upTo);
  }
  isFound.changes &&= (await changes.next()).done === true;
  if (last.n < upTo) return { key: 'entries-missing', place: { entry: last.n + 1 }, params: { seen: upTo } };
  return { header: opening.header, book, last, described, counts, queues, revised, isFound };
}

const damaged = (
  entry: number,
  reason: 'changed' | 'does-not-apply',
  rule: { readonly broken?: BrokenRule } = {},
): Finding => ({ key: 'entry-damaged', place: { entry }, params: { reason, ...rule } });

/** Applies an entry; which rule of the stock it breaks, if it does not follow from those before it. */
function applied(book: Book, entry: Entry): { readonly broken?: BrokenRule } | null {
  try {
    book.applyEntry(entry);
    return null;
  } catch (error) {
    if (error instanceof RecordBroken) return {};
    if (!(error instanceof InvariantBroken)) throw error;
    const { invariant, place } = error;
    if (invariant === null) return {};
    return { broken: { invariant, place: place === null ? null : book.places.pathOf(place) } };
  }
}

/** Whether a row of the server has the values that it should have. */
export function isRow(
  row: Row,
  { columns }: Table,
  expected: TableRow,
  without: readonly string[] = [],
): boolean {
  return Object.keys(columns)
    .filter((name) => !without.includes(name))
    .every(
      (name, index) => (row[name] ?? null) === (expected[index] === null ? null : String(expected[index])),
    );
}

/** What is wrong with a store: its lines first and then, if those are sound, what follows from them. */
export async function verified(
  store: string,
  where: string,
  kinds: Kinds,
  send: Send,
  options: Pick<StoreOptions, 'progress'>,
): Promise<Verification> {
  // Others may record more while the lines are read: what follows from them is fetched first, as of one moment.
  const tables = await fetchTables(store, send);
  const { devices } = tables.head;
  const n = tables.lastEntry;
  const outcome = await replayed(store, where, n, kinds, send, options);
  if ('key' in outcome) return { entries: n, devices, findings: [outcome] };
  const { book, counts, queues } = outcome;
  const values = new ValueAudit(outcome.revised);
  for await (const { bytes } of recordedLines(store, n, send)) {
    const entry = readEntry(bytes);
    if (entry === undefined) continue;
    if (!counts.isDone) counts.takeMoved(entry);
    for (const change of changesIn(entry)) if (isOfDevice(change)) values.take({ entry, change });
  }
  return {
    entries: n,
    devices: book.size,
    findings: [
      ...countFindings(counts.broken(), book.places),
      ...strayFindings(queues),
      ...valueFindings(values),
      ...differingTables(tables, outcome).map(
        (name): Finding => ({ key: 'book-differs', place: { path: `${store}.${name}` }, params: {} }),
      ),
    ],
  };
}

/** The tables of a store as of one moment, but for those that may be long. */
interface Tables {
  readonly head: Head;
  /** The last entry that has a line: a head that was set back does not hide it. */
  readonly lastEntry: number;
  /** The last entry that has changes. */
  readonly lastChange: number;
  readonly devices: readonly Row[];
  readonly levels: readonly Row[];
  readonly parts: readonly Row[];
}

/** Asks for the last entry of which there is anything. */
export const selectLast = (store: string): Statement => {
  const s = quoted(store);
  return statement(
    `select greatest(n, (select max(n) from ${s}.entries)) as entry, (select max(n) from ${s}.changes) as change from ${s}.head`,
  );
};

async function fetchTables(store: string, send: Send): Promise<Tables> {
  const s = quoted(store);
  const all = ({ name, columns }: Table, where = '') =>
    statement(`select ${Object.keys(columns).join(', ')} from ${s}.${name} ${where} order by 1, 2, 3`);
  const [head, last, devices, levels, parts] = await send([
    selectHead(store),
    selectLast(store),
    all(devicesTable),
    all(levelsTable, 'where quantity > 0'),
    statement(`select part, device from ${s}.parts order by device, part`),
  ]);
  const { entry = null, change = null } = last?.rows[0] ?? {};
  return {
    head: readHead(head?.rows[0] ?? {}),
    lastEntry: Number(entry),
    lastChange: Number(change),
    devices: devices?.rows ?? [],
    levels: levels?.rows ?? [],
    parts: parts?.rows ?? [],
  };
}

/** The tables that are not what the lines say. */
function differingTables(tables: Tables, outcome: Replayed): readonly string[] {
  const { book, described, isFound, last } = outcome;
  const kept = Array.from(book.all(), ({ device: { id } }) =>
    keptDevice(id, book, described.edited.get(id) ?? 0),
  ).sort((a, b) => a.id - b.id);
  const rows = kept.map(({ row }) => row).filter((row) => row !== null);
  const levels = kept.flatMap((one) => one.levels);
  const parts = kept.flatMap((one) => one.parts.toSorted((a, b) => Number(a[0]) - Number(b[0])));
  const isSame = (table: Table, expected: readonly TableRow[], are: readonly Row[]) =>
    are.length === expected.length && are.every((row, index) => isRow(row, table, expected[index] ?? []));
  const sound = {
    head: isHead(tables.head, outcome),
    entries: isFound.entries,
    changes: isFound.changes && tables.lastChange <= last.n,
    devices: isSame(devicesTable, rows, tables.devices),
    levels: isSame(levelsTable, levels, tables.levels),
    parts: isSame(partsTable, parts, tables.parts),
  };
  return Object.entries(sound).flatMap(([name, isSound]) => (isSound ? [] : [name]));
}

function isHead(head: Head, { header, book, last, described }: Replayed): boolean {
  const json = (value: unknown) => JSON.stringify(value);
  return (
    head.n === last.n &&
    head.sum === last.sum &&
    head.store === header.store &&
    head.format === header.format &&
    head.reader === header.reader &&
    json(head.currency) === json(book.currency) &&
    head.nextId === book.nextId &&
    head.devices === book.size &&
    head.rules === described.rules &&
    json(head.usedNumbers) === json(book.usedNumbers) &&
    json(head.places.toJson()) === json(book.places.toJson()) &&
    json(head.counts.toJson()) === json(book.counts.toJson())
  );
}
