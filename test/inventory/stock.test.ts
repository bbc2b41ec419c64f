import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/inventory/book/book.ts';
import type { Change, Moved } from '../../src/inventory/book/change.ts';
import { InvariantBroken } from '../../src/inventory/book/invariants.ts';
import { isOnHand } from '../../src/inventory/book/place-kinds.ts';
import {
  changedLevels,
  type Level,
  onHandChange,
  quantityAt,
  whereaboutsOf,
} from '../../src/inventory/book/stock.ts';
import { decideAdd } from '../../src/inventory/decide/devices/add.ts';
import { Draft } from '../../src/inventory/decide/movements/draft.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { orRefuse, Refusal } from '../../src/inventory/refusal.ts';
import { parseCurrency } from '../../src/inventory/values/money.ts';
import { maxOnHand } from '../../src/inventory/values/quantity.ts';
import { bookHeadOf, bookOf } from '../../src/store/json-file/book/book-file.ts';
import { writtenBook } from '../../src/store/json-file/book/book-writer.ts';
import { fieldsOf, PlainJournal, television } from './decide/plain-shop.ts';

const cny = orRefuse(parseCurrency('CNY'));
const at = '2026-11-23T02:00:00.000Z';

/** The first place, a shop, a shelf on hold, goods on the road, and two queues that are not on hand. */
const [main, shop, shelf, road, ordered, sold] = [1, 2, 3, -3, -1, -5];
const queues = [road, ordered, sold];

/** Somewhere that stock can lie: in a queue it belongs to an entry. */
const somewhere = fc.oneof(
  fc.record({ place: fc.constantFrom(main, shop, shelf) }),
  fc.record({ place: fc.constantFrom(...queues), of: fc.integer({ min: 1, max: 2 }) }),
);
type Somewhere = typeof somewhere extends fc.Arbitrary<infer T> ? T & { of?: number } : never;
const device = fc.constantFrom('A', 'B');
const step = fc.oneof(
  fc.record({
    do: fc.constant('move' as const),
    code: device,
    change: fc.integer({ min: -6, max: 9 }).filter((units) => units !== 0),
    to: somewhere,
  }),
  fc.record({
    do: fc.constant('transfer' as const),
    code: device,
    change: fc.integer({ min: 1, max: 6 }),
    from: somewhere,
    to: somewhere,
  }),
);

function newBook(): Book {
  const book = Book.empty(cny, kinds);
  const tv = orRefuse(kinds.parse('tv'));
  for (const code of ['A', 'B'])
    decideAdd(book, new PlainJournal(), tv, fieldsOf({ ...television, code }), at);
  book.apply({ do: 'place', place: shop, path: 'shop', kind: 'stock' }, at);
  book.apply({ do: 'place', place: shelf, path: 'shop/shelf', kind: 'hold' }, at);
  book.endEntry(3);
  return book;
}

/** As a movement says it: the first place is not named. */
const named = ({ place, of }: Somewhere) => ({
  ...(place === main ? {} : { place }),
  ...(of === undefined ? {} : { of }),
});

/** The slowest way to find what is where: a sum for each device, place and entry. */
class Reference {
  readonly #sums = new Map<string, number>();

  static key = (code: string, { place, of }: Somewhere): string => `${code} ${place} ${of ?? '-'}`;

  at(code: string, where: Somewhere): number {
    return this.#sums.get(Reference.key(code, where)) ?? 0;
  }

  move(code: string, change: number, where: Somewhere): void {
    this.#sums.set(Reference.key(code, where), this.at(code, where) + change);
  }

  onHand(code: string): number {
    let sum = 0;
    for (const [key, quantity] of this.#sums) {
      const [of, place] = key.split(' ');
      if (of === code && isOnHand(Number(place))) sum += quantity;
    }
    return sum;
  }

