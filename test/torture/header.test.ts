import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/inventory/refusal.ts';
import type { Repaired } from '../../src/store/upkeep.ts';
import { listingOf } from '../store/whole.ts';
import { tally, times } from './length.ts';
import { Random } from './random.ts';
import {
  addDevice,
  bookPath,
  importMoves,
  indexPath,
  journalPath,
  move,
  perform,
  Shop,
  told,
  undo,
  witnessPath,
} from './shop.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { entriesOf, expectSound } from './soundness.ts';

vi.setConfig({ testTimeout: 600_000 });

/** A disk with a shop on it that has been idle for a while; `behind`: how far its book file may stay behind. */
async function shopOnDisk(behind: number): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(new Random(1));
  const store = await new Shop(undefined, 0, behind).init(disk.start());
  for (const command of [
    addDevice('A', 9),
    move('A', -2, { key: 'k1', note: 'first' }),
    importMoves([{ device: 'A', change: 5 }], 'file'),
    undo(),
    move('A', 1, { key: 'k2' }),
  ])
    await perform(store, command);
  await store.close();
  disk.settle();
  return disk;
}

let shops: readonly SimulatedDisk[];
beforeAll(async () => {
  shops = [await shopOnDisk(1), await shopOnDisk(9)];
});

const journalOf = (disk: SimulatedDisk): Buffer => disk.content(journalPath) ?? Buffer.alloc(0);
const headerLength = (journal: Buffer): number => journal.indexOf('\n') + 1;

async function entriesOn(disk: SimulatedDisk): Promise<readonly string[]> {
  const entries = await entriesOf(await new Shop(undefined, 9000).open(disk.start()));
  return entries.map((entry) => `${entry.n} ${told(entry)}`);
}

function without(disk: SimulatedDisk, ...paths: readonly string[]): SimulatedDisk {
  for (const path of paths) disk.meddle(path, null);
  return disk;
}

/** What may be lost beside the first line. */
const losses: readonly (readonly [what: string, paths: readonly string[]])[] = [
  ['nothing else', []],
  ['the book file', [bookPath]],
  ['the book file with its index', [bookPath, indexPath]],
  ['all that follows from the journal', [bookPath, indexPath, witnessPath]],
];

/** A disk with other bytes in the journal's place. */
function damaged(shop: SimulatedDisk, journal: Buffer, paths: readonly string[], seed = 1): SimulatedDisk {
  const disk = shop.clone(new Random(seed));
  disk.meddle(journalPath, journal);
  return without(disk, ...paths);
}

/** The first line cannot be read: nothing is written, and a repair keeps every entry with its number, content and key. */
async function expectAllKept(
  disk: SimulatedDisk,
  where: string,
  before: readonly string[],
): Promise<Repaired> {
  const shop = new Shop(undefined, 2000);
  const store = await shop.open(disk.start());
  const picture = disk.picture();
  const refusal = await perform(store, move('A', 1)).catch((error: unknown) => error);
  expect(refusal, where).toMatchObject({ code: 'damaged' });
  expect(await shop.init(disk.start()).catch((error: unknown) => error), where).toMatchObject({
    code: 'exists',
  });
  expect(disk.picture(), where).toBe(picture);
  const repaired = await store.repair();
  expect(repaired, where).toMatchObject({ lost: [], corrections: [], firstLineRebuilt: true });
  expect(await entriesOn(disk), where).toEqual(before);
  expect((await store.verify()).findings, where).toEqual([]);
  expect(await store.ask((book) => book.currency), where).toEqual({ code: 'CNY', fractionDigits: 2 });
  // The key is known, and the next number is the next one.
  expect((await perform(store, move('A', 1, { key: 'k2' }))).isNew, where).toBe(false);
  expect((await perform(store, move('A', 1))).entry?.n, where).toBe(before.length + 1);
  await expectSound(store);
  await store.close();
  return repaired;
}

