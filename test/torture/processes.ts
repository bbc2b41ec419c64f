import { type ChildProcess, spawn } from 'node:child_process';
import { expect } from 'vitest';
import { cleanEnvironment, type Outcome, patiently, program, run } from '../cli/run.ts';

/** The compared fields of a history row. */
export interface Row {
  readonly entry: number;
  readonly code: string;
  readonly change: number | null;
  readonly balance: number;
  readonly key: string | null;
  readonly ref: string | null;
}

const unguarded = { STOCKBOOK_UNGUARDED: 'all' };

export const stockbook = (folder: string, ...words: string[]): Outcome =>
  run(folder, words, { env: unguarded });

/** What a command that must succeed, and has nothing to remark, prints. */
export function json<T>(folder: string, ...words: string[]): T {
  const { code, stdout, stderr } = stockbook(folder, ...words, '--json');
  expect([words, code, stderr]).toEqual([words, 0, '']);
  return JSON.parse(stdout);
}

/** A new store with some of each device. */
export function makeShop(folder: string, codes: readonly string[], quantity: number): void {
  expect(stockbook(folder, 'init').code).toBe(0);
  const rows = codes.map((code) => ({
    kind: 'tv',
    code,
    name: code,
    size: 42,
    panel: 'lcd',
    price: 1,
    quantity,
  }));
  const { code, stderr } = run(folder, ['import', 'devices', '-'], { input: JSON.stringify(rows) });
  expect([code, stderr]).toEqual([0, '']);
}

/** A command that runs beside the test. */
export interface Started {
  readonly child: ChildProcess;
  /** What it has printed on standard output so far. */
  printed(): string;
  /** When it has ended, by itself or by a signal. */
  readonly ended: Promise<Outcome>;
}

/** Starts a command, perhaps by way of another program that is given it; without input (null) its stdin stays open. */
export function start(
  folder: string,
  words: readonly string[],
  { input = '', by = [] }: { readonly input?: string | null; readonly by?: readonly string[] } = {},
): Started {
  const [first = '', ...rest] = [...by, process.execPath, program, ...patiently, ...words];
  const child = spawn(first, rest, { cwd: folder, env: { ...cleanEnvironment(folder), ...unguarded } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  // One that is killed reads no more.
  child.stdin.on('error', () => undefined);
  if (input !== null) child.stdin.end(input);
  const ended = new Promise<Outcome>((done) => {
    // A shell says 130 too of a process that the signal itself has ended.
    child.on('close', (code, signal) => done({ code: signal === 'SIGINT' ? 130 : code, stdout, stderr }));
  });
  return { child, printed: () => stdout, ended };
}

/** Expects one unbroken numbering, balances that follow from the changes, and a sound store; returns the history. */
export function expectSoundShop(folder: string): readonly Row[] {
  const rows = json<readonly Row[]>(folder, 'history');
  expectConsistent(rows, json<readonly { code: string; quantity: number }[]>(folder, 'list'));
  expect(stockbook(folder, 'verify')).toMatchObject({ code: 0, stderr: '' });
  return rows;
}

/** Checks that rows are numbered in order, that each balance follows from the previous one, and that the last equals on hand. */
export function expectConsistent(
  rows: readonly Row[],
  devices: readonly { readonly code: string; readonly quantity: number }[],
): void {
  const onHand = new Map<string, number>();
  let last = 0;
  for (const { entry, code, change, balance } of rows) {
    if (entry !== last && entry !== last + 1) expect(entry).toBe(last + 1);
    last = entry;
    const now = (onHand.get(code) ?? 0) + (change ?? 0);
    if (balance !== now || now < 0) expect([entry, code, balance]).toEqual([entry, code, Math.max(now, 0)]);
    onHand.set(code, now);
  }
  expect(devices.map(({ code, quantity }) => [code, quantity])).toEqual([...onHand].sort());
}
