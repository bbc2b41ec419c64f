import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, removeFolder } from '../cli/run.ts';
import { seed, tally, times } from './length.ts';
import { expectSoundShop, json, makeShop, type Row, start, stockbook } from './processes.ts';
import { Random } from './random.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const kills = times(12, 300);
const rowsOfImport = 400;
const scansOfSession = 300;

/** What is killed: a command, and how to tell from what it printed what it has acknowledged. */
interface Victim {
  readonly words: readonly string[];
  readonly input?: string;
  acknowledged(printed: string): readonly Row[];
}

/** What no command leaves behind in the store: what it was writing, or took for damage. */
const leftovers = (): readonly string[] =>
  readdirSync(join(folder, 'data')).filter((name) => name.endsWith('.tmp') || name.includes('damaged'));

const wholeLines = (printed: string): readonly string[] => printed.split('\n').slice(0, -1);

function anyVictim(random: Random, round: number): Victim {
  const key = `key-${round}`;
  switch (random.below(5)) {
    case 0: {
      writeFileSync(
        join(folder, 'moves.csv'),
        `code,type,quantity,ref\n${`B,in,1,${key}\n`.repeat(rowsOfImport)}`,
      );
      return { words: ['import', 'movements', 'moves.csv', '--json'], acknowledged: () => [] };
    }
    case 1:
    case 2:
      return {
        words: ['scan', 'in', '--ref', key, '--json'],
        input: 'A\n'.repeat(scansOfSession),
        acknowledged: (printed) => wholeLines(printed).flatMap((line) => movementIn(line)),
      };
    case 3:
      return { words: ['undo', '--json'], acknowledged: () => [] };
    default:
      return {
        words: ['stock-in', 'A', '1', '--key', key, '--json'],
        acknowledged: (printed) => wholeLines(printed).map((line) => JSON.parse(line)),
      };
  }
}

/** A line of scan output for a movement, not for the sums at the end. */
function movementIn(line: string): readonly Row[] {
  const told: Partial<Row> = JSON.parse(line);
  return typeof told.entry === 'number' && typeof told.balance === 'number' ? [told as Row] : [];
}

/** Starts it and kills it after a while: until it starts to work nothing happens, so most are killed later. */
async function killed(
  victim: Victim,
  afterMs: number,
): Promise<{ readonly rows: readonly Row[]; readonly died: boolean }> {
  const { words, input } = victim;
  const started = start(folder, words, input === undefined ? {} : { input });
  const timer = setTimeout(() => started.child.kill('SIGKILL'), afterMs);
  const { code, stdout } = await started.ended;
  clearTimeout(timer);
  return { rows: victim.acknowledged(stdout), died: code === null };
}

/** How long a command takes on this machine at present. */
async function usualMs(): Promise<number> {
  const began = performance.now();
  await start(folder, ['stock-in', 'A', '1', '--json']).ended;
  return performance.now() - began;
}