describe('a journal of which the first line is damaged', () => {
  it.each(losses)('in any one byte keeps every entry, byte for byte, where %s is lost', async (_, paths) => {
    const stride = times(7, 1);
    let count = 0;
    for (const shop of shops) {
      const journal = journalOf(shop);
      const before = await entriesOn(shop.clone(new Random(1)));
      for (let at = paths.length % stride; at < headerLength(journal); at += stride) {
        const changed = Buffer.from(journal);
        const byte = [0, 0x0a, 0x22, 0xff, (changed[at] ?? 0) ^ 1][at % 5] ?? 0;
        if (changed[at] === byte) continue;
        changed[at] = byte;
        const disk = damaged(shop, changed, paths, at);
        const { unproved } = await expectAllKept(disk, `byte ${at} is ${byte}`, before);
        expect(unproved).toEqual([]);
        expect(journalOf(disk).subarray(0, journal.length), `byte ${at}`).toEqual(journal);
        count++;
      }
    }
    tally({ 'bytes of a first line changed, one by one': count });
  });

  const changes: readonly (readonly [what: string, change: (journal: Buffer) => Buffer])[] = [
    ['run into entry #1', (journal) => spliced(journal, headerLength(journal) - 1, 1)],
    ['without its beginning', (journal) => spliced(journal, 0, 20)],
    ['saved with a byte order mark', (journal) => Buffer.concat([Buffer.from('\ufeff'), journal])],
    ['without its seal', (journal) => spliced(journal, headerLength(journal) - 43, 42)],
    ['changed in its store and its operator', (journal) => replaced(journal, [/"store":"..../, /"by":"li/])],
    ['changed in its currency and its seal', (journal) => replaced(journal, [/"CNY"/, /"sum":"......../])],
  ];

  it.each(
    changes.flatMap(([what, change]) => losses.map(([loss, paths]) => ({ what, change, loss, paths }))),
  )('$what keeps every entry where $loss is lost', async ({ what, change, loss, paths }) => {
    for (const shop of shops) {
      const disk = damaged(shop, change(journalOf(shop)), paths);
      const before = await entriesOn(shop.clone(new Random(1)));
      if (what.includes('currency') && (loss.includes('index') || loss.includes('all that'))) {
        const store = await new Shop(undefined, 2000).open(disk.start());
        const picture = disk.picture();
        const refusal = await store.repair().catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(Refusal);
        expect(refusal).toMatchObject({ code: 'damaged', problem: { key: 'currency-lost' } });
        expect(disk.picture()).toBe(picture);
        continue;
      }
      await expectAllKept(disk, `${what}, ${loss}`, before);
    }
  });

  it('and gone altogether keeps every entry, and says which one nothing proves', async () => {
    for (const shop of shops) {
      const journal = journalOf(shop);
      const before = await entriesOn(shop.clone(new Random(1)));
      for (const change of [
        journal.subarray(headerLength(journal)),
        Buffer.concat([Buffer.alloc(headerLength(journal) - 1), journal.subarray(headerLength(journal) - 1)]),
        Buffer.concat([Buffer.alloc(headerLength(journal)), journal.subarray(headerLength(journal))]),
      ]) {
        for (const paths of [[], [bookPath]]) {
          const repaired = await expectAllKept(damaged(shop, change, paths), 'gone', before);
          expect(repaired.unproved).toEqual([1]);
        }
      }
    }
  });

  it('and in which nothing says the currency is refused, and repaired with the one that is named', async () => {
    const [shop] = shops as [SimulatedDisk];
    const journal = journalOf(shop);
    const disk = damaged(shop, journal.subarray(headerLength(journal)), [bookPath, indexPath]);
    const before = await entriesOn(shop.clone(new Random(1)));
    const store = await new Shop(undefined, 2000).open(disk.start());
    await expect(store.repair()).rejects.toMatchObject({ problem: { key: 'currency-lost' } });
    const repaired = await store.repair({ code: 'JPY', fractionDigits: 2 });
    expect(repaired).toMatchObject({ lost: [], unproved: [1], firstLineRebuilt: true });
    expect(await entriesOn(disk)).toEqual(before);
    expect(await store.ask((book) => book.currency)).toEqual({ code: 'JPY', fractionDigits: 2 });
  });

  it('by that of another store keeps every entry, and is its own store again', async () => {
    const other = new SimulatedDisk(new Random(2));
    await new Shop(undefined, 777).init(other.start());
    const foreign = journalOf(other).subarray(0, headerLength(journalOf(other)));
    for (const shop of shops) {
      const journal = journalOf(shop);
      const before = await entriesOn(shop.clone(new Random(1)));
      const change = Buffer.concat([foreign, journal.subarray(headerLength(journal))]);
      for (const paths of [[], [bookPath]]) {
        const disk = damaged(shop, change, paths);
        await expectAllKept(disk, 'foreign', before);
        const store = /"store":"(\w+)"/.exec(journal.toString('latin1'))?.[0] ?? '';
        expect(journalOf(disk).toString('latin1', 0, headerLength(journalOf(disk)))).toContain(store);
      }
    }
  });

  it('together with an entry loses that entry only, and says so', async () => {
    for (const shop of shops) {
      const journal = journalOf(shop);
      const before = await entriesOn(shop.clone(new Random(1)));
      const changed = Buffer.from(
        replaced(journal, [/"by":"li/])
          .toString('latin1')
          .replace('"first"', '"fir5t"'),
        'latin1',
      );
      for (const [, paths] of losses.slice(0, 2)) {
        const disk = damaged(shop, changed, paths);
        const store = await new Shop(undefined, 2000).open(disk.start());
        const repaired = await store.repair();
        expect(repaired).toMatchObject({ lost: [2], firstLineRebuilt: true });
        expect((await entriesOn(disk)).toSpliced(1, 1)).toEqual(before.toSpliced(1, 1));
        expect((await store.verify()).findings).toEqual([]);
        await expectSound(store);
      }
    }
  });
});

describe('a journal that is lost', () => {
  it('is named with every entry up to the last that was seen, and the numbers go on after it', async () => {
    for (const [index, shop] of shops.entries()) {
      const stock = await stockOn(shop.clone(new Random(1)));
      const disk = without(shop.clone(new Random(1)), journalPath);
      const store = await new Shop(undefined, 2000).open(disk.start());
      const repaired = await store.repair();
      expect(repaired).toMatchObject({ lost: [1, 2, 3, 4, 5], corrections: [5], bookRebuilt: true });
      expect(repaired.setAside).toEqual([expect.stringMatching(/edited-\w+\.json$/)]);
      if (index === 0) expect(await stockOn(disk)).toEqual(stock);
      expect((await perform(store, move('A', 1))).entry?.n).toBe(6);
      expect((await store.verify()).findings).toEqual([]);
      await expectSound(store);
    }
  });

  it('is empty, or of no entry that can be read, and treated alike', async () => {
    const [shop] = shops as [SimulatedDisk];
    for (const content of [Buffer.alloc(0), Buffer.alloc(5000), Buffer.from('what is this?\n')]) {
      const disk = damaged(shop, content, []);
      const store = await new Shop(undefined, 2000).open(disk.start());
      expect(await store.repair()).toMatchObject({ lost: [1, 2, 3, 4, 5], corrections: [5] });
      expect(await stockOn(disk)).toEqual(await stockOn(shop.clone(new Random(1))));
      expect((await perform(store, move('A', 1))).entry?.n).toBe(6);
    }
  });
});

describe('two entries that ran into each other', () => {
  it('are both kept', async () => {
    for (const shop of shops) {
      const journal = journalOf(shop);
      const before = await entriesOn(shop.clone(new Random(1)));
      for (let at = headerLength(journal); at < journal.length - 1; at++) {
        if (journal[at] !== 0x0a) continue;
        for (const changed of [spliced(journal, at, 1), withByte(journal, at, 0x2a)]) {
          const disk = damaged(shop, changed, []);
          const store = await new Shop(undefined, 2000).open(disk.start());
          expect((await store.verify()).findings[0]).toMatchObject({ key: 'entry-damaged' });
          expect(await store.repair()).toMatchObject({ lost: [], corrections: [] });
          expect(await entriesOn(disk)).toEqual(before);
        }
      }
    }
  });
});

async function stockOn(disk: SimulatedDisk): Promise<readonly (readonly [string, number])[]> {
  const { rows } = await listingOf(await new Shop(undefined, 9000).open(disk.start()));
  return rows.map(({ code, quantity }) => [code, quantity] as const);
}

const spliced = (bytes: Buffer, at: number, length: number): Buffer =>
  Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);

function withByte(bytes: Buffer, at: number, byte: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = byte;
  return changed;
}

/** Each of the patterns, found in the first line, filled with dots. */
function replaced(journal: Buffer, patterns: readonly RegExp[]): Buffer {
  const length = headerLength(journal);
  let first = journal.toString('latin1', 0, length);
  for (const pattern of patterns) first = first.replace(pattern, (found) => `${found.slice(0, -2)}..`);
  return Buffer.concat([Buffer.from(first, 'latin1'), journal.subarray(length)]);
}
