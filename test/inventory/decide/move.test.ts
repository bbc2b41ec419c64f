import { describe, expect, it } from 'vitest';
import { decideMove, type MoveAnswer } from '../../../src/inventory/decide/movements/move.ts';
import type { Guard, Watch } from '../../../src/inventory/decide/movements/slips.ts';
import type { Suspicion } from '../../../src/problems.ts';
import type { Decide } from '../../../src/store/store.ts';
import { movementOf, shop, type TypedMove } from './plain-shop.ts';

const largest = 1_000_000_000;

describe('a movement', () => {
  it.each<[string, TypedMove, { onHand: number; reason: string }]>([
    ['in', { device: 'T', change: 3 }, { onHand: 13, reason: 'purchase' }],
    ['out', { device: 'T', change: -3 }, { onHand: 7, reason: 'sale' }],
    ['of the last one', { device: 'T', change: -10 }, { onHand: 0, reason: 'sale' }],
    ['of a device in another case', { device: 't', change: -1 }, { onHand: 9, reason: 'sale' }],
    ['of a device by its name', { device: 'Set', change: -1 }, { onHand: 9, reason: 'sale' }],
    ['with a Chinese reason', { device: 'T', change: -1, reason: '报损' }, { onHand: 9, reason: 'damage' }],
    ['with what is expected', { device: 'T', change: -1, expect: 10 }, { onHand: 9, reason: 'sale' }],
    ['as large as can be', { device: 'T', change: largest }, { onHand: largest + 10, reason: 'purchase' }],
  ])('%s leaves what it says on hand', (_, typed, { onHand, reason }) => {
    const made = shop();
    const entry = made.move(typed);
    expect(entry?.changes).toMatchObject([
      { do: 'move', code: 'T', change: typed.change, balance: onHand, reason },
    ]);
    expect(made.onHand('T')).toBe(onHand);
  });

  it.each<[string, TypedMove, { code: string; details: object }]>([
    [
      'more than is on hand',
      { device: 'T', change: -11 },
      { code: 'insufficient-stock', details: { code: 'T', onHand: 10, asked: 11 } },
    ],
    ['an unknown device', { device: 'X9', change: 1 }, { code: 'not-found', details: { value: 'X9' } }],
    [
      'another quantity than is expected',
      { device: 'T', change: 1, expect: 9 },
      { code: 'unexpected-quantity', details: { code: 'T', onHand: 10, expected: 9 } },
    ],
  ])('of %s is refused with the values in question', (_, typed, refusal) => {
    expect(
      shop().refused((book, journal, at) => decideMove(book, journal, movementOf(typed), at)),
    ).toMatchObject(refusal);
  });

  it('of a name that two devices have names both', () => {
    const made = shop();
    made.add('tv', { code: 'T-2', name: 'Set', size: '32', panel: 'lcd', price: '500' });
    const { code, details } = made.refused((book, journal, at) =>
      decideMove(book, journal, movementOf({ device: 'Set', change: 1 }), at),
    );
    expect(code).toBe('ambiguous-name');
    expect(details['candidates']).toEqual([
      { code: 'T', name: 'Set' },
      { code: 'T-2', name: 'Set' },
    ]);
  });

  it('makes the cost of a purchase the last cost, and that of a return not', () => {
    const made = shop();
    made.move({ device: 'T', change: 1, cost: '610' });
    expect(made.json('T')['lastCost']).toBe('610.00');
    made.move({ device: 'T', change: 1, cost: '1', reason: 'return' });
    expect(made.json('T')['lastCost']).toBe('610.00');
  });
});

describe('a key', () => {
  const keyed: TypedMove = { device: 'T', change: -2, ref: 'SO-1', note: 'n', reason: 'sale', key: 'k' };

  it('that was used for the same is already done, whatever is on hand or expected by now', () => {
    const made = shop();
    const first = made.move(keyed);
    made.move({ device: 'T', change: -8 });
    for (const typed of [keyed, { ...keyed, device: 'Set' }, { ...keyed, expect: 10 }]) {
      const { entry, answer } = decideMove(made.book, made.journal, movementOf(typed), made.at);
      expect(entry).toBeNull();
      expect(answer.already?.entry.n).toBe(first?.n);
    }
  });

  it.each<[string, Partial<TypedMove>]>([
    ['device', { device: 'D' }],
    ['type', { change: 2, reason: 'purchase' }],
    ['quantity', { change: -3 }],
    ['reason', { reason: 'damage' }],
    ['ref', { ref: 'SO-2' }],
    ['note', { note: 'other' }],
  ])('that was used with another %s is a conflict that says so', (differs, other) => {
    const made = shop();
    made.move(keyed);
    expect(
      made.refused((book, journal, at) => decideMove(book, journal, movementOf({ ...keyed, ...other }), at)),
    ).toMatchObject({ code: 'key-conflict', details: { key: 'k', differs } });
  });

  it('of a refused movement is not used up', () => {
    const made = shop();
    made.refused((book, journal, at) => decideMove(book, journal, movementOf({ ...keyed, change: -11 }), at));
    expect(made.move(keyed)?.changes).toHaveLength(1);
  });
});

describe('a movement that looks like a slip and leaves little', () => {
  const large: TypedMove = { device: 'D', change: -19 };
  const watched = (refused: Watch['refused'], ...guards: readonly Guard[]) => {
    const made = shop();
    made.move({ device: 'D', change: -1 });
    const watch = { guards: new Set(guards), refused };
    const decide: Decide<MoveAnswer> = (book, journal, at) =>
      decideMove(book, journal, movementOf(large), at, watch);
    return { made, decide };
  };
  const guardsOf = (suspicions: readonly Suspicion[]) => suspicions.map(({ guard }) => guard);

  it.each<[Watch['refused'], readonly Guard[]]>([
    ['slips', ['quantity']],
    ['all', ['quantity', 'low']],
  ])('is refused for what its watch refuses: %s', (refused, guards) => {
    const { made, decide } = watched(refused, 'quantity', 'low');
    const { code, details } = made.refused(decide);
    expect(code).toBe('suspicious');
    expect(guardsOf(details['suspicions'] as unknown as readonly Suspicion[])).toEqual(guards);
  });

  it.each<[Watch['refused'], readonly Guard[], readonly Guard[]]>([
    ['none', ['quantity', 'low'], ['quantity', 'low']],
    ['slips', ['low'], ['low']],
    ['all', [], []],
  ])('is recorded where nothing is refused, and says what is noted: %s of %j', (refused, guards, noted) => {
    const { made, decide } = watched(refused, ...guards);
    const { entry, answer } = decide(made.book, made.journal, made.at);
    expect([entry?.changes.length, guardsOf(answer.suspicions)]).toEqual([1, noted]);
  });
});
