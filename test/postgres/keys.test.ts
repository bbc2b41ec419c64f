import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Journal } from '../../src/inventory/book/journal.ts';
import { openJsonFileStore } from '../../src/store/json-file/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { run } from '../cli/run.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';
import { openShop, optionsOf } from './shop.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

describe.skipIf(!isThere)('the movement that used a key', () => {
  let folder: string;
  let stores: readonly KeptStore[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stockbook-keys-'));
    const url = server.url(`keys_${process.pid}`);
    for (const place of ['shop.json', url])
      for (const [words, input] of [
        [['init']],
        [['place', 'add', 'back']],
        [['add', 'tv', '--code', 'T', '--name', 'T', '--size', '42', '--panel', 'lcd', '--price', '9']],
        [['stock-in', 'T', '9', '--key', 'plain']],
        [
          ['import', 'movements', '-'],
          'code,type,quantity,place,to,key\nT,transfer,2,main,back,moved\nT,in,1,main,,came\n',
        ],
        [['transfer', 'T', '1', '--from', 'main', '--to', 'back', '--key', 'alone']],
        [['place', 'add', 'front', '--key', 'made']],
      ] as const)
        expect([words, run(folder, ['--store', place, ...words], { input: input ?? '' })]).toMatchObject([
          words,
          { code: 0 },
        ]);
    stores = [await openJsonFileStore(join(folder, 'shop.json'), optionsOf()), openShop(url)];
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const keys = ['plain', 'moved', 'came', 'alone', 'made', 'unused'];
  const found = (used: ReturnType<Journal['keyed']>) =>
    used === undefined ? null : [used.entry.n, used.move.change, used.move.place ?? 1];
  const expected = {
    plain: [3, 9, 1],
    // Of a transfer, what came in.
    moved: [4, 2, 2],
    came: [4, 1, 1],
    alone: [5, 1, 2],
    made: null,
    unused: null,
  };

  it('is the same in files and on a server, asked for alone or with others', async () => {
    for (const store of stores) {
      const alone = await store.ask((_, journal) =>
        Object.fromEntries(keys.map((key) => [key, found(journal.keyed(key))])),
      );
      const together = await store.ask((_, journal) => {
        const used = journal.allKeyed(new Set(keys));
        return Object.fromEntries(keys.map((key) => [key, found(used.get(key))]));
      });
      expect([store.where, alone, together]).toEqual([store.where, expected, expected]);
    }
  });

  it('that is used again is the same conflict', () => {
    const url = stores[1]?.where ?? '';
    for (const words of [
      ['stock-out', 'T', '2', '--key', 'moved'],
      ['stock-in', 'T', '2', '--key', 'moved', '--place', 'back'],
      ['stock-in', 'T', '1', '--key', 'alone', '--place', 'back'],
      ['stock-in', 'T', '1', '--key', 'made'],
      ['stock-in', 'T', '2', '--key', 'came'],
      ['transfer', 'T', '2', '--from', 'main', '--to', 'back', '--key', 'moved'],
    ]) {
      const [inFiles, onServer] = ['shop.json', url].map((place) =>
        run(folder, ['--store', place, ...words, '--json']),
      );
      expect([words, inFiles?.code]).toEqual([words, 4]);
      expect([words, onServer]).toEqual([words, inFiles]);
    }
  });
});
