import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/store/json-file/files/node-files.ts';
import { canTrace, tampered } from '../torture/tracing.ts';
import { cleanEnvironment, newFolder, type Outcome, program, removeFolder, run } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const env = { STOCKBOOK_UNGUARDED: 'all' };
const stockbook = (...words: string[]): Outcome => run(folder, words, { env });
const names = (): string[] => readdirSync(join(folder, 'data'));
const left = (): string[] => names().filter((name) => name.includes('-'));

/** Runs a command with one system call tampered with, on some paths or on any. */
function tamperedWith(
  syscall: string,
  what: string,
  when: string,
  words: readonly string[],
  paths = [join(folder, 'data')],
): Outcome {
  const [first = '', ...rest] = [
    ...tampered(syscall, what, when, paths),
    process.execPath,
    program,
    ...words,
  ];
  const { status, stdout, stderr } = spawnSync(first, rest, {
    cwd: folder,
    env: { ...cleanEnvironment(folder), ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

function makeBackup(): void {
  mkdirSync(join(folder, 'other'));
  const store = join(folder, 'other', 'inventory.json');
  const add = 'add tv --code A --name Set --size 42 --panel lcd --price 1 --quantity 10'.split(' ');
  for (const words of [['init'], add, ['backup', join(folder, 'a.backup')]])
    expect(stockbook(...words, '--store', store)).toMatchObject({ code: 0 });
}

const makers: readonly (readonly [name: string, words: readonly string[]])[] = [
  ['init', ['init']],
  ['restore', ['restore', 'a.backup']],
];

describe.each(makers)('what a killed %s leaves', (_, words) => {
  beforeEach(makeBackup);

  it('is taken away by the next command that makes a store there', () => {
    mkdirSync(join(folder, 'data'));
    for (const unique of ['0a1b2c3d', '11111111'])
      writeFileSync(join(folder, 'data', `inventory.new-${unique}.tmp`), '{"stockbook":"jou');
    expect(stockbook(...words)).toMatchObject({ code: 0, stderr: '' });
    expect(left()).toEqual([]);
    expect(stockbook('verify').code).toBe(0);
  });

  it.skipIf(!canTrace)(
    'at any point is taken away, at the latest by the next command that writes (needs strace)',
    () => {
      for (const [syscall, most] of [
        ['openat', 5],
        ['fsync', 2],
        ['link', 1],
        ['unlink', 1],
        ['rename', 2],
      ] as const) {
        for (let nth = 1; nth <= most; nth++) {
          removeFolder(join(folder, 'data'));
          const killed = tamperedWith(syscall, 'signal=KILL', String(nth), words, []);
          const again = stockbook(...words);
          const where = `${syscall} ${nth}, ${killed.code}`;
          expect([0, 4], where).toContain(again.code);
          const add = 'add tv --code B --name Set --size 42 --panel lcd --price 1 --quantity 1'.split(' ');
          expect(stockbook(...add), where).toMatchObject({ code: 0 });
          expect(left(), where).toEqual([]);
          expect(stockbook('verify'), where).toMatchObject({ code: 0, stderr: '' });
        }
      }
    },
  );
});

describe.skipIf(!canTrace).each(makers)('a %s that the disk refuses (needs strace)', (_, words) => {
  beforeEach(makeBackup);

  it('leaves nothing, not even the folder that it made', () => {
    // The name of the folder, the new journal, and its name.
    for (const [syscall, nth] of [
      ['fsync', '1'],
      ['fsync', '2'],
      ['link', '1'],
    ] as const) {
      const refused = tamperedWith(syscall, 'error=EIO', nth, words, []);
      expect([syscall, nth, refused.code, refused.stdout]).toEqual([syscall, nth, 1, '']);
      expect([syscall, nth, existsSync(join(folder, 'data'))]).toEqual([syscall, nth, false]);
    }
    expect(stockbook(...words)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('what a living init or restore is writing', () => {
  it('is left alone by another one', async () => {
    mkdirSync(join(folder, 'data'));
    const path = join(folder, 'data', 'inventory.new-0a1b2c3d.tmp');
    const file = nodeFiles.create(path);
    expect(nodeFiles.tryLock(file)).toBe(true);
    expect(stockbook('init')).toMatchObject({ code: 0, stderr: '' });
    expect(left()).toEqual(['inventory.new-0a1b2c3d.tmp']);
    nodeFiles.close(file);
  });

  it('comes to one store however many make it at once', async () => {
    const codes = await Promise.all(
      Array.from({ length: 8 }, () => {
        const child = spawn(process.execPath, [program, 'init'], {
          cwd: folder,
          env: cleanEnvironment(folder),
          stdio: 'ignore',
        });
        return new Promise<number | null>((done) => child.on('close', done));
      }),
    );
    expect(codes.toSorted()).toEqual([0, 4, 4, 4, 4, 4, 4, 4]);
    expect(left()).toEqual([]);
    expect(stockbook('verify').code).toBe(0);
  });
});
