import type { Kinds } from '../../../inventory/devices/kinds.ts';
import { refuse } from '../../../inventory/refusal.ts';
import type { StoreOptions } from '../../store.ts';
import type { Repaired } from '../../upkeep.ts';
import { sendTo } from '../commit.ts';
import type { Send } from '../recorded/fetches.ts';
import { refuseLost, refuseServerError } from '../refusals.ts';
import { ConnectionLost, commit, ServerError, statement } from '../server/connection.ts';
import { Patience, type Server } from '../server/server.ts';
import { lockHead, readHead } from '../tables/head.ts';
import { rebuild } from './rebuild.ts';
import { replayed, selectLast, verified } from './verify.ts';

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
    const [, , locked, last] = await connection.send([begin, timeout, lockHead(store), selectLast(store)]);
    // Tables of another version are seen here.
    readHead(locked?.rows[0] ?? {});
    const n = Number(last?.rows[0]?.['entry']);
    const send: Send = (statements) => connection.send(statements);
    const outcome = await replayed(store, where, n, kinds, send, options);
    if ('key' in outcome) return refuse('server-beyond-repair', { where });
    options.recording?.();
    await rebuild(store, outcome, send);
    await connection.send([commit], patience.deadline);
  } catch (error) {
    connection.drop();
    if (error instanceof ConnectionLost) refuseLost(error, place);
    if (error instanceof ServerError) refuseServerError(error, place, options.waitMs);
    throw error;
  }
  return { ...nothingDone, bookRebuilt: true };
}
