import { describe, expect, it } from 'vitest';
import { type Correction, decideCorrect } from '../../../src/inventory/decide/movements/correct.ts';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { historyRow } from '../../../src/inventory/look/history.ts';
import { orRefuse, Refusal } from '../../../src/inventory/refusal.ts';
import { parseCurrency, parseMoney } from '../../../src/inventory/values/money.ts';
import { parseSetQuantity } from '../../../src/inventory/values/quantity.ts';
import { parseSerials } from '../../../src/inventory/values/serials.ts';
import { parseName } from '../../../src/inventory/values/text.ts';
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

describe('a return of what an entry moved', () => {
  const sale: TypedMove = { device: 'T', change: -4 };
  const back = (change: number, of: number): TypedMove => ({ device: 'T', change, reason: 'return', of });
  const toSupplier = (change: number, of: number): TypedMove => ({
    device: 'T',
    change: -change,
    reason: 'supplier-return',
    of,
  });
  const corrected = (made: ReturnType<typeof shop>, entry: number, quantity: number) =>
    made.do(
      (book, journal, at) =>
        decideCorrect(book, journal, { entry, quantity: orRefuse(parseSetQuantity(String(quantity))) }, at)
          .entry,
    );
  const undone = (made: ReturnType<typeof shop>, entry: number) =>
    made.do((book, journal, at) => decideUndo(book, journal, { entry, by: 'li' }, at).entry);

  it.each<[string, (made: ReturnType<typeof shop>) => unknown, number]>([
    ['all of it', () => undefined, 4],
    ['what has not come back yet', (made) => made.move(back(3, 4)), 1],
    ['what came back and was taken back', (made) => [made.move(back(3, 4)), undone(made, 5)], 4],
    ['what came back and was corrected', (made) => [made.move(back(3, 4)), corrected(made, 5, 1)], 3],
    ['what the sale is corrected to', (made) => corrected(made, 4, 6), 6],
    ['what the sale is corrected to again', (made) => [corrected(made, 4, 6), corrected(made, 4, 2)], 2],
  ])('takes back %s, and no more', (_, act, left) => {
    const made = shop();
    made.move(sale);
    act(made);
    expect(refusedMove(made, back(left + 1, 4))).toMatchObject({
      code: 'over-received',
      details: { code: 'T', entry: 4, left, asked: left + 1 },
    });
    const entry = made.move(back(left, 4));
    expect(entry?.changes).toMatchObject([{ change: left, reason: 'return', of: 4 }]);
    expect(refusedMove(made, back(1, 4))).toMatchObject({
      code: 'settled',
      details: { code: 'T', entry: 4 },
    });
  });

  it('to a supplier is of a receipt, an opening one too', () => {
    const made = shop();
    made.move({ device: 'T', change: 5, cost: '600' });
    expect(refusedMove(made, toSupplier(6, 4))).toMatchObject({
      code: 'over-received',
      details: { left: 5 },
    });
    expect(made.move(toSupplier(5, 4))?.changes).toMatchObject([{ change: -5, of: 4 }]);
    expect(made.move(toSupplier(10, 1))?.changes).toMatchObject([{ change: -10, of: 1 }]);
  });

  it.each<[string, TypedMove, string, string]>([
    ['an entry that is not there', back(1, 99), 'not-found', 'no-such-entry'],
    ['an entry that moved another device', { ...back(1, 4), device: 'D' }, 'invalid', 'not-sold-in'],
    ['a receipt', back(1, 1), 'invalid', 'not-sold-in'],
    ['what was lost', back(1, 5), 'invalid', 'not-sold-in'],
    ['an undo', back(1, 7), 'invalid', 'not-sold-in'],
    ['a sale that was taken back', back(1, 6), 'settled', 'nothing-to-return'],
    ['a sale, to a supplier', toSupplier(1, 4), 'invalid', 'not-received-in'],
    ['a purchase', { device: 'T', change: 1, of: 4 }, 'invalid', 'of-without-return'],
    ['damage', { device: 'T', change: -1, reason: 'damage', of: 1 }, 'invalid', 'of-without-return'],
  ])('is not of %s', (_, typed, code, problem) => {
    const made = shop();
    made.move(sale);
    made.move({ device: 'T', change: -1, reason: 'damage' });
    made.move({ device: 'T', change: -2 });
    undone(made, 6);
    expect(refusedMove(made, typed)).toMatchObject({ code, problem });
  });

  it('keeps its entry from being undone, or corrected to less, until it is taken back', () => {
    const made = shop();
    made.move(sale);
    made.move(back(3, 4));
    const refusal = { code: 'in-use', problem: 'entry-returned', details: { entry: 4, entries: [5] } };
    expect(
      made.refused((book, journal, at) => decideUndo(book, journal, { entry: 4, by: 'li' }, at)),
    ).toMatchObject(refusal);
    expect(
      made.refused((book, journal, at) =>
        decideCorrect(book, journal, { entry: 4, quantity: orRefuse(parseSetQuantity('2')) }, at),
      ),
    ).toMatchObject(refusal);
    corrected(made, 4, 3);
    undone(made, 5);
    corrected(made, 4, 0);
    expect(made.onHand('T')).toBe(10);
  });

  it('under a key that was used for another entry is a conflict', () => {
    const made = shop();
    made.move(sale);
    made.move(sale);
    made.move({ ...back(1, 4), key: 'k' });
    expect(refusedMove(made, { ...back(1, 5), key: 'k' })).toMatchObject({ details: { differs: 'of' } });
  });
});

