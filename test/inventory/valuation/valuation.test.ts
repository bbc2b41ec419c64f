import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/inventory/book/change.ts';
import { decideCorrect } from '../../../src/inventory/decide/movements/correct.ts';
import { decideTransfer } from '../../../src/inventory/decide/movements/transfer.ts';
import { decideAddPlaces } from '../../../src/inventory/decide/places/add-places.ts';
import type { Amount } from '../../../src/inventory/look/valuation/amount.ts';
import type { FlowKind } from '../../../src/inventory/look/valuation/fact.ts';
import type { Valuation } from '../../../src/inventory/look/valuation/valuation.ts';
import { orRefuse, Refusal } from '../../../src/inventory/refusal.ts';
import { parseQuantity } from '../../../src/inventory/values/quantity.ts';
import { moving, type Step, spotting, undoing } from '../decide/count-shop.ts';
import { PlainShop, television } from '../decide/plain-shop.ts';
import { valuationOf } from './replayed.ts';

const id = 1;

const money = (amount: Amount): string => (Number(amount) / 100).toFixed(2);
const worth = (valuation: Valuation): string => {
  const { quantity, value, unknown } = valuation.worthOf(id);
  return `${quantity} ${money(value)}${unknown > 0 ? ` and ${unknown} without cost` : ''}`;
};

const quantity = (pieces: number) => orRefuse(parseQuantity(String(pieces)));
const into = (change: number, cost?: string, reason?: string): Step =>
  moving({
    device: 'A',
    change,
    ...(cost === undefined ? {} : { cost }),
    ...(reason === undefined ? {} : { reason }),
  });
const out = (pieces: number, reason = 'sale', place = 'main'): Step =>
  moving({ device: 'A', change: -pieces, reason }, { place });
const makingPlace =
  (path: string): Step =>
  (book, journal, at) =>
    decideAddPlaces(book, journal, { paths: [path] }, at).entry;
const transferring =
  (pieces: number): Step =>
  (book, journal, at) =>
    decideTransfer(
      book,
      journal,
      { device: 'A', quantity: quantity(pieces), from: 'main', to: 'shop-1', inTransit: false },
      at,
    ).entry;
const correcting =
  (entry: number, pieces: number): Step =>
  (book, journal, at) =>
    decideCorrect(book, journal, { entry, quantity: quantity(pieces) }, at).entry;

/** A shop with some history of a device A. */
function shopAfter(...steps: readonly Step[]): PlainShop {
  const shop = new PlainShop();
  shop.add('tv', { ...television, code: 'A' });
  for (const step of steps) shop.do(step);
  return shop;
}

/** The last entry. */
const last = (shop: PlainShop): number => shop.journal.list.length;

/** What became of the device after an entry, by kind. */
function period(entries: readonly Entry[], since: number): { readonly [what: string]: string } {
  const noted = valuationOf(entries, entries.length, since).period.get(id);
  if (noted === undefined) return {};
  const flow = (kind: FlowKind) => `${noted.flows.of(kind).pieces} ${money(noted.flows.of(kind).amount)}`;
  return {
    opening: `${noted.opening.quantity} ${money(noted.opening.value)}`,
    purchases: flow('purchases'),
    otherIn: flow('otherIn'),
    sales: flow('sales'),
    losses: flow('losses'),
    otherOut: flow('otherOut'),
    correction: money(noted.correction),
    closing: worth(valuationOf(entries)),
  };
}

