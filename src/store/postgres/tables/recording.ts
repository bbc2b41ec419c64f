import type { Book } from '../../../inventory/book/book.ts';
import type { Entry } from '../../../inventory/book/change.ts';
import { entryPieces } from '../../journal/entry-line.ts';
import { type Statement, statement } from '../server/connection.ts';
import type { Head } from './head.ts';
import {
  changeRows,
  changesTable,
  devicesTable,
  entriesTable,
  entryHead,
  insertRows,
  isDescription,
  isOurs,
  jsonOrNull,
  type Kept,
  keptDevice,
  levelsTable,
  lineRows,
  partsTable,
} from './rows.ts';
import { quoted } from './schema.ts';

/**
 * The statements that record an entry and all that follows from it, if the store still stands where the entry was decided
 * on; otherwise they do nothing, and the first returns no row. They come between `begin` and `commit`.
 */
export function recording(
  store: string,
  entry: Entry,
  head: Head,
  book: Book,
  op: string,
): readonly Statement[] {
  const s = quoted(store);
  const pieces: string[] = [];
  const line = entryPieces(entry, head.sum);
  let next = line.next();
  for (; next.done !== true; next = line.next()) pieces.push(next.value.toString('utf8'));
  // A line is kept without its line break.
  pieces.push(pieces.pop()?.slice(0, -1) ?? '');
  return [
    updateHead(s, next.value, head, book, op),
    ...insertRows(s, op, entriesTable, lineRows(entry.n, op, entryHead(entry), pieces)),
    ...insertRows(s, op, changesTable, changeRows(entry)),
    ...projecting(s, op, entry, book),
  ];
}

/** Makes the head that of this commit, if it is still as it was decided on. */
function updateHead(s: string, sum: string, head: Head, book: Book, op: string): Statement {
  const { places, counts } = book;
  return statement(
    `update ${s}.head set n = n + 1, sum = $2, op = $1::uuid, next_id = $3, devices = $4, used_numbers = $5, places = $6,
       counts = $7, rules = case when $8 then n + 1 else rules end
     where n = $9 and sum = $10 and fence = $11 returning n`,
    op,
    sum,
    book.nextId,
    book.size,
    JSON.stringify(book.usedNumbers),
    jsonOrNull(places.toJson()),
    jsonOrNull(counts.toJson()),
    places !== head.places || counts !== head.counts,
    head.n,
    head.sum,
    head.fence,
  );
}

/** Brings the devices that an entry changed to what they are now. */
function projecting(s: string, op: string, entry: Entry, book: Book): readonly Statement[] {
  const described = new Set<number>();
  for (const change of entry.changes) if (isDescription(change)) described.add(change.id);
  const [moved, others]: [Kept[], Kept[]] = [[], []];
  for (const id of book.changed)
    if (book.hasChanged(id)) {
      const isOther = described.has(id);
      (isOther ? others : moved).push(keptDevice(id, book, isOther ? entry.n : null));
    }
  const ids = [...moved, ...others].map(({ id }) => id);
  if (ids.length === 0) return [];
  return [
    statement(`delete from ${s}.levels where device = any($2) and ${isOurs(s)}`, op, ids),
    ...restocking(s, op, moved),
    ...replacing(s, op, others),
    ...insertRows(
      s,
      op,
      levelsTable,
      [...moved, ...others].flatMap(({ levels }) => levels),
    ),
  ];
}

/** The devices whose stock alone has changed. */
function restocking(s: string, op: string, moved: readonly Kept[]): readonly Statement[] {
  const rows = moved.map(({ row }) => row).filter((row) => row !== null);
  if (rows.length === 0) return [];
  const names = Object.keys(devicesTable.columns);
  const lists = ['id', 'quantity', 'last_cost', 'changed_at'].map((name) =>
    rows.map((row) => row[names.indexOf(name)] ?? null),
  );
  return [
    statement(
      `update ${s}.devices d set quantity = r.quantity, last_cost = r.last_cost, changed_at = r.changed_at
       from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[]) as r (id, quantity, last_cost, changed_at)
       where d.id = r.id and ${isOurs(s)}`,
      op,
      ...lists,
    ),
  ];
}

/** Takes devices out and puts them in as they are now: codes may have gone round among them. */
function replacing(s: string, op: string, others: readonly Kept[]): readonly Statement[] {
  if (others.length === 0) return [];
  const ids = others.map(({ id }) => id);
  const rows = others.map(({ row }) => row).filter((row) => row !== null);
  return [
    statement(`delete from ${s}.devices where id = any($2) and ${isOurs(s)}`, op, ids),
    statement(`delete from ${s}.parts where device = any($2) and ${isOurs(s)}`, op, ids),
    ...insertRows(s, op, devicesTable, rows),
    ...insertRows(
      s,
      op,
      partsTable,
      others.flatMap(({ parts }) => parts),
    ),
  ];
}
