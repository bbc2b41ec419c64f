import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onHandChange } from '../../../src/inventory/book/stock.ts';
import { decideAddPlaces } from '../../../src/inventory/decide/places/add-places.ts';
import { pendingItems } from '../../../src/inventory/look/pending.ts';
import { QueueAudit } from '../../../src/inventory/look/queue-audit.ts';
import { Refusal } from '../../../src/inventory/refusal.ts';
import { type PlainShop, shop } from './plain-shop.ts';
import { type Asked, above0, countersOf, Model, stepFor, turn } from './queue-model.ts';

/** Does a step; one that is refused changes nothing. */
function attempt(made: PlainShop, one: Asked, by: string): boolean {
  try {
    return made.do(stepFor(one, by), by) !== null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
}

function expectSame(made: PlainShop, model: Model): void {
  expect(above0(countersOf(made.book))).toEqual(above0(model.counters));
  const pending = pendingItems(made.book, made.journal).map(
    ({ queue, entry, code: of, left }) => [queue, entry, of, left] as const,
  );
  expect(pending).toEqual(model.pending);
}

/** Holds a shop to the rules of queues, by its rows alone. */
function expectSound(made: PlainShop): void {
  const { book } = made;
  const audit = new QueueAudit();
  for (const entry of made.journal.list) audit.take(entry);
  expect(audit.strays).toEqual([]);
  for (const { device } of book.all()) {
    const rows = made.journal.list
      .flatMap(({ changes }) => changes)
      .flatMap((change) => (change.do === 'move' && change.id === device.id ? [change] : []));
    expect(rows.reduce((sum, row) => sum + onHandChange(row), 0)).toBe(book.onHand(device.id));
    expect(rows.at(-1)?.balance ?? 0).toBe(book.onHand(device.id));
  }
}

const opened = (): PlainShop => {
  const made = shop();
  made.do((book, journal, time) => decideAddPlaces(book, journal, { paths: ['a'] }, time).entry);
  return made;
};

describe('orders, inspections, shipments, write-offs, deliveries and all that takes them back, in any order', () => {
  it('come to what a simple model says, after each of them', () => {
    let recorded = 0;
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 30, size: 'max' }), (turns) => {
        const made = opened();
        const model = new Model();
        for (const { by, asked: one } of turns) {
          expect([one, attempt(made, one, by)]).toEqual([one, model.do(by, one)]);
          expectSame(made, model);
        }
        recorded += model.entries.length - 4;
        expectSound(made);
      }),
      { numRuns: 60 },
    );
    expect(recorded).toBeGreaterThan(100);
  });
});
