import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restorePostgresStore } from '../../src/store/postgres/upkeep/restore.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { historyOf, listingOf } from '../store/whole.ts';
import { testServer } from './one-server.ts';
import { begun, firstCommands, placed, shopOf, step, unplaced } from './random-shop.ts';
import { PostgresServer } from './server.ts';
import { optionsOf } from './shop.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

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
          const files = await shopOf(join(folder, 'inventory.json'), [...firstCommands, ...all]);
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
