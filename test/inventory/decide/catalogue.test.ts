import { describe, expect, it } from 'vitest';
import { decideAdd } from '../../../src/inventory/decide/devices/add.ts';
import { decideEdit } from '../../../src/inventory/decide/devices/edit.ts';
import { decideRemove } from '../../../src/inventory/decide/devices/remove.ts';
import { kinds } from '../../../src/inventory/devices/kinds.ts';
import { orRefuse } from '../../../src/inventory/refusal.ts';
import { fieldsOf, PlainShop, player, shop, type Typed, television } from './plain-shop.ts';

describe('adding', () => {
  it.each<[string, string, Typed, object]>([
    [
      'a television',
      'tv',
      { ...television, code: 'A' },
      { kind: 'tv', size: 42, panel: 'lcd', price: '1000.00', quantity: 0 },
    ],
    [
      'by Chinese words',
      '普通电视机',
      { ...television, code: 'A', panel: '液晶' },
      { kind: 'tv', panel: 'lcd' },
    ],
    [
      'with an opening quantity',
      'dvd',
      { ...player, code: 'A', quantity: '7', cost: '99' },
      { quantity: 7, lastCost: '99.00' },
    ],
    [
      'with full-width digits',
      'tv',
      { ...television, code: 'Ａ１', price: '１，２９９' },
      { code: 'A1', price: '1299.00' },
    ],
    [
      'a combo of given prices',
      'combo',
      { code: 'A', name: 'Both', size: '22', panel: 'lcd', disc: 'hd', tvPrice: '338.99', dvdPrice: '39.36' },
      { price: '302.68', tvPrice: '338.99', dvdPrice: '39.36', tv: null, dvd: null },
    ],
  ])('%s makes what was typed', (_, kind, typed, json) => {
    const made = new PlainShop();
    made.add(kind, typed);
    const [added] = made.book.devices();
    expect(made.json(added?.code ?? '')).toMatchObject(json);
  });

  it('records the opening quantity as a receipt of its own', () => {
    const made = new PlainShop();
    expect(made.add('tv', { ...television, code: 'A', quantity: '3', cost: '5' })?.changes).toMatchObject([
      { do: 'add', id: 1 },
      { do: 'move', id: 1, change: 3, balance: 3, reason: 'opening', cost: '5.00' },
    ]);
  });

  it.each<[string, string, Typed, { code: string; problem: string }]>([
    [
      'a code that is there',
      'tv',
      { ...television, code: 't' },
      { code: 'duplicate-code', problem: 'duplicate-code' },
    ],
    [
      'without a name',
      'tv',
      { code: 'A', size: '1', panel: 'lcd', price: '1' },
      { code: 'invalid', problem: 'field-missing' },
    ],
    [
      'a field of another kind',
      'tv',
      { ...television, code: 'A', disc: 'hd' },
      { code: 'invalid', problem: 'field-not-of-kind' },
    ],
    [
      'a price that follows',
      'combo',
      { code: 'A', name: 'B', size: '1', panel: 'lcd', disc: 'hd', tv: 'T', dvd: 'D', price: '9' },
      { code: 'invalid', problem: 'price-never-typed' },
    ],
    [
      'a combo of a combo',
      'combo',
      { code: 'A', name: 'B', size: '1', panel: 'lcd', disc: 'hd', tv: 'C', dvd: 'D' },
      { code: 'invalid', problem: 'not-a-component' },
    ],
    [
      'a combo of what is not there',
      'combo',
      { code: 'A', name: 'B', size: '1', panel: 'lcd', disc: 'hd', tv: 'X', dvd: 'D' },
      { code: 'not-found', problem: 'no-such-component' },
    ],
    [
      'a combo of one part',
      'combo',
      { code: 'A', name: 'B', size: '1', panel: 'lcd', disc: 'hd', tv: 'T' },
      { code: 'invalid', problem: 'component-missing' },
    ],
  ])('%s is refused', (_, kind, typed, refusal) => {
    expect(
      shop().refused((book, journal, at) =>
        decideAdd(book, journal, orRefuse(kinds.parse(kind)), fieldsOf(typed), at),
      ),
    ).toMatchObject(refusal);
  });
});

