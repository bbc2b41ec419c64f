import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;

const fill = filledOnce(() => {
  stockbook('init');
  stockbook(
    'add',
    'tv',
    '--code',
    'TV-1',
    '--name',
    'Set',
    '--size',
    '42',
    '--panel',
    'lcd',
    '--price',
    '100',
  );
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => {
  removeFolder(folder);
});

/** What looks like a slip is guards.test.ts's to tell. */
const env = { STOCKBOOK_UNGUARDED: 'all' };
const stockbook = (...words: string[]): Outcome => run(folder, words, { env });

const json = (...words: string[]) => {
  const { code, stdout, stderr } = stockbook(...words, '--json');
  expect([words, code, stderr]).toEqual([words, 0, '']);
  return JSON.parse(stdout);
};

describe('a movement', () => {
  it('is returned with every field of the contract, in order', () => {
    const movement = json(
      'stock-in',
      'tv-1',
      '12',
      '--cost',
      '61',
      '--ref',
      'PO-1',
      '--note',
      'first',
      '--key',
      'k1',
      '--by',
      'wang',
    );
    expect(Object.keys(movement)).toEqual(
      'entry at by type code name change balance reason cost ref note key undoes undoneBy'.split(' '),
    );
    expect(movement).toMatchObject({
      entry: 2,
      by: 'wang',
      type: 'stock-in',
      code: 'TV-1',
      name: 'Set',
      change: 12,
      balance: 12,
      reason: 'purchase',
      cost: '61.00',
      ref: 'PO-1',
      note: 'first',
      key: 'k1',
      undoes: null,
      undoneBy: null,
    });
    expect(movement.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('with a key is recorded once, however often it is repeated', () => {
    const first = json('stock-in', 'TV-1', '5', '--key', 'k1');
    expect(json('stock-in', 'tv-1', '5', '--key', 'k1')).toEqual(first);
    expect(json('stock-in', 'Set', '5', '--key', 'k1', '--expect', '0')).toEqual(first);
    json('edit', 'TV-1', '--code', 'NEW');
    expect(json('stock-in', 'TV-1', '5', '--key', 'k1')).toEqual(first);
    json('undo', String(first.entry));
    expect(json('stock-in', 'NEW', '5', '--key', 'k1')).toEqual({ ...first, undoneBy: 4 });
    expect(json('show', 'NEW').quantity).toBe(0);
  });

  it('that was refused has not used its key', () => {
    expect(stockbook('stock-out', 'TV-1', '5', '--key', 'k1').code).toBe(4);
    json('stock-in', 'TV-1', '5');
    expect(json('stock-out', 'TV-1', '5', '--key', 'k1')).toMatchObject({ entry: 3, balance: 0 });
  });

  it('without a key is a movement each time', () => {
    json('stock-in', 'TV-1', '5');
    expect(json('stock-in', 'TV-1', '5').balance).toBe(10);
  });
});

describe('the last cost', () => {
  it('comes back when the receipt after it is undone, in whatever order', () => {
    for (const cost of ['10', '20', '30']) json('stock-in', 'TV-1', '1', '--cost', cost);
    const lastCost = () => json('show', 'TV-1').lastCost;
    expect(lastCost()).toBe('30.00');
    json('undo', '3');
    expect(lastCost()).toBe('30.00');
    json('undo', '4');
    expect(lastCost()).toBe('10.00');
    json('undo', '5');
    expect(lastCost()).toBe('20.00');
    json('undo', '2');
    json('undo', '3');
    expect(lastCost()).toBe(null);
  });
});

describe('undo', () => {
  it('names both entries, and an undo can be undone by its number', () => {
    json('stock-in', 'TV-1', '5', '--ref', 'PO-1');
    expect(json('undo')).toMatchObject({
      entry: 3,
      type: 'undo',
      change: -5,
      balance: 0,
      undoes: 2,
      undoneBy: null,
      ref: 'PO-1',
    });
    expect(json('undo', '3')).toMatchObject({ entry: 4, change: 5, undoes: 3 });
    const rows = json('history', 'TV-1');
    expect(
      rows.map(({ entry, undoes, undoneBy }: { [key: string]: unknown }) => [entry, undoes, undoneBy]),
    ).toEqual([
      [1, null, null],
      [2, null, null],
      [3, 2, 4],
      [4, 3, null],
    ]);
    expect(json('undo')).toMatchObject({ undoes: 2 });
  });

  it('is refused where stock would go below 0', () => {
    json('stock-in', 'TV-1', '5');
    json('stock-out', 'TV-1', '3');
    expect(stockbook('undo', '2').code).toBe(4);
    json('undo', '3');
    json('undo', '2');
  });

  it('takes back adding, editing and removing', () => {
    json('edit', 'TV-1', '--price', '90', '--brand', 'Nova', '--code', 'TV-9');
    json('undo');
    expect(json('show', 'TV-1')).toMatchObject({ price: '100.00', brand: null });
    json('remove', 'TV-1');
    json('undo');
    expect(json('history', 'TV-1')).toHaveLength(5);
    json('undo', '1');
    expect(json('list')).toEqual([]);
    expect(json('history', 'TV-1')).toHaveLength(6);
  });
});

describe('a history', () => {
  it('follows a device through renames and shows it as it was then', () => {
    json('stock-in', 'TV-1', '1');
    json('edit', 'TV-1', '--code', 'TV-9', '--name', 'Renamed');
    json('stock-in', 'TV-9', '1');
    const rows = json('history', 'tv-9');
    expect(rows.map(({ code, name }: { [key: string]: unknown }) => [code, name])).toEqual([
      ['TV-1', 'Set'],
      ['TV-1', 'Set'],
      ['TV-9', 'Renamed'],
      ['TV-9', 'Renamed'],
    ]);
    expect(json('history', 'TV-1')).toEqual(rows);
  });

  it('is filtered by time, type, reason, operator and reference', () => {
    json('stock-in', 'TV-1', '9', '--by', 'wang', '--ref', 'PO-1');
    json('stock-out', 'TV-1', '1', '--reason', 'damage');
    const entries = (...words: string[]) =>
      json('history', ...words).map(({ entry }: { entry: number }) => entry);
    expect(entries('--type', 'stock-in', 'stock-out')).toEqual([2, 3]);
    expect(entries('--type', 'stock-in', '--type', 'add')).toEqual([1, 2]);
    expect(entries('--reason', 'damage')).toEqual([3]);
    expect(entries('--operator', 'wang')).toEqual([2]);
    expect(entries('--ref', 'PO-1')).toEqual([2]);
    for (const operator of ['WANG', 'Wang ', 'ｗａｎｇ'])
      expect(entries('--operator', operator)).toEqual([2]);
    for (const ref of ['po-1', 'Po-1', 'ＰＯ-1']) expect(entries('--ref', ref)).toEqual([2]);
    expect(entries('--ref', 'PO')).toEqual([]);
    expect(entries('--since', '2000-01-01', '--until', '2001-01-01')).toEqual([]);
    expect(entries('--limit', '2')).toEqual([2, 3]);
    expect(entries('--limit', '2', '--reverse')).toEqual([3, 2]);
  });

  it('tells what was on hand at a time', async () => {
    json('stock-in', 'TV-1', '5');
    const between = new Date(Date.now() + 1).toISOString();
    await new Promise((next) => setTimeout(next, 5));
    json('stock-out', 'TV-1', '5');
    json('remove', 'TV-1');
    expect(json('list')).toEqual([]);
    expect(json('list', '--as-of', between)).toMatchObject([{ code: 'TV-1', quantity: 5 }]);
  });
});
