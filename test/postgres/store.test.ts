import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/inventory/book/change.ts';
import { changeRows, changesTable } from '../../src/store/postgres/tables/rows.ts';
import { Filling } from '../../src/store/postgres/upkeep/filling.ts';
import { cleanEnvironment, program, run } from '../cli/run.ts';
import { resealed } from '../store/resealed.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';
import { move, newShop, openShop } from './shop.ts';
import { verifiedLines } from './verified-lines.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

async function query(url: string, sql: string): Promise<readonly { [column: string]: unknown }[]> {
  const client = new Client({ connectionString: url.replace(/\?.*/, '') });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const schemaOf = (url: string): string => /store=(\w+)/.exec(url)?.[1] ?? '';
const newName = (): string => `n_${randomUUID().slice(0, 8)}`;

/** A shop with some history: a sale, an undo, an import with a key, a rename. */
async function busyShop(): Promise<string> {
  const url = await newShop(server, 3);
  const store = openShop(url);
  for (let turn = 0; turn < 5; turn++)
    await move(store, { device: `T${turn % 3}`, change: turn - 7, ref: `长虹 "${turn}"` });
  await move(store, { device: 'T1', change: 5, cost: '610', key: 'K,"balance":7' });
  await store.close();
  return url;
}

describe.skipIf(!isThere)('a store on PostgreSQL', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stockbook-postgres-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const runAt = (store: string, words: readonly string[], env = {}) =>
    run(folder, ['--store', store, ...words], { env });

  it('moves to a file and back with the same entries, numbers and sums', async () => {
    const url = await busyShop();
    const lines = await verifiedLines(url);
    expect(runAt(url, ['backup', 'a.backup'])).toMatchObject({ code: 0 });
    expect(runAt('shop.json', ['restore', 'a.backup'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'shop.journal.jsonl'), 'utf8').trimEnd().split('\n')).toEqual(lines);
    runAt('shop.json', ['stock-in', 'T2', '4', '--key', 'later']);
    runAt('shop.json', ['backup', 'b.backup']);
    const other = server.url(newName());
    // Nobody else has any rights in a schema that was just made.
    const { code, stdout } = runAt(other, ['restore', 'b.backup']);
    expect([
      code,
      stdout.match(new RegExp(`^grant .* "${schemaOf(other)}".* to CLERK;$`, 'gm'))?.length,
    ]).toEqual([0, 4]);
    expect(await verifiedLines(other)).toEqual(
      readFileSync(join(folder, 'shop.journal.jsonl'), 'utf8').trimEnd().split('\n'),
    );
    for (const words of [
      ['list', '--json'],
      ['history', '--json'],
      ['why', 'T1', '--json'],
    ])
      expect(runAt(other, words).stdout).toBe(runAt('shop.json', words).stdout);
    expect(runAt(other, ['stock-in', 'T2', '4', '--key', 'later', '--json'])).toMatchObject({ code: 0 });
    expect(runAt(other, ['restore', 'b.backup'])).toMatchObject({ code: 4 });
    expect(runAt(other, ['init'])).toMatchObject({ code: 4 });
  });

  it.each([1, 2])('is made of a backup of format %i as of this one, and says so', async (format) => {
    const older = join(import.meta.dirname, `../store/fixtures/format-${format}/inventory.json`);
    const before = ['list', 'history'].map((words) => runAt(older, [words, '--json']).stdout);
    expect(runAt(older, ['backup', 'older.backup'])).toMatchObject({ code: 0 });
    const copy = readFileSync(join(older, '../inventory.journal.jsonl'));
    writeFileSync(join(folder, 'copied.jsonl'), copy);
    for (const source of ['older.backup', 'copied.jsonl']) {
      const url = server.url(newName());
      expect(runAt(url, ['restore', source])).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(new RegExp(`backup is of format ${format}.* of format 3`)),
      });
      expect(['list', 'history'].map((words) => runAt(url, [words, '--json']).stdout)).toEqual(before);
      expect(runAt(url, ['info']).stdout).toContain(`3 (upgraded from ${format})`);
      expect(runAt(url, ['stock-in', 'HX-22L', '1'])).toMatchObject({ code: 0, stderr: '' });
      await verifiedLines(url);
      // The same as the store on files makes of it.
      expect(runAt('upgraded.json', ['restore', source, '--yes'])).toMatchObject({ code: 0 });
      runAt('upgraded.json', ['stock-in', 'HX-22L', '1']);
      const upgraded = readFileSync(join(folder, 'upgraded.journal.jsonl'), 'utf8').trimEnd().split('\n');
      expect((await verifiedLines(url)).slice(0, -1)).toEqual(upgraded.slice(0, -1));
      rmSync(join(folder, 'upgraded.json'));
      rmSync(join(folder, 'upgraded.journal.jsonl'));
    }
  });

  it.each<[string, (s: string) => string, RegExp]>([
    [
      'an entry that an owner changed',
      (s) => `update ${s}.entries set line = replace(line, 'T0', 'T9') where n = 4`,
      /#4/,
    ],
    ['an entry that an owner removed', (s) => `delete from ${s}.entries where n = 5`, /#5/],
    [
      'the last entries, when they are gone',
      (s) => `delete from ${s}.entries where n > 7`,
      /#8 to #9 are missing/,
    ],
    ['a first line that is gone', (s) => `delete from ${s}.entries where n = 0`, /#0/],
    [
      'a quantity',
      (s) => `update ${s}.devices set quantity = 7 where id = 1`,
      /\.devices does not match the journal/,
    ],
    ['a level', (s) => `update ${s}.levels set quantity = 7 where device = 1`, /\.levels does not/],
    ['a change', (s) => `delete from ${s}.changes where n = 3`, /\.changes does not/],
    ['a name of an operator', (s) => `update ${s}.entries set by = 'wang' where n = 3`, /\.entries does not/],
    ['a head', (s) => `update ${s}.head set devices = 7`, /\.head does not/],
    [
      'a head that was set back to hide the last entries',
      (s) =>
        `update ${s}.head set n = 7, sum = (select substr(right(line, 34), 1, 32) from ${s}.entries where n = 7)`,
      /\.head does not/,
    ],
    ['a reader', (s) => `update ${s}.head set reader = 1`, /\.head does not/],
    [
      'an entry that an owner put after the last',
      (s) => `insert into ${s}.entries (n, piece, line) select 10, 0, line from ${s}.entries where n = 9`,
      /#10/,
    ],
    [
      'a change that is of no entry',
      (s) => `insert into ${s}.changes (n, i, what, change) values (10, 0, 'move', '{}')`,
      /\.changes does not/,
    ],
    ...(
      [
        ['devices', `code = 'T9'`],
        ['devices', `code_key = 't9' where id = 1`],
        ['devices', `name_key = 'x'`],
        ['devices', `minimum = 1`],
        ['devices', `edited = 0`],
        ['devices', `last_cost = '1.00'`],
        ['devices', `added_at = changed_at || ' '`],
        ['devices', `changed_at = ''`],
        ['devices', `record = replace(record, 'lcd', 'oled')`],
        ['devices', `search = ''`],
        ['changes', `device = 2 where device = 1`],
        ['changes', `place = 2 where place = 1`],
        ['changes', `of = 1 where n = 4`],
        ['changes', `count = 1 where n = 4`],
        ['changes', `key = 'other' where key is not null`],
        ['changes', `party = 'x' where n = 4`],
        ['changes', `serials = 'x' where n = 4`],
        ['changes', `code_key = 'x' where n = 1`],
        ['changes', `what = 'edit' where n = 4`],
        ['changes', `change = '{}' where n = 4`],
        ['levels', `place = 2 where device = 1`],
        ['levels', `of = 1 where device = 1`],
        ['entries', `at = '' where n = 4`],
        ['entries', `command = 'import' where n = 4`],
        ['entries', `undoes = 1 where n = 4`],
        ['entries', `corrects = 1 where n = 4`],
        ['entries', `file = 'x' where n = 4`],
        ['entries', `sha256 = 'x' where n = 4`],
        ['entries', `length = 1 where n = 4`],
        ['head', `next_id = 9`],
        ['head', `rules = 5`],
        ['head', `used_numbers = '{"TV-":[1]}'`],
        ['head', `currency = 'JPY'`],
        ['head', `store = 'x'`],
      ] as const
    ).map(([table, change]): [string, (s: string) => string, RegExp] => [
      `${table}, where ${change}`,
      (s) => `update ${s}.${table} set ${change}`,
      new RegExp(`\\.${table} does not`),
    ]),
    ['a part', (s) => `insert into ${s}.parts values (1, 2)`, /\.parts does not/],
    ['a device that is gone', (s) => `delete from ${s}.devices where id = 3`, /\.devices does not/],
    ['a level that is gone', (s) => `delete from ${s}.levels where device = 3`, /\.levels does not/],
  ])('has verify name %s', async (_, sql, named) => {
    const url = await busyShop();
    await query(url, sql(schemaOf(url)));
    const { code, stdout } = runAt(url, ['verify']);
    expect(code).toBe(6);
    expect(stdout).toMatch(named);
  });

  it('makes again what follows from its entries, and touches no entry', async () => {
    const url = await busyShop();
    const s = schemaOf(url);
    const lines = await verifiedLines(url);
    await query(
      url,
      `delete from ${s}.changes; update ${s}.devices set quantity = 7; delete from ${s}.levels;
       update ${s}.entries set by = 'wang' where n = 3; update ${s}.head set next_id = 99, n = 4, sum = 'x', reader = 1,
         currency = 'JPY', fraction_digits = 0, store = 'x', rules = 9, used_numbers = '{}', places = '[]'`,
    );
    expect(runAt(url, ['repair', '--json'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/"bookRebuilt":true/),
    });
    expect(await verifiedLines(url)).toEqual(lines);
    await query(url, `update ${s}.entries set line = '{}' where n = 3`);
    expect(runAt(url, ['repair'])).toMatchObject({ code: 6 });
  });

  it('makes a change again that is not what its entry says, and blames no entry for it', async () => {
    const url = await busyShop();
    const s = schemaOf(url);
    const lines = await verifiedLines(url);
    await query(
      url,
      `update ${s}.changes set change = replace(replace(change, '"change":5,', '"change":6,'), '"610.00"', '"-1.00"') where n = 9`,
    );
    const { code, stderr } = runAt(url, ['verify', '--json']);
    expect(code).toBe(6);
    expect(JSON.parse(stderr).error.details.findings).toMatchObject([{ key: 'book-differs' }]);
    expect(runAt(url, ['repair', '--json'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/"bookRebuilt":true/),
    });
    expect(await verifiedLines(url)).toEqual(lines);
  });

  it('has verify name goods that wait under an entry which did not put them there', () => {
    const add = ['--size', '42', '--panel', 'lcd', '--price', '9'];
    for (const words of [
      ['init'],
      ['add', 'tv', '--code', 'T', '--name', 'T', ...add],
      ['add', 'tv', '--code', 'U', '--name', 'U', ...add],
      ['order', 'T', '5'],
      ['stock-in', 'U', '2', '--inspect'],
      ['order', 'U', '1'],
    ])
      expect([words, runAt('shop.json', words)]).toMatchObject([words, { code: 0 }]);
    const journal = readFileSync(join(folder, 'shop.journal.jsonl'));
    writeFileSync(
      join(folder, 'broken.jsonl'),
      resealed(journal, (line) => line.replace('"of":4', '"of":3')),
    );
    const url = server.url(newName());
    expect(runAt(url, ['restore', 'broken.jsonl'])).toMatchObject({ code: 0 });
    expect(runAt(url, ['verify'])).toMatchObject({
      code: 6,
      stdout: expect.stringContaining('invariant 4, entry #3: what waits of U in inspection is not'),
    });
  });

  it('has verify name an entry that books something else than was counted', async () => {
    for (const words of [
      ['init'],
      ['add', 'tv', '--code', 'T', '--name', 'T', '--size', '42', '--panel', 'lcd', '--price', '9'],
      ['stock-in', 'T', '4'],
      ['count', 'spot', 'T', '3'],
      ['stock-out', 'T', '1', '--before-count', '3'],
    ])
      expect([words, runAt('shop.json', words)]).toMatchObject([words, { code: 0 }]);
    const journal = readFileSync(join(folder, 'shop.journal.jsonl'));
    const broken = resealed(journal, (line) => line.replace('"counted":3,"book":4', '"counted":2,"book":4'));
    for (const [name, lines, code] of [
      ['sound.jsonl', journal, 0],
      ['broken.jsonl', broken, 6],
    ] as const) {
      writeFileSync(join(folder, name), lines);
      const url = server.url(newName());
      expect(runAt(url, ['restore', name])).toMatchObject({ code: 0 });
      const { stdout, ...verified } = runAt(url, ['verify']);
      expect(verified).toMatchObject({ code });
      if (code !== 0) expect(stdout).toContain('entry #3: what count #3 booked of T at main is not');
    }
  });

  it('lets clerks add entries with the rights that init prints, and nobody but an owner change or delete one', async () => {
    const url = server.url(newName());
    const { stdout } = runAt(url, ['init']);
    const grants = stdout.split('\n').filter((line) => / to CLERK;$/.test(line));
    expect(grants.length).toBeGreaterThan(2);
    const clerk = newName();
    await query(url, `create role ${clerk} login`);
    for (const grant of grants) await query(url, grant.replace('CLERK', clerk));
    const clerks = url.replace('postgres@', `${clerk}@`);
    const nobody = { STOCKBOOK_BY: '' };
    expect(
      runAt(
        clerks,
        ['add', 'tv', '--code', 'T', '--name', 'Set', '--size', '42', '--panel', 'lcd', '--price', '9'],
        nobody,
      ),
    ).toMatchObject({ code: 0 });
    for (const words of [
      ['stock-in', 'T', '5', '--cost', '3'],
      ['stock-out', 'T', '1', '--key', 'k'],
      ['stock-out', 'T', '1', '--key', 'k'],
      ['edit', 'T', '--name', 'Other'],
      ['undo'],
      ['verify'],
      ['backup', 'clerk.backup'],
    ])
      expect([words, runAt(clerks, words, nobody)]).toMatchObject([words, { code: 0 }]);
    expect(JSON.parse(runAt(clerks, ['history', '--json', '--limit', '1'], nobody).stdout)).toMatchObject([
      { by: clerk },
    ]);
    const s = schemaOf(url);
    for (const sql of [
      `update ${s}.entries set line = ''`,
      `delete from ${s}.entries`,
      `truncate ${s}.entries`,
      `update ${s}.changes set change = ''`,
      `delete from ${s}.changes`,
      `drop table ${s}.entries`,
      `alter table ${s}.entries disable trigger all`,
    ])
      await expect(query(clerks, sql)).rejects.toThrow(/permission denied|must be owner/);
    // The operator is the login, but for one who may speak for others.
    const named = ['stock-in', 'T', '1', '--by', 'wang'];
    expect(runAt(clerks, named, nobody)).toMatchObject({ code: 2, stderr: expect.stringMatching(/wang/) });
    expect(runAt(clerks, ['count', 'open'], nobody).code).toBe(0);
    const tally = ['count', 'enter', 'T', '9', '--replace', '--counter'];
    const { entry } = JSON.parse(runAt(clerks, ['history', '--json', '--limit', '1'], nobody).stdout)[0];
    tally.splice(2, 0, String(entry));
    expect(runAt(clerks, [...tally, 'wang'], nobody)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/wang.*--counter/),
    });
    expect(runAt(clerks, [...tally, clerk], nobody)).toMatchObject({ code: 0 });
    await query(
      url,
      `do $$ begin create role stockbook_proxy nologin; exception when duplicate_object then null; end $$`,
    );
    await query(url, `grant stockbook_proxy to ${clerk}`);
    expect(runAt(clerks, named, nobody)).toMatchObject({ code: 0 });
    expect(runAt(clerks, [...tally, 'wang', '--now'], nobody)).toMatchObject({ code: 0 });
    await query(url, `revoke update on ${s}.head from ${clerk}`);
    expect(runAt(clerks, ['stock-in', 'T', '1'], nobody)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/may not/),
    });
  });

  it('never shows a password', async () => {
    const url = server.url(newName()).replace('postgres@', 'postgres:s3cret%21@');
    const typed = runAt(url, ['init']);
    expect(typed.code).toBe(0);
    expect(typed.stderr).toMatch(/password in --store can be seen/);
    const wrong = url.replace(/\?.*/, '?sslmode=nonsense');
    const away = 'postgres://li:s3cret%21@127.0.0.1:1/shop';
    for (const [store, words] of [
      [url, ['info']],
      [url, ['info', '--json']],
      [url, ['init']],
      [wrong, ['list']],
      [away, ['list', '--wait', '0']],
      [away, ['list', '--wait', '0', '--json']],
    ] as const) {
      const { stdout, stderr } = run(folder, words, {
        env: { STOCKBOOK_STORE: store, STOCKBOOK_DEBUG: '1' },
      });
      expect(stdout + stderr).not.toMatch(/s3cret/);
      expect(stderr).not.toMatch(/can be seen/);
    }
  });

  it('is not read or written by a program that is older than it', async () => {
    const url = await newShop(server);
    await query(url, `update ${schemaOf(url)}.head set format = 99, reader = 99`);
    for (const words of [['list'], ['stock-in', 'T0', '1'], ['info']])
      expect([words, runAt(url, words).code]).toEqual([words, 6]);
  });

  it('has its codes completed, which ends', async () => {
    const url = await newShop(server, 2);
    const env = { ...cleanEnvironment(folder), STOCKBOOK_STORE: url };
    const completed = promisify(execFile)(process.execPath, [program, '__complete', 'show', 'T'], { env });
    expect(await completed).toEqual({ stdout: 'T0\nT1\n', stderr: '' });
  });

  it('is not there before init, and says so', () => {
    const url = server.url(newName());
    expect(runAt(url, ['list', '--json'])).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/"no-store"/),
    });
    expect(runAt(url, ['stock-in', 'T', '1'])).toMatchObject({ code: 3 });
    expect(runAt(url.replace('/postgres?', '/nowhere?'), ['list'])).toMatchObject({ code: 3 });
  });

  it('says within --wait that no server answers, or that others keep it locked', async () => {
    expect(runAt('postgres://li@127.0.0.1:1/shop', ['list', '--wait', '0'])).toMatchObject({ code: 1 });
    const url = await newShop(server);
    const client = new Client({ connectionString: url.replace(/\?.*/, '') });
    await client.connect();
    await client.query(`begin; select from ${schemaOf(url)}.head for update`);
    expect(runAt(url, ['stock-in', 'T0', '1', '--wait', '0.2'])).toMatchObject({ code: 5 });
    expect(runAt(url, ['list'])).toMatchObject({ code: 0 });
    await client.end();
  });

  it('keeps an entry whose line is longer than a piece, and imports it once', async () => {
    const url = await newShop(server);
    const note = '长'.repeat(190);
    const rows = Array.from({ length: 4000 }, (_, row) => `T0,in,1,,,R${row},${note},`);
    writeFileSync(join(folder, 'a.csv'), `code,type,quantity,reason,cost,ref,note,key\n${rows.join('\n')}\n`);
    expect(runAt(url, ['import', 'movements', 'a.csv'])).toMatchObject({ code: 0 });
    expect(runAt(url, ['import', 'movements', 'a.csv'])).toMatchObject({ code: 4 });
    expect(await query(url, `select count(*)::int as n from ${schemaOf(url)}.entries where n = 2`)).toEqual([
      { n: expect.any(Number) },
    ]);
    const lines = await verifiedLines(url);
    expect(lines.at(-1)?.length).toBeGreaterThan(1024 * 1024);
    expect(runAt(url, ['undo'])).toMatchObject({ code: 0 });
    await verifiedLines(url);
  });
});