describe('a serial number that goes out', () => {
  const gone = (made: ReturnType<typeof shop>, typed: TypedMove) =>
    decideMove(made.book, made.journal, movementOf(typed), made.at).answer.goneAlready;

  it.each<[string, readonly TypedMove[], readonly object[]]>([
    ['for the first time', [], []],
    ['again', [{ device: 'T', change: -1, serials: 'sn7' }], [{ serial: 'SN7', went: { entry: 4 } }]],
    [
      'again after it came back',
      [
        { device: 'T', change: -1, serials: 'SN7' },
        { device: 'T', change: 1, reason: 'return', serials: 'SN7' },
      ],
      [],
    ],
    ['after it came in', [{ device: 'T', change: 1, serials: 'SN7' }], []],
    ['as that of another device did', [{ device: 'D', change: -1, serials: 'SN7' }], []],
  ])('%s is noted as it must be', (_, before, noted) => {
    const made = shop();
    for (const move of before) made.move(move);
    expect(gone(made, { device: 'T', change: -2, serials: 'SN7,SN8' })).toEqual(noted);
  });

  it('again after its sale was taken back is no matter', () => {
    const made = shop();
    made.move({ device: 'T', change: -1, serials: 'SN7' });
    made.do((book, journal, at) => decideUndo(book, journal, { entry: 4, by: 'li' }, at).entry);
    expect(gone(made, { device: 'T', change: -1, serials: 'SN7' })).toEqual([]);
  });
});

describe('a party that is new', () => {
  const watch = { guards: new Set(['party'] as const), refused: 'none' } as const;
  const found = (party: string, known: readonly string[]) => {
    const made = shop();
    for (const one of known) made.move({ device: 'T', change: -1, party: one });
    const movement = movementOf({ device: 'T', change: -1, party });
    return decideMove(made.book, made.journal, movement, made.at, watch).answer.suspicions;
  };

  it.each<[string, string, readonly string[], string | null]>([
    ['one key off a known one', 'Panasnic', ['Panasonic'], 'Panasonic'],
    ['with two letters swapped', 'ACEM', ['Other', 'ACME'], 'ACME'],
    ['with one character changed', '长虹电气', ['长虹电器'], '长虹电器'],
    ['known in another case', 'panasonic', ['Panasonic'], null],
    ['known, beside one that is near', 'Panasonics', ['Panasonics', 'Panasonic'], null],
    ['two keys off', 'Panasnc', ['Panasonic'], null],
    ['with another number', 'Shop 12', ['Shop 13'], null],
    ['too short to tell', '李女士', ['王女士'], null],
  ])('%s is a likely slip, or none', (_, party, known, like) => {
    expect(found(party, known)).toMatchObject(
      like === null ? [] : [{ guard: 'party', party, known: like, entry: 3 + known.indexOf(like) + 1 }],
    );
  });
});

