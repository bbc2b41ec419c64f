import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOnServer } from '../postgres/store-under-test.ts';
import {
  cleanEnvironment,
  filledOnce,
  newFolder,
  type Outcome,
  program,
  removeFolder,
  run,
  runBeside,
} from './run.ts';

let folder: string;

const fill = filledOnce(() => {
  stockbook('init');
  addDevices(3);
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => {
  removeFolder(folder);
});

const stockbook = (...words: string[]): Outcome => run(folder, words);

/** Enough devices that the output does not fit in a pipe. */
function addDevices(count: number): void {
  const rows = Array.from(
    { length: count },
    (_, index) => `tv,T-${count}-${index},长虹 ${index},42,lcd,100,2,3`,
  );
  const input = ['kind,code,name,size,panel,price,quantity,minimum', ...rows].join('\n');
  expect(run(folder, ['import', 'devices', '-'], { input }).code).toBe(0);
}

/** Every file of the store, byte for byte. */
const contents = (): [string, string][] =>
  readdirSync(join(folder, 'data')).map((name) => [name, readFileSync(join(folder, 'data', name), 'latin1')]);

/** Runs a command whose output goes to a file descriptor. */
function runInto(output: number, words: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: folder,
      env: cleanEnvironment(folder),
      stdio: ['ignore', output, 'pipe'],
    });
    let stderr = '';
    child.stderr?.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    child.on('close', (code) => done({ code, stderr }));
  });
}

/** Runs a command whose reader goes away after the first bytes. */
function runIntoHead(words: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: folder,
      env: cleanEnvironment(folder),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stdout.once('data', () => child.stdout.destroy());
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    child.on('close', (code) => done({ code, stderr }));
  });
}

describe('a pipe that is closed', () => {
  it('ends a command quietly', async () => {
    addDevices(2000);
    const commands = [
      'list',
      'list --json',
      'history',
      'history --format csv',
      'export devices',
      'export history --format ledger',
    ];
    for (const ended of await Promise.all(commands.map((command) => runIntoHead(command.split(' '))))) {
      expect(ended).toEqual({ code: 0, stderr: '' });
    }
  });

  it.skipIf(!existsSync('/proc/self/syscall'))(
    'ends a command quietly that waits for its reader',
    async () => {
      addDevices(2000);
      const child = spawn(process.execPath, [program, 'list', '--json'], {
        cwd: folder,
        env: cleanEnvironment(folder),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stderr = '';
      child.stderr.on('data', (data: Buffer) => {
        stderr += data.toString();
      });
      const ended = once(child, 'close');
      while (!isWriting(child)) await setTimeout(10);
      child.stdout.destroy();
      expect([...(await ended), stderr]).toEqual([0, null, '']);
    },
  );
});

/** Whether a process is stopped in a system call on its standard output. */
const isWriting = ({ pid }: ChildProcess): boolean =>
  /^\d+ 0x1 /.test(readFileSync(`/proc/${pid}/syscall`, 'latin1'));

describe('a full disk behind standard error', () => {
  it('changes neither the exit code nor what is printed', () => {
    const full = openSync('/dev/full', 'w');
    const ended = (...words: string[]) => {
      const options = { cwd: folder, env: cleanEnvironment(folder), encoding: 'utf8' } as const;
      const { status, stdout } = spawnSync(process.execPath, [program, ...words], {
        ...options,
        stdio: ['ignore', 'pipe', full],
      });
      return [status, stdout];
    };
    const recorded = expect.stringMatching(/^#\d+ in \+1 .*\n$/);
    try {
      expect(ended('stock-in', 'T-3-1', '1', '--key', 'k')).toEqual([0, recorded]);
      // A note says of each of these that it may be a slip, or that it was done before.
      expect(ended('stock-in', 'T-3-1', '1')).toEqual([0, recorded]);
      expect(ended('stock-in', 'T-3-1', '1', '--key', 'k')).toEqual([0, recorded]);
      expect(ended('list', '--brand', 'no such')).toEqual([0, '']);
      expect(ended('stock-in', 'nothing', '1')).toEqual([3, '']);
      expect(ended('stock-out', 'T-3-1', '99', '--json')).toEqual([4, '']);
      expect(ended('list', '--no-such')).toEqual([2, '']);
    } finally {
      closeSync(full);
    }
    expect(JSON.parse(stockbook('show', 'T-3-1', '--json').stdout).quantity).toBe(4);
  });
});

describe('a full disk behind standard output', () => {
  it('is an io error where a result is lost, and a note where something was recorded', async () => {
    const full = openSync('/dev/full', 'w');
    try {
      for (const words of [['list'], ['export', 'devices'], ['history', '--format', 'csv']]) {
        const { code, stderr } = await runInto(full, words);
        expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: .+\n$/)]);
        expect(stderr).not.toMatch(/a bug in stockbook/);
      }
      expect(JSON.parse((await runInto(full, ['show', 'T-3-1', '--json'])).stderr).error.code).toBe('io');
      for (const words of [
        ['stock-out', 'T-3-1', '1'],
        ['undo'],
        ['edit', 'T-3-1', '--brand', 'Nova', '--json'],
      ]) {
        expect(await runInto(full, words)).toEqual({
          code: 0,
          stderr: expect.stringMatching(/^note: .+\n$/),
        });
      }
    } finally {
      closeSync(full);
    }
    expect(JSON.parse(stockbook('show', 'T-3-1', '--json').stdout)).toMatchObject({
      quantity: 2,
      brand: 'Nova',
    });
  });
});

