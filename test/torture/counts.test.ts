import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Book } from '../../src/inventory/book/book.ts';
import type { Entry } from '../../src/inventory/book/change.ts';
import { quantityAt } from '../../src/inventory/book/stock.ts';
import { openCount } from '../../src/inventory/decide/counts/find-count.ts';
import { closing, decidePost, postLine } from '../../src/inventory/decide/counts/post.ts';
import { Draft } from '../../src/inventory/decide/movements/draft.ts';
import { CountAudit } from '../../src/inventory/look/counting/count-audit.ts';
import { type CountLine, CountLines } from '../../src/inventory/look/counts.ts';
import { type Post, RealShop, type Where } from './counted-shop.ts';
import { seed, tally, times } from './length.ts';

/** The rule. */
const byMoment: Post = (book, journal, at, count) =>
  decidePost(book, journal, { count, ready: false, withoutRecount: false, solo: true }, at, 'zhao').entry;

/** A rule that is wrong: what it books of a line is something else. */
const wrongly =
  (varianceOf: (line: CountLine, lines: CountLines, book: Book, count: number) => number): Post =>
  (book, journal, at, count) => {
    const open = openCount(book, journal, count);
    const lines = CountLines.all(book, journal, count);
    const counted = [...lines.counted()];
    if (counted.length === 0) return null;
    const draft = new Draft(book, at);
    for (const line of counted)
      postLine(draft, count, { ...line, variance: varianceOf(line, lines, book, count) }, {});
    draft.count(closing(open, 'posted', {}));
    return { command: 'count-post', changes: draft.finish() };
  };
const countedLessSnapshot = wrongly(
  ({ id, place, counted }, lines, _, count) => (counted ?? 0) - lines.bookAt(id, place, count),
);
const setToCounted = wrongly(
  ({ id, place, counted }, _, book) =>
    (counted ?? 0) - quantityAt(book.stock(id).levels, { place, of: null }),
);

const where = fc.constantFrom<Where>('main', 'shop');
const units = fc.integer({ min: 1, max: 3 });
type Act = (real: RealShop) => void;
const act: fc.Arbitrary<Act> = fc.oneof(
  where.map(
    (at): Act =>
      (real) =>
        real.write(at),
  ),
  where.map(
    (at): Act =>
      (real) =>
        real.type(at),
  ),
  where.map(
    (at): Act =>
      (real) =>
        real.spot(at),
  ),
  fc.tuple(where, units).map(
    ([at, some]): Act =>
      (real) =>
        real.sell(at, some),
  ),
  fc.tuple(where, units).map(
    ([at, some]): Act =>
      (real) =>
        real.sellOnPaper(at, some),
  ),
  fc.tuple(where, units).map(
    ([at, some]): Act =>
      (real) =>
        real.lose(at, some),
  ),
  fc.tuple(where, where, units).map(
    ([from, to, some]): Act =>
      (real) =>
        real.carry(from, to, some),
  ),
  fc.tuple(where, fc.constantFrom(-2, -1, 1, 2)).map(
    ([at, some]): Act =>
      (real) =>
        real.mistake(at, some),
  ),
  fc.constant<Act>((real) => void real.undoMistake()),
  fc.constant<Act>((real) => void real.bookSlip()),
  fc.constant<Act>((real) => real.open()),
  where.map(
    (at): Act =>
      (real) =>
        real.tally(at),
  ),
  where.map(
    (at): Act =>
      (real) =>
        real.tally(at),
  ),
  fc.constant<Act>((real) => void real.post()),
  fc.constant<Act>((real) => real.cancel()),
  fc.constant<Act>((real) => real.undoPost()),
);

/** How many too many the book has after a history under a rule; null if the count cannot be settled. */
function differencesAfter(acts: readonly Act[], post: Post): readonly number[] | null {
  const real = new RealShop(post);
  for (const one of acts) one(real);
  real.settle();
  return real.isSettled ? real.differences : null;
}

/** What a verification would say of the counts. */
function brokenLines(entries: readonly Entry[]) {
  const audit = new CountAudit();
  for (const entry of entries) audit.takePosted(entry);
  for (const entry of entries) audit.takeMoved(entry);
  return audit.broken();
}

const histories = fc.array(act, { minLength: 5, maxLength: 25 });

const numRuns = times(400, 100_000);
const patience = { timeout: times(600_000, 6_000_000) };

describe('sales, slips, mistakes, losses, transfers, tallies and posts, in any order', () => {
  it(`end with the book at what is on the shelf (seed ${seed})`, patience, () => {
    let settled = 0;
    fc.assert(
      fc.property(histories, (acts) => {
        const real = new RealShop(byMoment);
        for (const one of acts) one(real);
        const { journal } = real.made;
        expect(brokenLines(journal.list)).toEqual([]);
        real.settle();
        expect(brokenLines(journal.list)).toEqual([]);
        if (!real.isSettled) return;
        settled++;
        expect(real.differences).toEqual([0, 0]);
      }),
      { seed, numRuns },
    );
    expect(settled).toBeGreaterThan(numRuns / 2);
    tally({ 'histories with counts that end at what is on the shelf': settled });
  });

  it.each([
    ['what was counted less what the book had when the count was opened', countedLessSnapshot],
    ['whatever brings the book to what was counted', setToCounted],
  ])(`do not by a rule that books %s (seed ${seed})`, (_, post) => {
    const { failed } = fc.check(
      fc.property(histories, (acts) => {
        const differences = differencesAfter(acts, post);
        return differences === null || differences.every((some) => some === 0);
      }),
      { seed, numRuns: 400, endOnFailure: true },
    );
    expect(failed).toBe(true);
    tally({ 'wrong rules of counting caught': 1 });
  });
});
