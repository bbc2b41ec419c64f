import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allReasons, type Entry, type Moved, type Reason } from '../../src/inventory/book/change.ts';
import { Places } from '../../src/inventory/book/places.ts';
import { type HistoryRow, historyRow, undoneEntries } from '../../src/inventory/look/history.ts';
import { compare, explain, isNeighbourOf } from '../../src/inventory/look/why.ts';

/** What is done in a test: a movement, or taking back an earlier entry. */
type Deed =
  | { readonly change: number; readonly reason?: Reason; readonly ref?: string; readonly minutes?: number }
  | { readonly undo: number };

const start = Date.parse('2026-11-23T02:00:00.000Z');

/** The history that deeds make, one entry each, of a device whose balance here may also be below 0. */
function historyOf(deeds: readonly Deed[], code = 'TV-1'): readonly HistoryRow[] {
  const entries: (Entry & { readonly changes: readonly [Moved] })[] = [];
  let balance = 0;
  let minutes = 0;
  for (const deed of deeds) {
    const undoneEntry = 'undo' in deed ? entries[deed.undo - 1] : undefined;
    if ('undo' in deed && (undoneEntry === undefined || undoneBy(entries).has(deed.undo))) continue;
    const { change, reason, ref } =
      'undo' in deed
        ? opposite(undoneEntry?.changes[0])
        : { reason: 'sale' as const, ref: undefined, ...deed };
    balance += change;
    minutes += 'undo' in deed ? 60 : (deed.minutes ?? 60);
    const moved: Moved = {
      do: 'move',
      id: 1,
      code,
      name: 'Set',
      change,
      balance,
      reason,
      ...(ref === undefined ? {} : { ref }),
    };
    entries.push({
      n: entries.length + 1,
      at: new Date(start + minutes * 60_000).toISOString(),
      by: 'li',
      command: 'stock-in',
      changes: [moved],
      ...('undo' in deed ? { undoes: deed.undo } : {}),
    });
  }
  const undone = undoneBy(entries);
  return entries.map((entry) =>
    historyRow(entry, entry.changes[0], undone.get(entry.n) ?? null, Places.unplaced),
  );
}

const undoneBy = (entries: readonly Entry[]): ReadonlyMap<number, number> =>
  undoneEntries(entries.flatMap(({ n, undoes }) => (undoes === undefined ? [] : [{ n, undoes }])));

const opposite = (moved: Moved | undefined) => ({
  change: -(moved?.change ?? 0),
  reason: moved?.reason ?? ('other' as const),
  ref: moved?.ref,
});

/** Each category with its total and entries: `sold -2 #3 #4`. */
const told = (deeds: readonly Deed[]): readonly string[] =>
  explain(historyOf(deeds)).totals.map(({ category, total, entries }) =>
    [category, total, ...entries.map(({ entry }) => `#${entry}`)].join(' '),
  );

/** What would explain that `expected` were counted: `double #4 of #3`. */
function suspects(deeds: readonly Deed[], expected: number, neighbours = historyOf([])): readonly string[] {
  const rows = historyOf(deeds);
  const others = neighbours.filter(isNeighbourOf('TV-1'));
  return compare(expected, explain(rows).onHand, rows, others).candidates.map(
    ({ why, row, other }) => `${why} #${row.entry}${other === undefined ? '' : ` of #${other}`}`,
  );
}

const reasons = fc.constantFrom(...allReasons.map(({ value }) => value as Reason));
const deedsAtRandom = fc.array(
  fc.oneof(
    fc.record({ change: fc.integer({ min: -9, max: 9 }).filter((units) => units !== 0), reason: reasons }),
    fc.record({ undo: fc.integer({ min: 1, max: 12 }) }),
  ),
  { maxLength: 30 },
);

