import { describe, expect, it } from 'vitest';
import type { ImportOutcome } from '../../../src/inventory/decide/imports/import.ts';
import { decideImportDevices } from '../../../src/inventory/decide/imports/import-devices.ts';
import { decideImportMovements } from '../../../src/inventory/decide/imports/import-movements.ts';
import { decideReceive } from '../../../src/inventory/decide/queues/receive.ts';
import { pendingItems } from '../../../src/inventory/look/pending.ts';
import { fileOf } from './import-file.ts';
import { fieldsOf, type PlainShop, shop, type Typed } from './plain-shop.ts';

const rowsOf = (typed: readonly Typed[]) =>
  typed.map((fields, index) => ({ row: index + 2, fields: fieldsOf(fields) }));

interface Options {
  readonly sha256?: string;
  readonly skipBad?: boolean;
  readonly again?: boolean;
  readonly update?: boolean;
}

function importInto(
  made: PlainShop,
  what: 'devices' | 'movements',
  typed: readonly Typed[],
  options: Options = {},
) {
  const { sha256 = JSON.stringify(typed), skipBad = false, again = false, update = false } = options;
  const common = { file: fileOf('f.csv', sha256), skipBad, again };
  const answers: ImportOutcome['answer'][] = [];
  const entry = made.do((book, journal, at) => {
    const outcome =
      what === 'devices'
        ? decideImportDevices(book, journal, rowsOf(typed), { ...common, update }, at)
        : decideImportMovements(book, journal, rowsOf(typed), common, at);
    answers.push(outcome.answer);
    return outcome.entry;
  });
  const [answer] = answers;
  if (answer === undefined) throw new Error('nothing was decided');
  return { entry, answer };
}

const bad = ({ rejected }: ImportOutcome['answer']) =>
  rejected.map(({ row, column, value, code }) => [row, column, value, code]);

describe('an import of goods that are to come in', () => {
  const orders: readonly Typed[] = [
    { code: 'T', type: 'order', quantity: '5', cost: '610', party: '长虹', due: '2026-12-01' },
    { code: 'D', type: '订货', quantity: '4', to: 'main' },
    { code: 'T', type: 'order', quantity: '1', cost: '610', party: '长虹', due: '2026-12-01' },
  ];
  const pending = (made: PlainShop) =>
    pendingItems(made.book, made.journal).map(({ queue, entry, code, left, to, party, due }) => [
      ...[queue, entry, code, left, to, party, due],
    ]);

  it('is one entry, whose number is that of all of them', () => {
    const made = shop();
    expect(importInto(made, 'movements', orders).answer).toMatchObject({ movements: 3, rejected: [] });
    expect(pending(made)).toEqual([
      ['ordered', 4, 'D', 4, 'main', null, null],
      ['ordered', 4, 'T', 6, 'main', '长虹', '2026-12-01'],
    ]);
    importInto(made, 'movements', [{ code: 'T', type: '待检', quantity: '2', party: '海信' }]);
    expect(pending(made).at(-1)).toEqual(['inspection', 5, 'T', 2, 'main', '海信', null]);
    made.do((book, journal, at) => decideReceive(book, journal, { entry: 4 }, at).entry);
    expect([made.onHand('T'), made.onHand('D')]).toEqual([16, 24]);
    expect(made.json('T')['lastCost']).toBe('610.00');
  });

  it('refuses what such a row has no use for, and a day that is none', () => {
    const made = shop();
    const { entry, answer } = importInto(made, 'movements', [
      { code: 'T', type: 'order', quantity: '1', reason: 'purchase', due: '31.12.2026' },
      { code: 'T', type: 'inspect', quantity: '1', due: '2026-12-01' },
      { code: 'T', type: 'order', quantity: '1', serials: 'SN1' },
      { code: 'T', type: 'in', quantity: '1', due: '2026-12-01' },
      { code: 'T', type: 'order', quantity: '1', place: 'main', to: 'main' },
      { code: 'T', type: 'order', quantity: '1', to: 'nowhere' },
    ]);
    expect(entry).toBeNull();
    expect(bad(answer)).toEqual([
      [2, 'reason', 'purchase', 'invalid'],
      [2, 'due', '31.12.2026', 'invalid'],
      [3, 'due', '2026-12-01', 'invalid'],
      [4, 'serials', 'SN1', 'invalid'],
      [5, 'due', '2026-12-01', 'invalid'],
      [6, 'to', 'main', 'invalid'],
      [7, 'to', 'nowhere', 'not-found'],
    ]);
  });

  it('refuses a device twice on other terms, whose order nobody could tell apart', () => {
    const made = shop();
    const { answer } = importInto(made, 'movements', [
      { code: 'T', type: 'order', quantity: '1', cost: '600' },
      { code: 'T', type: 'order', quantity: '1', cost: '601' },
      { code: 'T', type: 'inspect', quantity: '1', cost: '600' },
    ]);
    expect(bad(answer)).toEqual([
      [3, 'quantity', '1', 'invalid'],
      [4, 'quantity', '1', 'invalid'],
    ]);
  });

  it('with keys is done once', () => {
    const made = shop();
    const row = { code: 'T', type: 'order', quantity: '5', cost: '610', key: 'k' };
    importInto(made, 'movements', [row]);
    expect(importInto(made, 'movements', [row], { again: true }).answer).toMatchObject({ skipped: 1 });
    const other = importInto(made, 'movements', [{ ...row, cost: '611' }]);
    expect(bad(other.answer)).toEqual([[2, 'key', 'k', 'key-conflict']]);
    expect(pending(made)).toHaveLength(1);
  });
});

