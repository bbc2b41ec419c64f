import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPlace, isOnHand } from '../../../src/inventory/book/place-kinds.ts';
import { onHandChange } from '../../../src/inventory/book/stock.ts';
import { decideCorrect } from '../../../src/inventory/decide/movements/correct.ts';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import { decideTransfer } from '../../../src/inventory/decide/movements/transfer.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { decideAddPlaces } from '../../../src/inventory/decide/places/add-places.ts';
import { decideEditPlace } from '../../../src/inventory/decide/places/edit-place.ts';
import { decideRemovePlace } from '../../../src/inventory/decide/places/remove-place.ts';
import { decideCancel } from '../../../src/inventory/decide/queues/cancel.ts';
import { decideReceive } from '../../../src/inventory/decide/queues/receive.ts';
import { orRefuse, Refusal } from '../../../src/inventory/refusal.ts';
import { parseQuantity } from '../../../src/inventory/values/quantity.ts';
import { movementOf, type PlainShop, shop } from './plain-shop.ts';

const q = (units: number) => orRefuse(parseQuantity(String(units)));

const device = fc.constantFrom('T', 'D');
const place = fc.constantFrom('main', 'a', 'b', 'b/c');
const units = fc.integer({ min: 1, max: 6 });
const entry = fc.integer({ min: 4, max: 40 });

type Step = Parameters<PlainShop['do']>[0];
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(device, place, fc.integer({ min: -6, max: 6 })).map(
    ([code, where, change]): Step =>
      (book, journal, at) =>
        change === 0
          ? null
          : decideMove(book, journal, { ...movementOf({ device: code, change }), place: where }, at).entry,
  ),
  fc.tuple(device, place, place, units, fc.boolean()).map(
    ([code, from, to, quantity, inTransit]): Step =>
      (book, journal, at) =>
        decideTransfer(book, journal, { device: code, quantity: q(quantity), from, to, inTransit }, at).entry,
  ),
  fc.tuple(entry, device, units).map(
    ([n, code, quantity]): Step =>
      (book, journal, at) =>
        decideReceive(book, journal, { entry: n, device: code, quantity: q(quantity), missing: q(1) }, at)
          .entry,
  ),
  entry.map(
    (n): Step =>
      (book, journal, at) =>
        decideReceive(book, journal, { entry: n }, at).entry,
  ),
  entry.map(
    (n): Step =>
      (book, journal, at) =>
        decideCancel(book, journal, { entry: n }, at).entry,
  ),
  fc.tuple(entry, place, units).map(
    ([n, where, quantity]): Step =>
      (book, journal, at) =>
        decideCorrect(book, journal, { entry: n, place: where, quantity: q(quantity) }, at).entry,
  ),
  fc.tuple(entry, place).map(
    ([n, to]): Step =>
      (book, journal, at) =>
        decideCorrect(book, journal, { entry: n, to }, at).entry,
  ),
  place.map(
    (path): Step =>
      (book, journal, at) =>
        decideAddPlaces(book, journal, { paths: [path] }, at).entry,
  ),
  fc.tuple(place, place).map(
    ([path, name]): Step =>
      (book, journal, at) =>
        decideEditPlace(book, journal, { place: path, name }, at).entry,
  ),
  place.map(
    (path): Step =>
      (book, journal, at) =>
        decideRemovePlace(book, journal, { place: path }, at).entry,
  ),
  entry.map(
    (n): Step =>
      (book, journal, at) =>
        decideUndo(book, journal, { entry: n, by: 'li' }, at).entry,
  ),
);

/** Does a step; one that is refused changes nothing. */
function attempt(made: PlainShop, one: Step): boolean {
  try {
    return made.do(one) !== null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
}

/** What lies where, by the names that the places have now. */
function picture(made: PlainShop): readonly string[] {
  const { book } = made;
  return [...book.all()].flatMap(({ device: { code }, stock }) =>
    stock.levels.map(({ place: where, of, quantity }) => `${code} ${where} ${of} ${quantity}`),
  );
}

/** Holds a shop to the rules of the stock, by its rows alone. */
function expectSound(made: PlainShop): void {
  const { book } = made;
  const there = new Map<string, number>();
  for (const { n, changes } of made.journal.list) {
    const transferred = new Map<number, number>();
    for (const change of changes) {
      if (change.do !== 'move') continue;
      const { id, place: where = firstPlace, of = null, reason } = change;
      const key = `${id} ${where} ${where < 0 ? of : null}`;
      there.set(key, (there.get(key) ?? 0) + change.change);
      expect(there.get(key)).toBeGreaterThanOrEqual(0);
      if (change.at !== undefined) expect(change.at).toBe(there.get(key));
      if (reason === undefined && isOnHand(where))
        transferred.set(id, (transferred.get(id) ?? 0) + change.change);
    }
    expect([n, ...transferred.values()].slice(1).every((sum) => sum === 0)).toBe(true);
  }
  for (const { device: found, stock } of book.all()) {
    for (const { place: where, of, quantity } of stock.levels)
      expect(there.get(`${found.id} ${where} ${of}`)).toBe(quantity);
    const rows = made.journal.list
      .flatMap(({ changes }) => changes)
      .flatMap((change) => (change.do === 'move' && change.id === found.id ? [change] : []));
    expect(rows.reduce((sum, row) => sum + onHandChange(row), 0)).toBe(book.onHand(found.id));
    expect(rows.at(-1)?.balance ?? 0).toBe(book.onHand(found.id));
  }
}

const places: Step = (book, journal, at) =>
  decideAddPlaces(book, journal, { paths: ['a', 'b', 'b/c'] }, at).entry;

describe('transfers, shipments, places and all that takes them back, in any order', () => {
  it('keep the rules of the stock at every entry', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const made = shop();
        made.do(places);
        for (const one of steps) attempt(made, one);
        expectSound(made);
      }),
      { numRuns: 60 },
    );
  });

  it('come to what was before, once everything is undone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const made = shop();
        made.do(places);
        const before = picture(made);
        for (const one of steps) attempt(made, one);
        for (let n = made.journal.list.length; n > 4; n--) {
          const undo: Step = (book, journal, at) =>
            decideUndo(book, journal, { entry: n, by: 'li' }, at).entry;
          const isUndo = made.journal.list[n - 1]?.undoes !== undefined;
          const isUndone = made.journal.list.some(({ undoes }) => undoes === n);
          if (!isUndo && !isUndone) expect(attempt(made, undo)).toBe(true);
        }
        expect(picture(made)).toEqual(before);
        expectSound(made);
      }),
      { numRuns: 60 },
    );
  });
});
