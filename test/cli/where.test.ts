import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanEnvironment, filledOnce, newFolder, program, removeFolder, run } from './run.ts';
import { canTrace } from './system-calls.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const filled = filledOnce((at) => {
  expect(run(at, ['init']).code).toBe(0);
  const words = ['add', 'tv', '--code', 'A', '--name', 'A', '--size', '42', '--panel', 'lcd', '--price', '1'];
  expect(run(at, [...words, '--quantity', '5']).code).toBe(0);
});

const at = (...names: string[]): string => join(folder, ...names);

/** Expects a refusal that names a path, and returns its message. */
function refused(words: readonly string[], code: string, exit: number, path: string): string {
  const { code: status, stdout, stderr } = run(folder, [...words, '--json']);
  const { error } = JSON.parse(stderr);
  expect([words, status, error.code, stdout]).toEqual([words, exit, code, '']);
  expect(error.message).toContain(path);
  return error.message;
}

const onHand = (...words: string[]): number => {
  const { code, stdout, stderr } = run(folder, ['show', 'A', '--json', ...words]);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout).quantity;
};

describe.skipIf(process.platform === 'win32')('a symbolic link', () => {
  beforeEach(() => filled(folder));

  it.each([
    { what: 'to the book file', make: () => symlinkSync(at('data/inventory.json'), at('link.json')) },
    { what: 'to the book file, relative', make: () => symlinkSync('data/inventory.json', at('link.json')) },
    { what: 'to its folder', make: () => symlinkSync('data', at('link.json')) },
    {
      what: 'to a link to it',
      make: () => {
        symlinkSync('data/inventory.json', at('other'));
        symlinkSync('other', at('link.json'));
      },
    },
  ])('$what is the same store', ({ make }) => {
    make();
    expect(run(folder, ['stock-in', 'A', '1', '--store', 'link.json']).code).toBe(0);
    expect(run(folder, ['stock-in', 'A', '1']).code).toBe(0);
    expect([onHand(), onHand('--store', 'link.json')]).toEqual([7, 7]);
    expect(run(folder, ['verify', '--store', 'link.json']).code).toBe(0);
    expect(run(folder, ['repair', '--store', 'link.json']).code).toBe(0);
    refused(['init', '--store', 'link.json'], 'exists', 4, 'inventory.json');
    expect(readdirSync(folder).filter((name) => name.includes('journal'))).toEqual([]);
  });

  it('at the usual place, to a store that is elsewhere, is found from the folders below', () => {
    renameSync(at('data'), at('elsewhere'));
    mkdirSync(at('data'));
    symlinkSync('../elsewhere/inventory.json', at('data/inventory.json'));
    mkdirSync(at('below'));
    const { code } = run(at('below'), ['stock-in', 'A', '1', '-q']);
    expect([code, onHand('--store', 'elsewhere')]).toEqual([0, 6]);
    expect(readdirSync(at('data'))).toEqual(['inventory.json']);
  });

  it('to a folder above the store is the same store, which one writer at a time may hold', () => {
    symlinkSync(folder, at('me'));
    const both = [1, 2, 3, 4].map((n) =>
      ['stock-in', 'A', '1', '-q', '--store', n % 2 ? at('me/me/data') : at('data')].join(' '),
    );
    const commands = both.map((words) => `"${process.execPath}" "${program}" ${words} &`).join('\n');
    spawnSync('sh', ['-c', `${commands}\nwait`], { cwd: folder, env: cleanEnvironment(folder) });
    expect(onHand()).toBe(9);
    expect(run(folder, ['verify']).code).toBe(0);
  });

  it('to nothing is said so, with both paths, and nothing is made', () => {
    symlinkSync(at('gone/inventory.json'), at('link.json'));
    for (const words of [['list'], ['stock-in', 'A', '1'], ['init']])
      expect(refused([...words, '--store', 'link.json'], 'io', 1, at('link.json'))).toContain(at('gone'));
    expect(existsSync(at('gone'))).toBe(false);
    expect(readdirSync(folder)).not.toContain('link.journal.jsonl');
  });

  it.each(['journal.jsonl', 'witness.json', 'index', 'journal.index', 'json'])(
    'in the place of inventory.%s is followed by no command',
    (name) => {
      const path = at('data', `inventory.${name}`);
      writeFileSync(at('victim'), existsSync(path) ? readFileSync(path) : 'precious');
      const before = readFileSync(at('victim'));
      rmSync(path, { force: true });
      symlinkSync(at('victim'), path);
      for (const words of [['stock-in', 'A', '1'], ['repair']]) refused(words, 'io', 1, path);
      expect(readFileSync(at('victim'))).toEqual(before);
    },
  );

  it.skipIf(process.getuid?.() !== 0)('of another user in a folder open to all is not followed', () => {
    mkdirSync(at('open'));
    chmodSync(at('open'), 0o1777);
    symlinkSync(at('data'), at('open/link'));
    lchownSync(at('open/link'), 65534, 65534);
    refused(['list', '--store', 'open/link'], 'io', 1, at('open/link'));
    chownSync(at('open'), 65534, 65534);
    expect(run(folder, ['list', '--store', 'open/link']).code).toBe(0);
  });
});