describe('an import of movements', () => {
  it('goes row by row, each against what those before it left', () => {
    const made = shop();
    const { entry, answer } = importInto(made, 'movements', [
      { code: 'T', type: 'in', quantity: '5' },
      { code: 'T', type: '出库', quantity: '15', reason: '报损' },
      { code: 'D', type: 'stock-out', quantity: '1' },
    ]);
    expect(answer).toMatchObject({ movements: 3, skipped: 0, rejected: [] });
    expect(entry?.changes).toMatchObject([
      { balance: 15 },
      { balance: 0, reason: 'damage' },
      { balance: 19 },
    ]);
  });

  it('with bad rows records nothing, and names each with its column and value', () => {
    const made = shop();
    const { entry, answer } = importInto(made, 'movements', [
      { code: 'T', type: 'in', quantity: '5' },
      { code: 'X', type: 'in', quantity: '5' },
      { code: 'T', type: 'sideways', quantity: 'many' },
      { code: 'T', type: 'out', quantity: '16' },
      { code: 'T', type: 'out' },
    ]);
    expect(entry).toBeNull();
    expect(bad(answer)).toEqual([
      [3, 'code', 'X', 'not-found'],
      [4, 'type', 'sideways', 'invalid'],
      [4, 'quantity', 'many', 'invalid'],
      [5, 'quantity', '16', 'insufficient-stock'],
      [6, 'quantity', '', 'invalid'],
    ]);
    expect(made.onHand('T')).toBe(10);
  });

  it('that skips bad rows records the good ones', () => {
    const made = shop();
    const { entry, answer } = importInto(
      made,
      'movements',
      [
        { code: 'T', type: 'in', quantity: '5' },
        { code: 'X', type: 'in', quantity: '5' },
      ],
      { skipBad: true },
    );
    expect(entry?.changes).toMatchObject([{ code: 'T', change: 5 }]);
    expect(bad(answer)).toEqual([[3, 'code', 'X', 'not-found']]);
  });

  it('names the earlier rows that took what a row lacks', () => {
    const { answer } = importInto(shop(), 'movements', [
      { code: 'T', type: 'out', quantity: '6' },
      { code: 'T', type: 'out', quantity: '4' },
      { code: 'T', type: 'out', quantity: '1' },
    ]);
    expect(answer.rejected).toMatchObject([
      { row: 4, problem: { params: { onHand: 0, asked: 1, rows: [2, 3] } } },
    ]);
  });

  it('skips rows whose key is there with the same content, in the book or in the file', () => {
    const made = shop();
    made.move({ device: 'T', change: -1, key: 'k1' });
    const { entry, answer } = importInto(made, 'movements', [
      { code: 'T', type: 'out', quantity: '1', key: 'k1' },
      { code: 'T', type: 'out', quantity: '2', key: 'k2' },
      { code: 'T', type: 'out', quantity: '2', key: 'k2' },
      { code: 'T', type: 'out', quantity: '3', key: 'k3', expect: '7' },
    ]);
    expect(answer).toMatchObject({ movements: 2, skipped: 2, rejected: [] });
    expect(entry?.changes).toMatchObject([{ key: 'k2' }, { key: 'k3', balance: 4 }]);
  });

  it('reports a key that was used with other content', () => {
    const made = shop();
    made.move({ device: 'T', change: -1, key: 'k1' });
    const { answer } = importInto(made, 'movements', [
      { code: 'T', type: 'out', quantity: '2', key: 'k1' },
      { code: 'T', type: 'out', quantity: '2', key: 'k2' },
      { code: 'D', type: 'out', quantity: '2', key: 'k2' },
    ]);
    expect(bad(answer)).toEqual([
      [2, 'key', 'k1', 'key-conflict'],
      [4, 'key', 'k2', 'key-conflict'],
    ]);
  });

  it('of the same file is refused the second time, unless that is asked for', () => {
    const made = shop();
    const typed = [{ code: 'T', type: 'in', quantity: '5' }];
    const first = importInto(made, 'movements', typed);
    expect(
      made.refused((book, journal, at) =>
        decideImportMovements(
          book,
          journal,
          rowsOf(typed),
          { file: fileOf('g.csv', JSON.stringify(typed)), skipBad: false, again: false },
          at,
        ),
      ),
    ).toMatchObject({ code: 'already-imported', details: { entry: first.entry?.n } });
    expect(importInto(made, 'movements', typed, { again: true }).entry?.changes).toMatchObject([
      { balance: 20 },
    ]);
  });

  it('of more rows than are kept as objects comes to the same', () => {
    const made = shop();
    const typed = Array.from({ length: 5000 }, (_, n) => ({
      code: 'T',
      type: n % 2 === 0 ? 'in' : 'out',
      quantity: '1',
    }));
    const { entry } = importInto(made, 'movements', typed);
    expect(entry?.changes).toHaveLength(5000);
    expect(made.onHand('T')).toBe(10);
  });
});

