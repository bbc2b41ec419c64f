import type { Entry } from '../../inventory/book/change.ts';
import { refuse } from '../../inventory/refusal.ts';
import { format } from '../journal/header.ts';
import type { ConnectionLost, ServerError } from './server/connection.ts';
import type { ServerPlace } from './server/url.ts';
import { type Head, OtherTables } from './tables/head.ts';
import { proxyRole } from './tables/schema.ts';

/** Refuses a store of a newer format. */
export function checkFormat({ format: written, reader }: Head, { where }: ServerPlace): void {
  if (reader > format) refuse('store-newer', { path: where, format: written }, { format: written });
}

/** Refuses an operator who is not the login, too. */
export function checkHead(head: Head, place: ServerPlace, by: string): void {
  checkFormat(head, place);
  const { user } = place;
  if (by !== user && !head.isProxy) refuse('operator-is-login', { by, user, role: proxyRole });
}

/** Refuses what someone else than the login has counted, as far as that is recorded now. */
export function checkCounters({ changes, undoes }: Entry, head: Head, { user }: ServerPlace): void {
  if (head.isProxy || undoes !== undefined) return;
  for (const change of changes)
    if (change.do === 'tally' && change.counter !== undefined && change.counter !== user)
      refuse('counter-is-login', { counter: change.counter, user, role: proxyRole });
}

/** The connection was lost before all was done: it is done whole or not at all. */
export const refuseLost = ({ message }: ConnectionLost, { where }: ServerPlace): never =>
  refuse('server-unreachable', { where, reason: message });

/** Says in our words what a server has refused. */
export function refuseServerError(
  { code, message }: ServerError,
  { where, user }: ServerPlace,
  waitMs: number,
): never {
  // A column is missing: no program of the present version has made the tables.
  if (code === '42703') throw new OtherTables(1);
  // There is no such schema, or no such table in it.
  if (code === '3F000' || code === '42P01') refuse('no-store', { path: where });
  if (code === '42501') refuse('server-permission', { where, user });
  // Others were always first.
  const isBusy = code === '55P03' || code === '40001' || code === '40P01';
  if (isBusy) refuse('store-busy', { path: where, seconds: waitMs / 1000 });
  return refuse('server-refused', { where, reason: `${message} (${code})` });
}
