import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Journal } from '../../src/inventory/book/journal.ts';
import { Places } from '../../src/inventory/book/places.ts';
import { extendJournalIndex, journalParts } from '../../src/store/json-file/journal/journal-index.ts';
import { JournalReader } from '../../src/store/json-file/journal/journal-reader.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { Random } from '../torture/random.ts';
import {
  addDevice,
  attemptCommand,
  type Command,
  edit,
  importDevices,
  importMoves,
  journalPath,
  move,
  remove,
  Shop,
  undo,
} from '../torture/shop.ts';
import { Crash, SimulatedDisk } from '../torture/simulated-disk.ts';
import { historyOf } from './whole.ts';

const indexPath = '/shop/data/inventory.journal.index';
const codes = ['A', 'B', 'P-T', 'P-D', 'P-C'];
const keys = ['k', '"q\\', 'ключ', '{"do":"'];

const code = fc.constantFrom(...codes);
const key = fc.constantFrom(...keys);
const change = fc.integer({ min: -4, max: 9 }).map((units) => units || 1);
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  code.map((device) => addDevice(device, 5)),
  fc.nat(5).map((quantity) => importDevices('P', quantity)),
  fc.tuple(code, change).map(([device, units]) => move(device, units)),
  fc
    .tuple(code, change, key)
    .map(([device, units, used]) => move(device, units, { key: used, note: `],"sum":"${used},"key":"x"` })),
  fc
    .array(fc.record({ device: code, change: fc.integer({ min: 1, max: 5 }) }), {
      minLength: 1,
      maxLength: 9,
    })
    .map((moves) => importMoves(moves, JSON.stringify(moves))),
  code.map((device) => edit(device, { price: '7.50' })),
  code.map(remove),
  fc.constant(undo()),
  fc.integer({ min: 1, max: 9 }).map((entry) => undo(entry)),
);

async function answersOf(store: KeptStore, entries: number): Promise<readonly unknown[]> {
  const devices = [1, 2, 3, 4, 5, 6, 7];
  const rows = await Promise.all(devices.map((device) => historyOf(store, { device })));
  return store.ask((_, journal) => [
    journal.undos(),
    journal.corrections(),
    rows,
    devices.map((device) => changesOf(journal, device)),
    keys.map((used) => journal.keyed(used)?.move),
    Array.from(journal.allKeyed(new Set(keys)), ([used, { move: found }]) => [used, found]),
    Array.from({ length: entries + 2 }, (_, n) => journal.entry(n) ?? null),
    journal.importOf('P'),
  ]);
}

const changesOf = (journal: Journal, ...devices: readonly number[]) =>
  Array.from(journal.changesOf(new Set(devices)), ({ entry: { n, at, by }, change: made }) => [
    n,
    at,
    by,
    made,
  ]);

/** What a journal with these parts of an index says of devices, keys, codes, undos, corrections and files. */
const toldBy = (journal: JournalReader) => [
  journal.undos(),
  journal.corrections(),
  [1, 2, 3, 4, 5, 6, 7].map((device) => [
    changesOf(journal, device),
    [...journal.rows({ device }, Places.unplaced)],
  ]),
  changesOf(journal, 1, 2, 3),
  keys.map((used) => journal.keyed(used)?.move),
  Array.from(journal.allKeyed(new Set(keys)), ([used, { move: found }]) => [used, found]),
  [...codes, 'a', 'Z'].map((used) => [journal.wasUsed(used), [...journal.bearers([used])]]),
  [...journal.bearers(codes)],
  journal.importOf('P'),
];

async function shopOf(commands: readonly Command[], entriesBehind: number) {
  const disk = new SimulatedDisk(new Random(1));
  const shop = new Shop(undefined, 0, entriesBehind);
  const store = await shop.init(disk.start());
  for (const command of commands) await attemptCommand(store, command);
  await store.close();
  return { disk, shop };
}

