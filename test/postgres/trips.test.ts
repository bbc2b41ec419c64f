import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnvironment, program } from '../cli/run.ts';
import { addPlaces, perform, transfer } from '../torture/shop.ts';
import { BrokenLine } from './broken-line.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';
import { newShop, openShop } from './shop.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

describe.skipIf(!isThere)('after connecting', () => {
  let folder: string;
  let line: BrokenLine;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stockbook-trips-'));
    line = await BrokenLine.start(server.port);
    url = (await newShop(server, 3)).replace(server.host, line.host);
    const rows = Array.from({ length: 300 }, (_, row) => `T${row % 3},in,1,K${row}`);
    writeFileSync(join(folder, 'movements.csv'), `code,type,quantity,key\n${rows.join('\n')}\n`);
  });

  afterAll(async () => {
    await line.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a command; how many transactions it has sent, each of them in one go. */
  async function tripsOf(words: readonly string[], where = url): Promise<number> {
    line.sent = '';
    const code = await new Promise((done) =>
      spawn(process.execPath, [program, '--store', where, ...words], {
        cwd: folder,
        env: cleanEnvironment(folder),
        stdio: 'ignore',
      }).on('close', done),
    );
    expect([words, code]).toEqual([words, 0]);
    return line.trips;
  }

  it.each<[string, number, readonly string[]]>([
    ['what waits for a step', 3, ['pending']],
    ['the state of a store in which much waits', 4, ['info']],
    ['what a place needs, and what is coming there', 12, ['report', 'low', '--place', 'shop']],
  ])('%s takes %i round trips at most', async (_, most, words) => {
    const placed = (await newShop(server, 12)).replace(server.host, line.host);
    const store = openShop(placed);
    await perform(store, addPlaces('shop'));
    for (let device = 0; device < 12; device++)
      await perform(store, transfer(`T${device}`, 1, ['main', 'shop'], { inTransit: true }));
    await store.close();
    expect(await tripsOf(words, placed)).toBeLessThanOrEqual(most);
  });

  it.each<[string, number, readonly string[]]>([
    ['a movement', 2, ['stock-out', 'T0', '1']],
    [
      'a movement with all that can be said of one',
      2,
      [
        ...['stock-in', 'T1', '2', '--cost', '610', '--reason', 'purchase', '--ref', 'R', '--note', 'N'],
        ...['--key', 'K', '--expect', '1000'],
      ],
    ],
    [
      'the same again',
      4,
      ['stock-in', 'T1', '2', '--cost', '610', '--ref', 'R', '--note', 'N', '--key', 'K', '--expect', '1000'],
    ],
    [
      'a new device',
      2,
      ['add', 'tv', '--code', 'N', '--name', 'N', '--size', '42', '--panel', 'lcd', '--price', '9'],
    ],
    [
      'a new device without a code',
      3,
      ['add', 'tv', '--name', 'N', '--size', '42', '--panel', 'lcd', '--price', '9'],
    ],
    ['an edit', 2, ['edit', 'T2', '--price', '99']],
    ['an import of movements with keys', 2, ['import', 'movements', 'movements.csv']],
    ['an undo', 3, ['undo']],
    ['a list', 1, ['list']],
    ['a search', 1, ['search', 'set']],
    ['a list as of a time', 2, ['list', '--as-of', '2026-11-26']],
    // It says what the stock is worth, too.
    ['the state of the store', 3, ['info']],
    ['a history', 2, ['history']],
    ['the history of a device', 4, ['history', 'T0']],
    ['a device with its last movements', 3, ['show', 'T0']],
  ])('%s takes %i round trips at most', async (_, most, words) => {
    expect(await tripsOf(words)).toBeLessThanOrEqual(most);
  });
});
