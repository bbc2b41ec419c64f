import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canTrace } from '../torture/tracing.ts';
import { cleanEnvironment, filledOnce, newFolder, type Outcome, program, removeFolder, run } from './run.ts';

let folder: string;

const fill = filledOnce(() => {
  stockbook('init');
  stockbook(...'add tv --code A --name Set --size 42 --panel lcd --price 1 --quantity 10'.split(' '));
  stockbook('stock-in', 'A', '1');
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const env = { STOCKBOOK_UNGUARDED: 'all' };
const stockbook = (...words: string[]): Outcome => run(folder, words, { env });
const pathOf = (name: string): string => join(folder, 'data', name);
const names = (): string[] => readdirSync(join(folder, 'data'));
const modes = (): string[] => names().map((name) => (statSync(pathOf(name)).mode & 0o7777).toString(8));
const owners = (): string[] =>
  names().map((name) => `${statSync(pathOf(name)).uid}:${statSync(pathOf(name)).gid}`);

function keep(mode: number): void {
  for (const name of names()) chmodSync(pathOf(name), mode);
}

function replaceIn(name: string, from: string, to: string): void {
  const text = readFileSync(pathOf(name), 'latin1');
  expect(text).toContain(from);
  writeFileSync(pathOf(name), text.replace(from, to), 'latin1');
}

/** What happens to a store, and the command that then makes files. */
const events: readonly (readonly [what: string, happen: () => void, words: readonly string[]])[] = [
  ['is written to', () => undefined, ['stock-in', 'A', '1']],
  [
    'has a torn tail',
    () => appendFileSync(pathOf('inventory.journal.jsonl'), '{"n":3,"at":"20'),
    ['stock-in', 'A', '1'],
  ],
  ['has a torn tail', () => appendFileSync(pathOf('inventory.journal.jsonl'), '{"n":3,"at":"20'), ['repair']],
  [
    'has a book file that was edited',
    () => replaceIn('inventory.json', '"Set"', '"Sot"'),
    ['stock-in', 'A', '1'],
  ],
  ['has a book file that was edited', () => replaceIn('inventory.json', '"Set"', '"Sot"'), ['repair']],
  [
    'has lost all that follows from its journal',
    () => {
      for (const name of names()) if (name !== 'inventory.journal.jsonl') rmSync(pathOf(name));
    },
    ['stock-in', 'A', '1'],
  ],
  [
    'has a damaged entry',
    () => replaceIn('inventory.journal.jsonl', '"change":1,', '"change":3,'),
    ['repair'],
  ],
  [
    'has a damaged first line',
    () => replaceIn('inventory.journal.jsonl', '"by":"li"', '"by":"lo"'),
    ['repair'],
  ],
  ['has lost its journal', () => rmSync(pathOf('inventory.journal.jsonl')), ['repair']],
  [
    'is of an older format',
    () => {
      rmSync(join(folder, 'data'), { recursive: true });
      cpSync(join(import.meta.dirname, '../store/fixtures/format-1'), join(folder, 'data'), {
        recursive: true,
      });
    },
    ['stock-in', 'HX-22L', '1'],
  ],
];

describe.skipIf(process.platform === 'win32').each(events)('a store that %s', (_, happen, words) => {
  it.each([0o600, 0o640, 0o664])(`keeps its mode %o through ${words[0]}`, (mode) => {
    happen();
    keep(mode);
    expect(stockbook(...words)).toMatchObject({ code: 0 });
    expect(new Set(modes())).toEqual(new Set([mode.toString(8)]));
  });

  it.skipIf(process.getuid?.() !== 0)(`stays its owner's through root's ${words[0]} (needs root)`, () => {
    happen();
    keep(0o640);
    for (const name of names()) chownSync(pathOf(name), 65534, 65533);
    expect(stockbook(...words)).toMatchObject({ code: 0 });
    expect(new Set(owners())).toEqual(new Set(['65534:65533']));
    expect(new Set(modes())).toEqual(new Set(['640']));
  });

  it.skipIf(!canTrace)(`never opens a new file to others before ${words[0]} is done (needs strace)`, () => {
    happen();
    keep(0o600);
    const trace = join(folder, 'trace');
    const traced = ['-f', '-o', trace, '-e', 'trace=openat,fchmod', process.execPath, program, ...words];
    spawnSync('strace', traced, { cwd: folder, env: { ...cleanEnvironment(folder), ...env } });
    const made = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.includes('O_CREAT') && line.includes(join(folder, 'data')));
    expect(made).not.toEqual([]);
    for (const line of made) expect(line).toMatch(/, 0[0-6]00\) = /);
  });
});

