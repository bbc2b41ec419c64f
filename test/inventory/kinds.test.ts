import { describe, expect, it } from 'vitest';
import { Book } from '../../src/inventory/book/book.ts';
import { deviceJson } from '../../src/inventory/book/device-json.ts';
import { emptyJournal } from '../../src/inventory/book/journal.ts';
import { decideAdd } from '../../src/inventory/decide/devices/add.ts';
import { decideEdit } from '../../src/inventory/decide/devices/edit.ts';
import { deviceColumns } from '../../src/inventory/decide/imports/import-columns.ts';
import { AttributeValues, choiceAttribute } from '../../src/inventory/devices/attribute.ts';
import { Device } from '../../src/inventory/devices/device.ts';
import { DvdPlayer } from '../../src/inventory/devices/dvd-player.ts';
import { Kinds, kinds } from '../../src/inventory/devices/kinds.ts';
import { Television } from '../../src/inventory/devices/television.ts';
import { TvDvdCombo } from '../../src/inventory/devices/tv-dvd-combo.ts';
import { listed } from '../../src/inventory/look/listing.ts';
import { orRefuse } from '../../src/inventory/refusal.ts';
import { parseCurrency } from '../../src/inventory/values/money.ts';

const cny = orRefuse(parseCurrency('CNY'));
const at = '2026-11-23T02:00:00.000Z';

const newBook = (known = kinds) => Book.empty(cny, known);

function add(book: Book, kind: string, fields: { readonly [field: string]: string }): void {
  decideAdd(book, emptyJournal, orRefuse(book.kinds.parse(kind)), new Map(Object.entries(fields)), at);
}

function shop(): Book {
  const book = newBook();
  add(book, 'tv', { code: 'T', name: 'Set', size: '22', panel: 'lcd', price: '338.99' });
  add(book, 'dvd', { code: 'D', name: 'Player', disc: '普通', price: '39.36' });
  add(book, 'combo', {
    code: 'C',
    name: 'Both',
    size: '22',
    panel: '液晶',
    disc: 'standard',
    tv: 't',
    dvd: 'd',
  });
  return book;
}

const priceOf = (book: Book, code: string) => {
  const device = book.withCode(code);
  return device === undefined ? undefined : deviceJson(device, book)['price'];
};

describe('the class hierarchy', () => {
  const make = (kind: typeof Television | typeof DvdPlayer | typeof TvDvdCombo) =>
    new kind(1, AttributeValues.empty, new Map());

  it('makes a combo a television, a DVD player and a device at once', () => {
    const combo = make(TvDvdCombo);
    for (const kind of [Device, Television, DvdPlayer, TvDvdCombo]) expect(combo instanceof kind).toBe(true);
    expect('sizeInches' in combo && 'disc' in combo).toBe(true);
  });

  it('does not make a television a DVD player or a combo', () => {
    const tv = make(Television);
    expect(tv instanceof Television && 'sizeInches' in tv).toBe(true);
    expect(tv instanceof DvdPlayer || 'disc' in tv || tv instanceof TvDvdCombo).toBe(false);
    const player = make(DvdPlayer);
    expect(player instanceof DvdPlayer && 'disc' in player).toBe(true);
    expect('sizeInches' in player || player instanceof Television || player instanceof TvDvdCombo).toBe(
      false,
    );
    for (const other of [null, undefined, 1, {}, 'tv']) expect(other instanceof Device).toBe(false);
  });
});

describe("a combo's price", () => {
  it('is 80 % of the sum and follows the devices it is priced from', () => {
    const book = shop();
    expect(priceOf(book, 'C')).toBe('302.68');
    decideEdit(book, emptyJournal, 'T', { fields: new Map([['price', '100']]) }, at);
    expect(priceOf(book, 'C')).toBe('111.49');
  });

  it('may come from given prices', () => {
    const book = newBook();
    add(book, 'combo', {
      name: 'Both',
      size: '22',
      panel: 'lcd',
      disc: 'hd',
      tvPrice: '10',
      dvdPrice: '0.01',
    });
    expect(priceOf(book, 'COMBO-0001')).toBe('8.01');
  });

  it('is never typed, and never comes from another combo', () => {
    const book = shop();
    const fields = { name: 'X', size: '22', panel: 'lcd', disc: 'hd', tv: 'T', dvd: 'D' };
    expect(() => add(book, 'combo', { ...fields, price: '302.68' })).toThrow(/price-never-typed/);
    expect(() => add(book, 'combo', { ...fields, tv: 'C' })).toThrow(/not-a-component/);
    expect(() => add(book, 'combo', { ...fields, tv: 'D' })).toThrow(/not-a-component/);
    expect(() => add(book, 'combo', { ...fields, tv: 'nope' })).toThrow(/no-such-component/);
  });
});

describe('the JSON of a device', () => {
  it('has its fields in the order of the contract', () => {
    const book = shop();
    const keys = (code: string) => {
      const device = book.withCode(code);
      return device === undefined ? [] : Object.keys(deviceJson(device, book));
    };
    const rest = ['weight', 'quantity', 'minimum', 'lastCost', 'value', 'addedAt', 'changedAt'];
    expect(keys('T')).toEqual(['code', 'kind', 'name', 'brand', 'size', 'panel', 'price', ...rest]);
    expect(keys('D')).toEqual(['code', 'kind', 'name', 'brand', 'disc', 'price', ...rest]);
    expect(keys('C')).toEqual([
      'code',
      'kind',
      'name',
      'brand',
      'size',
      'panel',
      'disc',
      'tv',
      'dvd',
      'tvPrice',
      'dvdPrice',
      'price',
      ...rest,
    ]);
  });
});

/** All that a fourth kind takes: this class, and its line in the list of kinds. */
const channels = choiceAttribute({
  key: 'channels',
  term: { en: 'channels', zh: '声道' },
  required: true,
  choices: [
    { value: '2.1', term: { en: '2.1', zh: '2.1 声道' } },
    { value: '5.1', term: { en: '5.1', zh: '5.1 声道' } },
  ],
});

class Soundbar extends Device {
  static readonly id: string = 'soundbar';
  static readonly term = { en: 'soundbar', zh: '回音壁' };
  static readonly codePrefix = 'SB';
  static override readonly abilityAttributes = [channels];
}

describe('a fourth kind', () => {
  it('is one class and one line in the list of kinds', () => {
    const book = newBook(new Kinds([...kinds, Soundbar]));
    add(book, '回音壁', { name: 'Bar', channels: '5.1 声道', price: '99' });
    const bar = book.withCode('SB-0001');
    expect(bar instanceof Soundbar).toBe(true);
    expect(bar instanceof Television).toBe(false);
    expect(bar === undefined ? null : deviceJson(bar, book)).toMatchObject({
      kind: 'soundbar',
      channels: '5.1',
      price: '99.00',
    });
    expect(deviceColumns(book.kinds).map(({ key }) => key)).toContain('channels');
    const found = listed(book, {
      inStock: false,
      low: false,
      words: ['声道'],
      order: 'code',
      descending: false,
    });
    expect(found.map(({ code }) => code)).toEqual(['SB-0001']);
    expect(() => add(book, 'soundbar', { name: 'Bar', channels: '5.1', price: '1', disc: 'hd' })).toThrow(
      /field-not-of-kind/,
    );
  });
});