describe('what fills the tables of a store', () => {
  it('takes an import of any number of changes, some at a time', async () => {
    const sent: number[] = [];
    const filling = new Filling('s', randomUUID(), async (statements) => {
      for (const { values } of statements) sent.push((values[1] as readonly unknown[]).length);
    });
    const changes = Array.from({ length: 300_000 }, (_, id) => ({
      do: 'remove',
      id,
      device: {},
      addedAt: '',
    }));
    await filling.take(
      changesTable,
      changeRows({ n: 1, at: '', by: '', command: 'import', changes } as unknown as Entry),
    );
    await filling.flush();
    expect(sent.reduce((sum, rows) => sum + rows, 0)).toBe(300_000);
    expect(sent.length).toBeGreaterThan(1);
  });
});

/** What PostgreSQL has beside the SQL of others that speak its language, by their documents. */
const beyondOthers =
  /\b(sequence|serial|trigger|language|listen|notify|pg_advisory|temp|temporary|deferrable|deferred|jsonb?|copy|cursor|declare|prepare|vacuum|cluster|inherits|rule)\b/i;

describe('the SQL of the store', () => {
  const folder = resolve(import.meta.dirname, '../../src/store/postgres');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  /** Every text in the source, whether it is a whole statement or a part of one. */
  const literals = sources
    .flatMap((source) => [
      ...source.matchAll(/\/\/.*|\/\*[\s\S]*?\*\/|'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\])*)`/g),
    ])
    .flatMap(([, plain, template]) => plain ?? template ?? [])
    .filter((text) => !/^\.\.?\//.test(text));
  const texts = literals.filter((text) =>
    /^(select|insert|update|delete|with|create|alter|drop|begin|commit|rollback|grant|revoke|analyze|set|lock)\b/i.test(
      text,
    ),
  );

  it('is all looked at here: each statement is made of a text, or of one that a function or a list has', () => {
    const made = sources.flatMap((source) => [...source.matchAll(/\bstatement\(\s*(\S)(\w*)/g)]);
    expect(made.length).toBeGreaterThan(60);
    // The first is the function itself.
    const others = made
      .filter(([, first = '']) => !/['`]/.test(first))
      .map(([, first, rest]) => `${first}${rest}`);
    expect([...new Set(others)].sort()).toEqual(['selectOfAll', 'selectWanted', 'text']);
  });

  it('has no value in its text: only names of tables and columns, and what the program itself counts', () => {
    expect(texts.length).toBeGreaterThan(40);
    const inserted = new Set(
      texts.flatMap((sql) => [...sql.matchAll(/\$\{([^}]*)\}/g)].map(([, what = '']) => what.trim())),
    );
    expect([...inserted].sort()).toMatchInlineSnapshot(`
      [
        "Object.keys(columns).join(', ')",
        "columns",
        "deviceColumns(s)",
        "devicesUpTo(s)",
        "entryColumns",
        "isOurs(s)",
        "lastWithCost(s)",
        "lists.join(', ')",
        "name",
        "names.join(', ')",
        "order",
        "proxyRole",
        "quoted(place.store)",
        "quoted(store)",
        "quoted(this.#fetches.store)",
        "quoted(this.#store)",
        "s",
        "seeds",
        "this.#s",
        "where",
      ]
    `);
  });

  it('asks nothing that only PostgreSQL has', () => {
    const asked = literals.filter((text) => beyondOthers.test(text.replace(/\$\{[^}]*\}/g, '')));
    expect(asked).toEqual([]);
  });
});