describe('a journal with an index', () => {
  it('answers as it does without one, however far that is behind', async () => {
    let indexed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCommand, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 9 }),
        async (commands, entriesBehind) => {
          const { disk, shop } = await shopOf(commands, entriesBehind);
          const store = await shop.open(disk.start());
          const { entries } = await store.info();
          const answers = await answersOf(store, entries);
          await store.close();
          if ((disk.content(indexPath)?.length ?? 0) > 0) indexed++;
          disk.meddle(indexPath, null);
          const without = await shop.open(disk.start());
          expect(answers).toEqual(await answersOf(without, entries));
          await without.close();
        },
      ),
      { numRuns: 150 },
    );
    expect(indexed).toBeGreaterThan(50);
  });

  it('answers the same whatever the disk has done to it, and makes it anew', async () => {
    const commands = [
      ...['A', 'B'].map((device) => addDevice(device, 5)),
      importDevices('P', 3),
      move('A', 2, { key: 'k' }),
      move('B', -1),
      undo(),
      importMoves(
        [
          { device: 'A', change: 3 },
          { device: 'P-T', change: 1, key: 'ключ' },
        ],
        'f',
      ),
      move('A', 1),
    ];
    const { disk: original } = await shopOf(commands, 2);
    original.settle();
    const bytes = original.content(indexPath) ?? Buffer.alloc(0);
    expect(bytes.length).toBeGreaterThan(300);
    const damages = [
      ...Array.from({ length: Math.floor(bytes.length / 3) }, (_, index) => {
        const changed = Buffer.from(bytes);
        changed[index * 3] = (changed[index * 3] ?? 0) ^ 0x40;
        return changed;
      }),
      ...[0, 1, 16, 63, 64, 65, bytes.length - 64, bytes.length - 1].map((length) =>
        bytes.subarray(0, length),
      ),
    ];
    const whole = await new Shop().open(original.start());
    const expected = await answersOf(whole, 8);
    for (const damaged of damages) {
      const disk = original.clone(new Random(1));
      disk.meddle(indexPath, damaged);
      const store = await new Shop(undefined, 500, 2).open(disk.start());
      expect(await answersOf(store, 8)).toEqual(expected);
      await attemptCommand(store, move('A', 1));
      await attemptCommand(store, move('A', 1));
      expect((await store.verify()).findings).toEqual([]);
      await store.close();
    }
    await whole.close();
  });

  it('answers as a plain reading does, however its parts were cut, joined, torn and damaged', async () => {
    const met = { parts: 0, torn: 0 };
    const sizes = fc.record({
      timesAdded: fc.constantFrom(0, 1, 2, 16),
      short: fc.constantFrom(0, 3, 1000),
      max: fc.constantFrom(1, 5, 20, 1000),
    });
    const stop = fc.record({
      entries: fc.integer({ min: 1, max: 6 }),
      sizes,
      fault: fc.option(
        fc.tuple(fc.nat({ max: 30 }), fc.constantFrom('before', 'middle', 'after', 'power', 'rot')),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCommand, { minLength: 5, maxLength: 25 }),
        fc.array(stop, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        async (commands, stops, seed) => {
          const { disk: shop } = await shopOf(commands, 1000);
          shop.settle();
          const disk = shop.clone(new Random(seed));
          disk.meddle(indexPath, null);
          const content = disk.content(journalPath) ?? Buffer.alloc(0);
          const ends = [...content].flatMap((byte, at) => (byte === 0x0a ? [at + 1] : []));
          const [firstEntry = 0] = ends;
          let reached = 0;
          for (const { entries, sizes: chosen, fault } of stops) {
            reached = Math.min(reached + entries, ends.length - 1);
            const files = disk.start();
            const journal = { file: files.openToRead(journalPath), store: 'shop', firstEntry };
            const [after = 0, how] = fault ?? [];
            if (how !== undefined && how !== 'power' && how !== 'rot')
              files.plan = (operation) =>
                operation === 2 + after ? { kind: 'crash', when: how, bytes: 700 } : undefined;
            try {
              extendJournalIndex(files, indexPath, journal, ends[reached] ?? 0, undefined, chosen);
              if (reached > 0) {
                const parts = journalParts(files, files.openToRead(indexPath), journal);
                expect(parts.at(-1)?.end).toBe(ends[reached]);
              }
            } catch (error) {
              if (!(error instanceof Crash)) throw error;
              met.torn++;
            }
            if (how === 'power') disk.losePower();
            const index = disk.content(indexPath) ?? Buffer.alloc(0);
            const at = Math.max(index.length - 1 - after * 20, 0);
            if (how === 'rot' && index.length > 0) disk.rot(indexPath, at, 0x40 ^ (index[at] ?? 0));
          }
          const files = disk.start();
          const file = files.openToRead(journalPath);
          const plain = new JournalReader(files, file, firstEntry, content.length);
          const indexed = new JournalReader(files, file, firstEntry, content.length, () => {
            if (files.statusOf(indexPath) === undefined) return [];
            const parts = journalParts(files, files.openToRead(indexPath), {
              file,
              store: 'shop',
              firstEntry,
            });
            met.parts = Math.max(met.parts, parts.length);
            return parts;
          });
          expect(toldBy(indexed)).toEqual(toldBy(plain));
        },
      ),
      { numRuns: 200 },
    );
    expect(met.parts).toBeGreaterThan(3);
    expect(met.torn).toBeGreaterThan(20);
  });

  it('is not believed where it is of another past of the same store', async () => {
    const begun = [addDevice('A', 5), addDevice('B', 5)];
    const [one, other] = await Promise.all(
      ['A', 'B'].map((device) => shopOf([...begun, move(device, 1), move('A', 1, { key: device })], 1)),
    );
    const index = other?.disk.content(indexPath);
    if (one === undefined || index === undefined) throw new Error('no index');
    const answers = async () => {
      const store = await one.shop.open(one.disk.start());
      return answersOf(store, 4);
    };
    const expected = await answers();
    one.disk.meddle(indexPath, index);
    expect(await answers()).toEqual(expected);
  });

  it('grows in few parts, and the whole is not written again', async () => {
    const entries = 600;
    const commands = [addDevice('A', 0), ...Array.from({ length: entries - 1 }, () => move('A', 1))];
    const { disk } = await shopOf(commands, 1000);
    const files = disk.start();
    const content = disk.content(journalPath) ?? Buffer.alloc(0);
    const [firstEntry = 0, ...ends] = [...content].flatMap((byte, at) => (byte === 0x0a ? [at + 1] : []));
    const journal = { file: files.openToRead(journalPath), store: 'shop', firstEntry };
    disk.meddle(indexPath, null);
    const sizes = { timesAdded: 4, short: 8, max: 256 };
    let written = 0;
    const { write } = files;
    files.write = (file, bytes, position) => {
      written += bytes.length;
      return write.call(files, file, bytes, position);
    };
    for (const end of ends) extendJournalIndex(files, indexPath, journal, end, undefined, sizes);
    const parts = journalParts(files, files.openToRead(indexPath), journal);
    const rows = parts.map(({ size }) => size);
    expect(rows.reduce((total, size) => total + size)).toBe(entries + 2);
    expect(rows.length).toBeLessThanOrEqual(Math.ceil(entries / (sizes.max * 0.75)) + 4);
    expect(Math.max(...rows)).toBeLessThanOrEqual(sizes.max);
    // Each time a head and a few rows, on average: the whole has 9,600 bytes in the end.
    expect(written / entries).toBeLessThan(2000);
  });
});
