import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Book } from '../../../src/inventory/book/book.ts';
import type { NewEntry, Reason } from '../../../src/inventory/book/change.ts';
import type { Journal } from '../../../src/inventory/book/journal.ts';
import { decideAdd } from '../../../src/inventory/decide/devices/add.ts';
import { decideEdit } from '../../../src/inventory/decide/devices/edit.ts';
import { decideRemove } from '../../../src/inventory/decide/devices/remove.ts';
import { decideCorrect } from '../../../src/inventory/decide/movements/correct.ts';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { kinds } from '../../../src/inventory/devices/kinds.ts';
import type { Listing } from '../../../src/inventory/look/listing.ts';
import { orRefuse, Refusal } from '../../../src/inventory/refusal.ts';
import { dayReport } from '../../../src/inventory/report/day-report.ts';
import { inventoryReport } from '../../../src/inventory/report/inventory-report.ts';
import { lowReport } from '../../../src/inventory/report/low-report.ts';
import { type Balance, movementsReport } from '../../../src/inventory/report/movements-report.ts';
import { balanceLines, timelineOf } from '../../../src/inventory/report/timeline.ts';
import { parseQuantity, parseSetQuantity } from '../../../src/inventory/values/quantity.ts';
import { parseReference } from '../../../src/inventory/values/text.ts';
import { initJsonFileStore, openJsonFileStore } from '../../../src/store/json-file/store.ts';
import type { KeptStore } from '../../../src/store/upkeep.ts';
import { historyOf, listingOf } from '../../store/whole.ts';

const dayMs = 86_400_000;

/** Every row of a store's history, at the times that count. */
const wholeTimeline = async (store: KeptStore) =>
  timelineOf(await historyOf(store), await store.entryTimes(0));
const start = Date.parse('2026-10-01T00:00:00Z');
const code = fc.constantFrom('A', 'B', 'C', 'D');
const line = (text: string) => orRefuse(parseReference(text));
const units = fc.integer({ min: 1, max: 9 });

