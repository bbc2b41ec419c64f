import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideAdd } from '../../src/inventory/decide/devices/add.ts';
import { decideCorrect } from '../../src/inventory/decide/movements/correct.ts';
import { decideMove } from '../../src/inventory/decide/movements/move.ts';
import { decideUndo } from '../../src/inventory/decide/movements/undo.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { orRefuse, Refusal } from '../../src/inventory/refusal.ts';
import { parseQuantity, parseSetQuantity } from '../../src/inventory/values/quantity.ts';
import { initJsonFileStore } from '../../src/store/json-file/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { historyOf } from './whole.ts';

const options = { by: 'li', waitMs: 1000, now: () => Date.now(), notice: () => undefined };

type Command =
  | { readonly do: 'stock-in' | 'stock-out'; readonly quantity: number }
  | { readonly do: 'undo'; readonly entry: number }
  | { readonly do: 'correct'; readonly entry: number; readonly quantity: number };

const entries = fc.integer({ min: 1, max: 14 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constantFrom('stock-in' as const, 'stock-out' as const),
    quantity: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ do: fc.constant('undo' as const), entry: entries }),
  fc.record({
    do: fc.constant('correct' as const),
    entry: entries,
    quantity: fc.integer({ min: 0, max: 9 }),
  }),
);

async function perform(store: KeptStore, asked: Command): Promise<void> {
  await store.commit((book, journal, at) => {
    switch (asked.do) {
      case 'undo':
        return {
          entry: decideUndo(book, journal, { entry: asked.entry, by: 'li' }, at).entry,
          answer: null,
        };
      case 'correct': {
        const quantity = orRefuse(parseSetQuantity(String(asked.quantity)));
        const { entry } = decideCorrect(book, journal, { entry: asked.entry, quantity }, at);
        return { entry, answer: null };
      }
      default: {
        const quantity = orRefuse(parseQuantity(String(asked.quantity)));
        const reason = asked.do === 'stock-in' ? 'purchase' : 'sale';
        const movement = { device: 'D-1', direction: asked.do, quantity, reason } as const;
        return { entry: decideMove(book, journal, movement, at).entry, answer: null };
      }
    }
  });
}

/** The amount of each entry by the history alone: its change with its corrections, or nothing if it is undone. */
async function amounts(store: KeptStore): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  for (const { row } of await historyOf(store)) {
    const { entry, change, undoes, undoneBy, corrects } = row;
    if (change === null || undoes !== null || undoneBy !== null) continue;
    const counted = corrects ?? entry;
    found.set(counted, (found.get(counted) ?? 0) + change);
  }
  return found;
}

it('makes an entry amount to what it was corrected to, and the same again changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stockbook-test-'));
  let stores = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 14 }), async (commands) => {
        const path = join(folder, `${stores++}`, 'inventory.json');
        const store = await initJsonFileStore(path, { code: 'CNY', fractionDigits: 2 }, options);
        const fields = new Map([
          ['code', 'D-1'],
          ['name', 'Player'],
          ['disc', 'hd'],
          ['price', '10'],
          ['quantity', '9'],
        ]);
        await store.commit((book, journal, at) => ({
          entry: decideAdd(book, journal, orRefuse(kinds.parse('dvd')), fields, at),
          answer: null,
        }));
        for (const asked of commands) {
          try {
            await perform(store, asked);
            if (asked.do !== 'correct') continue;
            expect(Math.abs((await amounts(store)).get(asked.entry) ?? 0)).toBe(asked.quantity);
            const { entries: before } = await store.info();
            await perform(store, asked);
            expect((await store.info()).entries).toBe(before);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        }
        const total = [...(await amounts(store)).values()].reduce((sum, amount) => sum + amount, 0);
        expect(total).toBe(await store.ask((book) => book.onHand(book.withCode('D-1')?.id ?? 0)));
        expect((await store.verify()).findings).toEqual([]);
        await store.close();
      }),
      { numRuns: 40 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
