import { describe, expect, it } from 'vitest';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { historyRow } from '../../../src/inventory/look/history.ts';
import { orRefuse, Refusal } from '../../../src/inventory/refusal.ts';
import { parseSerials } from '../../../src/inventory/values/serials.ts';
import { movementOf, shop, type TypedMove } from './plain-shop.ts';

const refusedMove = (made: ReturnType<typeof shop>, typed: TypedMove) =>
  made.refused((book, journal, at) => decideMove(book, journal, movementOf(typed), at));

describe('a movement', () => {
  it('keeps its party and its serial numbers as they were typed, and its undo has both', () => {
    const made = shop();
    const sold = made.move({ device: 'T', change: -2, party: ' 王女士 ', serials: 'sn-7, SN8' });
    expect(sold?.changes).toMatchObject([{ party: '王女士', serials: ['sn-7', 'SN8'] }]);
    const undone = made.do(
      (book, journal, at) => decideUndo(book, journal, { entry: sold?.n, by: 'li' }, at).entry,
    );
    expect(undone?.changes).toMatchObject([{ change: 2, party: '王女士', serials: ['sn-7', 'SN8'] }]);
  });

  it('without them has no field of them, nor has its row', () => {
    const made = shop();
    const entry = made.move({ device: 'T', change: -1 });
    const [move] = entry?.changes ?? [];
    if (entry === null || move?.do !== 'move') throw new Error('nothing moved');
    for (const fields of [move, historyRow(entry, move, null, made.book.places)])
      for (const field of ['party', 'serials', 'of']) expect(fields).not.toHaveProperty(field);
  });

  it('has no more serial numbers than pieces', () => {
    const { code, problem, details } = refusedMove(shop(), { device: 'T', change: -1, serials: 'A1,A2' });
    expect({ code, problem, details }).toEqual({
      code: 'invalid',
      problem: 'more-serials',
      details: { serials: 2, quantity: 1 },
    });
  });

  it.each([
    ['party', { party: '李', serials: 'A1' }],
    ['party', { serials: 'A1' }],
    ['serials', { party: '王', serials: 'A2' }],
    ['serials', { party: '王' }],
  ])('under a key that was used with another %s is a conflict', (differs, typed) => {
    const made = shop();
    const keyed: TypedMove = { device: 'T', change: -1, key: 'k' };
    made.move({ ...keyed, party: '王', serials: 'A1' });
    expect(refusedMove(made, { ...keyed, ...typed })).toMatchObject({
      code: 'key-conflict',
      details: { differs },
    });
  });
});

describe('serial numbers', () => {
  it.each([
    ['SN7', ['SN7']],
    [' a-1 ,b/2，ｃ３、D.4', ['a-1', 'b/2', 'c3', 'D.4']],
  ])('are read from %j', (text, serials) => {
    expect(orRefuse(parseSerials(text))).toEqual(serials);
  });

  it.each(['', 'A1,', 'A 1', 'A1,a1', `${'x'.repeat(65)}`, 'A1;A2'])('are not read from %j', (text) => {
    expect(() => orRefuse(parseSerials(text))).toThrow(Refusal);
  });
});
