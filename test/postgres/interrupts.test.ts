import { type ChildProcess, spawn } from 'node:child_process';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleanEnvironment, newFolder, type Outcome, program, removeFolder, run } from '../cli/run.ts';
import { closeTerminals, Terminal } from '../terminal/terminal.ts';
import { BrokenLine } from './broken-line.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';
import { newShop } from './shop.ts';

vi.setConfig({ testTimeout: 240_000 });

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

const connectionTo = (url: string): Client => new Client({ connectionString: url.replace(/\?.*/, '') });

describe.skipIf(!isThere)('Ctrl-C while a command writes to a server', () => {
  let folder: string;
  let url: string;
  let admin: Client;
  /** Holds what others wait for. */
  let holder: Client;
  let line: BrokenLine;
  const started: ChildProcess[] = [];
  beforeEach(async () => {
    folder = newFolder();
    url = await newShop(server, 2);
    line = await BrokenLine.start(server.port);
    [admin, holder] = [connectionTo(url), connectionTo(url)];
    await Promise.all([admin.connect(), holder.connect()]);
  });
  afterEach(async () => {
    closeTerminals();
    for (const child of started.splice(0)) child.kill('SIGKILL');
    await Promise.all([admin.end(), holder.end()]);
    await line.stop();
    removeFolder(folder);
  });

  const schema = (): string => /store=(\w+)/.exec(url)?.[1] ?? '';

  /** Starts a command, and never waits for less than the test does. */
  function start(words: readonly string[], input = '', store = url) {
    const child = spawn(process.execPath, [program, '--store', store, '--wait', '3600', ...words], {
      cwd: folder,
      env: cleanEnvironment(folder),
    });
    started.push(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    child.stdin.end(input);
    const ended = new Promise<Outcome>((done) => {
      child.on('close', (code, signal) => done({ code: signal === 'SIGINT' ? 130 : code, stdout, stderr }));
    });
    return { child, ended };
  }

  const lockHead = () => holder.query(`begin; select from ${schema()}.head for update`);

  /** How many clients of this store there are of which something holds. */
  async function clients(where: string): Promise<number> {
    const { rows } = await admin.query(
      `select count(*)::int as n from pg_stat_activity where application_name = 'stockbook' and query like $1 and ${where}`,
      [`%"${schema()}"%`],
    );
    return rows[0].n;
  }
  const waiting = () => clients(`wait_event_type = 'Lock'`);
  const connected = () => clients('true');

  async function until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await new Promise((next) => setTimeout(next, 10));
  }

  const runHere = (words: readonly string[]) => run(folder, ['--store', url, ...words]);
  const history = () => JSON.parse(runHere(['history', '--json']).stdout);

  it.each([
    { words: ['stock-in', 'T0', '1'] },
    { words: ['stock-out', 'T0', '1', '--key', 'k'] },
    { words: ['undo'] },
    { words: ['edit', 'T0', '--price', '2'] },
    { words: ['scan', 'in'], input: 'T0\nT0\n' },
    { words: ['import', 'movements', '-'], input: 'code,type,quantity\nT0,in,1\nT1,in,1\n' },
  ])(
    'that others have locked ($words) ends it with 130 at once, and nothing is recorded',
    async ({ words, input }) => {
      const before = history();
      await lockHead();
      const { child, ended } = start([...words, '--yes'], input);
      await until(async () => (await waiting()) === 1);
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 130, stdout: expect.not.stringContaining('#') });
      await holder.query('rollback');
      // Nothing of what it had sent is on its way, either.
      await until(async () => (await connected()) === 0);
      expect(history()).toEqual(before);
      expect(runHere(['verify']).code).toBe(0);
    },
  );

  it('that others have locked while somebody scans ends that with 130, and keeps what was recorded before', async () => {
    const terminal = new Terminal(folder, ['--store', url, '--wait', '3600', 'scan', 'in']);
    await terminal.until('in>');
    terminal.type('T0\r');
    await terminal.until('1001 on hand');
    const before = history();
    await lockHead();
    terminal.type('T1\r');
    await until(async () => (await waiting()) === 1);
    terminal.press('ctrl-c');
    expect(await terminal.ended()).toBe(130);
    await holder.query('rollback');
    await until(async () => (await connected()) === 0);
    expect(history()).toEqual(before);
  });

  it('whose answer is on its way has it say that the entry is recorded, as it is', async () => {
    line.holds = (data) => {
      line.holdsAnswers ||= /set_config/.test(data.toString('latin1'));
      return false;
    };
    const { child, ended } = start(
      ['stock-in', 'T0', '1', '--json'],
      '',
      url.replace(server.host, line.host),
    );
    await until(async () => (await admin.query(`select from ${schema()}.head where n = 3`)).rowCount === 1);
    const before = line.connections;
    child.kill('SIGINT');
    await until(async () => line.connections > before);
    line.releaseAnswers();
    expect(await ended).toMatchObject({ code: 0, stdout: expect.stringContaining('"entry":3') });
    expect(history()).toHaveLength(5);
  });

  it('that has not got what was sent to it yet waits for what becomes of that', async () => {
    line.holds = (data) => /set_config/.test(data.toString('latin1'));
    const { child, ended } = start(
      ['stock-in', 'T0', '1', '--json'],
      '',
      url.replace(server.host, line.host),
    );
    await line.untilHeld();
    line.holds = () => false;
    const before = line.connections;
    child.kill('SIGINT');
    await until(async () => line.connections > before);
    // The connection is cut: it is asked for, found missing, and sent once more.
    line.cutHeld();
    expect(await ended).toMatchObject({ code: 0, stdout: expect.stringContaining('"entry":3') });
    await line.release();
    expect(history().filter(({ entry }: { entry: number }) => entry > 2)).toHaveLength(1);
    expect(runHere(['verify']).code).toBe(0);
  });
});
