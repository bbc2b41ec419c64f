import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foundBinaries, makeServerFolder, readyBinaries } from './binaries.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';

let folder: string;
const started: PostgresServer[] = [];

beforeEach(() => {
  folder = makeServerFolder(join(tmpdir(), `launcher-${randomUUID().slice(0, 8)}`));
});

afterEach(() => {
  for (const server of started.splice(0)) server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function answer(server: PostgresServer, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: server.url() });
  await client.connect();
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

it('gives all tests of a run one server', async () => {
  const server = testServer();
  if (typeof server === 'string') return expect(foundBinaries()).toEqual([]);
  expect(testServer()).toEqual(server);
  expect(await answer(server, 'select 1 + 1')).toBe(2);
});

describe.each(foundBinaries())('the server of $name', ({ bin }) => {
  it('starts, also as root, has its data after a kill, and leaves nothing when it is removed', async () => {
    const server = PostgresServer.start(readyBinaries(bin, folder), join(folder, 'a'));
    started.push(server);
    expect(await answer(server, 'show server_encoding')).toBe('UTF8');
    expect(Number(await answer(server, 'show server_version_num'))).toBeGreaterThanOrEqual(140_000);
    await answer(server, 'create table t as select 7 as n');
    server.kill();
    server.run();
    expect(await answer(server, 'select n from t')).toBe(7);
    server.remove();
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });

  it('makes a pair: a commit is on the second one, which takes over when the first is killed', async () => {
    const [first, second] = PostgresServer.startPair(readyBinaries(bin, folder), join(folder, 'pair'));
    started.push(first, second);
    await answer(first, 'create table t as select 7 as n');
    expect(await answer(first, 'select sync_state from pg_stat_replication')).toBe('quorum');
    expect(await answer(second, 'select pg_is_in_recovery()')).toBe(true);
    first.kill();
    second.promote();
    expect(await answer(second, 'select n from t')).toBe(7);
    expect(await answer(second, 'select pg_is_in_recovery()')).toBe(false);
  });
});

describe('the programs of the package', () => {
  const embedded = foundBinaries({}).find(({ name }) => name === 'the development dependency');

  it.skipIf(embedded === undefined)('run where its install script was not run', () => {
    const copy = join(folder, 'native');
    cpSync(dirname(embedded?.bin ?? ''), copy, { recursive: true, verbatimSymlinks: true });
    const links: { target: string }[] = JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8'));
    for (const { target } of links) rmSync(join(folder, target), { force: true });
    expect(readyBinaries(join(copy, 'bin'), folder)).toBe(join(copy, 'bin'));
    expect(readdirSync(join(copy, 'lib'))).toContain('libpq.so.5');
  });

  it.skipIf(embedded === undefined || process.getuid?.() !== 0)(
    'run from a copy where the user of the server cannot reach them',
    () => {
      const home = join(folder, 'home');
      cpSync(dirname(embedded?.bin ?? ''), join(home, 'native'), { recursive: true, verbatimSymlinks: true });
      chmodSync(home, 0o700);
      expect(readyBinaries(join(home, 'native', 'bin'), folder)).toBe(join(folder, 'programs', 'bin'));
    },
  );
});