describe('an explanation', () => {
  it('adds up to what is on hand, whatever was moved and undone, and undone movements to nothing', () => {
    fc.assert(
      fc.property(deedsAtRandom, (deeds) => {
        const rows = historyOf(deeds);
        const { onHand, totals } = explain(rows);
        expect(totals.reduce((sum, { total }) => sum + total, 0)).toBe(onHand);
        expect(onHand).toBe(rows.reduce((sum, { change }) => sum + (change ?? 0), 0));
        expect(totals.find(({ category }) => category === 'undone')?.total ?? 0).toBe(0);
        expect(totals.flatMap(({ entries }) => entries)).toHaveLength(rows.length);
      }),
    );
  });

  it('tells every reason in one order and leaves out what never happened', () => {
    const deeds = allReasons.map(({ value }) => ({ change: 1, reason: value as Reason })).toReversed();
    expect(told(deeds).map((line) => line.split(' ')[0])).toEqual(
      'opening received returned sold damaged supplier-return corrected counted other'.split(' '),
    );
    expect(told([{ change: 4, reason: 'opening' }])).toEqual(['opening 4 #1']);
    expect(explain([])).toEqual({ onHand: 0, totals: [], isSinceCount: false, low: null, high: null });
  });

  it('lets a movement stand whose undo was undone', () => {
    const sale: Deed = { change: -2 };
    const opening: Deed = { change: 9, reason: 'opening' };
    expect(told([opening, sale, { undo: 2 }])).toEqual(['opening 9 #1', 'undone 0 #2 #3']);
    expect(told([opening, sale, { undo: 2 }, { undo: 3 }])).toEqual([
      'opening 9 #1',
      'sold -2 #2',
      'undone 0 #3 #4',
    ]);
    expect(told([opening, sale, { undo: 2 }, { undo: 3 }, { undo: 4 }])).toEqual([
      'opening 9 #1',
      'undone 0 #2 #3 #4 #5',
    ]);
  });

  it('knows the lowest and the highest balance and the first entry that reached them', () => {
    const rows = historyOf([{ change: 5 }, { change: -4 }, { change: 4 }, { change: -4 }]);
    expect(explain(rows)).toMatchObject({
      low: { balance: 1, entry: 2, at: rows[1]?.at },
      high: { balance: 5, entry: 1, at: rows[0]?.at },
    });
  });

  it('refuses rows that do not add up', () => {
    expect(() => explain(historyOf([{ change: 5 }, { change: 2 }]).slice(1))).toThrow('add up to 2');
  });
});

describe('a difference', () => {
  it('of nothing has nothing to explain', () => {
    expect(suspects([{ change: 5 }, { change: -5 }], 0)).toEqual([]);
  });

  it('is explained by a movement of its size, the newest first, and one recorded the wrong way round', () => {
    const deeds: Deed[] = [{ change: 10 }, { change: -4 }, { change: -2 }, { change: -4, reason: 'damage' }];
    expect(suspects(deeds, 4)).toEqual(['equal #4', 'equal #2', 'opposite #3']);
    expect(suspects([{ change: 10 }, { change: -2 }], 12)).toEqual(['opposite #2']);
    expect(suspects([{ change: 10 }, { change: 2 }], 8)).toEqual(['opposite #2']);
    expect(suspects([{ change: 10 }, { change: 2 }], 10)).toEqual(['equal #2']);
  });

  it('is first explained by a double, which is named once', () => {
    const twice = (minutes: number, ref = 'SO-1'): Deed[] => [
      { change: 10 },
      { change: -3, ref: 'SO-1' },
      { change: -3, ref, minutes },
      { change: -3 },
    ];
    expect(suspects(twice(10), 4)).toEqual(['double #3 of #2', 'equal #4']);
    expect(suspects(twice(11), 4)).toEqual(['equal #4', 'equal #3', 'equal #2']);
    expect(suspects(twice(1, 'SO-2'), 4)).toEqual(['equal #4', 'equal #3', 'equal #2']);
  });

  it('is explained by what was undone, never by what cancels out', () => {
    const deeds: Deed[] = [{ change: 10 }, { change: -3 }, { undo: 2 }];
    expect(suspects(deeds, 7)).toEqual(['undone #2']);
    expect(suspects(deeds, 13)).toEqual([]);
  });

  it('is explained by a movement of a device whose code is one typing error away', () => {
    const deeds: Deed[] = [{ change: 10 }];
    const other: Deed[] = [{ change: 3 }, { change: 3 }, { undo: 1 }, { change: -3 }];
    for (const code of ['TV-2', 'tv-12', 'TV1', 'T-V1', 'ＴＶ-7'])
      expect([code, ...suspects(deeds, 13, historyOf(other, code))]).toEqual([code, 'neighbour #2']);
    for (const code of ['TV-1', 'TV-22', 'DVD-1', '1'])
      expect(suspects(deeds, 13, historyOf(other, code))).toEqual([]);
    expect(suspects(deeds, 7, historyOf(other, 'TV-2'))).toEqual(['neighbour #4']);
  });

  it('names at most ten entries', () => {
    expect(
      suspects(
        Array.from({ length: 30 }, () => ({ change: 1 })),
        29,
      ),
    ).toHaveLength(10);
  });
});
