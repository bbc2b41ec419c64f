import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLongHistory } from '../../bench/long-history.ts';
import { initJsonFileStore } from '../../src/store/json-file/store.ts';
import { runBeside } from '../cli/run.ts';
import { BrokenLine } from './broken-line.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';
import { addDevices, optionsOf } from './shop.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

const devices = 2_000;
const movements = 20_000;
/** The devices that move. */
const moving = 500;
const dayMs = 86_400_000;
const begun = Date.parse('2025-05-01T00:00:00Z');
const stepMs = Math.floor((300 * dayMs) / movements);

/** Some of the devices are low, and one can be found by its sound. */
const rowOf = (index: number): { readonly [column: string]: string } => ({
  ...{ kind: 'dvd', code: `D-${index}`, name: index === 7 ? '长虹 播放机' : `Player ${index}`, disc: 'hd' },
  ...{ price: '30', quantity: '1000' },
  ...(index % 400 === 0 ? { minimum: '2000' } : {}),
});

function* history() {
  const stock = new Array<number>(moving).fill(1000);
  for (let n = 0; n < movements; n++) {
    const index = n % moving;
    const change = n % 3 === 0 ? 2 : -1;
    stock[index] = (stock[index] ?? 0) + change;
    yield { code: `D-${index}`, change, balance: stock[index] ?? 0, at: begun + (n + 1) * stepMs };
  }
}

describe.skipIf(!isThere)('a store on a server with many devices and a long history', () => {
  let folder: string;
  let line: BrokenLine;
  let url: string;
  /** The same store in files. */
  let book: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stockbook-many-'));
    book = join(folder, 'inventory.json');
    const store = await initJsonFileStore(
      book,
      { code: 'CNY', fractionDigits: 2 },
      optionsOf({ now: () => begun }),
    );
    await addDevices(
      store,
      Array.from({ length: devices }, (_, index) => rowOf(index)),
    );
    await store.close();
    writeLongHistory(join(folder, 'inventory.journal.jsonl'), history());
    line = await BrokenLine.start(server.port);
    url = server.url(`many_${process.pid}`).replace(server.host, line.host);
    for (const words of [
      ['--store', book, 'backup', 'a.backup'],
      ['--store', url, 'restore', 'a.backup'],
    ])
      expect([words, await outcomeOf(words)]).toMatchObject([words, { code: 0 }]);
  }, 600_000);

  afterAll(async () => {
    await line?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The line is in this process, so a command runs beside it; how many characters it has said, and the last of them. */
  const outcomeOf = (words: readonly string[], env: { readonly [name: string]: string } = {}) =>
    runBeside(folder, words, { env });

  const period = ['--since', '2026-02-01', '--until', '2026-02-20'];
  it.each<[number, readonly string[]]>([
    [11, ['report', 'day', '--since', '2026-02-20', '--json']],
    [9, ['report', 'movements', ...period, '--json']],
    [9, ['report', 'movements', '--amounts', ...period, '--json']],
    [8, ['report', 'low', '--json']],
    [5, ['report', 'value', '--json']],
    [9, ['report', 'inventory', ...period, '--format', 'html']],
    [7, ['chart', 'D-0', '--until', '2026-02-20', '--json']],
    [9, ['chart', '--total', '--until', '2026-02-20', '--json']],
    [5, ['why', 'D-0', '--expect', '7']],
    [3, ['info']],
    [1, ['list', '--in-stock']],
    [4, ['search', 'player39']],
    [12, ['export', 'history', '--format', 'csv']],
  ])(
    'takes %i round trips at most for %j, and answers as the same store in files does',
    async (most, words) => {
      const { stdout, ...inFiles } = await outcomeOf(['--store', book, ...words]);
      line.sent = '';
      const onServer = await outcomeOf(['--store', url, ...words]);
      expect(line.trips).toBeLessThanOrEqual(most);
      if (words[0] === 'info') return;
      expect({ ...onServer, stdout: '' }).toEqual({ ...inFiles, stdout: '' });
      expect(withoutHead(onServer.stdout, url) === withoutHead(stdout, book)).toBe(true);
    },
  );
});

describe.skipIf(!isThere)('a store on a server with more devices than there is memory for', () => {
  let folder: string;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stockbook-memory-'));
    url = server.url(`memory_${process.pid}`);
    const rows = Array.from({ length: 40_000 }, (_, index) => `dvd,D-${index},Player ${index},hd,30,9`);
    writeFileSync(join(folder, 'devices.csv'), `kind,code,name,disc,price,quantity\n${rows.join('\n')}\n`);
    for (const words of [['init'], ['import', 'devices', 'devices.csv', '-q']])
      expect([words, await outcomeOf(words)]).toMatchObject([words, { code: 0 }]);
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const outcomeOf = (words: readonly string[], env: { readonly [name: string]: string } = {}) =>
    runBeside(folder, ['--store', url, ...words], { env });
  const little = { NODE_OPTIONS: '--max-old-space-size=40' };

  it.each<[readonly string[]]>([
    [['list']],
    [['list', '--format', 'csv']],
    [['list', '--in-stock', '--sort', 'name']],
    [['list', '--as-of', 'today']],
    [['search', 'player']],
    [['report', 'inventory']],
    [['report', 'value']],
    [['report', 'day']],
    [['report', 'movements', '--amounts']],
  ])('says in one line that there is too little memory for %j', async (words) => {
    const { code, stdout, stderr } = await outcomeOf(words, little);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^error: 40000 rows take about \d+ MB of memory, and Node may use \d+; set NODE_OPTIONS=--max-old-space-size=\d+\n$/,
    );
    const enough = { NODE_OPTIONS: stderr.split('NODE_OPTIONS=')[1]?.trim() ?? '' };
    expect(await outcomeOf(words, enough)).toMatchObject({ code: 0 });
  });

  it.each<[readonly string[], RegExp]>([
    [['search', 'player39999'], /D-39999/],
    [['search', 'player', '39 998'], /D-39998/],
    [['show', 'D-39999'], /D-39999/],
    [['list', '--low'], /^$/],
    [['report', 'low', '--json'], /"devices":0/],
    [['why', 'D-39999', '--expect', '8'], /D-39999/],
    [['chart', '--total', '--json'], /"closing":360000/],
    [['info', '--json'], /"devices":40000/],
    [['history', 'D-7', '--format', 'csv'], /D-7/],
    [['export', 'history', '--format', 'jsonl'], /D-39999/],
  ])('answers %j with little of it', async (words, answer) => {
    const { code, stdout, stderr } = await outcomeOf(words, little);
    expect([code, words[0] === 'list' ? '' : stderr]).toEqual([0, '']);
    expect(answer.test(stdout)).toBe(true);
  });
});

/** An output without where the store is, and when it was asked. */
const withoutHead = (text: string, where: string): string =>
  text.replaceAll(where, 'STORE').replace(/2026-\d\d-\d\d \d\d:\d\d(:\d\d)?/g, 'NOW');
