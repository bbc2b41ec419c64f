import { expect, it, vi } from 'vitest';
import type { Moved } from '../../../src/inventory/book/change.ts';
import { Pool } from '../../../src/inventory/look/valuation/pool.ts';
import { type ReplayedChange, Valuation } from '../../../src/inventory/look/valuation/valuation.ts';

/** A year of receipts, the first of which is taken back at its end, and a month in which each receipt is taken back at once. */
const [year, month] = [500, 50];

function* changes(): Generator<ReplayedChange> {
  let [n, balance] = [0, 0];
  const entry = (pieces: number, undoes?: number): ReplayedChange => {
    balance += pieces;
    const move = { do: 'move', id: 1, code: 'T1', name: 'T', reason: 'purchase', cost: '6.00' } as const;
    const change: Moved = { ...move, change: pieces, balance };
    return { entry: { n: ++n, ...(undoes === undefined ? {} : { undoes }) }, change };
  };
  for (let index = 0; index < year; index++) yield entry(2);
  yield entry(-2, 1);
  for (let index = 0; index < month; index++) {
    yield entry(1);
    yield entry(-1, n);
  }
}

it('of a period play again only what happened in it, however long the time before', () => {
  const played = vi.spyOn(Pool.prototype, 'apply');
  try {
    const all = [...changes()];
    const valuation = new Valuation(new Set(all.flatMap(({ entry }) => entry.undoes ?? [])));
    for (const one of all) {
      if (one.entry.n === year + 2) valuation.beginPeriod();
      valuation.take(one);
    }
    valuation.end();
    expect(valuation.worthOf(1)).toMatchObject({ quantity: 2 * year - 2, value: 600 * (2 * year - 2) });
    expect(valuation.period.get(1)?.opening.quantity).toBe(2 * year - 2);
    expect(valuation.period.get(1)?.flows.balance).toEqual({ pieces: 0, amount: 0 });
    expect(played.mock.calls.length).toBeLessThan(3 * year + month * month);
  } finally {
    played.mockRestore();
  }
});