describe('processes killed at any instant', () => {
  it(`keep what they acknowledged, leave the rest whole or not at all, and stop nobody (seed ${seed})`, {
    timeout: 3_600_000,
  }, async () => {
    const random = new Random(seed);
    makeShop(folder, ['A', 'B'], 10);
    const confirmed: Row[] = [];
    let ms = await usualMs();
    let died = 0;
    for (let round = 0; round < kills; round++) {
      if (round % 20 === 0) ms = await usualMs();
      const victim = anyVictim(random, round);
      const { rows, died: wasKilled } = await killed(victim, ms * (0.5 + 1.5 * random.next()));
      if (wasKilled) died++;
      confirmed.push(...rows);
      // Nobody cleans up: the next command works, though it may have to say that it set something aside.
      const next = stockbook(folder, 'stock-in', 'B', '1', '--ref', `next-${round}`, '--json');
      expect([round, next.code]).toEqual([round, 0]);
      confirmed.push(JSON.parse(next.stdout));
    }
    const history = expectSoundShop(folder);
    const byEntry = new Map(history.map((row) => [row.entry, row]));
    for (const { entry, code, change, balance, key, ref } of confirmed)
      expect(byEntry.get(entry)).toMatchObject({ code, change, balance, key, ref });
    expectWholeImports(history);
    const keys = history.flatMap(({ key }) => key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(leftovers()).toEqual([]);
    tally({ 'processes killed': died, 'entries acknowledged beside kills': confirmed.length });
  });

  it('leave both rows of a transfer or none', { timeout: 3_600_000 }, async () => {
    const random = new Random(seed + 2);
    const units = 10_000;
    makeShop(folder, ['A'], units);
    json(folder, 'place', 'add', 'shop-1');
    const rounds = times(8, 200);
    // The first start of a program takes longer than any other.
    await usualMs();
    let ms = await usualMs();
    let total = units + 2;
    let died = 0;
    let sent = 0;
    for (let round = 0; round < rounds; round++) {
      if (round % 20 === 19) {
        ms = await usualMs();
        total++;
      }
      const { child, ended } = start(folder, [
        'transfer',
        'A',
        '3',
        '--from',
        'main',
        '--to',
        'shop-1',
        '--json',
      ]);
      const timer = setTimeout(() => child.kill('SIGKILL'), ms * (0.4 + 0.7 * random.next()));
      const { code } = await ended;
      clearTimeout(timer);
      if (code === null) died++;
      else expect(code).toBe(0);
      const before = sent;
      const { places } = json<{ places: readonly { place: string; quantity: number }[] }>(
        folder,
        'show',
        'A',
      );
      const there = (path: string) => places.find(({ place }) => place === path)?.quantity ?? 0;
      sent = there('shop-1');
      expect([round, there('main') + sent]).toEqual([round, total]);
      expect(code === 0 ? [before + 3] : [before, before + 3]).toContain(sent);
      expect(stockbook(folder, 'verify').code).toBe(0);
    }
    const rows = json<readonly { type: string }[]>(folder, 'history', 'A');
    expect(rows.filter(({ type }) => type === 'transfer').length).toBe((sent / 3) * 2);
    // What the last one was writing is taken away by the next that writes; looking, as after each round, writes nothing.
    json(folder, 'stock-in', 'A', '1');
    expect(leftovers()).toEqual([]);
    tally({ 'transfers killed': died, 'transfers done': sent / 3 });
  });

  it('in the middle of a repair leave it to the next, which loses no stock', {
    timeout: 3_600_000,
  }, async () => {
    const random = new Random(seed + 1);
    makeShop(folder, ['A'], 10);
    for (let round = 0; round < 5; round++) json(folder, 'stock-in', 'A', '1', '--key', `k${round}`);
    const path = join(folder, 'data/inventory.journal.jsonl');
    const ms = await usualMs();
    const repairs = times(1, 20);
    for (let round = 0; round < repairs; round++) {
      const [{ quantity }] = json<[{ quantity: number }]>(folder, 'list');
      const lines = readFileSync(path, 'utf8').split('\n');
      const entry = 1 + random.below(lines.length - 2);
      writeFileSync(
        path,
        lines.toSpliced(entry, 1, (lines[entry] ?? '').replace('"by":', '"By":')).join('\n'),
      );
      const { child, ended } = start(folder, ['repair']);
      setTimeout(() => child.kill('SIGKILL'), ms * (0.4 + random.next()));
      await ended;
      expect([round, stockbook(folder, 'repair').code]).toEqual([round, 0]);
      expect(json<[{ quantity: number }]>(folder, 'list')).toMatchObject([{ quantity }]);
      expect(stockbook(folder, 'verify').code).toBe(0);
      expect(leftovers().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    }
    tally({ 'processes killed': repairs });
  });
});

/** An import is one entry with all its rows. */
function expectWholeImports(history: readonly Row[]): void {
  const rows = new Map<number, number>();
  for (const { entry, ref } of history)
    if (ref?.startsWith('key-')) rows.set(entry, (rows.get(entry) ?? 0) + 1);
  for (const count of rows.values()) expect([1, rowsOfImport]).toContain(count);
}
