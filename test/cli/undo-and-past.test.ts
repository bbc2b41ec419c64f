import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;

const fill = filledOnce(() => {
  stockbook('init');
  const catalogue = [
    'kind,code,name,size,panel,disc,price,quantity,cost,tv,dvd',
    'combo,C-1,Nova 22 DVD,22,lcd,hd,,,,TV-1,D-1',
    'tv,TV-1,Nova 42,42,lcd,,100,3,60,,',
    'dvd,D-1,Nova player,,,hd,50,1,,,',
  ];
  expect(importText('devices', catalogue)).toMatchObject({ entry: 1, devices: 3, movements: 2 });
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => {
  removeFolder(folder);
});

const stockbook = (...words: string[]): Outcome => run(folder, words);

type Fields = { readonly [field: string]: unknown };

function json<T>(...words: string[]): T {
  const { code, stdout, stderr } = stockbook(...words, '--json');
  expect([words, code, stderr]).toEqual([words, 0, '']);
  return JSON.parse(stdout);
}

function importText(what: string, lines: readonly string[]): Fields {
  const { code, stdout, stderr } = run(folder, ['import', what, '-', '--json'], { input: lines.join('\n') });
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

/** The code of the error that a command ends with, and its exit code. */
function refusal(...words: string[]): [string, number | null] {
  const { code, stderr } = stockbook(...words, '--json');
  return [JSON.parse(stderr).error.code, code];
}

/** The book without its times, which every undo leaves changed. */
const book = (...words: string[]): Fields[] =>
  json<Fields[]>('list', ...words).map(({ addedAt: _, changedAt: __, ...device }) => device);

const device = (code: string): Fields => book().find((each) => each['code'] === code) ?? {};

describe('an import', () => {
  it('is undone as a whole, and put back as a whole', () => {
    const before = book();
    importText('movements', [
      'code,type,quantity,cost',
      'C-1,in,5,200',
      'C-1,out,5,',
      'TV-1,in,7,70',
      'TV-1,out,10,',
    ]);
    const after = book();
    expect(stockbook('undo')).toMatchObject({ code: 0, stderr: '' });
    expect(book()).toEqual(before);
    const undone = json<{ entry: number; balance: number; undoes: number | null }[]>('history').filter(
      ({ entry }) => entry === 3,
    );
    expect(undone.map(({ undoes }) => undoes)).toEqual([2, 2, 2, 2]);
    for (const { balance } of undone) expect(balance).toBeGreaterThanOrEqual(0);
    expect(stockbook('undo', '3').code).toBe(0);
    expect(book()).toEqual(after);
  });

  it('is not undone where one row cannot be, and then no row is', () => {
    importText('movements', ['code,type,quantity', 'D-1,in,5', 'C-1,in,5']);
    stockbook('stock-out', 'C-1', '1');
    const before = book();
    expect(refusal('undo', '2')).toEqual(['insufficient-stock', 4]);
    expect(refusal('undo', '1')).toEqual(['not-empty', 4]);
    expect(book()).toEqual(before);
  });

  it('of devices is undone with the combos that it brought', () => {
    expect(stockbook('undo', '1').code).toBe(0);
    expect(book()).toEqual([]);
    expect(stockbook('undo', '2').code).toBe(0);
    expect(device('C-1')).toMatchObject({ tv: 'TV-1', dvd: 'D-1', price: '120.00' });
    expect(device('TV-1')).toMatchObject({ quantity: 3, lastCost: '60.00' });
    expect(stockbook('verify').code).toBe(0);
  });
});

describe('undo', () => {
  it('does not put back a code that another device has by now', () => {
    stockbook('stock-out', 'D-1', '1');
    stockbook('edit', 'C-1', '--tv-price', '10', '--dvd-price', '5');
    stockbook('remove', 'D-1');
    stockbook(...'add dvd --code d-1 --name Other --disc hd --price 1'.split(' '));
    expect(refusal('undo', '4')).toEqual(['duplicate-code', 4]);
    stockbook('edit', 'TV-1', '--code', 'TV-2');
    stockbook(...'add tv --code TV-1 --name Other --size 42 --panel lcd --price 1'.split(' '));
    expect(refusal('undo', '6')).toEqual(['duplicate-code', 4]);
    expect(device('d-1')).toMatchObject({ name: 'Other', quantity: 0 });
    expect(stockbook('verify').code).toBe(0);
  });

  it('without a number goes back one entry at a time, never to what is undone already', () => {
    for (const quantity of ['1', '2', '3']) stockbook('stock-in', 'TV-1', quantity);
    expect([json<Fields>('undo'), json<Fields>('undo')].map(({ undoes }) => undoes)).toEqual([4, 3]);
    stockbook('undo', '5');
    expect(json<Fields>('undo')).toMatchObject({ undoes: 4, balance: 4 });
    expect(refusal('undo', '4')).toEqual(['already-undone', 4]);
    expect(refusal('undo', '99')).toEqual(['not-found', 3]);
    for (const number of ['0', '-1', 'x', '1e3']) expect(refusal('undo', number)).toEqual(['invalid', 2]);
  });

  it('brings back the last cost of an import that it takes back', () => {
    stockbook('stock-in', 'TV-1', '1', '--cost', '70');
    importText('movements', ['code,type,quantity,cost', 'TV-1,in,1,80', 'TV-1,in,1,', 'TV-1,in,1,90']);
    expect(device('TV-1')['lastCost']).toBe('90.00');
    stockbook('undo');
    expect(device('TV-1')['lastCost']).toBe('70.00');
    stockbook('undo');
    expect(device('TV-1')['lastCost']).toBe('60.00');
  });

  it('of an edited cost leaves what a later receipt cost, and puts it back where nothing else is known', () => {
    stockbook('edit', 'TV-1', '--cost', '65');
    stockbook('stock-in', 'TV-1', '1', '--cost', '70');
    stockbook('undo', '2');
    expect(device('TV-1')['lastCost']).toBe('70.00');
    stockbook('undo', '3');
    expect(device('TV-1')['lastCost']).toBe('60.00');
    stockbook('undo', '4');
    expect(device('TV-1')['lastCost']).toBe('65.00');
  });

  it('of an edit leaves what was edited after it', () => {
    stockbook('edit', 'TV-1', '--price', '200');
    stockbook('edit', 'TV-1', '--brand', 'Nova');
    expect(stockbook('undo', '2').code).toBe(0);
    expect(device('TV-1')).toMatchObject({ price: '100.00', brand: 'Nova' });
  });
});

describe('a combo', () => {
  it('follows the prices and the codes of its two devices, by hand, by import and by undo', () => {
    const price = () => [device('C-1')['price'], device('C-1')['tv']];
    stockbook('edit', 'TV-1', '--price', '1,299.00');
    expect(price()).toEqual(['1079.20', 'TV-1']);
    stockbook('edit', 'TV-1', '--code', 'TV-9');
    expect(price()).toEqual(['1079.20', 'TV-9']);
    run(folder, ['import', 'devices', '-', '--update'], { input: 'code,price\ntv-9,99.99\n' });
    expect(price()).toEqual(['119.99', 'TV-9']);
    for (let undone = 0; undone < 3; undone++) stockbook('undo');
    expect(price()).toEqual(['120.00', 'TV-1']);
  });

  it('keeps its two devices in the book until it is gone or priced otherwise', () => {
    stockbook('stock-out', 'D-1', '1');
    expect(refusal('remove', 'D-1')).toEqual(['in-use', 4]);
    stockbook('remove', 'C-1');
    stockbook('remove', 'D-1');
    expect(refusal('undo', '3')).toEqual(['not-found', 3]);
    stockbook('undo', '4');
    stockbook('undo', '3');
    expect(device('C-1')).toMatchObject({ dvd: 'D-1', price: '120.00' });
  });
});

describe('the past', () => {
  it('is shown as it stood, with the codes, prices and devices of then', async () => {
    const times: string[] = [];
    const expected: Fields[][] = [];
    const keep = async () => {
      await new Promise((next) => setTimeout(next, 5));
      times.push(new Date().toISOString());
      expected.push(book());
      await new Promise((next) => setTimeout(next, 5));
    };
    await keep();
    stockbook('edit', 'TV-1', '--price', '80', '--code', 'TV-9', '--name', 'Renamed');
    await keep();
    stockbook('stock-out', 'TV-9', '2');
    stockbook('remove', 'C-1');
    await keep();
    stockbook('undo');
    stockbook('stock-in', 'TV-9', '5', '--cost', '1');
    await keep();
    for (const [index, time] of times.entries()) {
      expect([index, book('--as-of', time)]).toEqual([index, expected[index]]);
    }
    expect(book('--as-of', '2000-01-01')).toEqual([]);
  });

  it('of a removed device stays, and its code begins anew', () => {
    stockbook('stock-out', 'TV-1', '3');
    stockbook('edit', 'C-1', '--tv-price', '1', '--dvd-price', '1');
    stockbook('remove', 'TV-1');
    const rows = json<Fields[]>('history', 'TV-1');
    expect(rows.map(({ type, balance }) => [type, balance])).toEqual([
      ['add', 0],
      ['stock-in', 3],
      ['stock-out', 0],
      ['remove', 0],
    ]);
    stockbook(...'add tv --code tv-1 --name Second --size 42 --panel lcd --price 1 --quantity 2'.split(' '));
    expect(json<Fields[]>('history', 'TV-1').map(({ name, balance }) => [name, balance])).toEqual([
      ['Second', 0],
      ['Second', 2],
    ]);
    expect(json<Fields[]>('history').filter(({ name }) => name === 'Nova 42')).toEqual(rows);
    expect(device('tv-1')).toMatchObject({ quantity: 2, lastCost: null });
  });
});
