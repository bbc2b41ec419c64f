import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Journal } from '../../src/inventory/book/journal.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { Random } from '../torture/random.ts';
import {
  addDevice,
  type Command,
  edit,
  importDevices,
  importMoves,
  move,
  perform,
  remove,
  Shop,
  undo,
} from '../torture/shop.ts';
import { SimulatedDisk } from '../torture/simulated-disk.ts';

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

async function give(store: KeptStore, command: Command): Promise<void> {
  try {
    await perform(store, command);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

async function answersOf(store: KeptStore, entries: number): Promise<readonly unknown[]> {
  const { journal } = await store.read();
  const rows = async (device: number) => [...(await store.history({ device }))];
  const devices = [1, 2, 3, 4, 5, 6, 7];
  return [
    journal.undos(),
    journal.corrections(),
    await Promise.all(devices.map(rows)),
    devices.map((device) => changesOf(journal, device)),
    keys.map((used) => journal.keyed(used)?.move),
    Array.from(journal.allKeyed(new Set(keys)), ([used, { move: found }]) => [used, found]),
    Array.from({ length: entries + 2 }, (_, n) => journal.entry(n) ?? null),
    journal.importOf('P'),
  ];
}

const changesOf = (journal: Journal, device: number) =>
  Array.from(journal.changesOf(new Set([device])), ({ entry: { n, at, by }, change: made }) => [
    n,
    at,
    by,
    made,
  ]);

async function shopOf(commands: readonly Command[], entriesBehind: number) {
  const disk = new SimulatedDisk(new Random(1));
  const shop = new Shop(undefined, 0, entriesBehind);
  const store = await shop.init(disk.start());
  for (const command of commands) await give(store, command);
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
      await give(store, move('A', 1));
      await give(store, move('A', 1));
      expect((await store.verify()).findings).toEqual([]);
      await store.close();
    }
    await whole.close();
  });
});