describe('editing', () => {
  it.each<[string, Typed, { before: object; after: object }]>([
    ['one attribute', { price: '1100' }, { before: { price: '1000.00' }, after: { price: '1100.00' } }],
    ['the code', { code: 'T-9' }, { before: { code: 'T' }, after: { code: 'T-9' } }],
    ['what was not there', { brand: 'Nova' }, { before: { brand: null }, after: { brand: 'Nova' } }],
    [
      'only what differs',
      { price: '1000.00', name: 'Set', size: '43' },
      { before: { size: 42 }, after: { size: 43 } },
    ],
  ])('%s records what it was and what it is', (_, fields, change) => {
    const made = shop();
    const entry = made.do((book, journal, at) =>
      decideEdit(book, journal, 'T', { fields: fieldsOf(fields) }, at),
    );
    expect(entry?.changes).toMatchObject([{ do: 'edit', id: 1, ...change }]);
  });

  it('what is so already records nothing', () => {
    const fields = fieldsOf({ price: '1000.00', name: 'Set' });
    expect(shop().do((book, journal, at) => decideEdit(book, journal, 'T', { fields }, at))).toBeNull();
  });

  it('reprices the combos that follow, whatever they were', () => {
    const made = shop();
    expect(made.json('C')['price']).toBe('1040.00');
    made.do((book, journal, at) =>
      decideEdit(book, journal, 'T', { fields: fieldsOf({ price: '1000.01' }) }, at),
    );
    expect(made.json('C')['price']).toBe('1040.01');
  });

  it('to a cost of 0 says that no cost is known, and records nothing where none is', () => {
    const made = shop();
    const edit = (cost: string) =>
      made.do((book, journal, at) => decideEdit(book, journal, 'T', { fields: fieldsOf({ cost }) }, at));
    edit('5.00');
    expect(edit('0')?.changes).toMatchObject([{ before: { cost: '5.00' }, after: { cost: null } }]);
    expect(edit('0')).toBeNull();
  });

  it('takes away what a device may lack, and nothing else', () => {
    const made = shop();
    made.do((book, journal, at) =>
      decideEdit(book, journal, 'T', { fields: fieldsOf({ brand: 'Nova' }) }, at),
    );
    made.do((book, journal, at) =>
      decideEdit(book, journal, 'T', { fields: fieldsOf({}), clear: ['brand'] }, at),
    );
    expect(made.json('T')['brand']).toBeNull();
    expect(
      made.refused((book, journal, at) =>
        decideEdit(book, journal, 'T', { fields: fieldsOf({}), clear: ['name'] }, at),
      ),
    ).toMatchObject({ problem: 'cannot-clear' });
  });

  it.each<[string, Typed, { problem: string }]>([
    ['the quantity', { quantity: '3' }, { problem: 'quantity-by-movements' }],
    ['a code that another has', { code: 'd' }, { problem: 'duplicate-code' }],
  ])('%s is refused', (_, fields, refusal) => {
    expect(
      shop().refused((book, journal, at) => decideEdit(book, journal, 'T', { fields: fieldsOf(fields) }, at)),
    ).toMatchObject(refusal);
  });
});

describe('removing', () => {
  const remove = (made: PlainShop, code: string) =>
    made.do((book, journal, at) => decideRemove(book, journal, code, at));

  it('takes a device out of the book and keeps what it was', () => {
    const made = shop();
    expect(remove(made, 'C')?.changes).toMatchObject([
      { do: 'remove', id: 3, device: { code: 'C', kind: 'combo' } },
    ]);
    expect(made.book.withCode('C')).toBeUndefined();
  });

  it('what is on hand is refused, and what others are priced from', () => {
    const made = shop();
    expect(made.refused((book, journal, at) => decideRemove(book, journal, 'T', at))).toMatchObject({
      code: 'not-empty',
      details: { code: 'T', onHand: 10 },
    });
    made.move({ device: 'T', change: -10 });
    expect(made.refused((book, journal, at) => decideRemove(book, journal, 'T', at))).toMatchObject({
      code: 'in-use',
      details: { usedBy: ['C'] },
    });
    remove(made, 'C');
    expect(remove(made, 'T')).not.toBeNull();
  });
});
