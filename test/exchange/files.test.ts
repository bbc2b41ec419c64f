import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInput } from '../../src/exchange/read/input.ts';
import { readRows } from '../../src/exchange/read/rows.ts';
import { outputPlace } from '../../src/exchange/write/output-place.ts';
import { replaceFile } from '../../src/exchange/write/replace-file.ts';
import { kernelLock } from '../../src/store/json-file/files/kernel-lock.ts';
import { problemOf } from './reading.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stockbook-exchange-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

type Chunks = Parameters<typeof replaceFile>[1];

const written = async (path: string, chunks: Chunks): Promise<void> =>
  replaceFile(await outputPlace(path, folder), chunks, kernelLock);

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('an input file', () => {
  it('is read by its path', async () => {
    const path = join(folder, 'a.csv');
    await writeFile(path, 'a\n1\n');
    const input = await openInput(path);
    expect(input.name).toBe('a.csv');
    expect((await readRows(input)).header).toEqual(['a']);
  });

  it('that is not there or a folder is a mistake of who typed it', async () => {
    const missing = join(folder, 'none.csv');
    expect(await problemOf(openInput(missing))).toEqual({
      code: 'usage',
      key: 'file-not-found',
      params: { path: missing },
    });
    expect(await problemOf(openInput(folder))).toEqual({
      code: 'usage',
      key: 'file-is-folder',
      params: { path: folder },
    });
  });

  it.skipIf(process.getuid?.() === 0)('that may not be read is a failure of the machine', async () => {
    const path = join(folder, 'a.csv');
    await writeFile(path, 'a\n', { mode: 0 });
    expect(await problemOf(openInput(path))).toMatchObject({ code: 'io', key: 'file-unreadable' });
  });
});

describe('an output file', () => {
  it('is made with the permissions that others are', async () => {
    const path = join(folder, 'out.csv');
    await written(path, ['a,b\n', Buffer.from('1,2\n')]);
    expect(await readFile(path, 'utf8')).toBe('a,b\n1,2\n');
    expect(await modeOf(path)).toBe(0o666 & ~process.umask());
  });

  it('is replaced and keeps its permissions, its temporary file gone', async () => {
    const path = join(folder, 'out.csv');
    await writeFile(path, 'old');
    await chmod(path, 0o640);
    await written(path, ['new']);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await modeOf(path)).toBe(0o640);
    expect(await readdir(folder)).toEqual(['out.csv']);
  });

  it.each([
    [0o4755, 0o755],
    [0o2755, 0o755],
    [0o1666, 0o666],
    [0o6600, 0o600],
  ])('of mode %o that is replaced has mode %o: permissions, and no more', async (before, after) => {
    const path = join(folder, 'out.csv');
    await writeFile(path, 'old');
    await chmod(path, before);
    await written(path, ['new']);
    expect((await stat(path)).mode & 0o7777).toBe(after);
  });

  it('is its writer’s alone until it is whole', async () => {
    const path = join(folder, 'out.csv');
    await writeFile(path, 'old', { mode: 0o666 });
    const modes: number[] = [];
    async function* looking(): AsyncGenerator<string> {
      yield 'x'.repeat(1 << 20);
      const [temporary = ''] = (await readdir(folder)).filter((name) => name !== 'out.csv');
      modes.push((await stat(join(folder, temporary))).mode & 0o7777);
    }
    await written(path, looking());
    expect(modes).toEqual([0o600]);
  });

  it('that was not there when it was looked for is not replaced', async () => {
    const path = join(folder, 'out.csv');
    const place = await outputPlace(path, folder);
    await writeFile(path, 'of somebody else');
    expect(await problemOf(replaceFile(place, ['mine'], kernelLock))).toMatchObject({
      code: 'exists',
      key: 'file-exists',
    });
    expect(await readFile(path, 'utf8')).toBe('of somebody else');
    expect(await readdir(folder)).toEqual(['out.csv']);
  });

  it('that is a pipe is written to as its reader takes it, and waits for one to come', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const writing = written(
      pipe,
      Array.from({ length: 40 }, () => 'x'.repeat(10_000)),
    );
    expect((await readFile(pipe)).length).toBe(400_000);
    await writing;
    expect((await lstat(pipe)).isFIFO()).toBe(true);
    expect(await readdir(folder)).toEqual(['pipe']);
  });

  it('stays as it was where writing fails on the way', async () => {
    const path = join(folder, 'out.csv');
    await writeFile(path, 'old');
    async function* failing(): AsyncGenerator<string> {
      yield 'x'.repeat(1_000_000);
      throw new Error('no more');
    }
    await expect(written(path, failing())).rejects.toThrow('no more');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['out.csv']);
  });

  it('may be as long as it likes and have a long name', async () => {
    const path = join(folder, `${'n'.repeat(251)}.csv`);
    await written(
      path,
      Array.from({ length: 3_000 }, () => 'x'.repeat(1_000)),
    );
    expect((await stat(path)).size).toBe(3_000_000);
  });

  it('is written through a symbolic link, even to what is not there yet', async () => {
    const link = join(folder, 'link');
    await symlink('real.csv', link);
    await written(link, ['1']);
    await written(link, ['2']);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'real.csv'), 'utf8')).toBe('2');
  });

  it('that is a device is written to and stays one', async () => {
    await written('/dev/null', ['1']);
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('that is a folder, in no folder or a loop of links is refused', async () => {
    expect(await problemOf(written(folder, ['1']))).toEqual({
      code: 'usage',
      key: 'file-is-folder',
      params: { path: folder },
    });
    const nowhere = join(folder, 'no', 'out.csv');
    expect(await problemOf(written(nowhere, ['1']))).toEqual({
      code: 'usage',
      key: 'file-no-folder',
      params: { path: nowhere },
    });
    const loop = join(folder, 'loop');
    await symlink('loop', loop);
    expect(await problemOf(written(loop, ['1']))).toMatchObject({
      code: 'io',
      key: 'file-unwritable',
      params: { reason: 'ELOOP' },
    });
  });

  it.skipIf(process.getuid?.() === 0)('where nothing may be written is refused', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0o500 });
    expect(await problemOf(written(join(closed, 'out'), ['1']))).toMatchObject({
      code: 'io',
      params: { reason: 'EACCES' },
    });
  });
});
