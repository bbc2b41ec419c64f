import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastMadeBy, type Timed } from '../../src/inventory/book/clock.ts';
import { openJsonFileStore } from '../../src/store/json-file/store.ts';
import { listingOf } from '../store/whole.ts';
import { seed, tally, times } from './length.ts';
import { Random } from './random.ts';
import { addDevice, bookPath, move, perform, Shop } from './shop.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { entriesOf, expectSound } from './soundness.ts';

const day = 24 * 3_600_000;
const year = 365 * day;
const begun = Date.UTC(2026, 10, 23);

/** A shop whose clock is right except at a few entries, where it jumps by years. */
async function shopWithJumps(
  random: Random,
): Promise<{ readonly disk: SimulatedDisk; readonly right: readonly boolean[] }> {
  const disk = new SimulatedDisk(random);
  await new Shop().init(disk.start());
  const right: boolean[] = [];
  for (let entry = 0; entry < 20; entry++) {
    // Wrong once at most in a row, and neither at first, when nobody could tell which is right, nor at last.
    const isRight = right.at(-1) === false || entry < 2 || entry === 19 || random.chance(0.7);
    const jump = isRight ? 0 : (random.chance(0.5) ? 1 : -1) * (1 + random.below(9)) * year;
    const now = () => begun + entry * day + jump;
    const store = await openJsonFileStore(bookPath, {
      by: 'li',
      waitMs: 0,
      files: disk.start(),
      now,
      notice: () => undefined,
      unique: () => `u${entry}`,
    });
    await perform(store, entry === 0 ? addDevice('A', 1) : move('A', 1));
    right.push(isRight);
  }
  return { disk, right };
}

describe('a clock that jumps by years, back and forth', () => {
  it(`changes neither numbers nor order, and does not mislead about a day (seed ${seed})`, async () => {
    const random = new Random(seed);
    const shops = times(30, 1000);
    for (let count = 0; count < shops; count++) {
      const { disk, right } = await shopWithJumps(random);
      const store = await new Shop().open(disk.start());
      await expectSound(store);
      expect((await store.verify()).findings).toEqual([]);
      expect((await entriesOf(store)).map(({ n }) => n)).toEqual(right.map((_, index) => index + 1));
      for (const [index, isRight] of right.entries()) {
        if (!isRight) continue;
        const { entry } = await listingOf(store, begun + index * day);
        expect(entry).toBe(index + 1);
      }
      expect((await listingOf(store, begun - 20 * year)).entry).toBe(0);
      expect((await listingOf(store, begun + 20 * year)).entry).toBe(20);
      await store.close();
    }
    tally({ 'shops with a jumping clock': shops });
  });
});

const timed = (all: readonly number[]): readonly Timed[] =>
  all.map((time, index) => ({ n: index + 1, time }));

describe('the last entry made by a time', () => {
  const clock = fc.nat(60);

  it('is the last with a time up to then, where times never fall', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), clock, (unordered, time) => {
        const rising = [...unordered].sort((one, other) => one - other);
        const expected = rising.filter((each) => each <= time).length;
        expect(lastMadeBy(timed(rising), time, 50)).toBe(expected);
      }),
    );
  });

  it('never goes back as time goes on, and is the last of all by now', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), clock, clock, (all, one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        expect(lastMadeBy(timed(all), earlier, 50)).toBeLessThanOrEqual(lastMadeBy(timed(all), later, 50));
        expect(lastMadeBy(timed(all), 50, 50)).toBe(all.length);
      }),
    );
  });

  it('counts what was made by a clock that was wrong for a while from the next entry of a clock that was right', () => {
    const by = (times: readonly number[], time: number) => lastMadeBy(timed(times), time, 100);
    expect(by([10, 20, 1, 30], 5)).toBe(0);
    expect(by([10, 20, 1, 30], 20)).toBe(2);
    expect(by([10, 20, 1, 30], 30)).toBe(4);
    expect(by([10, 20, 99, 30], 50)).toBe(4);
  });

  it('does not leave out the last entries where the clock that made them was behind', () => {
    expect(lastMadeBy(timed([10, 20, 30, 1]), 30, 40)).toBe(4);
  });

  it('is the last of all by now where the clock was ahead for a while, however many entries were made then', () => {
    const ahead = [10, 20, 30, 40, 900, 901, 902, 50];
    expect(lastMadeBy(timed(ahead), 55, 55)).toBe(8);
    expect(lastMadeBy(timed(ahead), 45, 55)).toBe(4);
    expect(lastMadeBy(timed(ahead.slice(0, -1)), 45, 45)).toBe(7);
  });

  it('can be told of the past where it is the present clock that is behind', () => {
    expect(lastMadeBy(timed([10, 20, 30]), 25, 1)).toBe(2);
  });
});
