import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideAdd } from '../../src/inventory/decide/devices/add.ts';
import { Draft } from '../../src/inventory/decide/movements/draft.ts';
import { findDevice } from '../../src/inventory/decide/movements/find-device.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { orRefuse, refuse } from '../../src/inventory/refusal.ts';
import { initJsonFileStore, openJsonFileStore } from '../../src/store/json-file/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';

let folder: string;
let path: string;
const options = { by: 'li', waitMs: 1000, now: () => Date.now(), notice: () => undefined };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stockbook-test-'));
  path = join(folder, 'inventory.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function newStore(): Promise<KeptStore> {
  const store = await initJsonFileStore(path, { code: 'CNY', fractionDigits: 2 }, options);
  const fields = new Map([
    ['code', 'D-1'],
    ['name', 'Player'],
    ['disc', 'hd'],
    ['price', '10'],
    ['quantity', '5'],
  ]);
  await store.commit((book, journal, at) => ({
    entry: decideAdd(book, journal, orRefuse(kinds.parse('dvd')), fields, at),
    answer: null,
  }));
  return store;
}

const take = (store: KeptStore, quantity: number, refused = false) =>
  store.commit((book, journal, at) => {
    const draft = new Draft(book, at);
    draft.move(findDevice(book, journal, 'D-1'), -quantity, { reason: 'sale' });
    if (refused) refuse('internal', { reason: 'changed my mind' });
    return { entry: { command: 'stock-out', changes: draft.finish() }, answer: null };
  });

const quantity = async () => {
  const store = await openJsonFileStore(path, options);
  return store.ask((book) => book.onHand(book.withCode('D-1')?.id ?? 0));
};

describe('a store that commits again and again', () => {
  it('sees what another process has recorded in between', async () => {
    const store = await newStore();
    const other = await openJsonFileStore(path, options);
    await take(store, 1);
    await take(other, 1);
    await take(store, 1);
    await expect(take(other, 3)).rejects.toMatchObject({ code: 'insufficient-stock' });
    expect(await quantity()).toBe(2);
    expect((await store.verify()).findings).toEqual([]);
  });

  it('forgets what a refused decision has done to its book', async () => {
    const store = await newStore();
    await take(store, 1);
    await expect(take(store, 2, true)).rejects.toMatchObject({ code: 'internal' });
    await take(store, 4);
    expect(await quantity()).toBe(0);
    expect((await store.verify()).findings).toEqual([]);
  });

  it('keeps a book file aside that was edited by hand in between', async () => {
    const store = await newStore();
    await take(store, 1);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"quantity":4', '"quantity":9'));
    await take(store, 1);
    expect(readdirSync(folder).filter((name) => name.includes('edited'))).toHaveLength(1);
    expect(await quantity()).toBe(3);
  });
});
