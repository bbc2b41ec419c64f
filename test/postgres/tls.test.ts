import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnvironment, program, run } from '../cli/run.ts';
import { foundBinaries, makeServerFolder, readyBinaries, serverUser } from './binaries.ts';
import { newCertificate } from './certificates.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';

const isThere = testServer() instanceof PostgresServer;
/** An address of this machine at which others can reach it. */
const address = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe.skipIf(!isThere)('a server with TLS', () => {
  let folder: string;
  let servers: string;
  let server: PostgresServer;
  const pathOf = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stockbook-tls-'));
    servers = makeServerFolder(join(tmpdir(), `tls-${randomUUID().slice(0, 8)}`));
    const authority = newCertificate('An authority');
    const other = newCertificate('Another authority');
    const hosts = ['localhost', ...(address === undefined ? [] : [address])];
    const { certificate, key } = newCertificate('A server', authority, hosts);
    writeFileSync(pathOf('authority.pem'), authority.certificate);
    writeFileSync(pathOf('other.pem'), other.certificate);
    const [crt, keyFile] = [join(servers, 'server.crt'), join(servers, 'server.key')];
    writeFileSync(crt, certificate);
    writeFileSync(keyFile, key, { mode: 0o600 });
    if (serverUser.uid !== undefined)
      for (const path of [crt, keyFile]) chownSync(path, serverUser.uid, serverUser.gid);
    writeFileSync(
      join(servers, 'hba'),
      'host all all 127.0.0.1/32 trust\nhostssl all all all scram-sha-256\n',
    );
    const bin = readyBinaries(foundBinaries()[0]?.bin ?? '', servers);
    server = PostgresServer.start(bin, join(servers, 'server'), [
      "listen_addresses = '*'",
      'ssl = on',
      `ssl_cert_file = '${crt}'`,
      `ssl_key_file = '${keyFile}'`,
      `hba_file = '${join(servers, 'hba')}'`,
    ]);
    await query(server.url(), `create role li superuser login password 's3cret'`);
    expect(at('127.0.0.1', '', ['init'])).toMatchObject({ code: 0 });
    writeFileSync(pathOf('passwords'), `*:*:*:wang:no\n${address}:${server.port}:postgres:li:s3cret\n`, {
      mode: 0o600,
    });
  });
  afterAll(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(servers, { recursive: true, force: true });
  });

  /** Waiting does not help if a certificate or a password is wrong: these commands would wait for an hour. */
  const at = (host: string, query: string, words: readonly string[], env: { [name: string]: string } = {}) =>
    run(
      folder,
      ['--store', `postgres://li@${host}:${server.port}/postgres${query}`, '--wait', '3600', ...words],
      {
        env: { STOCKBOOK_BY: '', ...env },
      },
    );

  it.each<[string, string, string, RegExp | null]>([
    [
      'whose authority and name are right',
      'localhost',
      'sslmode=verify-full&sslrootcert=authority.pem',
      null,
    ],
    [
      'of another authority',
      'localhost',
      'sslmode=verify-full&sslrootcert=other.pem',
      /certificate of localhost.*sslrootcert=FILE/,
    ],
    [
      'of no known authority',
      'localhost',
      'sslmode=verify-full',
      /certificate of localhost.*sslrootcert=FILE/,
    ],
    [
      'of another name',
      '127.0.0.1',
      'sslmode=verify-full&sslrootcert=authority.pem',
      /certificate of 127\.0\.0\.1.*names/,
    ],
    [
      'of another name, which verify-ca does not look at',
      '127.0.0.1',
      'sslmode=verify-ca&sslrootcert=authority.pem',
      null,
    ],
    [
      'of another authority, with verify-ca',
      '127.0.0.1',
      'sslmode=verify-ca&sslrootcert=other.pem',
      /certificate of/,
    ],
    ['that nobody looks at', '127.0.0.1', 'sslmode=require', null],
    [
      'with the authorities in a file that is not there',
      'localhost',
      'sslmode=verify-full&sslrootcert=none.pem',
      /none\.pem/,
    ],
  ])('is used, or refused at once, with a certificate %s', (_, host, query, refused) => {
    const { code, stderr } = at(host, `?${query}`, ['stock-in', 'T', '1']);
    // The device is not there, but then the server has been asked.
    if (refused === null) expect([code, stderr]).toEqual([3, expect.stringMatching(/T/)]);
    else expect([code, stderr]).toEqual([1, expect.stringMatching(refused)]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('hears over TLS, too, that what waits for a lock is given up', async () => {
    const tv = ['add', 'tv', '--code', 'L', '--name', 'L', '--size', '42', '--panel', 'lcd', '--price', '9'];
    expect(at('127.0.0.1', '', tv).code).toBe(0);
    const [holder, watcher] = [1, 2].map(() => new Client({ connectionString: server.url() }));
    await Promise.all([holder?.connect(), watcher?.connect()]);
    await holder?.query('begin; select from stockbook.head for update');
    const url = `postgres://li@localhost:${server.port}/postgres?sslmode=verify-full&sslrootcert=${pathOf('authority.pem')}`;
    const { STOCKBOOK_BY: _, ...env } = cleanEnvironment(folder);
    const child = spawn(process.execPath, [program, '--store', url, '--wait', '3600', 'stock-in', 'L', '1'], {
      cwd: folder,
      env,
      stdio: 'ignore',
    });
    const ended = new Promise((done) => child.on('close', (code, signal) => done(code ?? signal)));
    const isWaiting = async () => {
      const found = await watcher?.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'stockbook'`,
      );
      return found?.rowCount === 1;
    };
    while (!(await isWaiting())) await new Promise((next) => setTimeout(next, 10));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    while (await isWaiting()) await new Promise((next) => setTimeout(next, 10));
    await Promise.all([holder?.end(), watcher?.end()]);
    expect(JSON.parse(at('127.0.0.1', '', ['history', '--json']).stdout)).toHaveLength(1);
  });

  it('is missed where there is none', () => {
    const plain = (testServer() as PostgresServer).url().replace(/$/, '?sslmode=verify-full');
    expect(run(folder, ['--store', plain, '--wait', '3600', 'list'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no TLS.*sslmode=disable/),
    });
  });

  it.skipIf(address === undefined)(
    'is verified where the server is not on this machine only, and nothing else is said',
    () => {
      const host = address ?? '';
      const trusted = { PGSSLROOTCERT: pathOf('authority.pem') };
      expect(at(host, '', ['list'], { PGPASSWORD: 's3cret' })).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/certificate of/),
      });
      expect(at(host, '', ['list'], { ...trusted, PGPASSWORD: 's3cret' })).toEqual({
        code: 0,
        stdout: expect.anything(),
        stderr: expect.not.stringMatching(/s3cret|Warning/),
      });
      expect(at(host, '', ['list'], { ...trusted, PGPASSFILE: pathOf('passwords') })).toMatchObject({
        code: 0,
      });
      for (const env of [{}, { PGPASSWORD: 'wr0ng' }]) {
        const { code, stderr } = at(host, '', ['list'], { ...trusted, ...env });
        expect([code, stderr]).toEqual([1, expect.stringMatching(/does not let li log in.*PGPASSWORD/)]);
        expect(stderr).not.toMatch(/wr0ng/);
      }
      // The server lets nobody in from there without TLS.
      expect(at(host, '?sslmode=disable', ['list'], { PGPASSWORD: 's3cret' })).toMatchObject({ code: 1 });
    },
  );
});
