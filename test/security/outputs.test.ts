import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  cleanEnvironment,
  filledOnce,
  newFolder,
  type Outcome,
  program,
  removeFolder,
  run,
} from '../cli/run.ts';

let folder: string;
const filled = filledOnce((shop) => {
  run(shop, ['init']);
  run(shop, ['add', 'tv', '--code', 'A', '--name', 'Set', '--size', '42', '--panel', 'lcd', '--price', '1']);
  writeFileSync(join(shop, 'rows.csv'), 'code,type,quantity\nA,out,9\n');
});
beforeEach(() => {
  folder = newFolder();
  filled(folder);
  chmodSync(folder, 0o755);
  // As /tmp is.
  mkdirSync(at('shared'));
  chmodSync(at('shared'), 0o1777);
  mkdirSync(at('private'), { mode: 0o700 });
  writeFileSync(at('private/old.csv'), 'precious');
});
afterEach(() => removeFolder(folder));

const at = (name: string): string => join(folder, name);
const modeOf = (name: string): string => (lstatSync(at(name)).mode & 0o7777).toString(8);

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
const canBeNobody = isRoot && spawnSync('setpriv', [...asNobody.slice(1), 'true']).status === 0;

/** Every way to write a file; the last word is the file. */
const writers: readonly (readonly string[])[] = [
  ['export', 'devices', '--yes', '-o'],
  ['export', 'history', '--yes', '--format', 'csv', '-o'],
  ['report', '--format', 'txt', '--yes', '-o'],
  ['labels', 'A', '--format', 'html', '--yes', '-o'],
  ['backup', '--yes'],
  ['import', 'movements', 'rows.csv', '--skip-bad', '--yes', '--rejects'],
];
const wrote = ({ code, stderr }: Outcome): boolean => code === 0 || /1 row written/.test(stderr);

/** Makes a file that belongs to somebody else. */
function ofNobody(name: string, mode: number): void {
  writeFileSync(at(name), 'x');
  chownSync(at(name), nobody, nobody);
  chmodSync(at(name), mode);
}

function linkOf(user: number, name: string, target: string): void {
  symlinkSync(target, at(name));
  lchownSync(at(name), user, user);
}

describe.skipIf(!isRoot).each(writers)('what root writes by %s %s (needs root)', (...words) => {
  const write = (name: string): Outcome => run(folder, [...words, name]);

  it.each([0o4777, 0o2755, 0o6777, 0o1666, 0o666])(
    'takes neither owner nor mode %o of a file that somebody else has laid',
    (mode) => {
      ofNobody('shared/out.csv', mode);
      expect(wrote(write('shared/out.csv'))).toBe(true);
      expect([lstatSync(at('shared/out.csv')).uid, modeOf('shared/out.csv')]).toEqual([0, '644']);
    },
  );

  it('never goes through a link of somebody else: to a file, to nothing, to a folder, or in a folder of theirs', () => {
    mkdirSync(at('theirs'));
    chownSync(at('theirs'), nobody, nobody);
    linkOf(nobody, 'shared/old.csv', at('private/old.csv'));
    linkOf(nobody, 'shared/new.csv', at('private/new.csv'));
    linkOf(nobody, 'shared/folder', at('private'));
    linkOf(nobody, 'theirs/old.csv', at('private/old.csv'));
    linkOf(0, 'mine', 'shared/folder');
    for (const name of [
      'shared/old.csv',
      'shared/new.csv',
      'shared/folder/new.csv',
      'theirs/old.csv',
      'mine/old.csv',
    ]) {
      const { code, stderr } = write(name);
      expect([code, stderr]).toEqual([2, expect.stringContaining('link')]);
    }
    expect(readdirSync(at('private'))).toEqual(['old.csv']);
    expect(readFileSync(at('private/old.csv'), 'utf8')).toBe('precious');
  });

  it('goes through links of its own, one after the other', () => {
    linkOf(0, 'shared/one.csv', '../two.csv');
    linkOf(0, 'two.csv', 'private/new.csv');
    expect(wrote(write('shared/one.csv'))).toBe(true);
    expect(lstatSync(at('shared/one.csv')).isSymbolicLink()).toBe(true);
    expect(statSync(at('private/new.csv')).isFile()).toBe(true);
  });

  it('is not given to a pipe of somebody else', () => {
    spawnSync('mkfifo', [at('shared/pipe.csv')]);
    chownSync(at('shared/pipe.csv'), nobody, nobody);
    expect(write('shared/pipe.csv')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('another user'),
    });
  });

  it('is never the journal by way of another mount', () => {
    mkdirSync(at('mount'));
    if (spawnSync('mount', ['--bind', folder, at('mount')]).status !== 0) return;
    try {
      const before = readFileSync(at('data/inventory.journal.jsonl'));
      const { code, stderr } = write('mount/data/inventory.journal.jsonl');
      expect([code, stderr]).toEqual([2, expect.stringContaining('belongs to the store')]);
      expect(write('mount/data/inventory.witness.json').code).toBe(2);
      expect(readFileSync(at('data/inventory.journal.jsonl'))).toEqual(before);
    } finally {
      spawnSync('umount', [at('mount')]);
    }
  });
});