describe('a place that is no store', () => {
  it.each(['package.json', 'notes.txt', 'journal'])(
    '(%s, a file) is called that by every command, and left as it is',
    (name) => {
      writeFileSync(at(name), '{"name":"shop"}\n');
      const told = refused(['init', '--store', name], 'exists', 4, at(name));
      for (const words of [['list'], ['stock-in', 'A', '1'], ['repair']])
        expect(refused([...words, '--store', name], 'no-store', 3, at(name))).toBe(told);
      expect(told).toContain('not a stock book');
      expect(told).toContain('stockbook init');
      expect(readFileSync(at(name), 'utf8')).toBe('{"name":"shop"}\n');
      expect(readdirSync(folder)).toEqual([name]);
    },
  );

  it('(the journal of a store, or a backup) is no book file', () => {
    filled(folder);
    run(folder, ['backup', 'a.json']);
    for (const name of ['data/inventory.journal.jsonl', 'a.json'])
      refused(['list', '--store', name], 'no-store', 3, at(name));
  });

  it('is not made into a folder with the name of a text file', () => {
    expect(refused(['init', '--store', 'notes.txt'], 'usage', 2, 'notes.txt')).toContain('notes.txt/');
    expect(readdirSync(folder)).toEqual([]);
    expect(run(folder, ['init', '--store', 'notes.txt/']).code).toBe(0);
    expect(run(folder, ['list', '--store', 'notes.txt']).code).toBe(0);
  });

  it('is made where a folder or a .json file is named', () => {
    for (const name of ['shop', 'shop-2026', 'shop.2026', 'a/b/c', 'd.json', 'e/f.JSON'])
      expect([name, run(folder, ['init', '--store', name]).code]).toEqual([name, 0]);
  });
});

/** A user without rights, as root can become. */
const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
const canBeNobody =
  process.platform !== 'win32' &&
  spawnSync(asNobody[0] ?? 'true', [...asNobody.slice(1), process.execPath, program, '--version']).status ===
    0;

describe.skipIf(!canBeNobody)('a folder that cannot be read (needs setpriv where tests run as root)', () => {
  it.each(['data', 'closed/data'])('(%s) is not "no store" but a failure that names it', (name) => {
    mkdirSync(at(name), { recursive: true });
    chmodSync(folder, 0o777);
    const closed = at(name.split('/')[0] ?? '');
    chmodSync(closed, 0o000);
    const cases = [['list', '--store', name], ['init', '--store', name], name === 'data' ? ['list'] : []];
    for (const words of cases.filter(({ length }) => length > 0)) {
      const [first = '', ...rest] = [...asNobody, process.execPath, program, ...words, '--json'];
      const { status, stderr } = spawnSync(first, rest, {
        cwd: folder,
        env: cleanEnvironment(folder),
        encoding: 'utf8',
      });
      const { error } = JSON.parse(stderr);
      expect([words, status, error.code]).toEqual([words, 1, 'io']);
      expect(error.message).toContain(closed);
      expect(error.message).toContain('EACCES');
    }
    chmodSync(closed, 0o700);
  });
});