const step = fc.record({
  /** How the clock goes on; it may be set back. */
  waits: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 3 * dayMs }) },
    { weight: 1, arbitrary: fc.integer({ min: -4 * dayMs, max: 0 }) },
  ),
  does: fc.oneof(
    fc.record({ do: fc.constant('add' as const), code, units: fc.integer({ min: 0, max: 9 }) }),
    fc.record({
      do: fc.constant('in' as const),
      code,
      units,
      reason: fc.constantFrom<Reason>('purchase', 'return', 'other', 'correction'),
    }),
    fc.record({
      do: fc.constant('out' as const),
      code,
      units,
      reason: fc.constantFrom<Reason>('sale', 'damage', 'supplier-return', 'other'),
    }),
    fc.record({ do: fc.constant('undo' as const), entry: fc.integer({ min: 1, max: 14 }) }),
    fc.record({ do: fc.constant('correct' as const), entry: fc.integer({ min: 1, max: 14 }), units }),
    fc.record({
      do: fc.constant('restate' as const),
      entry: fc.integer({ min: 1, max: 14 }),
      said: fc.constantFrom(
        { ref: line('R-1') },
        { party: line('ACME') },
        { reason: 'other' },
        { reason: 'correction' },
      ),
    }),
    fc.record({ do: fc.constant('rename' as const), code, to: code }),
    fc.record({ do: fc.constant('remove' as const), code }),
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Does = Step['does'];

function decide(does: Does, book: Book, journal: Journal, at: string): NewEntry | null {
  switch (does.do) {
    case 'add': {
      const isTv = does.code < 'C';
      const fields = new Map([
        ['code', does.code],
        ['name', `Set ${does.code}`],
        ...(isTv ? [['size', '42'] as const, ['panel', 'lcd'] as const] : [['disc', 'hd'] as const]),
        ['price', '12.50'],
        ['minimum', '3'],
        ['quantity', String(does.units)],
        ...(does.code === 'B' ? [] : [['cost', '9.99'] as const]),
      ]);
      return decideAdd(book, journal, orRefuse(kinds.parse(isTv ? 'tv' : 'dvd')), fields, at);
    }
    case 'in':
    case 'out': {
      const direction = does.do === 'in' ? 'stock-in' : 'stock-out';
      const quantity = orRefuse(parseQuantity(String(does.units)));
      return decideMove(book, journal, { device: does.code, direction, quantity, reason: does.reason }, at)
        .entry;
    }
    case 'undo':
      return decideUndo(book, journal, { entry: does.entry, by: 'li' }, at).entry;
    case 'correct': {
      const quantity = orRefuse(parseSetQuantity(String(does.units)));
      return decideCorrect(book, journal, { entry: does.entry, quantity }, at).entry;
    }
    case 'restate':
      return decideCorrect(book, journal, { entry: does.entry, ...does.said }, at).entry;
    case 'rename':
      return decideEdit(book, journal, does.code, { fields: new Map([['code', does.to]]) }, at);
    case 'remove':
      return decideRemove(book, journal, does.code, at);
  }
}

/** A store after some steps, without those that the book refused. */
async function inShop(steps: readonly Step[], look: (store: KeptStore) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'stockbook-report-'));
  let now = start;
  const options = { by: 'li', waitMs: 1000, now: () => now, notice: () => undefined };
  try {
    const path = join(folder, 'inventory.json');
    await initJsonFileStore(path, { code: 'CNY', fractionDigits: 2 }, options);
    const store = await openJsonFileStore(path, options);
    for (const { waits, does } of steps) {
      now += waits;
      try {
        await store.commit((book, journal, at) => ({
          entry: decide(does, book, journal, at),
          answer: null,
        }));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    await look(store);
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const sum = (numbers: Iterable<bigint>): bigint => [...numbers].reduce((total, one) => total + one, 0n);
const isBalanced = ({ opening, in: came, out: went, totalIn, totalOut, closing }: Balance): boolean =>
  opening + totalIn - totalOut === closing &&
  sum(came.values()) === totalIn &&
  sum(went.values()) === totalOut;

const onHandIn = ({ rows }: Listing, of: number): bigint =>
  BigInt(rows.find(({ id }) => id === of)?.quantity ?? 0);

/** Every history, with a period somewhere in it. */
const story = fc.record({
  steps: fc.array(step, { minLength: 4, maxLength: 24 }),
  from: fc.integer({ min: -dayMs, max: 20 * dayMs }),
  days: fc.integer({ min: 0, max: 20 }),
  by: fc.constantFrom('kind' as const, 'brand' as const),
});

describe('a report of movements', () => {
  it('leads each device from the book before the period to the book at its end', async () => {
    await fc.assert(
      fc.asyncProperty(story, ({ steps, from, days, by }) =>
        inShop(steps, async (store) => {
          const period = { since: start + from, until: start + from + days * dayMs };
          const opening = await listingOf(store, period.since - 1);
          const closing = await listingOf(store, period.until);
          const timeline = await wholeTimeline(store);
          const report = movementsReport({ opening, closing, timeline, period, scope: { by } });
          const rows = report.groups.flatMap((group) => group.rows);
          for (const row of rows) {
            expect(isBalanced(row)).toBe(true);
            expect(row.opening).toBe(onHandIn(opening, row.id));
            expect(row.closing).toBe(onHandIn(closing, row.id));
          }
          const unitsIn = (listing: Listing) => sum(listing.rows.map(({ quantity }) => BigInt(quantity)));
          expect(isBalanced(report.totals)).toBe(true);
          expect(report.totals.opening).toBe(unitsIn(opening));
          expect(report.totals.closing).toBe(unitsIn(closing));
          expect(sum(report.groups.map(({ totals }) => totals.closing))).toBe(report.totals.closing);
          expect(sum(report.groups.map(({ totals }) => totals.totalIn))).toBe(report.totals.totalIn);
          expect(sum(rows.map(({ closing: units }) => units)) + report.unmoved.units).toBe(
            report.totals.closing,
          );
          expect(sum(report.flows.map((flow) => flow.in))).toBe(report.totals.totalIn);
          expect(sum(report.flows.map((flow) => flow.out))).toBe(report.totals.totalOut);
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('does so after the clock was set back', async () => {
    const moves: readonly Step[] = [
      { waits: 0, does: { do: 'add', code: 'A', units: 0 } },
      { waits: 0, does: { do: 'add', code: 'D', units: 0 } },
      { waits: -1, does: { do: 'in', code: 'A', units: 1, reason: 'purchase' } },
      { waits: 1, does: { do: 'add', code: 'C', units: 0 } },
    ];
    await inShop(moves, async (store) => {
      const period = { since: start, until: start };
      const report = movementsReport({
        opening: await listingOf(store, period.since - 1),
        closing: await listingOf(store, period.until),
        timeline: await wholeTimeline(store),
        period,
        scope: { by: 'kind' },
      });
      expect(report.totals).toMatchObject({ opening: 0n, totalIn: 1n, totalOut: 0n, closing: 1n });
    });
  });

  it('of a past period stays as it was, whatever is undone later', async () => {
    await fc.assert(
      fc.asyncProperty(story, ({ steps, by }) => {
        const forward = steps.map(({ waits, does }) => ({ waits: Math.abs(waits), does }));
        const undoing = [14, 11, 8, 5, 2].map((entry) => ({
          waits: dayMs,
          does: { do: 'undo' as const, entry },
        }));
        const total = forward.reduce((time, { waits }) => time + waits, 0);
        const period = { since: start + Math.floor(total / 3), until: start + total };
        const reportIn = async (store: KeptStore) => {
          const sources = {
            opening: await listingOf(store, period.since - 1),
            closing: await listingOf(store, period.until),
            timeline: await wholeTimeline(store),
          };
          return movementsReport({ ...sources, period, scope: { by } });
        };
        let before: unknown;
        return inShop(forward, async (store) => {
          before = simple(await reportIn(store));
        }).then(() =>
          inShop([...forward, ...undoing], async (store) => {
            expect(simple(await reportIn(store))).toEqual(before);
          }),
        );
      }),
      { numRuns: 60 },
    );
  });
});

/** A report without the books it was made from and what later entries say about its rows. */
const simple = ({ groups, totals, flows }: ReturnType<typeof movementsReport>) => ({
  groups: groups.map(({ key, rows, totals: some }) => ({
    key,
    some,
    rows: rows.map(({ isInBook: _, ...row }) => row),
  })),
  totals,
  flows,
});

describe('the other reports', () => {
  it('add up to what the book holds', async () => {
    await fc.assert(
      fc.asyncProperty(story, ({ steps, by }) =>
        inShop(steps, async (store) => {
          const listing = await listingOf(store);
          const { rows: devices } = listing;
          const { totals, groups } = inventoryReport(listing, { by });
          expect(totals.units).toBe(sum(devices.map(({ quantity }) => BigInt(quantity))));
          expect(totals.value).toBe(sum(devices.map(({ value }) => value)));
          expect(totals.costValue).toBe(
            sum(devices.map(({ lastCost, quantity }) => BigInt(lastCost ?? 0) * BigInt(quantity))),
          );
          expect(totals.withoutCost).toBe(devices.filter(({ lastCost }) => lastCost === null).length);
          expect(sum(groups.map((group) => group.totals.value))).toBe(totals.value);
          const now = start + 400 * dayMs;
          const timeline = await wholeTimeline(store);
          const low = lowReport(listing, timeline, now, { by });
          expect(low.rows.map((row) => row.code).sort()).toEqual(
            devices
              .filter(({ quantity, minimum }) => quantity <= Number(minimum))
              .map(({ code: of }) => of)
              .sort(),
          );
          for (const row of low.rows) expect(row.quantity + row.order).toBeGreaterThan(row.minimum);
          const lines = balanceLines(timeline, { since: start, until: now }, 5, new Map());
          for (const { id, quantity } of devices) expect(lines.get(id)?.at(-1)).toBe(quantity);
        }),
      ),
      { numRuns: 40 },
    );
  });

  it('of a day tell the entries of that day, and by whom', async () => {
    const moves: readonly Step[] = [
      { waits: 0, does: { do: 'add', code: 'A', units: 5 } },
      { waits: dayMs, does: { do: 'out', code: 'A', units: 2, reason: 'sale' } },
      { waits: 1000, does: { do: 'out', code: 'A', units: 1, reason: 'damage' } },
      { waits: dayMs, does: { do: 'in', code: 'A', units: 4, reason: 'purchase' } },
    ];
    await inShop(moves, async (store) => {
      const period = { since: start + dayMs, until: start + dayMs + 5000 };
      const timeline = await wholeTimeline(store);
      const report = dayReport({
        opening: await listingOf(store, period.since - 1),
        closing: await listingOf(store, period.until),
        timeline,
        lowTimeline: timeline,
        period,
        scope: { by: 'kind' },
      });
      expect(report.entries).toEqual({ first: 2, last: 3 });
      expect(report.operators).toEqual([{ by: 'li', entries: 2 }]);
      expect(report.movements.totals).toMatchObject({ opening: 5n, totalIn: 0n, totalOut: 3n, closing: 2n });
      expect(report.movements.apart.map(({ row }) => row.reason)).toEqual(['damage']);
      expect(report.totals).toMatchObject({ devices: 1, units: 2n, value: 2500n, costValue: 1998n });
      expect(report.low).toMatchObject([{ code: 'A', order: 4 }]);
    });
  });
});

describe('what was taken back', () => {
  const undone: readonly Step[] = [
    { waits: 0, does: { do: 'add', code: 'A', units: 5 } },
    { waits: dayMs, does: { do: 'out', code: 'A', units: 2, reason: 'sale' } },
    { waits: dayMs, does: { do: 'undo', entry: 2 } },
  ];
  const totalsOver = async (store: KeptStore, since: number, until: number) =>
    movementsReport({
      opening: await listingOf(store, since - 1),
      closing: await listingOf(store, until),
      timeline: await wholeTimeline(store),
      period: { since, until },
      scope: { by: 'kind' },
    }).totals;

  it('stands under corrections on both sides where that happened within the period', async () => {
    await inShop(undone, async (store) => {
      const { in: came, out: went } = await totalsOver(store, start + 1, start + 9 * dayMs);
      expect([...came]).toEqual([['correction', 2n]]);
      expect([...went]).toEqual([['correction', 2n]]);
    });
  });

  it('and said otherwise by a correction is neither drawn nor counted twice, nor where that is undone', async () => {
    const restated: readonly Step[] = [
      { waits: 0, does: { do: 'add', code: 'A', units: 5 } },
      { waits: dayMs, does: { do: 'out', code: 'A', units: 2, reason: 'sale' } },
      { waits: 0, does: { do: 'in', code: 'A', units: 3, reason: 'other' } },
      { waits: dayMs, does: { do: 'restate', entry: 2, said: { reason: 'other' } } },
      { waits: 0, does: { do: 'restate', entry: 3, said: { reason: 'correction' } } },
    ];
    const now = start + 9 * dayMs;
    const reportOver = async (store: KeptStore) =>
      movementsReport({
        opening: await listingOf(store, start),
        closing: await listingOf(store, now),
        timeline: await wholeTimeline(store),
        period: { since: start + 1, until: now },
        scope: { by: 'kind' },
      });
    const drawn = ({ flows }: ReturnType<typeof movementsReport>) => [
      sum(flows.map((flow) => flow.in)),
      sum(flows.map((flow) => flow.out)),
    ];
    await inShop(restated, async (store) => {
      const report = await reportOver(store);
      expect([...report.totals.in]).toEqual([['correction', 3n]]);
      expect([...report.totals.out]).toEqual([['other', 2n]]);
      expect(drawn(report)).toEqual([3n, 2n]);
    });
    await inShop([...restated, { waits: dayMs, does: { do: 'undo', entry: 4 } }], async (store) => {
      const report = await reportOver(store);
      expect([...report.totals.out]).toEqual([['sale', 2n]]);
      expect(drawn(report)).toEqual([3n, 2n]);
    });
  });

  it('stands under its reason where it was taken back only later', async () => {
    await inShop(undone, async (store) => {
      const before = await totalsOver(store, start + 1, start + dayMs);
      expect([...before.out]).toEqual([['sale', 2n]]);
      const later = await totalsOver(store, start + dayMs + 1, start + 9 * dayMs);
      expect([...later.in]).toEqual([['correction', 2n]]);
    });
  });
});