describe('an import of devices', () => {
  const tv = { kind: 'tv', name: 'New', size: '50', panel: 'oled', price: '9' };

  it('takes rows that refer to each other in any order, and to the book', () => {
    const made = shop();
    const combo = { kind: 'combo', name: 'Both', size: '9', panel: 'lcd', disc: 'hd' };
    const { answer } = importInto(made, 'devices', [
      { ...combo, code: 'N-C', tv: 'N-T', dvd: 'D' },
      { ...tv, code: 'N-T', quantity: '3', cost: '1' },
    ]);
    expect(answer).toMatchObject({ devices: 2, movements: 1, rejected: [] });
    expect(made.json('N-C')).toMatchObject({ price: '247.20', tv: 'N-T', dvd: 'D' });
    expect(made.json('N-T')).toMatchObject({ quantity: 3, lastCost: '1.00' });
  });

  it('refuses codes that are there or stand twice, and what refers to a refused row', () => {
    const { entry, answer } = importInto(shop(), 'devices', [
      { ...tv, code: 't' },
      { ...tv, code: 'N' },
      { ...tv, code: 'n' },
      { ...tv, code: 'M', price: 'x' },
      { kind: 'combo', code: 'K', name: 'K', size: '9', panel: 'lcd', disc: 'hd', tv: 'M', dvd: 'D' },
    ]);
    expect(entry).toBeNull();
    expect(bad(answer)).toEqual([
      [2, 'code', 't', 'duplicate-code'],
      [4, 'code', 'n', 'duplicate-code'],
      [5, 'price', 'x', 'invalid'],
      [6, 'tv', 'M', 'not-found'],
    ]);
  });

  it('that updates changes attributes by code and never the quantity', () => {
    const made = shop();
    const { entry } = importInto(made, 'devices', [{ code: 't', price: '1100', name: 'Set' }], {
      update: true,
    });
    expect(entry?.changes).toMatchObject([
      { do: 'edit', before: { price: '1000.00' }, after: { price: '1100.00' } },
    ]);
    expect(made.json('C')['price']).toBe('1120.00');
    expect(importInto(made, 'devices', [{ code: 'T', price: '1100.00' }], { update: true }).entry).toBeNull();
  });
});
