import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/inventory/book/change.ts';
import { decideEdit } from '../../../src/inventory/decide/devices/edit.ts';
import { decideRemove } from '../../../src/inventory/decide/devices/remove.ts';
import { decideFillGap } from '../../../src/inventory/decide/repair/fill-gap.ts';
import { decideReconcile } from '../../../src/inventory/decide/repair/reconcile.ts';
import { fieldsOf, PlainShop, shop, television } from './plain-shop.ts';

/** What a book says of each device, times aside. */
const saying = (made: PlainShop) =>
  [...made.book.devices()].map(({ code }) => {
    const { addedAt: _, changedAt: __, ...rest } = made.json(code);
    return rest;
  });

/** A shop with the same first entries. */
function upTo(made: PlainShop, n: number): PlainShop {
  const earlier = new PlainShop();
  earlier.journal.list.push(...made.journal.list.slice(0, n));
  return earlier;
}

describe('bringing a book to another one', () => {
  it('makes it say the same, whatever lies between them', () => {
    const target = shop();
    target.do((book, journal, at) => decideRemove(book, journal, 'C', at));
    target.move({ device: 'T', change: -4 });
    target.move({ device: 'D', change: 2, cost: '120' });
    target.do((book, journal, at) =>
      decideEdit(book, journal, 'D', { fields: fieldsOf({ code: 'D-1', brand: 'B' }) }, at),
    );
    target.add('tv', { ...television, code: 'N', quantity: '1', cost: '3' });
    for (const n of [0, 1, 2, 3]) {
      const made = upTo(target, n);
      made.do((book, _, at) => decideReconcile(book, target.book, at));
      expect(saying(made)).toEqual(saying(target));
    }
  });

  it('is nothing where they agree', () => {
    expect(decideReconcile(shop().book, shop().book, shop().at)).toBeNull();
  });
});

describe('filling a gap', () => {
  const gap = (made: PlainShop, lost: number, target = made): Entry[] | null => {
    const earlier = upTo(made, lost - 1);
    const after = made.journal.list.slice(lost);
    const decided = decideFillGap(earlier.book, after, target.book, made.at);
    if (decided === null) return null;
    earlier.do(() => decided);
    for (const entry of after) earlier.do(() => entry);
    return saying(earlier).length === saying(made).length ? earlier.journal.list : null;
  };

  it('leads each device to where its next movement finds it', () => {
    const made = shop();
    made.move({ device: 'T', change: -4 });
    made.move({ device: 'T', change: 1 });
    const filled = gap(made, 4);
    expect(filled?.[3]?.changes).toMatchObject([
      { do: 'move', change: -4, balance: 6, reason: 'correction' },
    ]);
    expect(filled?.[4]?.changes).toMatchObject([{ balance: 7 }]);
  });

  it('takes a device that was added in it from a later book', () => {
    const made = shop();
    made.add('tv', { ...television, code: 'N', quantity: '4' });
    made.move({ device: 'N', change: -1 });
    expect(gap(made, 4)?.[3]?.changes).toMatchObject([
      { do: 'add', device: { code: 'N' } },
      { do: 'move', balance: 4 },
    ]);
  });

  it('gives up where nothing says what a device was', () => {
    const made = shop();
    made.add('tv', { ...television, code: 'N', quantity: '4' });
    made.move({ device: 'N', change: -1 });
    expect(gap(made, 4, new PlainShop())).toBeNull();
  });
});
