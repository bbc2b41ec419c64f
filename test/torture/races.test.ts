import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, type Outcome, removeFolder } from '../cli/run.ts';
import { seed, tally, times } from './length.ts';
import { expectConsistent, expectSoundShop, makeShop, type Row, start } from './processes.ts';
import { Random } from './random.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const codes = ['A', 'B', 'C'];
const rounds = times(1, 12);
const scans = times(25, 60);

const begun = (...words: readonly string[]) => start(folder, [...words, '--json']).ended;

/** What a writer does until it is done: a session of scanning, and commands of its own. */
async function write(clerk: number, random: Random): Promise<readonly Row[]> {
  const lines = Array.from({ length: scans }, () => `${random.of(codes)}*${1 + random.below(3)}\n`);
  const direction = clerk % 2 === 0 ? 'in' : 'out';
  const session = start(folder, ['scan', direction, '--by', `clerk-${clerk}`, '--json'], {
    input: lines.join(''),
  });
  const outcomes: Outcome[] = [await session.ended];
  for (const words of [
    ['stock-out', random.of(codes), String(1 + random.below(20))],
    ['stock-in', random.of(codes), '2', '--key', `key-${random.below(4)}`],
  ])
    outcomes.push(await begun(...words));
  for (const { code, stderr } of outcomes)
    expect([code, stderr]).toEqual([expect.toBeOneOf([0, 4]), expect.anything()]);
  return outcomes.flatMap(({ stdout }) =>
    stdout.split('\n').flatMap((line) => {
      const told: Partial<Row> = line.startsWith('{') ? JSON.parse(line) : {};
      return typeof told.entry === 'number' && typeof told.balance === 'number' ? [told as Row] : [];
    }),
  );
}

/** Reads in a loop while there are writers: each time a whole book that adds up. */
async function read(isOver: () => boolean): Promise<number> {
  let count = 0;
  for (; !isOver() || count === 0; count++) {
    const { code, stdout, stderr } = await begun('history');
    expect([code, stderr]).toEqual([0, '']);
    const rows: readonly Row[] = JSON.parse(stdout);
    const last = new Map(rows.map(({ code: device, balance }) => [device, balance]));
    expectConsistent(
      rows,
      [...last].sort().map(([device, quantity]) => ({ code: device, quantity })),
    );
    // Half of a line that is just being written is a note of verify's.
    expect((await begun('verify')).code).toBe(0);
  }
  return count;
}

/** Backs up in a loop while there are writers: each becomes a store whose history is a beginning of the whole. */
async function backUp(isOver: () => boolean): Promise<readonly string[]> {
  const histories: string[] = [];
  while (!isOver() || histories.length === 0) {
    expect(await begun('backup', 'a.backup', '--yes')).toMatchObject({ code: 0, stderr: '' });
    const store = join(folder, 'restored');
    expect(await begun('restore', 'a.backup', '--store', store)).toMatchObject({ code: 0, stderr: '' });
    expect(await begun('verify', '--store', store)).toMatchObject({ code: 0, stderr: '' });
    histories.push(readFileSync(join(store, 'inventory.journal.jsonl'), 'utf8'));
    rmSync(store, { recursive: true });
  }
  return histories;
}

describe('eight processes on a handful of devices, with readers beside them', () => {
  it(`lose no update, go below nothing, number without a gap, and are seen whole (seed ${seed})`, {
    timeout: 3_600_000,
  }, async () => {
    const random = new Random(seed);
    const counts = { entries: 0, readings: 0, backups: 0 };
    for (let round = 0; round < rounds; round++) {
      makeShop(folder, codes, 10);
      let writing = true;
      const isOver = () => !writing;
      const writers = Array.from({ length: 8 }, (_, clerk) => write(clerk, new Random(random.below(1e9))));
      const others = Promise.all([read(isOver), backUp(isOver)]);
      const confirmed = (await Promise.all(writers)).flat();
      writing = false;
      const [readings, backups] = await others;
      const history = expectSoundShop(folder);
      const journal = readFileSync(join(folder, 'data/inventory.journal.jsonl'), 'utf8');
      for (const backup of backups) expect(journal.startsWith(backup)).toBe(true);
      const byEntry = new Map(history.map((row) => [row.entry, row]));
      for (const { entry, code, change, balance } of confirmed)
        expect(byEntry.get(entry)).toMatchObject({ code, change, balance });
      // Each was acknowledged, the ones with a key perhaps to more than one clerk; the first entry made the shop.
      expect(new Set(confirmed.map(({ entry }) => entry)).size).toBe(byEntry.size - 1);
      counts.entries += byEntry.size;
      counts.readings += readings * 2;
      counts.backups += backups.length;
      rmSync(join(folder, 'data'), { recursive: true });
    }
    tally({
      'races of 8 processes': rounds,
      'entries written in races': counts.entries,
      'readings beside writers': counts.readings,
      'backups beside writers': counts.backups,
    });
  });
});
