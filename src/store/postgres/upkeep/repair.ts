import { randomUUID } from 'node:crypto';
import type { Kinds } from '../../../inventory/devices/kinds.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { readEntry } from '../../journal/entry-line.ts';
import type { StoreOptions } from '../../store.ts';
import type { Repaired } from '../../upkeep.ts';
import { sendTo } from '../commit.ts';
import { recordedLines } from '../recorded/lines.ts';
import { refuseLost, refuseServerError } from '../refusals.ts';
import { ConnectionLost, commit, ServerError, type Statement, statement } from '../server/connection.ts';
import { Patience, type Server } from '../server/server.ts';
import { lockHead, readHead } from '../tables/head.ts';
import { changeRows, changesTable, entriesTable, entryHead, type TableRow } from '../tables/rows.ts';
import { quoted } from '../tables/schema.ts';
import { Filling } from './filling.ts';
import { isRow, replayed, verified } from './verify.ts';

const nothingDone: Repaired = {
  setAside: [],
  lost: [],
  bookRebuilt: false,
  firstLineRebuilt: false,
  unproved: [],
  repairedBefore: [],
  corrections: [],
};

/**
 * Makes all that follows from the lines of a store again, where it is not what they say. Lines that were changed cannot be
 * made again: a server keeps no second copy of them but its standby and its backups, so they are refused, and nothing is
 * touched.
 */
export async function repaired(server: Server, kinds: Kinds, options: StoreOptions): Promise<Repaired> {
  const { place } = server;
  const { store, where } = place;
  const s = quoted(store);
  const patience = new Patience(options.waitMs);
  const questions = sendTo(server, patience);
  const { findings } = await verified(store, where, kinds, questions, options);
  if (findings.length === 0) return nothingDone;
  if (findings.some(({ key }) => key !== 'book-differs')) refuse('server-beyond-repair', { where });
  const connection = await server.connectionOrRefuse(patience);
  try {
    const timeout = statement(
      `select set_config('lock_timeout', $1, true)`,
      String(Math.max(1, options.waitMs)),
    );
    const begin = statement('begin');
    const [, , locked] = await connection.send([begin, timeout, lockHead(store)]);
    const { n } = readHead(locked?.rows[0] ?? {});
    const send = (statements: Parameters<typeof connection.send>[0]) => connection.send(statements);
    const outcome = await replayed(store, where, n, kinds, send, options);
    if ('key' in outcome) return refuse('server-beyond-repair', { where });
    options.recording?.();
    const op = randomUUID();
    await send([
      ...['changes', 'devices', 'levels', 'parts'].map((name) => statement(`delete from ${s}.${name}`)),
      statement(
        `update ${s}.head set op = $1::uuid, store = $2, format = $3`,
        op,
        outcome.header.store,
        outcome.header.format,
      ),
    ]);
    const filling = new Filling(store, op, send);
    for await (const line of recordedLines(store, n, send)) {
      const entry = line.n === 0 ? undefined : readEntry(line.bytes);
      if (entry === undefined) continue;
      await filling.take(changesTable, changeRows(entry));
      const head = [entry.n, 0, ...entryHead(entry), line.bytes.length];
      if (!isRow(line.row, entriesTable, head, ['op', 'line'])) await send([correctedHead(s, head)]);
    }
    await filling.finish(outcome.book, outcome.last.sum, outcome.described);
    await connection.send([commit], patience.deadline);
  } catch (error) {
    connection.drop();
    if (error instanceof ConnectionLost) refuseLost(error, place);
    if (error instanceof ServerError) refuseServerError(error, place, options.waitMs);
    throw error;
  }
  return { ...nothingDone, bookRebuilt: true };
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
