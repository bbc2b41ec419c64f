import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleanEnvironment, newFolder, type Outcome, program, removeFolder } from '../cli/run.ts';
import { seed, tally, times } from './length.ts';
import { expectSoundShop, json, makeShop, type Row, stockbook } from './processes.ts';
import { Random } from './random.ts';
import { canTrace, tampered } from './tracing.ts';

vi.setConfig({ testTimeout: 3_600_000 });

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

/** A command by way of another program that is given it. */
function runBy(by: readonly string[], words: readonly string[], where = folder): Outcome {
  const [first = '', ...rest] = [...by, process.execPath, program, ...words];
  const env = { ...cleanEnvironment(folder), STOCKBOOK_UNGUARDED: 'all' };
  const { status, stdout, stderr } = spawnSync(first, rest, { cwd: where, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const refs = (): readonly (string | null)[] => json<readonly Row[]>(folder, 'history').map(({ ref }) => ref);

/** One line that names the trouble, and no stack trace. */
function expectOneLine(stderr: string, where: string): void {
  expect(stderr, where).toMatch(/^(error|note): .*\n$/);
  expect(stderr, where).not.toContain('    at ');
}

/** What was answered is so: recorded once with 0, not at all with 1, and the next command works. */
function expectAnswered({ code, stdout, stderr }: Outcome, ref: string, where: string): void {
  const recorded = refs().filter((found) => found === ref).length;
  if (code === 0) expect(recorded, where).toBe(1);
  else {
    expect([1, 7], `${where}: ${stderr}`).toContain(code);
    if (code === 1) expect(recorded, where).toBe(0);
    expect(stdout, where).toBe('');
    expectOneLine(stderr, where);
  }
  const next = stockbook(folder, 'stock-in', 'A', '1', '--ref', `after ${ref}`, '--json');
  expect(next.code, where).toBe(0);
  expect(stockbook(folder, 'verify').code, where).toBe(0);
}

/** The system calls by which a command writes, and how many of each there are at most. */
const calls: readonly (readonly [syscall: string, most: number])[] = [
  ['openat', 8],
  ['pwrite64', 3],
  ['fdatasync', 1],
  ['fsync', 2],
  ['rename', 1],
  ['ftruncate', 1],
  ['close', 6],
  ['pread64', 6],
];
const errors = ['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EMFILE'];

/** Every error at every call, or as many of them as there is time for. */
function* faults(
  random: Random,
  most: number,
): Generator<readonly [syscall: string, what: string, when: string]> {
  const all = calls.flatMap(([syscall, count]) =>
    Array.from({ length: count }, (_, index) => index + 1).flatMap((nth) => [
      ...errors.map((error) => [syscall, `error=${error}`, String(nth)] as const),
      ...errors.slice(0, 2).map((error) => [syscall, `error=${error}`, `${nth}+`] as const),
      [syscall, 'signal=KILL', String(nth)] as const,
    ]),
  );
  for (let count = 0; count < most && all.length > 0; count++) yield* all.splice(random.below(all.length), 1);
}

describe.skipIf(!canTrace)('a disk that refuses a system call of a real process (needs strace)', () => {
  it(`is told of in one line, nothing is half done, and the next command works (seed ${seed})`, () => {
    makeShop(folder, ['A'], 10);
    const paths = readdirSync(join(folder, 'data')).map((name) => join(folder, 'data', name));
    let count = 0;
    for (const [syscall, what, when] of faults(new Random(seed), times(8, 100))) {
      const ref = `fault-${count++}`;
      const where = `${syscall} ${what} when=${when}`;
      const by = tampered(syscall, what, when, [...paths, join(folder, 'data')]);
      const outcome = runBy(by, ['stock-in', 'A', '1', '--ref', ref]);
      if (what.startsWith('error')) expectAnswered(outcome, ref, where);
      else {
        expect(refs().filter((found) => found === ref).length, where).toBeLessThanOrEqual(1);
        expect(stockbook(folder, 'stock-in', 'A', '1').code, where).toBe(0);
      }
    }
    expectSoundShop(folder);
    tally({ 'system calls refused or killed at': count });
  });
});

describe.skipIf(!canTrace)('a disk that refuses a sync or a rename of a repair (needs strace)', () => {
  it('leaves the journal as it was, or repaired with a note, and what is lost is told', () => {
    makeShop(folder, ['A'], 10);
    for (let count = 0; count < 3; count++) stockbook(folder, 'stock-in', 'A', '1');
    const journal = join(folder, 'data/inventory.journal.jsonl');
    const damaged = readFileSync(journal, 'latin1').replace('"balance":12', '"balance":13');
    cpSync(join(folder, 'data'), join(folder, 'kept'), { recursive: true, preserveTimestamps: true });
    for (const [syscall, most] of [
      ['fsync', 6],
      ['rename', 3],
    ] as const) {
      for (let nth = 1; nth <= most; nth++) {
        rmSync(join(folder, 'data'), { recursive: true });
        cpSync(join(folder, 'kept'), join(folder, 'data'), { recursive: true, preserveTimestamps: true });
        writeFileSync(journal, damaged, 'latin1');
        const where = `${syscall} ${nth}`;
        const { code, stdout, stderr } = runBy(tampered(syscall, 'error=ENOSPC', String(nth), []), [
          'repair',
        ]);
        if (code === 1) {
          expect([where, readFileSync(journal, 'latin1')]).toEqual([where, damaged]);
          expectOneLine(stderr, where);
          expect([where, stockbook(folder, 'repair').stdout]).toEqual([where, expect.stringContaining('#3')]);
        } else {
          expect([where, code, stdout]).toEqual([where, 0, expect.stringContaining('#3')]);
          expect([where, stockbook(folder, 'repair').stdout]).toEqual([where, expect.stringContaining('#3')]);
        }
        expect([where, stockbook(folder, 'verify').code]).toEqual([where, 0]);
        expect([where, stockbook(folder, 'stock-in', 'A', '1').code]).toEqual([where, 0]);
      }
    }
  });
});

/** Mounts a file system of 96 KiB at a folder; returns false if this machine does not allow it. */
function mountSmall(path: string): boolean {
  mkdirSync(path);
  return (
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', path], { stdio: 'ignore' }).status === 0
  );
}

const canMount = (() => {
  const probe = newFolder();
  const mounted = mountSmall(join(probe, 'small'));
  if (mounted) spawnSync('umount', [join(probe, 'small')]);
  removeFolder(probe);
  return mounted;
})();

describe.skipIf(!canMount)('a file system that is really full (needs mount)', () => {
  it('takes no half entry, keeps every one it had, and takes the next once there is room', () => {
    const small = join(folder, 'data');
    expect(mountSmall(small)).toBe(true);
    try {
      makeShop(folder, ['A'], 10);
      const note = 'n'.repeat(900);
      let recorded = 0;
      let refused: Outcome | undefined;
      while (refused === undefined && recorded < 200) {
        const outcome = stockbook(folder, 'stock-in', 'A', '1', '--note', note, '--ref', `full-${recorded}`);
        if (outcome.code === 0) recorded++;
        else refused = outcome;
        // Fill it faster than one by one.
        if (recorded === 3) writeFileSync(join(small, 'ballast'), Buffer.alloc(72 * 1024));
      }
      expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('ENOSPC') });
      expectOneLine(refused?.stderr ?? '', 'full');
      expect(refs().filter((ref) => ref?.startsWith('full-'))).toHaveLength(recorded);
      rmSync(join(small, 'ballast'));
      expect(stockbook(folder, 'stock-in', 'A', '1').code).toBe(0);
      expectSoundShop(folder);
      tally({ 'real full disks': 1 });
    } finally {
      spawnSync('umount', ['-l', small]);
    }
  });
});

describe.skipIf(process.platform === 'win32')('a limit on the size of files', () => {
  it('is told of as a full disk is, and every entry there was stays', () => {
    makeShop(folder, ['A'], 10);
    const before = readFileSync(join(folder, 'data/inventory.journal.jsonl'));
    const rows = Array.from({ length: 200 }, () => 'A,in,1,limited').join('\n');
    writeFileSync(join(folder, 'moves.csv'), `code,type,quantity,ref\n${rows}\n`);
    const limited = runBy(
      ['sh', '-c', 'ulimit -f 8 && exec "$@"', 'sh'],
      ['import', 'movements', 'moves.csv'],
    );
    expect(limited.code).not.toBe(0);
    expect(limited.stdout).toBe('');
    const { code } = stockbook(folder, 'stock-in', 'A', '1');
    expect(code).toBe(0);
    const after = readFileSync(join(folder, 'data/inventory.journal.jsonl'));
    expect(after.subarray(0, before.length)).toEqual(before);
    expect(refs()).not.toContain('limited');
    expectSoundShop(folder);
    tally({ 'real limits': 1 });
  });
});

/** A user without rights, which root can become. Any other user already has none over a read-only folder. */
const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
const canBeNobody =
  process.platform !== 'win32' &&
  spawnSync(asNobody[0] ?? 'true', [...asNobody.slice(1), process.execPath, program, '--version']).status ===
    0;

describe.skipIf(!canBeNobody)('a store that may only be read (needs setpriv where tests run as root)', () => {
  it('is read, and a command that writes says why it may not', () => {
    makeShop(folder, ['A'], 10);
    const shared = newFolder();
    cpSync(join(folder, 'data'), shared, { recursive: true });
    spawnSync('chmod', ['-R', 'a+rX,a-w', shared]);
    expect(runBy(asNobody, ['list', '--store', shared, '--json'], shared)).toMatchObject({
      code: 0,
      stderr: '',
    });
    const refused = runBy(asNobody, ['stock-in', 'A', '1', '--store', shared], shared);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('EACCES') });
    spawnSync('chmod', ['-R', 'u+w', shared]);
    removeFolder(shared);
  });
});
