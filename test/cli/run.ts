import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { isOnServer, storeVariables } from '../postgres/store-under-test.ts';

/** The built program, as users start it. */
export const program = resolve(import.meta.dirname, '../../bin/stockbook.js');

/** What a command came to. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: { readonly [name: string]: string };
  readonly input?: string | Uint8Array;
}

/** An environment that hides all settings of the machine. */
export const cleanEnvironment = (folder: string): { [name: string]: string } => ({
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  LANG: 'C.UTF-8',
  TZ: 'Asia/Shanghai',
  STOCKBOOK_BY: 'li',
  ...storeVariables(folder),
});

/** Runs one command in a folder and waits for it. */
export function run(
  folder: string,
  words: readonly string[],
  { env = {}, input = '' }: RunOptions = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    env: { ...cleanEnvironment(folder), ...env },
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}

/** For a command that others keep from the store: it has its turn at last, however slow the machine is. */
export const patiently = ['--wait', '3600'];

/** Runs one command beside others. */
export function runBeside(
  folder: string,
  words: readonly string[],
  {
    env = {},
    input = '',
  }: { readonly env?: { readonly [name: string]: string }; readonly input?: string } = {},
): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...patiently, ...words], {
      cwd: folder,
      env: { ...cleanEnvironment(folder), ...env },
    });
    child.stdin.end(input);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** A new folder of a test's own: empty, but where the store is on a server for an empty folder in place of its files. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stockbook-cli-')));
  if (isOnServer) mkdirSync(join(folder, 'data'));
  return folder;
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Fills an empty folder with what `fill` makes there: that is done once in a file of tests, and copied from then on. */
export function filledOnce(fill: (folder: string) => void): (folder: string) => void {
  let kept: string | undefined;
  afterAll(() => {
    if (kept !== undefined) removeFolder(kept);
  });
  return (folder) => {
    if (kept !== undefined) return copyContents(kept, folder);
    fill(folder);
    // What is on a server is not in the folder, so it is made again.
    if (isOnServer) return;
    kept = newFolder();
    copyContents(folder, kept);
  };
}

/** A shop with ten televisions `T1` and twenty players `D1`, and what more these commands do, made once for a file of tests. */
export const filledWithTwo = (...more: readonly string[]): ((folder: string) => void) =>
  filledOnce((kept) => {
    for (const words of [
      'init',
      'add tv --code T1 --name T --size 42 --panel lcd --price 1000 --quantity 10 --cost 600',
      'add dvd --code D1 --name D --disc hd --price 300 --quantity 20 --cost 100',
      ...more,
    ])
      run(kept, words.split(' '));
  });

/** To the nanosecond of each file's time, which a store looks at. */
const copyContents = (from: string, to: string): void =>
  void execFileSync('cp', ['-a', `${from}/.`, to], { stdio: 'inherit' });