describe('by moving average, a device', () => {
  it('is worth what the worked example says entry by entry, and still was so whatever is undone later', () => {
    const shop = new PlainShop();
    shop.add('tv', { ...television, code: 'A', quantity: '10', cost: '1420' });
    const expected = [{ upTo: last(shop), figures: '10 14200.00' }];
    const steps: readonly (readonly [Step, string])[] = [
      [into(5, '1500'), '15 21700.00'],
      [out(4), '11 15913.33'],
      [makingPlace('shop-1'), '11 15913.33'],
      [transferring(3), '11 15913.33'],
      [into(2, '0'), '13 15913.33'],
      [spotting('A', 11), '14 17137.43'],
      [out(11), '3 3672.31'],
      [out(3, 'sale', 'shop-1'), '0 0.00'],
    ];
    for (const [step, figures] of steps) {
      shop.do(step);
      expected.push({ upTo: last(shop), figures });
    }
    for (let undone = last(shop); undone > 1; undone--) {
      try {
        shop.do(undoing(undone));
      } catch (error) {
        // Undoing an entry that others depend on is refused.
        if (!(error instanceof Refusal)) throw error;
      }
      for (const { upTo, figures } of expected)
        expect(worth(valuationOf(shop.journal.list, upTo))).toBe(figures);
    }
  });

  it('is worth what came after it, where a receipt is undone of which most is gone', () => {
    const shop = shopAfter(into(10, '100'), out(8), into(10, '200'));
    shop.do(undoing(2));
    expect(worth(valuationOf(shop.journal.list))).toBe('2 400.00');
    expect(period(shop.journal.list, 4)).toMatchObject({
      opening: '12 2200.00',
      purchases: '-10 -1000.00',
      correction: '-800.00',
      closing: '2 400.00',
    });
  });

  it('has no value where it has no pieces, whatever was paid for them', () => {
    const shop = shopAfter(into(3, '10'), into(3, '0.01'), out(5), out(1));
    expect(worth(valuationOf(shop.journal.list))).toBe('0 0.00');
  });

  it('is priced by the first cost that comes, as a cost correction; what had gone out stays at nothing', () => {
    const shop = shopAfter(into(5), out(2));
    expect(worth(valuationOf(shop.journal.list))).toBe('3 0.00 and 3 without cost');
    shop.do(into(1, '100'));
    expect(period(shop.journal.list, 1)).toEqual({
      opening: '0 0.00',
      purchases: '6 100.00',
      otherIn: '0 0.00',
      sales: '2 0.00',
      losses: '0 0.00',
      otherOut: '0 0.00',
      correction: '300.00',
      closing: '4 400.00',
    });
    expect(valuationOf(shop.journal.list, last(shop), 1).period.get(id)?.flows.unknownOut).toBe(2);
  });

  it('does not learn a cost from free goods: these alone are worth nothing', () => {
    const shop = shopAfter(into(5), into(5, '0'));
    expect(worth(valuationOf(shop.journal.list))).toBe('10 0.00 and 5 without cost');
    expect(valuationOf(shop.journal.list).worthOf(id).lastCost).toBeNull();
    shop.do(into(1, '100'));
    expect(worth(valuationOf(shop.journal.list))).toBe('11 600.00');
  });

  it('comes in without a cost at the average or, where nothing is left, at the last cost', () => {
    const shop = shopAfter(into(2, '100'), into(2, '200'), into(1));
    expect(worth(valuationOf(shop.journal.list))).toBe('5 750.00');
    shop.do(out(5));
    shop.do(into(1));
    expect(worth(valuationOf(shop.journal.list))).toBe('1 200.00');
  });

  it('does not change in value by a late slip, nor by undoing what a count has found already', () => {
    const counted = shopAfter(into(4, '100'), into(4, '300'), spotting('A', 2));
    counted.do(moving({ device: 'A', change: -2 }, { beforeCount: 4 }));
    expect(worth(valuationOf(counted.journal.list))).toBe('2 400.00');
    const bogus = shopAfter(into(4, '100'), out(1), spotting('A', 4));
    const before = worth(valuationOf(bogus.journal.list));
    bogus.do(undoing(3));
    expect(bogus.onHand('A')).toBe(4);
    expect(worth(valuationOf(bogus.journal.list))).toBe(before);
  });

  it('charges a corrected sale as it should have been', () => {
    const shop = shopAfter(into(10, '100'), out(4), into(5, '400'));
    const since = last(shop);
    shop.do(correcting(3, 6));
    expect(period(shop.journal.list, since)).toMatchObject({
      opening: '11 2600.00',
      sales: '2 200.00',
      correction: '0.00',
      closing: '9 2400.00',
    });
    shop.do(undoing(since + 1));
    expect(worth(valuationOf(shop.journal.list))).toBe('11 2600.00');
  });

  it('keeps exact amounts beyond what a number holds', () => {
    const steps = Array.from({ length: 12 }, () => into(1_000_000_000, '999999999.99'));
    const shop = shopAfter(...steps, out(7));
    const { quantity: pieces, value } = valuationOf(shop.journal.list).worthOf(id);
    expect(BigInt(pieces) * 99_999_999_999n).toBe(BigInt(value));
  });
});