describe('an interrupted import', () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => `T-3-${index % 3},in,1`);
  const file = ['code,type,quantity', ...rows, ''].join('\n');

  /** Interrupts an import when it has read nearly all of the file, before or after the file's end. */
  const interrupt = (ended: boolean): Promise<number | null> =>
    new Promise((done) => {
      const child = spawn(process.execPath, [program, 'import', 'movements', '-'], {
        cwd: folder,
        env: cleanEnvironment(folder),
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      // A shell says 130 too of a process that the signal itself has ended.
      child.on('close', (code, signal) => done(signal === 'SIGINT' ? 130 : code));
      child.stdin.on('error', () => undefined); // the child is gone by then
      child.stdin.write(file, () => {
        if (ended) child.stdin.end();
        child.kill('SIGINT');
      });
    });

  it('exits 130 and leaves nothing half-done', async () => {
    const before = contents();
    expect(await interrupt(false)).toBe(130);
    expect(contents()).toEqual(before);
    const code = await interrupt(true);
    expect([0, 130]).toContain(code); // 0 where it was done before it was asked to stop
    if (code === 130) expect(contents()).toEqual(before);
    expect(stockbook('verify')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('what a command prints', () => {
  it('goes to standard output where it is a result, and to standard error where it is not', () => {
    expect(stockbook('list', '--brand', 'nobody')).toMatchObject({ code: 0, stdout: '' });
    expect(stockbook('list', '--brand', 'nobody', '--json')).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
    expect(stockbook('search', 'T-3-1', '--brand', 'nobody', '--format', 'jsonl').stdout).toBe('');
    expect(stockbook('stock-in', 'T-3-1', '1', '-q')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(stockbook()).toMatchObject({ code: 0, stdout: expect.stringContaining('stock-in'), stderr: '' });
    expect(stockbook('-V')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(stockbook('stock-in', '--help').stdout).toContain('$ stockbook stock-in');
  });

  it('has colour only where it is asked for', () => {
    const coloured = (env: { [name: string]: string }, ...words: string[]): boolean =>
      run(folder, ['list', '--kind', 'tv', ...words], { env }).stdout.includes('\u001b[');
    expect(coloured({})).toBe(false);
    expect(coloured({ FORCE_COLOR: '1' })).toBe(true);
    expect(coloured({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
    expect(coloured({ FORCE_COLOR: '1' }, '--json')).toBe(false);
  });

  it('is in the language that the option, the variable or the locale names, in this order', () => {
    const chinese = (env: { [name: string]: string }, ...words: string[]): boolean =>
      run(folder, ['show', 'nope', ...words], { env }).stderr.startsWith('错误：');
    expect(chinese({})).toBe(false);
    expect(chinese({ LANG: 'zh_CN.UTF-8' })).toBe(true);
    expect(chinese({ LANG: 'C', STOCKBOOK_LANG: 'zh' })).toBe(true);
    expect(chinese({ LANG: 'zh_CN.UTF-8', STOCKBOOK_LANG: 'en' })).toBe(false);
    expect(chinese({ STOCKBOOK_LANG: 'en' }, '--lang', 'zh')).toBe(true);
  });

  it('as data is the same in every language', () => {
    for (const words of [
      ['history', 'T-3-1', '--json'],
      ['show', 'T-3-1', '--json'],
      ['export', 'devices'],
    ]) {
      expect(stockbook(...words, '--lang', 'zh').stdout).toBe(stockbook(...words, '--lang', 'en').stdout);
    }
  });
});

describe('a store', () => {
  it.skipIf(isOnServer)(
    'is found in this folder or the nearest above, by its journal alone too, or where one says',
    () => {
      const below = join(folder, 'a', 'b');
      mkdirSync(below, { recursive: true });
      const storeOf = (place: string, env: { [name: string]: string } = {}, ...words: string[]) =>
        JSON.parse(run(place, ['info', '--json', ...words], { env }).stdout).store;
      const above = join(folder, 'data', 'inventory.json');
      expect(storeOf(below)).toBe(above);
      rmSync(above);
      expect(storeOf(below)).toBe(above);
      expect(run(below, ['init']).code).toBe(0);
      expect(storeOf(below)).toBe(join(below, 'data', 'inventory.json'));
      expect(run(folder, ['init', '--store', 'other.json']).code).toBe(0);
      expect(storeOf(folder, { STOCKBOOK_STORE: 'other.json' })).toBe(join(folder, 'other.json'));
      expect(storeOf(folder, { STOCKBOOK_STORE: 'other.json' }, '--store', 'data')).toBe(above);
    },
  );

  it('in PostgreSQL that no server answers for is a failure of the machine, told without the password', async () => {
    for (const command of ['list', 'init']) {
      const { code, stdout, stderr } = await runBeside(folder, [
        command,
        ...['--wait', '0', '--store', 'postgres://li:secret@127.0.0.1:1/db'],
      ]);
      expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(/^error: .*postgres.*\n$/m)]);
      expect(stderr).not.toContain('secret');
    }
  });

  it('takes the operator from --by, then $STOCKBOOK_BY, then the system', () => {
    const by = (env: { [name: string]: string }, ...words: string[]): string =>
      JSON.parse(run(folder, ['stock-in', 'T-3-1', '1', '--json', ...words], { env }).stdout).by;
    expect(by({})).toBe('li');
    expect(by({ STOCKBOOK_BY: 'wang' }, '--by', '张三')).toBe('张三');
    expect(by({ STOCKBOOK_BY: '' })).not.toBe('');
  });
});
