import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, removeFolder, run, runBeside } from '../cli/run.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';
import { newShop } from './shop.ts';
import { verifiedLines } from './verified-lines.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

/** A store as an earlier program made and filled it. */
const fixture = readFileSync(join(import.meta.dirname, 'fixtures/tables-1.sql'), 'utf8');

describe.skipIf(!isThere)('tables of an earlier version', () => {
  let folder: string;
  let store: string;
  let url: string;
  let admin: Client;
  beforeEach(async () => {
    folder = newFolder();
    store = `n_${randomUUID().slice(0, 8)}`;
    url = server.url(store);
    admin = new Client({ connectionString: server.url() });
    await admin.connect();
    await admin.query(fixture.replaceAll('older', store));
  });
  afterEach(async () => {
    await admin.end();
    removeFolder(folder);
  });

  const runAt = (where: string, words: readonly string[]) =>
    run(folder, ['--store', where, ...words], { env: { STOCKBOOK_BY: '' } });
  const lines = async (): Promise<readonly string[]> =>
    (await admin.query(`select line from ${store}.entries order by n, piece`)).rows.map(({ line }) => line);

  /** A login with the rights of a clerk, as they were printed then. */
  async function clerk(): Promise<string> {
    const name = `li_${store}`;
    await admin.query(
      `create role ${name} login; grant usage on schema ${store} to ${name};
       grant select, insert on ${store}.entries, ${store}.changes to ${name};
       grant select, update on ${store}.head to ${name};
       grant select, insert, update, delete on ${store}.devices, ${store}.levels, ${store}.parts to ${name}`,
    );
    return server.url(store, name);
  }

  it.each([
    ['list'],
    ['history'],
    ['show', 'TV-1'],
    ['info'],
    ['verify'],
    ['repair'],
    ['report', 'day'],
    ['list', '--as-of', 'today'],
    ['backup', 'a.backup'],
    ['stock-in', 'TV-1', '1'],
    ['edit', 'TV-1', '--price', '2'],
  ])('are upgraded by the first command of their owner (%s %s), which says so once', async (...words) => {
    const before = await lines();
    const { code, stderr } = runAt(url, words);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^note: the tables of .* were upgraded; .*\n$/),
    });
    expect((await lines()).slice(0, before.length)).toEqual(before);
    expect(runAt(url, words).stderr).not.toMatch(/upgraded/);
    await verifiedLines(url);
  });

  it('have all that they had when they are upgraded, and take all that there is now', async () => {
    const before = await lines();
    expect(JSON.parse(runAt(url, ['list', '--json']).stdout)).toMatchObject([
      { code: 'C-1', price: '112.00', quantity: 0 },
      { code: 'DVD-1', quantity: 9 },
      { code: 'TV-1', name: '长虹', quantity: 4, minimum: 3 },
    ]);
    expect(await verifiedLines(url)).toEqual(before);
    const sold = ['stock-out', 'TV-1', '1', '--key', 's', '--ref', 'R-1', '--json'];
    expect(JSON.parse(runAt(url, sold).stdout)).toMatchObject({ entry: 6, balance: 4 });
    expect(JSON.parse(runAt(url, ['list', '--low', '--json']).stdout)).toEqual([]);
    expect(runAt(url, ['stock-in', 'TV-1', '2', '--party', 'Nova', '--serials', 'A1,A2'])).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(runAt(url, ['history', '--party', 'Nova']).stdout).toContain('#9');
    await verifiedLines(url);
  });

  it('are not touched by a login that they do not belong to: it is told in one line whom to ask', async () => {
    const clerks = await clerk();
    const before = await lines();
    for (const words of [['list'], ['history'], ['stock-in', 'TV-1', '1'], ['verify'], ['info']]) {
      const { code, stdout, stderr } = runAt(clerks, words);
      expect([words, code, stdout]).toEqual([words, 1, '']);
      expect(stderr).toMatch(
        /^error: the tables of .* li_\w+ may not upgrade .* their owner, postgres, .*\n$/,
      );
    }
    expect(JSON.parse(runAt(clerks, ['list', '--json']).stderr).error).toMatchObject({ code: 'io' });
    expect(runAt(clerks, ['list', '--lang', 'zh']).stderr).toMatch(/所有者 postgres/);
    expect(await lines()).toEqual(before);
    expect(runAt(url, ['info']).code).toBe(0);
    // What clerks were granted is theirs still.
    expect(runAt(clerks, ['stock-in', 'TV-1', '1'])).toMatchObject({ code: 0, stderr: '' });
    await verifiedLines(url);
  });

  it('are upgraded by one of several commands that begin at once, and all of these are recorded', async () => {
    const ended = await Promise.all(
      Array.from({ length: 4 }, (_, till) =>
        runBeside(folder, ['--store', url, 'stock-in', 'DVD-1', '1', '--ref', `T${till}`], {
          env: { STOCKBOOK_BY: '' },
        }),
      ),
    );
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(ended.filter(({ stderr }) => /upgraded/.test(stderr))).toHaveLength(1);
    expect(await verifiedLines(url)).toHaveLength(13);
  });

  it('whose entries were changed are left as they are, and the entry is named', async () => {
    await admin.query(`update ${store}.entries set line = replace(line, '长虹', '短虹') where n = 5`);
    for (const words of [['list'], ['stock-in', 'DVD-1', '1'], ['verify']])
      expect([words, runAt(url, words)]).toMatchObject([
        words,
        { code: 6, stdout: '', stderr: expect.stringContaining('#5') },
      ]);
    await expect(admin.query(`select tables from ${store}.head`)).rejects.toThrow(/tables/);
  });

  it.each(['head.tables', 'head.fence', 'devices.minimum', 'changes.party', 'changes.serials'])(
    'may lack any of what was added since: %s',
    async (column) => {
      const [table, name] = column.split('.');
      const shop = await newShop(server);
      const of = /store=(\w+)/.exec(shop)?.[1] ?? '';
      await admin.query(`alter table ${of}.${table} drop column ${name}`);
      expect(runAt(shop, ['edit', 'T0', '--price', '2'])).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/^note: .* upgraded/),
      });
      expect(runAt(shop, ['stock-in', 'T0', '1'])).toMatchObject({ code: 0, stderr: '' });
      await verifiedLines(shop);
    },
  );

  it('are not used by a program that is older than they are', async () => {
    const shop = await newShop(server);
    await admin.query(`update ${/store=(\w+)/.exec(shop)?.[1]}.head set tables = 99`);
    for (const words of [
      ['list'],
      ['history'],
      ['info'],
      ['verify'],
      ['repair'],
      ['backup', 'a.backup'],
      ['stock-in', 'T0', '1'],
    ])
      expect([words, runAt(shop, words)]).toMatchObject([
        words,
        { code: 6, stdout: '', stderr: expect.stringMatching(/newer stockbook \(version 99\)/) },
      ]);
  });
});
