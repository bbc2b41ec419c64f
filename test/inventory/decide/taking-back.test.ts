import { describe, expect, it } from 'vitest';
import { decideEdit } from '../../../src/inventory/decide/devices/edit.ts';
import { decideRemove } from '../../../src/inventory/decide/devices/remove.ts';
import { decideCorrect } from '../../../src/inventory/decide/movements/correct.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { orRefuse } from '../../../src/inventory/refusal.ts';
import { parseSetQuantity } from '../../../src/inventory/values/quantity.ts';
import { fieldsOf, type PlainShop, shop, television } from './plain-shop.ts';

const undo = (made: PlainShop, n?: number) =>
  made.do((book, journal, at) => decideUndo(book, journal, { entry: n, by: 'li' }, at).entry);
const undoRefused = (made: PlainShop, n?: number) =>
  made.refused((book, journal, at) => decideUndo(book, journal, { entry: n, by: 'li' }, at));
const edit = (made: PlainShop, code: string, fields: { readonly [field: string]: string }) =>
  made.do((book, journal, at) => decideEdit(book, journal, code, { fields: fieldsOf(fields) }, at));
const remove = (made: PlainShop, code: string) =>
  made.do((book, journal, at) => decideRemove(book, journal, code, at));
const quantity = (units: number) => orRefuse(parseSetQuantity(String(units)));
const correct = (made: PlainShop, entry: number, units: number) =>
  made.do(
    (book, journal, at) => decideCorrect(book, journal, { entry, quantity: quantity(units) }, at).entry,
  );
const correctRefused = (made: PlainShop, entry: number, units = 1) =>
  made.refused((book, journal, at) => decideCorrect(book, journal, { entry, quantity: quantity(units) }, at));

/** All that a book says. */
const everything = (made: PlainShop) => [...made.book.devices()].map(({ code }) => made.json(code));

describe('undo', () => {
  it.each<[string, (made: PlainShop) => void]>([
    ['a receipt', (made) => void made.move({ device: 'T', change: 3, cost: '700' })],
    ['a sale', (made) => void made.move({ device: 'T', change: -3 })],
    ['an edit', (made) => void edit(made, 'T', { price: '1', name: 'Other', code: 'T-1' })],
    [
      'a device with its opening stock',
      (made) => void made.add('tv', { ...television, code: 'N', quantity: '4' }),
    ],
    ['a removal', (made) => void remove(made, 'C')],
  ])('of %s brings back what was, and undoing that brings back what it did', (_, act) => {
    const made = shop();
    const before = everything(made);
    act(made);
    const after = everything(made);
    const n = made.journal.list.length;
    expect(undo(made, n)?.undoes).toBe(n);
    const withoutTimes = (devices: ReturnType<typeof everything>) =>
      devices.map(({ changedAt: _, ...rest }) => rest);
    expect(withoutTimes(everything(made))).toEqual(withoutTimes(before));
    undo(made, n + 1);
    expect(withoutTimes(everything(made))).toEqual(withoutTimes(after));
  });

  it('of the last receipt brings back the last cost before it', () => {
    const made = shop();
    made.move({ device: 'T', change: 1, cost: '700' });
    made.move({ device: 'T', change: 1, cost: '800' });
    undo(made, 5);
    expect(made.json('T')['lastCost']).toBe('700.00');
    undo(made, 4);
    expect(made.json('T')['lastCost']).toBe('600.00');
  });

  it('of an earlier receipt leaves the later cost', () => {
    const made = shop();
    made.move({ device: 'T', change: 1, cost: '700' });
    made.move({ device: 'T', change: 1, cost: '800' });
    undo(made, 4);
    expect(made.json('T')['lastCost']).toBe('800.00');
  });

  it('that would leave less than nothing is refused, and names the entries in the way', () => {
    const made = shop();
    made.move({ device: 'T', change: 5 });
    made.move({ device: 'T', change: -12 });
    expect(undoRefused(made, 4)).toMatchObject({
      code: 'insufficient-stock',
      details: { inTheWay: [{ entry: 5, type: 'stock-out', code: 'T', change: -12 }] },
    });
  });

  it.each<[string, (made: PlainShop) => number, string]>([
    ['an entry that is not there', () => 99, 'not-found'],
    ['an entry that is undone', (made) => Number(undo(made, 3)?.undoes), 'already-undone'],
    [
      'a device that others are priced from',
      (made) => {
        made.move({ device: 'T', change: -10 });
        return 1;
      },
      'insufficient-stock',
    ],
    [
      'an entry that is corrected',
      (made) => {
        made.move({ device: 'T', change: -3 });
        correct(made, 4, 2);
        return 4;
      },
      'in-use',
    ],
    [
      'a device that is gone',
      (made) => {
        const n = made.add('tv', { ...television, code: 'N' })?.n ?? 0;
        edit(made, 'N', { price: '1' });
        remove(made, 'N');
        return n + 1;
      },
      'not-found',
    ],
  ])('of %s is refused', (_, act, code) => {
    const made = shop();
    const n = act(made);
    expect(undoRefused(made, n).code).toBe(code);
  });
});

describe('correct', () => {
  it('appends the difference to what an entry and its corrections come to', () => {
    const made = shop();
    made.move({ device: 'T', change: -3 });
    expect(correct(made, 4, 5)?.changes).toMatchObject([{ change: -2, balance: 5, reason: 'correction' }]);
    expect(correct(made, 4, 1)?.changes).toMatchObject([{ change: 4, balance: 9 }]);
    expect(correct(made, 4, 1)).toBeNull();
    expect(correct(made, 4, 0)?.changes).toMatchObject([{ change: 1, balance: 10 }]);
  });

  it('counts a correction that was undone no more', () => {
    const made = shop();
    made.move({ device: 'T', change: 5 });
    correct(made, 4, 7);
    undo(made, 5);
    expect(correct(made, 4, 6)?.changes).toMatchObject([{ change: 1, balance: 16 }]);
  });

  it.each<[string, (made: PlainShop) => number, string]>([
    [
      'an undo',
      (made) => {
        made.move({ device: 'T', change: -1 });
        return undo(made, 4)?.n ?? 0;
      },
      'correct-undo',
    ],
    [
      'a correction',
      (made) => {
        made.move({ device: 'T', change: -1 });
        return correct(made, 4, 2)?.n ?? 0;
      },
      'correct-correction',
    ],
    ['an edit', (made) => edit(made, 'T', { price: '1' })?.n ?? 0, 'correct-no-movement'],
    [
      'an entry that is undone',
      (made) => {
        made.move({ device: 'T', change: -1 });
        undo(made, 4);
        return 4;
      },
      'already-undone',
    ],
    ['an entry that is not there', () => 99, 'no-such-entry'],
  ])('of %s is refused', (_, act, problem) => {
    const made = shop();
    const n = act(made);
    expect(correctRefused(made, n).problem).toBe(problem);
  });

  it('that would leave less than nothing is refused', () => {
    const made = shop();
    made.move({ device: 'T', change: -3 });
    expect(correctRefused(made, 4, 11)).toMatchObject({
      code: 'insufficient-stock',
      details: { code: 'T', onHand: 7 },
    });
  });
});
