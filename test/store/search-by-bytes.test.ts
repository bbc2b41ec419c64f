import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/inventory/book/book.ts';
import { allByCode, listed } from '../../src/inventory/look/listing.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { Random } from '../torture/random.ts';
import {
  addDevice,
  attemptCommand,
  type Command,
  edit,
  importDevices,
  move,
  remove,
  Shop,
  undo,
} from '../torture/shop.ts';
import { SimulatedDisk } from '../torture/simulated-disk.ts';
import { entriesOf } from '../torture/soundness.ts';

/** Texts that JSON escapes, that are on every line of a book file, or that differ in case. */
const usual = ['a', 'B', '42', ',', '"', '\\', '长虹', '.', '-', 'quantity', '","', 'Zx"z', 'zX'];
/** Texts that fold to others. */
const unusual = ['é', 'É', 'ß', 'ﬁ', '\u212a', 'Ⅷ', '（', '💿'];
/** What some of them fold to, and parts of them. */
const others = ['lcd', ',', 'SS', 'fi', 'k', 'viii', '(', '虹', 'e', 'zx', 'x"z', 'x\\', 'n-'];
const textOf = (from: readonly string[], most: number) =>
  fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: most }).map((some) => some.join(''));
const text = fc.oneof(textOf(usual, 3), textOf([...usual, ...unusual], 2));
const word = fc.oneof(textOf(others, 1), textOf([...usual, ...unusual, ...others], 2));
// Some of these are equal to people who count.
const code = fc.constantFrom('N-1', 'N-01', 'n-001', 'É-1', 'P-T', 'P-D', 'P-C');

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(code, fc.nat(9)).map(([device, quantity]) => addDevice(device, quantity)),
  fc.constant(importDevices('P', 3)),
  fc.tuple(code, text, text).map(([device, name, brand]) => edit(device, { name, brand })),
  fc.tuple(code, fc.constantFrom('Ä-9', 'new')).map(([device, other]) => edit(device, { code: other })),
  fc.tuple(code, fc.integer({ min: -9, max: 9 })).map(([device, change]) => move(device, change || 1)),
  code.map((device) => move(device, -9)),
  code.map(remove),
  fc.constant(undo()),
);

async function replayed(store: KeptStore): Promise<Book> {
  const book = Book.empty(...(await store.ask(({ currency, kinds }) => [currency, kinds] as const)));
  for (const entry of await entriesOf(store)) book.applyEntry(entry);
  return book;
}

describe('a search among the bytes of the book file', () => {
  it('finds what a search of all devices finds, in the same order and words', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCommand, { minLength: 3, maxLength: 25 }),
        fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { minLength: 8, maxLength: 16 }),
        fc.integer({ min: 1, max: 4 }),
        async (commands, searches, entriesBehind) => {
          const disk = new SimulatedDisk(new Random(1));
          const shop = new Shop(undefined, 0, entriesBehind);
          const store = await shop.init(disk.start());
          for (const command of commands) await attemptCommand(store, command);
          const book = await replayed(store);
          for (const words of searches) {
            const selection = { ...allByCode, words };
            const expected = listed(book, selection).map(({ id, json }) => ({ id, json }));
            const found = await (await shop.open(disk.start())).list(selection);
            const rows = [];
            for await (const page of found.pages) for (const { id, json } of page) rows.push({ id, json });
            expect(rows, words.join(' ')).toEqual(expected);
          }
          await store.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('finds a comma at the end of a brand, alone and with other words', async () => {
    const shop = new Shop(undefined, 0, 1);
    const disk = new SimulatedDisk(new Random(1));
    const store = await shop.init(disk.start());
    for (const command of [
      addDevice('N-1', 1),
      edit('N-1', { name: 'Zenith', brand: 'Sony,' }),
      addDevice('N-2', 1),
      edit('N-2', { name: 'Zenith', brand: ',' }),
    ])
      await attemptCommand(store, command);
    const codesWith = async (...words: readonly string[]) => {
      const codes = [];
      const { pages } = await (await shop.open(disk.start())).list({ ...allByCode, words });
      for await (const page of pages) for (const { code } of page) codes.push(code);
      return codes;
    };
    expect(await codesWith('zenith', 'sony,')).toEqual(['N-1']);
    expect(await codesWith('zenith', ',')).toEqual(['N-1', 'N-2']);
    expect(await codesWith(',')).toEqual(['N-1', 'N-2']);
    await store.close();
  });
});
