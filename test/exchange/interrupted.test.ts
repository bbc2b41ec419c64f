import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outputPlace } from '../../src/exchange/write/output-place.ts';
import { replaceFile } from '../../src/exchange/write/replace-file.ts';
import { kernelLock } from '../../src/store/json-file/files/kernel-lock.ts';

const modules = resolve(import.meta.dirname, '../../node_modules');
let built: string;
let folder: string;
let writers: ChildProcess[];

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'stockbook-built-'));
  await build({
    entryPoints: [resolve(import.meta.dirname, 'writing-forever.ts')],
    outfile: join(built, 'writing-forever.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
});
afterAll(() => rmSync(built, { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stockbook-interrupted-'));
  writers = [];
});
afterEach(async () => {
  await Promise.all(writers.map((writer) => ended(writer, 'SIGKILL')));
  rmSync(folder, { recursive: true });
});

/** A process that is in the middle of writing a file. */
async function writing(name: string, ...more: readonly string[]): Promise<ChildProcess> {
  const env = { ...process.env, NODE_PATH: modules };
  const writer = fork(join(built, 'writing-forever.mjs'), [join(folder, name), ...more], { env });
  writers.push(writer);
  await once(writer, 'message');
  return writer;
}

/** What a process ends with, once it has had a signal. */
async function ended(writer: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  if (writer.exitCode !== null || writer.signalCode !== null) return writer.signalCode;
  const end = once(writer, 'exit');
  writer.kill(signal);
  const [code, by] = await end;
  return code ?? by;
}

const replaced = async (name: string): Promise<void> =>
  replaceFile(await outputPlace(name, folder), ['whole'], kernelLock);

describe.skipIf(process.platform === 'win32')('a file whose writing is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind at %s', async (signal) => {
    writeFileSync(join(folder, 'out.csv'), 'old');
    expect(await ended(await writing('out.csv'), signal)).toBe(signal);
    expect(readdirSync(folder)).toEqual(['out.csv']);
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('old');
  });

  it('leaves nothing behind where a signal is answered with an exit code', async () => {
    expect(await ended(await writing('out.csv', '130'), 'SIGINT')).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('and cannot clean up is cleaned up after by the next that writes there', async () => {
    await ended(await writing('out.csv'), 'SIGKILL');
    expect(readdirSync(folder)).toHaveLength(1);
    await replaced('other.csv');
    expect(readdirSync(folder)).toEqual(['other.csv']);
  });
});

describe('a temporary file', () => {
  it('of a process that lives is left alone by the others, however many write there', async () => {
    await writing('slow.csv');
    const [temporary] = readdirSync(folder);
    await Promise.all(['a.csv', 'b.csv', 'c.csv'].map(replaced));
    expect(readdirSync(folder).sort()).toEqual([temporary, 'a.csv', 'b.csv', 'c.csv']);
  });

  it('is known by more than its name', async () => {
    const kept = ['.stockbook-0123456789abcdef.tmp', '.stockbook-locked-mine.tmp', 'stockbook.tmp'];
    for (const name of kept) writeFileSync(join(folder, name), 'of a person');
    await replaced('out.csv');
    expect(readdirSync(folder).sort()).toEqual([...kept, 'out.csv'].sort());
  });

  it('is written without a lock where files cannot be locked, and then never taken for left behind', async () => {
    const unlockable = () => {
      throw new Error('ENOLCK');
    };
    let during: string[] = [];
    async function* looking(): AsyncGenerator<string> {
      yield 'x'.repeat(1 << 20);
      await replaced('other.csv');
      during = readdirSync(folder);
      yield 'y';
    }
    await replaceFile(await outputPlace('out.csv', folder), looking(), unlockable);
    expect(during.filter((name) => name.startsWith('.'))).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['other.csv', 'out.csv']);
  });
});
