import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PastMovement, writeLongHistory } from '../../bench/long-history.ts';
import { newFolder, removeFolder, run } from './run.ts';
import { canTrace, isRead, isSync, isWrite, type SystemCall, stdout, traced } from './system-calls.ts';

const codes = ['TV-1', 'TV-2', 'TV-3', 'TV-4', 'TV-5'];
/** The lengths of two histories, in entries. What costs the same after both does not grow. */
const short = 300;
const long = 30_000;

let root: string;

beforeAll(() => {
  if (!canTrace) return;
  root = newFolder();
  for (const entries of [short, long]) shop(entries);
});
afterAll(() => {
  if (canTrace) removeFolder(root);
});

const folderOf = (entries: number): string => join(root, String(entries));

/** A store with few devices and a history of single movements, settled by a last command. */
function shop(entries: number): void {
  const folder = folderOf(entries);
  mkdirSync(folder);
  const devices = codes.map((code) => `tv,${code},Set ${code},Nova,42,lcd,999.00,100`);
  writeFileSync(
    join(folder, 'devices.csv'),
    `kind,code,name,brand,size,panel,price,quantity\n${devices.join('\n')}\n`,
  );
  expect(run(folder, ['init']).code).toBe(0);
  expect(run(folder, ['import', 'devices', 'devices.csv']).code).toBe(0);
  writeLongHistory(join(folder, 'data/inventory.journal.jsonl'), comingAndGoing(entries - 2));
  expect(run(folder, ['stock-in', 'TV-1', '1']).code).toBe(0);
  expect(run(folder, ['verify']).stdout).toContain(`sound: ${entries} entries`);
}

/** Every device comes in by one and goes out by one, again and again. */
function* comingAndGoing(count: number): Generator<PastMovement> {
  const opening = 100;
  for (let index = 0; index < count; index++) {
    const comes = Math.floor(index / codes.length) % 2 === 0;
    yield {
      code: codes[index % codes.length] ?? '',
      change: comes ? 1 : -1,
      balance: comes ? opening + 1 : opening,
      at: Date.parse('2026-01-01T00:00:00Z') + index * 60_000,
    };
  }
}

const isOfStore = ({ path }: SystemCall): boolean => path.includes('/data/inventory.');
const isOfJournal = ({ path }: SystemCall): boolean => path.endsWith('/inventory.journal.jsonl');
const bytes = (calls: readonly SystemCall[]): number =>
  calls.reduce((sum, { returned }) => sum + returned, 0);
const isAnswer = (call: SystemCall): boolean => isWrite(call) && call.path === stdout;

/** The calls of one command that succeeds. */
function callsOf(folder: string, ...words: string[]): readonly SystemCall[] {
  const { outcome, calls } = traced(folder, words);
  expect([words, outcome.code]).toEqual([words, 0]);
  expect(calls.some(isAnswer)).toBe(true);
  return calls;
}

describe.skipIf(!canTrace)('one movement, as strace sees it,', () => {
  it.each([short, long])('syncs exactly once, before it answers, after %i entries', (entries) => {
    const calls = callsOf(folderOf(entries), 'stock-out', 'TV-1', '2');
    const before = calls.slice(0, calls.findIndex(isAnswer));
    expect(before.filter(isSync)).toHaveLength(1);
  });

  it.each([short, long])(
    'syncs the journal after the last byte it writes there, after %i entries',
    (entries) => {
      const calls = callsOf(folderOf(entries), 'stock-in', 'TV-2', '3').filter(isOfJournal);
      expect(calls.findLastIndex(isWrite)).toBeLessThan(calls.findIndex(isSync));
    },
  );

  it.each([short, long])('writes at most 2 KB to the journal after %i entries', (entries) => {
    const written = callsOf(folderOf(entries), 'stock-in', 'TV-3', '1').filter(isOfJournal).filter(isWrite);
    expect(bytes(written)).toBeGreaterThan(0);
    expect(bytes(written)).toBeLessThanOrEqual(2048);
  });

  it(`reads no more of the store after ${long} entries than after ${short}`, () => {
    const [few, many] = [short, long].map((entries) => {
      // The first command on a store that another program has left finds out how it was left; the next ones know.
      callsOf(folderOf(entries), 'stock-in', 'TV-4', '1');
      return bytes(callsOf(folderOf(entries), 'stock-out', 'TV-4', '2').filter(isOfStore).filter(isRead));
    });
    // Numbers of more digits make longer lines; nothing else may.
    expect(many).toBeLessThanOrEqual((few ?? 0) * 1.1);
  });
});

describe.skipIf(!canTrace)('an import, as strace sees it,', () => {
  it.each([10, 20_000])('syncs at most six times for %i rows', (rows) => {
    const folder = folderOf(short);
    const lines = Array.from(
      { length: rows },
      (_, row) => `${codes[row % codes.length]},in,1,row ${rows}-${row}`,
    );
    writeFileSync(join(folder, 'movements.csv'), `code,type,quantity,note\n${lines.join('\n')}\n`);
    const syncs = callsOf(folder, 'import', 'movements', 'movements.csv').filter(isSync);
    expect(syncs.length).toBeGreaterThan(0);
    expect(syncs.length).toBeLessThanOrEqual(6);
  });
});

describe.skipIf(!canTrace)('info among thousands of devices, as strace sees it,', () => {
  it('reads a few blocks of the book file, and knows what is on hand', () => {
    const folder = join(root, 'devices');
    mkdirSync(folder);
    const devices = Array.from({ length: 3000 }, (_, index) => `dvd,D-${index},Player ${index},hd,30,5`);
    writeFileSync(join(folder, 'devices.csv'), `kind,code,name,disc,price,quantity\n${devices.join('\n')}\n`);
    for (const words of ['init', 'import devices devices.csv', 'stock-out D-7 2', 'stock-in D-9 4'])
      expect(run(folder, words.split(' ')).code).toBe(0);
    const isOfBook = ({ path }: SystemCall): boolean => path.endsWith('/inventory.json');
    expect(statSync(join(folder, 'data/inventory.json')).size).toBeGreaterThan(500_000);
    expect(bytes(callsOf(folder, 'info').filter(isOfBook).filter(isRead))).toBeLessThan(50_000);
    expect(run(folder, ['info']).stdout).toContain(' 15002\n');
  });
});

describe.skipIf(!canTrace)('a list of one place, as strace sees it,', () => {
  it('reads no more of the store than a list', () => {
    const folder = join(root, 'placed');
    mkdirSync(folder);
    for (const words of [
      'init',
      'add dvd --code D-1 --name Player --disc hd --price 30 --quantity 5',
      'place add shop-1',
    ])
      expect(run(folder, words.split(' ')).code).toBe(0);
    const readBy = (...words: string[]) => {
      const { outcome, calls } = traced(folder, words);
      expect(outcome.code).toBe(0);
      return calls.filter((call) => isOfStore(call) && isRead(call)).length;
    };
    expect(readBy('list', '--place', 'main')).toBeLessThanOrEqual(readBy('list'));
  });
});
