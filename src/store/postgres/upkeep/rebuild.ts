import { randomUUID } from 'node:crypto';
import { readEntry } from '../../journal/entry-line.ts';
import type { Send } from '../recorded/fetches.ts';
import { recordedLines } from '../recorded/lines.ts';
import { type Statement, statement } from '../server/connection.ts';
import { changeRows, changesTable, entriesTable, entryHead, type TableRow } from '../tables/rows.ts';
import { quoted } from '../tables/schema.ts';
import { Filling } from './filling.ts';
import { isRow, type Replayed } from './verify.ts';

/** Makes all that follows from the lines of a store again, in a transaction that has locked its head. */
export async function rebuild(
  store: string,
  { header, book, last, described }: Replayed,
  send: Send,
): Promise<void> {
  const s = quoted(store);
  const op = randomUUID();
  await send([
    ...['changes', 'devices', 'levels', 'parts'].map((name) => statement(`delete from ${s}.${name}`)),
    statement(
      `update ${s}.head set op = $1::uuid, store = $2, format = $3, reader = $4, currency = $5, fraction_digits = $6`,
      op,
      header.store,
      header.format,
      header.reader,
      header.currency.code,
      header.currency.fractionDigits,
    ),
  ]);
  const filling = new Filling(store, op, send);
  for await (const line of recordedLines(store, last.n, send)) {
    const entry = line.n === 0 ? undefined : readEntry(line.bytes);
    if (entry === undefined) continue;
    await filling.take(changesTable, changeRows(entry));
    const head = [entry.n, 0, ...entryHead(entry), line.bytes.length];
    if (!isRow(line.row, entriesTable, head, ['op', 'line'])) await send([correctedHead(s, head)]);
  }
  await filling.finish(book, last.sum, described);
}

/** What an entry is found by, as its line says it. */
function correctedHead(s: string, [n = null, , ...values]: TableRow): Statement {
  return statement(
    `update ${s}.entries set at = $2, by = $3, command = $4, undoes = $5, corrects = $6, file = $7, sha256 = $8, length = $9
     where n = $1 and piece = 0`,
    n,
    ...values,
  );
}
