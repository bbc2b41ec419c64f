import type { Kinds } from '../../../inventory/devices/kinds.ts';
import { refuse } from '../../../inventory/refusal.ts';
import type { StoreOptions } from '../../store.ts';
import { sendTo } from '../commit.ts';
import type { Send } from '../recorded/fetches.ts';
import { refuseLost, refuseServerError } from '../refusals.ts';
import { ConnectionLost, commit, rollback, ServerError, statement } from '../server/connection.ts';
import { Patience, type Server } from '../server/server.ts';
import {
  isPresentVersion,
  lockTables,
  quoted,
  selectVersion,
  tablesVersion,
  upgradedTables,
} from '../tables/schema.ts';
import { rebuild } from './rebuild.ts';
import { replayed, selectLast } from './verify.ts';

/**
 * Brings the tables of an earlier version to this one, whole or not at all, while nobody else reads or writes them; nothing is
 * done if somebody else has just done so. Entries stay as they are, and all that follows from them is made again. Only the owner
 * of the tables may do that: any other login is refused.
 */
export async function upgradeTables(server: Server, kinds: Kinds, options: StoreOptions): Promise<void> {
  const { place } = server;
  const { store, where } = place;
  const patience = new Patience(options.waitMs);
  const connection = await server.connectionOrRefuse(patience);
  const send: Send = (statements) => connection.send(statements);
  const timeout = statement(
    `select set_config('lock_timeout', $1, true)`,
    String(Math.max(1, options.waitMs)),
  );
  try {
    const opening = [statement('begin'), timeout, lockTables(store), selectVersion(store)];
    const [, , , found] = await send(opening);
    if (isPresentVersion(found?.rows[0])) {
      await send([rollback]);
      return;
    }
    const upgraded = await send([...upgradedTables(store), selectLast(store)]);
    const n = Number(upgraded.at(-1)?.rows[0]?.['entry']);
    const outcome = await replayed(store, where, n, kinds, send, options);
    if ('key' in outcome) {
      const entry = outcome.place.entry ?? 0;
      return refuse('server-damaged', { where, entry }, { entry });
    }
    options.recording?.();
    await rebuild(store, outcome, send);
    // Whatever was decided on the tables as they were is decided again.
    const done = statement(`update ${quoted(store)}.head set tables = $1, fence = fence + 1`, tablesVersion);
    await connection.send([done, commit], patience.deadline);
  } catch (error) {
    connection.drop();
    if (error instanceof ConnectionLost) refuseLost(error, place);
    if (!(error instanceof ServerError)) throw error;
    if (error.code !== '42501') refuseServerError(error, place, options.waitMs);
    const { user } = place;
    return refuse('tables-older', { where, user, owner: await ownerOf(store, sendTo(server, patience)) });
  }
  options.notice({ key: 'tables-upgraded', where });
}

/** Who may upgrade the tables of a store. */
async function ownerOf(store: string, send: Send): Promise<string> {
  const [found] = await send([
    statement(
      `select tableowner as owner from pg_catalog.pg_tables where schemaname = $1 and tablename = 'head'`,
      store,
    ),
  ]);
  return String(found?.rows[0]?.['owner']);
}