describe.skipIf(process.platform === 'win32')('a folder that was deleted under the shell', () => {
  it('is said so, with its path, in one line', () => {
    filled(folder);
    mkdirSync(at('gone'));
    const script = 'cd gone && rmdir ../gone && exec "$@"';
    const inGone = (...words: string[]) =>
      spawnSync('sh', ['-c', script, 'sh', process.execPath, program, ...words], {
        cwd: folder,
        env: cleanEnvironment(folder),
        encoding: 'utf8',
      });
    const { status, stderr } = inGone('list', '--json');
    expect([status, JSON.parse(stderr).error.code]).toEqual([1, 'io']);
    expect(stderr).toContain(at('gone'));
    mkdirSync(at('gone'));
    expect(inGone('list', '--store', at('data'))).toMatchObject({ status: 0, stderr: '' });
  });
});

describe.skipIf(!canTrace)('a disk that is read-only (needs strace)', () => {
  it('is called that by init', () => {
    const { status, stderr } = spawnSync(
      'strace',
      ['-f', '-qq', '-o', '/dev/null', '-e', 'inject=mkdir,mkdirat:error=EROFS', process.execPath].concat(
        program,
        'init',
        '--json',
      ),
      { cwd: folder, env: cleanEnvironment(folder), encoding: 'utf8' },
    );
    const { error } = JSON.parse(stderr);
    expect([status, error.code, error.details.reason]).toEqual([1, 'io', 'EROFS']);
    expect(error.message).toContain(at('data'));
  });
});

const files = ['json', 'journal.jsonl', 'witness.json', 'index', 'journal.index'];
const others: readonly (readonly [kind: string, make: (path: string) => void])[] = [
  ['pipe', (path) => execFileSync('mkfifo', [path])],
  ['folder', (path) => mkdirSync(path)],
  ['device', (path) => symlinkSync('/dev/zero', path)],
];

describe.skipIf(process.platform === 'win32')(
  'something else than a file in the place of the store’s',
  () => {
    beforeEach(() => filled(folder));

    it.each(files.flatMap((name) => others.map(([kind, make]) => ({ name, kind, make }))))(
      '(inventory.$name, a $kind) is named by every command at once',
      ({ name, make }) => {
        const path = at('data', `inventory.${name}`);
        rmSync(path, { force: true });
        make(path);
        for (const words of [['list'], ['stock-in', 'A', '1']]) refused(words, 'io', 1, path);
      },
    );

    it.each(others)('(a %s) is named by maintenance and in Chinese, too', (_kind, make) => {
      const path = at('data/inventory.witness.json');
      rmSync(path);
      make(path);
      for (const words of [['verify'], ['repair'], ['history', 'A'], ['init'], ['backup', 'b']])
        refused(words, 'io', 1, path);
      const { stderr } = run(folder, ['list', '--lang', 'zh']);
      expect(stderr).toMatch(/^错误：[^\n]*inventory\.witness\.json 是[^\n]*\n$/);
    });

    it('(a socket) is named', async () => {
      const path = at('data/inventory.witness.json');
      rmSync(path);
      const server = createServer();
      await new Promise<void>((done) => server.listen(path, done));
      expect(refused(['stock-in', 'A', '1'], 'io', 1, path)).toContain('socket');
      await new Promise((done) => server.close(done));
    });

    it('(a pipe as the store itself) is named', () => {
      execFileSync('mkfifo', [at('pipe.json')]);
      for (const words of [['list'], ['init'], ['stock-in', 'A', '1']])
        expect(refused([...words, '--store', 'pipe.json'], 'io', 1, at('pipe.json'))).toContain('pipe');
    });
  },
);
