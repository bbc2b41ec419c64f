import { decideAdd } from '../../src/inventory/decide/devices/add.ts';
import { decideImportDevices } from '../../src/inventory/decide/imports/import-devices.ts';
import { decideMove } from '../../src/inventory/decide/movements/move.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { initPostgresStore } from '../../src/store/postgres/init.ts';
import { openPostgresStore } from '../../src/store/postgres/store.ts';
import type { Committed, StoreOptions } from '../../src/store/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { fileOf } from '../inventory/decide/import-file.ts';
import { fieldsOf, movementOf, type TypedMove, television } from '../inventory/decide/plain-shop.ts';
import type { PostgresServer } from './server.ts';

export const optionsOf = (more: Partial<StoreOptions> = {}): StoreOptions => ({
  by: 'li',
  waitMs: 600_000,
  now: () => Date.now(),
  notice: () => undefined,
  env: {},
  ...more,
});

let made = 0;

/** A store of its own on a server, with some televisions of 1,000 each: T0, T1, … */
export async function newShop(
  server: PostgresServer,
  devices = 1,
  more: Partial<StoreOptions> = {},
): Promise<string> {
  const url = server.url(`shop_${process.pid}_${made++}`);
  const store = await initPostgresStore(url, { code: 'CNY', fractionDigits: 2 }, optionsOf(more));
  const kind = kinds.named('tv');
  if (kind === undefined) throw new Error('no televisions');
  for (let index = 0; index < devices; index++) {
    const fields = fieldsOf({ ...television, code: `T${index}`, quantity: '1000' });
    await store.commit((book, journal, at) => ({
      entry: decideAdd(book, journal, kind, fields, at),
      answer: null,
    }));
  }
  await store.close();
  return url;
}

export const openShop = (url: string, more: Partial<StoreOptions> = {}): KeptStore =>
  openPostgresStore(url, optionsOf(more));

/** Adds devices as an import does, all in one entry; each row is by its columns. */
export const addDevices = (
  store: KeptStore,
  rows: readonly { readonly [column: string]: string }[],
): Promise<Committed<null>> =>
  store.commit((book, journal, at) => {
    const numbered = rows.map((record, index) => ({ row: index + 2, fields: fieldsOf(record) }));
    const settings = { file: fileOf('devices.csv', 'devices'), skipBad: false, again: false, update: false };
    return { entry: decideImportDevices(book, journal, numbered, settings, at).entry, answer: null };
  });

/** Records a movement as a command does. */
export const move = (store: KeptStore, typed: TypedMove): Promise<Committed<number>> =>
  store.commit((book, journal, at) => {
    const { entry, answer, anyEnough } = decideMove(book, journal, movementOf(typed), at);
    return { entry, answer: answer.move.balance, anyEnough: anyEnough === true };
  });

/** Records a movement as an import does, in an entry that the server does not make itself. */
export const correct = (store: KeptStore, typed: TypedMove): Promise<Committed<number>> =>
  store.commit((book, journal, at) => {
    const { entry, answer } = decideMove(book, journal, movementOf(typed), at);
    return { entry: entry && { ...entry, command: 'import' }, answer: answer.move.balance };
  });