describe('a correction of what an entry says', () => {
  const correct = (made: ReturnType<typeof shop>, entry: number, said: Omit<Correction, 'entry'>) =>
    made.do((book, journal, at) => decideCorrect(book, journal, { entry, ...said }, at).entry);
  const undo = (made: ReturnType<typeof shop>, entry: number) =>
    made.do((book, journal, at) => decideUndo(book, journal, { entry, by: 'li' }, at).entry);
  const money = (text: string) => orRefuse(parseMoney(text, orRefuse(parseCurrency('CNY'))));
  const line = (text: string) => orRefuse(parseName(text));

  it('leaves the quantities, takes back what was said and says it anew', () => {
    const made = shop();
    made.move({ device: 'T', change: -3, ref: 'R', party: '王女士' });
    const entry = correct(made, 4, { reason: '报损', ref: line('R-2') });
    expect(entry).toMatchObject({ command: 'correct', corrects: 4 });
    expect(entry?.changes).toMatchObject([
      { change: 3, balance: 10, reason: 'sale', ref: 'R', party: '王女士' },
      { change: -3, balance: 7, reason: 'damage', ref: 'R-2', party: '王女士' },
    ]);
    expect(made.onHand('T')).toBe(7);
  });

  it('repeated changes nothing; another one goes on from it, and its undo leads back', () => {
    const made = shop();
    made.move({ device: 'T', change: -3, party: 'ACME' });
    correct(made, 4, { party: line('Acme Ltd') });
    expect(correct(made, 4, { party: line('Acme Ltd') })).toBeNull();
    expect(correct(made, 4, { ref: line('R') })?.changes).toMatchObject([
      { change: 3, party: 'Acme Ltd' },
      { change: -3, party: 'Acme Ltd', ref: 'R' },
    ]);
    undo(made, 6);
    undo(made, 5);
    expect(correct(made, 4, { party: line('ACME') })).toBeNull();
  });

  it('of the quantity at once corrects both', () => {
    const made = shop();
    made.move({ device: 'T', change: 5, cost: '700' });
    const quantity = orRefuse(parseSetQuantity('2'));
    const entry = correct(made, 4, { quantity, cost: money('71') });
    expect(
      entry?.changes.map((change) => (change.do === 'move' ? [change.change, change.reason] : [])),
    ).toEqual([
      [5, 'purchase'],
      [-5, 'purchase'],
      [-3, 'correction'],
    ]);
    expect([made.onHand('T'), made.json('T')['lastCost']]).toEqual([12, '71.00']);
    expect(correct(made, 4, { quantity, cost: money('71') })).toBeNull();
  });

  it.each<[string, (made: ReturnType<typeof shop>) => unknown, string | null]>([
    ['of the last receipt', (made) => correct(made, 5, { cost: money('620') }), '620.00'],
    ['of an earlier receipt', (made) => correct(made, 4, { cost: money('610') }), '900.00'],
    ['to nothing, as of free goods', (made) => correct(made, 5, { cost: money('0') }), '700.00'],
    ['of one that was no purchase', (made) => correct(made, 5, { reason: 'return' }), '700.00'],
    ['that is taken back', (made) => [correct(made, 5, { cost: money('620') }), undo(made, 6)], '900.00'],
    [
      'of an earlier one, and then the last is taken back',
      (made) => [correct(made, 4, { cost: money('610') }), undo(made, 5)],
      '610.00',
    ],
    [
      'of an earlier one twice, and then the last is taken back',
      (made) => [
        correct(made, 4, { cost: money('610') }),
        correct(made, 4, { cost: money('615') }),
        undo(made, 5),
      ],
      '615.00',
    ],
    [
      'of the opening stock',
      (made) => [undo(made, 5), undo(made, 4), correct(made, 1, { cost: money('1') })],
      '1.00',
    ],
  ])('of a cost %s has the last cost be what it must be', (_, act, lastCost) => {
    const made = shop();
    made.move({ device: 'T', change: 2, cost: '700' });
    made.move({ device: 'T', change: 2, cost: '900' });
    act(made);
    expect(made.json('T')['lastCost']).toBe(lastCost);
  });

  it.each<[string, number, Omit<Correction, 'entry'>, string, string]>([
    ['a cost of what went out', 4, { cost: 5 as Correction['cost'] }, 'invalid', 'cost-of-stock-out'],
    ['a reason of the other direction', 4, { reason: 'purchase' }, 'invalid', 'not-a-choice'],
    ['another reason of a return of an entry', 5, { reason: 'other' }, 'invalid', 'of-without-return'],
    ['another reason where pieces have come back', 4, { reason: 'damage' }, 'in-use', 'entry-returned'],
    ['what amounts to nothing', 6, { ref: 'x' as Correction['ref'] }, 'invalid', 'correct-nothing-left'],
    [
      'more of a return than was sold',
      5,
      { quantity: 4 as Correction['quantity'] },
      'over-received',
      'over-returned',
    ],
  ])('is not for %s', (_, number, said, code, problem) => {
    const made = shop();
    made.move({ device: 'T', change: -3 });
    made.move({ device: 'T', change: 1, reason: 'return', of: 4 });
    made.move({ device: 'D', change: -3 });
    correct(made, 6, { quantity: orRefuse(parseSetQuantity('0')) });
    expect(
      made.refused((book, journal, at) => decideCorrect(book, journal, { entry: number, ...said }, at)),
    ).toMatchObject({ code, problem });
  });
});
