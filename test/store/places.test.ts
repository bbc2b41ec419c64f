import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Book } from '../../src/inventory/book/book.ts';
import { initJsonFileStore, openJsonFileStore } from '../../src/store/json-file/store.ts';
import {
  addDevice,
  addPlaces,
  attemptCommand,
  type Command,
  move,
  settle,
  transfer,
  undo,
} from '../torture/shop.ts';
import { expectSound, pictureOf } from '../torture/soundness.ts';
import { damage } from './damaged-line.ts';

const device = fc.constantFrom('A', 'B');
const place = fc.constantFrom('main', 'shop', 'shop/back', 'yard');
const units = fc.integer({ min: 1, max: 5 });
const entry = fc.integer({ min: 3, max: 30 });

const command: fc.Arbitrary<Command> = fc.oneof(
  fc
    .tuple(device, fc.integer({ min: -4, max: 6 }))
    .map(([code, change]) => move(code, change === 0 ? 1 : change)),
  fc
    .tuple(device, units, place, place, fc.boolean())
    .map(([code, quantity, from, to, inTransit]) => transfer(code, quantity, [from, to], { inTransit })),
  fc.tuple(entry, fc.boolean()).map(([n, isReceived]) => settle(n, isReceived)),
  entry.map((n) => undo(n)),
  place.map((path) => addPlaces(path)),
);

/** What lies where, by device. */
const levelsOf = (book: Book) =>
  [...book.all()].map(({ device: { code }, stock }) => [code, JSON.stringify(stock.levels)] as const);

describe('a store with places', () => {
  it('has all that lies anywhere after a repair of any entry, what is on its way included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 12 }),
        fc.nat(),
        fc.nat(),
        async (commands, line, byte) => {
          const folder = mkdtempSync(join(tmpdir(), 'stockbook-places-'));
          const path = join(folder, 'inventory.json');
          const options = {
            ...{ by: 'li', waitMs: 1000, notice: () => undefined, entriesBehind: () => 1 },
            now: () => Date.UTC(2026, 10, 23),
          };
          try {
            const store = await initJsonFileStore(path, { code: 'CNY', fractionDigits: 2 }, options);
            const first = [addDevice('A', 9), addDevice('B', 4), addPlaces('shop', 'shop/back', 'yard')];
            for (const one of [
              ...first,
              transfer('A', 2, ['main', 'shop'], { inTransit: true }),
              ...commands,
            ])
              await attemptCommand(store, one);
            const before = await store.ask(levelsOf);
            damage(path.replace('.json', '.journal.jsonl'), line, byte);
            await store.repair();
            expect(await store.ask(levelsOf)).toEqual(before);
            expect((await store.verify()).findings).toEqual([]);
            await store.close();
          } finally {
            rmSync(folder, { recursive: true, force: true });
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 600_000);

  it('tells the same from its book file, with its index and far behind, as from its journal', async () => {
    const behind = fc.constantFrom(1, 3, 256);
    await fc.assert(
      fc.asyncProperty(behind, fc.array(command, { maxLength: 25 }), async (entriesBehind, commands) => {
        const folder = mkdtempSync(join(tmpdir(), 'stockbook-places-'));
        const path = join(folder, 'inventory.json');
        let now = Date.UTC(2026, 10, 23);
        const options = {
          ...{ by: 'li', waitMs: 1000, notice: () => undefined, entriesBehind: () => entriesBehind },
          now: () => {
            now += 1000;
            return now;
          },
        };
        try {
          const store = await initJsonFileStore(path, { code: 'CNY', fractionDigits: 2 }, options);
          const first = [addDevice('A', 9), addDevice('B', 4), addPlaces('shop', 'shop/back', 'yard')];
          for (const one of [...first, ...commands]) {
            await attemptCommand(store, one);
            const other = await openJsonFileStore(path, options);
            expect(await other.ask(pictureOf)).toBe(await store.ask(pictureOf));
            await other.close();
          }
          await expectSound(store);
          expect((await store.verify()).findings).toEqual([]);
          await store.close();
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 60 },
    );
  }, 600_000);
});
