import { randomUUID } from 'node:crypto';
import { refuse } from '../../inventory/refusal.ts';
import type { Currency } from '../../inventory/values/money.ts';
import { format, headerLine, oldestReader } from '../journal/header.ts';
import { refuseLost, refuseServerError } from './refusals.ts';
import {
  type Connection,
  ConnectionLost,
  commit,
  ServerError,
  type Statement,
  statement,
} from './server/connection.ts';
import { Patience } from './server/server.ts';
import type { ServerPlace } from './server/url.ts';
import { PostgresStore, type ServerOptions, serverAt } from './store.ts';
import { createSchema, firstHead, proxyRole, quoted, tables } from './tables/schema.ts';

/** Makes a store in a schema of its own; refuses where there is one. */
export async function initPostgresStore(
  url: string,
  currency: Currency,
  options: ServerOptions,
): Promise<PostgresStore> {
  const server = serverAt(url, options);
  const { place } = server;
  const patience = new Patience(options.waitMs);
  const id = randomUUID();
  const header = { format, reader: oldestReader, store: id, currency };
  const at = new Date(options.now()).toISOString();
  const { bytes, sum } = headerLine(header, at, options.by);
  const connection = await server.connectionOrRefuse(patience);
  try {
    await makeTables(connection, place.store, firstHead(place.store, id, currency, sum));
    await connection.send(
      [firstLine(place.store, bytes.toString('utf8').trimEnd()), commit],
      patience.deadline,
    );
    await makeProxyRole(connection);
  } catch (error) {
    connection.drop();
    if (error instanceof ConnectionLost) refuseLost(error, place);
    if (error instanceof ServerError) refuseMaking(error, place, options.waitMs);
    throw error;
  }
  return new PostgresStore(server, options);
}

/**
 * Makes the role of those who may record in another's name, for all stores of the server, where this login may make one. The store
 * is made by then: nothing that fails here changes that.
 */
export async function makeProxyRole(connection: Connection): Promise<void> {
  try {
    const [missing] = await connection.send([
      statement(
        `select from pg_catalog.pg_roles where rolname = session_user and (rolsuper or rolcreaterole)
           and not exists (select from pg_catalog.pg_roles where rolname = $1)`,
        proxyRole,
      ),
    ]);
    if (missing?.rows.length === 1) await connection.send([statement(`create role ${proxyRole} nologin`)]);
  } catch (error) {
    // Another store may be made at the same time.
    if (!(error instanceof ServerError || error instanceof ConnectionLost)) throw error;
  }
}

/** The header of the journal is entry 0. */
const firstLine = (store: string, line: string): Statement =>
  statement(
    `insert into ${quoted(store)}.entries (n, piece, length, line) values (0, 0, $1, $2)`,
    Buffer.byteLength(line),
    line,
  );

/** Begins to make a store: its tables, and its head. The name of the schema, or of its tables, decides who was first. */
export async function makeTables(
  connection: Connection,
  store: string,
  head: readonly Statement[],
): Promise<void> {
  const schemas = statement('select from pg_catalog.pg_namespace where nspname = $1', store);
  const [, found] = await connection.send([statement('begin'), schemas]);
  // An owner may have made an empty schema for who may not make one.
  const schema = found?.rows.length === 0 ? [createSchema(store)] : [];
  await connection.send([...schema, ...tables(store), ...head]);
}

/** A schema or a table that is there already is a store. */
export function refuseMaking(error: ServerError, place: ServerPlace, waitMs: number): never {
  if (['42P06', '42P07', '23505'].includes(error.code)) refuse('store-exists', { path: place.where });
  return refuseServerError(error, place, waitMs);
}
