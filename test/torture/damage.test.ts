import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/inventory/refusal.ts';
import { listingOf } from '../store/whole.ts';
import { tally } from './length.ts';
import { mutantsOfDamage } from './mutants.ts';
import { Random } from './random.ts';
import {
  addDevice,
  bookPath,
  importMoves,
  journalPath,
  move,
  perform,
  Shop,
  undo,
  type Wrap,
  witnessPath,
} from './shop.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { expectSound } from './soundness.ts';

/** A disk with a shop on it that has been idle for a while. */
async function shopOnDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(new Random(1));
  const store = await new Shop().init(disk.start());
  for (const command of [
    addDevice('A', 9),
    move('A', -2, { key: 'k1', note: 'first' }),
    importMoves([{ device: 'A', change: 5 }], 'file'),
    undo(),
    move('A', 1),
  ])
    await perform(store, command);
  disk.settle();
  return disk;
}

/** The journal with one bit of a byte turned. */
function turned(disk: SimulatedDisk, at: number): Buffer {
  const content = disk.content(journalPath) ?? Buffer.alloc(0);
  content[at] = (content[at] ?? 0) ^ (1 << (at % 7));
  return content;
}

/** What a verification says: the keys of its findings, or the code of its refusal. */
async function verified(disk: SimulatedDisk, wrap?: Wrap): Promise<readonly string[]> {
  try {
    const { findings } = await (await new Shop(wrap, 1000).open(disk.start())).verify();
    return findings.map(({ key }) => key);
  } catch (error) {
    if (error instanceof Refusal) return [error.code];
    throw error;
  }
}

const isDamage = (said: readonly string[]): boolean =>
  said.some((one) => ['entry-damaged', 'entries-missing', 'damaged'].includes(one));

async function stockOn(disk: SimulatedDisk): Promise<readonly (readonly [string, number])[]> {
  const { rows } = await listingOf(await new Shop().open(disk.start()));
  return rows.map(({ code, quantity }) => [code, quantity] as const);
}

describe('a journal in which any one byte was changed', () => {
  it('is found out, is not written to, and is repaired without losing stock', async () => {
    const original = await shopOnDisk();
    const stock = await stockOn(original);
    const { length } = original.content(journalPath) ?? Buffer.alloc(0);
    for (let at = 0; at < length; at++) {
      const disk = original.clone(new Random(at));
      disk.meddle(journalPath, turned(disk, at));
      const said = await verified(disk);
      expect(isDamage(said), `byte ${at}: ${said}`).toBe(true);
      if (at % 5 > 0) continue;
      const before = disk.picture();
      const store = await new Shop(undefined, 2000).open(disk.start());
      const refusal = await perform(store, move('A', 1)).catch((error: unknown) => error);
      expect(refusal, `byte ${at}`).toMatchObject({ code: 'damaged' });
      expect(disk.picture(), `byte ${at}`).toBe(before);
      await store.repair();
      expect(await stockOn(disk), `byte ${at}`).toEqual(stock);
      await perform(store, move('A', 1));
      expect((await store.verify()).findings, `byte ${at}`).toEqual([]);
      await expectSound(store);
    }
    tally({ 'bytes of a journal changed, one by one': length });
  });

  it('is found out although the file does not look touched', async () => {
    const original = await shopOnDisk();
    const { length } = original.content(journalPath) ?? Buffer.alloc(0);
    for (let at = 0; at < length; at += 3) {
      const disk = original.clone(new Random(at));
      disk.rot(journalPath, at, turned(disk, at)[at] ?? 0);
      const said = await verified(disk);
      expect(isDamage(said), `byte ${at}: ${said}`).toBe(true);
    }
  });

  it('is found out where a whole entry was taken away, doubled or put elsewhere', async () => {
    const original = await shopOnDisk();
    const lines = (original.content(journalPath)?.toString() ?? '').split('\n').slice(0, -1);
    for (let from = 0; from < lines.length; from++) {
      const others = lines.filter((_, index) => index !== from);
      const line = lines[from] ?? '';
      const changes = [others, [...lines, line], ...others.map((_, to) => others.toSpliced(to, 0, line))];
      for (const changed of changes.filter((one) => one.join() !== lines.join())) {
        const disk = original.clone(new Random(from));
        disk.meddle(journalPath, Buffer.from(`${changed.join('\n')}\n`));
        expect(isDamage(await verified(disk)), `entry ${from}`).toBe(true);
      }
    }
  });

  it('is found out in its last entry although the book file is behind it, by the witness', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const store = await new Shop(undefined, 0, 9).init(disk.start());
    await perform(store, addDevice('A', 1));
    await perform(store, move('A', 5));
    await perform(store, move('A', -2));
    disk.settle();
    const { length } = disk.content(journalPath) ?? Buffer.alloc(0);
    expect(disk.content(bookPath)?.toString()).toContain('"entry":1,');
    const blind = mutantsOfDamage.get('keeps no witness');
    let missed = 0;
    for (let at = length - 200; at < length; at += 23) {
      const damaged = disk.clone(new Random(at));
      damaged.meddle(journalPath, turned(damaged, at));
      expect(damaged.content(witnessPath)).toBeDefined();
      expect(isDamage(await verified(damaged)), `byte ${at}`).toBe(true);
      if (!isDamage(await verified(damaged, blind))) missed++;
    }
    expect(missed, 'without a witness it looks like a torn tail').toBeGreaterThan(0);
  });
});