describe.skipIf(process.platform === 'win32')('a new store', () => {
  it.each([
    ['022', '644'],
    ['077', '600'],
    ['002', '664'],
  ])('is as open as the umask %s makes new files', (umask, mode) => {
    expect(stockbook('backup', 'a.backup').code).toBe(0);
    for (const words of ['init', 'restore ../a.backup']) {
      rmSync(join(folder, 'new'), { recursive: true, force: true });
      mkdirSync(join(folder, 'new'));
      const { status } = spawnSync(
        'sh',
        ['-c', `umask ${umask} && exec "$0" "$1" ${words}`, process.execPath, program],
        { cwd: join(folder, 'new'), env: cleanEnvironment(folder) },
      );
      expect(status).toBe(0);
      const made = join(folder, 'new', 'data');
      for (const name of readdirSync(made))
        expect([name, (statSync(join(made, name)).mode & 0o7777).toString(8)]).toEqual([name, mode]);
    }
  });
});

describe.skipIf(process.getuid?.() !== 0)('a store in a shared folder (needs root)', () => {
  const as = (user: number, groups: string, ...words: string[]) =>
    spawnSync('setpriv', [`--reuid=${user}`, '--regid=65532', groups, process.execPath, program, ...words], {
      cwd: folder,
      env: { ...cleanEnvironment(folder), ...env },
      encoding: 'utf8',
    });

  beforeEach(() => {
    chmodSync(folder, 0o755);
    chownSync(join(folder, 'data'), 65534, 65533);
    for (const name of names()) chownSync(pathOf(name), 65534, 65533);
  });

  it.each([0o2770, 0o770])('with mode %o stays the group that shares it, whoever of it writes', (mode) => {
    chmodSync(join(folder, 'data'), mode);
    keep(0o660);
    for (const user of [65531, 65534, 65530]) {
      const { status, stderr } = as(user, '--groups=65533', 'stock-in', 'A', '1');
      expect([status, stderr]).toEqual([0, '']);
    }
    expect(new Set(modes())).toEqual(new Set(['660']));
    expect(new Set(owners().map((owner) => owner.split(':')[1]))).toEqual(new Set(['65533']));
  });

  it('is not opened to the group of somebody who writes it and is not of its group', () => {
    chmodSync(join(folder, 'data'), 0o700);
    keep(0o660);
    // The owner has left the group: nobody may give a file to a group without being of it.
    expect(as(65534, '--clear-groups', 'stock-in', 'A', '1').status).toBe(0);
    for (const name of names()) {
      const { mode, gid } = statSync(pathOf(name));
      if (gid !== 65533) expect([name, (mode & 0o777).toString(8)]).toEqual([name, '600']);
    }
  });

  it('does not take the mode of a file that somebody else has put in the place of one of its own', () => {
    chmodSync(join(folder, 'data'), 0o777);
    keep(0o600);
    for (const name of ['inventory.json', 'inventory.index']) {
      rmSync(pathOf(name));
      writeFileSync(pathOf(name), '');
      chmodSync(pathOf(name), 0o666);
      chownSync(pathOf(name), 65531, 65531);
    }
    expect(as(65534, '--groups=65533', 'stock-in', 'A', '1').status).toBe(0);
    for (const name of ['inventory.json', 'inventory.index']) {
      const { mode, uid } = statSync(pathOf(name));
      expect([name, uid, (mode & 0o777).toString(8)]).toEqual([name, 65534, '600']);
    }
  });
});