describe.skipIf(process.platform === 'win32')('an output', () => {
  it.each([
    ['077', '600'],
    ['027', '640'],
    ['000', '666'],
  ])('is for whom the umask %s says', (umask, mode) => {
    const words = ['export', 'devices', '-o', 'out.csv'];
    const script = 'umask "$1"; shift; exec "$@"';
    const env = cleanEnvironment(folder);
    spawnSync('sh', ['-c', script, 'sh', umask, process.execPath, program, ...words], { cwd: folder, env });
    expect(modeOf('out.csv')).toBe(mode);
  });

  it('is not any more a file that another name leads to', () => {
    linkSync(at('private/old.csv'), at('other.csv'));
    expect(run(folder, ['export', 'devices', '-o', 'other.csv', '--yes']).code).toBe(0);
    expect(readFileSync(at('private/old.csv'), 'utf8')).toBe('precious');
  });

  it('to a pipe that nobody reads waits, and Ctrl-C ends that', async () => {
    spawnSync('mkfifo', [at('pipe.csv')]);
    const words = [program, 'export', 'devices', '-o', 'pipe.csv'];
    const child = spawn(process.execPath, words, {
      cwd: folder,
      env: cleanEnvironment(folder),
      stdio: 'ignore',
    });
    const end = once(child, 'exit');
    // Sent until it is heard: there is nothing to see by which the waiting could be known.
    const signals = setInterval(() => child.kill('SIGINT'), 200);
    const [code, signal] = await end;
    clearInterval(signals);
    expect([130, 'SIGINT']).toContain(code ?? signal);
    expect(lstatSync(at('pipe.csv')).isFIFO()).toBe(true);
  });
});

describe.skipIf(!canBeNobody)('a file of another user (needs root and setpriv)', () => {
  const asClerk = (...words: string[]): Outcome => {
    const [command = '', ...before] = asNobody;
    const env = cleanEnvironment(folder);
    const { status, stdout, stderr } = spawnSync(command, [...before, process.execPath, program, ...words], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    return { code: status, stdout, stderr };
  };

  it('in a shared folder is refused before anything is recorded', () => {
    writeFileSync(at('shared/bad.csv'), 'code,error\n');
    chmodSync(at('shared/bad.csv'), 0o644);
    mkdirSync(at('clerk'));
    chownSync(at('clerk'), nobody, nobody);
    expect(asClerk('init', '--store', 'clerk').code).toBe(0);
    for (const words of [
      ['export', 'devices', '-o', 'shared/bad.csv'],
      ['import', 'devices', 'rows.csv', '--skip-bad', '--rejects', 'shared/bad.csv'],
    ])
      expect(asClerk(...words, '--store', 'clerk', '--yes')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('another user'),
      });
    expect(readFileSync(at('shared/bad.csv'), 'utf8')).toBe('code,error\n');
    expect(existsSync(at('clerk/inventory.journal.jsonl'))).toBe(true);
  });

  it('in a shared folder of their own is theirs to replace', () => {
    mkdirSync(at('clerk'));
    chownSync(at('clerk'), nobody, nobody);
    expect(asClerk('init', '--store', 'clerk').code).toBe(0);
    chmodSync(at('clerk'), 0o1777);
    writeFileSync(at('clerk/out.csv'), 'of root');
    expect(asClerk('export', 'devices', '-o', 'clerk/out.csv', '--store', 'clerk', '--yes').code).toBe(0);
    expect(lstatSync(at('clerk/out.csv')).uid).toBe(nobody);
  });
});