  get picture(): readonly (readonly [string, number])[] {
    return [...this.#sums].filter(([, quantity]) => quantity !== 0).sort();
  }
}

const pictureOf = (book: Book): readonly (readonly [string, number])[] =>
  Array.from(book.devices())
    .flatMap(({ id, code }) =>
      book
        .stock(id)
        .levels.map(({ place, of, quantity }): readonly [string, number] => [
          Reference.key(code, { place, ...(of === null ? {} : { of }) }),
          quantity,
        ]),
    )
    .sort();

describe('stock that lies in places', () => {
  it('is what all rows add up to, at each place and on hand; a transfer is on both sides or on neither', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const book = newBook();
        const replayed = newBook();
        const reference = new Reference();
        const rows: Moved[] = [];
        for (const [index, one] of steps.entries()) {
          const before = pictureOf(book);
          const moves: readonly (readonly [number, Somewhere])[] =
            one.do === 'move'
              ? [[one.change, one.to]]
              : [
                  [-one.change, one.from],
                  [one.change, one.to],
                ];
          const possible = moves.every(([change, where]) => reference.at(one.code, where) + change >= 0);
          // A decision that is refused throws its book away, so it is made on a copy.
          const trial = copyOf(book);
          const draft = new Draft(trial, at);
          let changes: readonly Change[] = [];
          try {
            const found = trial.withCode(one.code);
            if (found === undefined) throw new Error('no such device');
            if (one.do === 'transfer' && isOnHand(one.from.place) && isOnHand(one.to.place))
              draft.transfer(found, one.change, whereaboutsOf(one.from), whereaboutsOf(one.to));
            else
              for (const [change, where] of moves)
                draft.move(found, change, { reason: 'other', ...named(where) });
            changes = draft.finish();
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
            expect(possible).toBe(false);
            expect(pictureOf(book)).toEqual(before);
            continue;
          }
          book.applyEntry({ n: index + 4, at, changes });
          replayed.applyEntry({ n: index + 4, at, changes: JSON.parse(JSON.stringify(changes)) });
          for (const [change, where] of moves) reference.move(one.code, change, where);
          for (const change of changes) if (change.do === 'move') rows.push(change);
        }
        expect(pictureOf(book)).toEqual(reference.picture);
        expect(pictureOf(replayed)).toEqual(reference.picture);
        for (const { id, code } of book.devices()) {
          const ofDevice = rows.filter((row) => row.id === id);
          expect(book.onHand(id)).toBe(reference.onHand(code));
          expect(ofDevice.reduce((sum, row) => sum + onHandChange(row), 0)).toBe(book.onHand(id));
          expect(ofDevice.at(-1)?.balance ?? 0).toBe(book.onHand(id));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is kept by a book file, which names places only where there are others than the first', () => {
    const book = newBook();
    const [a, b] = [...book.devices()];
    if (a === undefined || b === undefined) throw new Error('no devices');
    const draft = new Draft(book, at);
    draft.move(a, 5, { reason: 'purchase' });
    draft.move(b, 7, { reason: 'purchase' });
    draft.move(b, -3, { reason: 'other' });
    draft.move(b, 3, { reason: 'other', place: road, of: 3 });
    draft.move(b, 2, { reason: 'other', place: sold, of: 2 });
    const { document } = writtenBook(book, headOf(book));
    const text = document.bytes.toString();
    expect(text).toContain('"levels":[[-5,2,2],[-3,3,3],[1,4]]');
    expect(text.split('\n').find((line) => line.includes('"code":"A"'))).not.toContain('levels');
    expect(pictureOf(bookOf(document, kinds))).toEqual(pictureOf(book));
  });

  it('never falls below nothing at a place, whatever lies elsewhere, nor rises above what can be counted', () => {
    const book = newBook();
    const row = { do: 'move', id: 1, code: 'A', name: 'Set', reason: 'other' } as const;
    book.apply({ ...row, change: 5, balance: 5 }, at);
    for (const wrong of [
      { change: -1, balance: 4, place: 2, at: -1 },
      { change: 1, balance: 5, place: shop, at: 1 },
      { change: 1, balance: 6, place: 2, at: 2 },
      { change: 1, balance: 6, place: ordered, of: 1, at: 1 },
      { change: maxOnHand, balance: maxOnHand + 5 },
      { change: 0.5, balance: 5.5 },
      { change: 0, balance: 5 },
    ])
      expect(() => book.apply({ ...row, ...wrong }, at)).toThrow(InvariantBroken);
    book.apply({ ...row, change: 1, balance: 5, place: ordered, of: 1, at: 1 }, at);
    expect(book.onHand(1)).toBe(5);
  });

  it('has its levels in one order, however it came there', () => {
    const moves = [
      [{ place: road, of: 2 }, 1],
      [{ place: 1 }, 2],
      [{ place: road, of: 1 }, 3],
      [{ place: 2 }, 4],
    ] as const;
    const levelsOf = (list: readonly (typeof moves)[number][]) =>
      list.reduce<readonly Level[]>(
        (levels, [where, units]) => changedLevels(levels, whereaboutsOf(where), units) ?? [],
        [],
      );
    fc.assert(
      fc.property(fc.shuffledSubarray([...moves], { minLength: 4 }), (shuffled) => {
        expect(levelsOf(shuffled)).toEqual(levelsOf(moves));
        expect(quantityAt(levelsOf(shuffled), { place: road, of: 1 })).toBe(3);
      }),
    );
  });
});

const headOf = (book: Book) =>
  bookHeadOf(book, { format: 2, reader: 1, store: 's', currency: cny }, '0'.repeat(32), 1000);

/** A book that says the same, by way of its file. */
function copyOf(book: Book): Book {
  const copy = Book.empty(cny, kinds);
  copy.restorePlaces(book.places, book.counts);
  for (const device of book.devices()) copy.put(device, book.stock(device.id));
  copy.endEntry(book.entry);
  return copy;
}
