import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/inventory/refusal.ts';
import { initJsonFileStore } from '../../src/store/json-file/store.ts';
import { restorePostgresStore } from '../../src/store/postgres/upkeep/restore.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { historyOf, listingOf } from '../store/whole.ts';
import {
  addDevice,
  addPlaces,
  type Command,
  edit,
  importDevices,
  importMoves,
  move,
  perform,
  remove,
  settle,
  transfer,
  undo,
} from '../torture/shop.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';
import { optionsOf } from './shop.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

const code = fc.constantFrom('A', 'B', 'X-T', 'X-D', 'X-C', 'N');
const place = fc.constantFrom('main', 'shop', 'shop/back');
const units = fc.integer({ min: 1, max: 5 });
const entry = fc.integer({ min: 1, max: 30 });
const signed = fc.integer({ min: -4, max: 6 }).map((change) => (change === 0 ? 1 : change));

const unplaced: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(code, signed).map(([device, change]) => move(device, change)),
  fc
    .tuple(code, units, fc.integer({ min: 0, max: 2 }))
    .map(([device, change, cost]) => move(device, change, { cost: String(cost) })),
  fc.array(fc.tuple(code, signed), { minLength: 1, maxLength: 3 }).map((rows) =>
    importMoves(
      rows.map(([device, change]) => ({ device, change })),
      JSON.stringify(rows),
    ),
  ),
  entry.map((n) => undo(n)),
  fc.constant(undo()),
  fc.tuple(code, units).map(([device, price]) => edit(device, { price: String(price) })),
  fc.tuple(code, code).map(([device, to]) => edit(device, { code: to })),
  fc.tuple(code, units).map(([device, cost]) => edit(device, { cost: String(cost) })),
  code.map((device) => remove(device)),
  fc.tuple(fc.constantFrom('A', 'B', 'N'), units).map(([device, quantity]) => addDevice(device, quantity)),
];
const placed: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(code, units, place, place, fc.boolean())
    .map(([device, quantity, from, to, inTransit]) => transfer(device, quantity, [from, to], { inTransit })),
  fc.tuple(entry, fc.boolean()).map(([n, isReceived]) => settle(n, isReceived)),
  fc.constant(addPlaces('shop', 'shop/back')),
];

/** How the clock goes on from an entry to the next one, in milliseconds: now and then it was set back, or ahead. */
const step = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 2000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -9000, max: 9000 }) },
  { weight: 1, arbitrary: fc.constant(1_000_000_000_000) },
);

const begun = Date.UTC(2025, 10, 23);

/** Runs commands in a shop in files, each some time after the previous one. */
async function shopOf(path: string, commands: readonly (readonly [Command, number])[]): Promise<KeptStore> {
  let now = begun;
  const store = await initJsonFileStore(
    path,
    { code: 'CNY', fractionDigits: 2 },
    optionsOf({ now: () => now }),
  );
  for (const [command, ms] of commands) {
    now += ms;
    await perform(store, command).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
    // A clock that was ahead is set right again.
    if (ms > 1_000_000) now -= ms;
  }
  now = Date.now();
  return store;
}

const seen = async (store: KeptStore, time: number) => {
  const { entry: last, places, rows } = await listingOf(store, time);
  return JSON.stringify([last, places.toJson(), rows.map(({ json, levels }) => [json, levels])]);
};

describe.skipIf(!isThere)('the past on a server', () => {
  it.each([
    ['a book', unplaced],
    ['a book with places', [...unplaced, ...placed]],
  ])('shows %s as a store in files does, whatever its clocks said', async (_, kinds) => {
    let made = 0;
    const commands = fc.array(fc.tuple(fc.oneof(...kinds), step), { maxLength: 30, size: 'max' });
    await fc.assert(
      fc.asyncProperty(commands, async (all) => {
        const folder = mkdtempSync(join(tmpdir(), 'stockbook-past-'));
        try {
          const first = [addDevice('A', 9), importDevices('X', 4)].map((one) => [one, 1000] as const);
          const files = await shopOf(join(folder, 'inventory.json'), [...first, ...all]);
          const url = server.url(`past_${process.pid}_${kinds.length}_${made++}`);
          const backup = { name: 'a.backup', bytes: (await files.backup()).lines };
          const store = await restorePostgresStore(url, backup, optionsOf());
          const times = (await historyOf(files)).map(({ row }) => Date.parse(row.at));
          for (const time of new Set([begun, ...times, ...times.map((one) => one - 1), Date.now()]))
            expect([time, await seen(store, time)]).toEqual([time, await seen(files, time)]);
          await store.close();
          await files.close();
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 15 },
    );
  });
});
