import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryNumbers } from '../../src/cli/render/explanation.ts';
import { widthOf } from '../../src/exchange/text/width.ts';
import { filledOnce, newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;

const fill = filledOnce(() => {
  stockbook('init');
  for (const words of [
    'add tv --code TV-1 --name Nova --size 42 --panel lcd --price 100 --quantity 10',
    'add tv --code TV-2 --name Orion --size 42 --panel lcd --price 100',
    'stock-in TV-1 5 --ref PO-1',
    'stock-in TV-1 5 --ref PO-1',
    'stock-out TV-1 2',
    'undo',
    'stock-out TV-1 3 --reason damage',
    'edit TV-1 --price 90',
    'stock-in TV-2 7 --by wang',
  ])
    expect(stockbook(...words.split(' '))).toMatchObject({ code: 0 });
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => {
  removeFolder(folder);
});

const stockbook = (...words: string[]): Outcome => run(folder, words);

function json(...words: string[]) {
  const { code, stdout, stderr } = stockbook('why', ...words, '--json');
  expect([words, code, stderr]).toEqual([words, 0, '']);
  return JSON.parse(stdout);
}

/** What is printed, without the blanks that end lines and with times made alike. */
function printed(...words: string[]): readonly string[] {
  const { code, stdout, stderr } = stockbook('why', ...words);
  expect([words, code, stderr]).toEqual([words, 0, '']);
  return stdout
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME')
    .split('\n')
    .map((line) => line.trimEnd());
}

describe('why', () => {
  it('explains a quantity by categories that add up, with the lowest and highest balance', () => {
    expect(printed('tv-1')).toEqual([
      'TV-1 Nova: 17 on hand',
      'category  total  movements  entries',
      '────────  ─────  ─────────  ───────',
      'opening     +10          1  #1',
      'received    +10          2  #3 #4',
      'damaged      -3          1  #7',
      'undone        0          2  #5 #6',
      '────────  ─────  ─────────  ───────',
      'on hand      17          6',
      'lowest: 10 after #1, TIME',
      'highest: 20 after #4, TIME',
      '',
    ]);
  });

  it('says the same to programs', () => {
    const { low, high, ...rest } = json('Nova');
    expect(rest).toEqual({
      code: 'TV-1',
      name: 'Nova',
      quantity: 17,
      totals: [
        { category: 'opening', total: 10, entries: [{ entry: 1, change: 10 }] },
        {
          category: 'received',
          total: 10,
          entries: [
            { entry: 3, change: 5 },
            { entry: 4, change: 5 },
          ],
        },
        { category: 'damaged', total: -3, entries: [{ entry: 7, change: -3 }] },
        {
          category: 'undone',
          total: 0,
          entries: [
            { entry: 5, change: -2 },
            { entry: 6, change: 2 },
          ],
        },
      ],
      expect: null,
    });
    expect([low, high]).toMatchObject([
      { balance: 10, entry: 1 },
      { balance: 20, entry: 4 },
    ]);
    expect(Object.keys(low)).toEqual(['balance', 'entry', 'at']);
  });

  it('has nothing to tell of a device that never moved', () => {
    stockbook(...'add tv --code NEW --name New --size 42 --panel lcd --price 1'.split(' '));
    expect(json('NEW')).toMatchObject({ quantity: 0, totals: [], low: null, high: null });
    expect(printed('NEW')[0]).toBe('NEW New: 0 on hand');
  });

  it('names first the entries that would explain what was counted', () => {
    expect(printed('TV-1', '--expect', '12').slice(0, 6)).toEqual([
      'TV-1 Nova: 17 on hand',
      'counted 12, the book says 17: 5 fewer than the book',
      'entry  change  perhaps            time                 operator',
      '─────  ──────  ─────────────────  ───────────────────  ────────',
      '   #4      +5  a duplicate of #3  TIME  li',
      '',
    ]);
    expect(json('TV-1', '--expect', '12').expect).toMatchObject({
      expected: 12,
      difference: -5,
      candidates: [{ why: 'double', entry: 4, by: 'li', code: 'TV-1', change: 5, other: 3 }],
    });
  });

  it.each([
    ['20', 3, [['equal', 7, 'TV-1', -3]]],
    ['23', 6, [['opposite', 7, 'TV-1', -3]]],
    ['24', 7, [['neighbour', 9, 'TV-2', 7]]],
    ['15', -2, [['undone', 5, 'TV-1', -2]]],
    ['17', 0, []],
    ['9007199254740991', 9007199254740974, []],
  ])('explains a count of %s', (counted, difference, expected) => {
    const { expect: said } = json('TV-1', '--expect', counted);
    expect(said.difference).toBe(difference);
    expect(
      said.candidates.map((one: { why: string; entry: number; code: string; change: number }) => [
        one.why,
        one.entry,
        one.code,
        one.change,
      ]),
    ).toEqual(expected);
  });

  it('shows the code and the operator of a movement that was meant for this device', () => {
    expect(printed('TV-1', '--expect', '24').slice(2, 5)).toEqual([
      'entry  change  perhaps                code  time                 operator',
      '─────  ──────  ─────────────────────  ────  ───────────────────  ────────',
      '   #9      +7  meant for this device  TV-2  TIME  wang',
    ]);
  });

  it('says where the book agrees, and where no entry explains a count', () => {
    expect(printed('TV-1', '--expect', '17')[1]).toBe('counted 17: the book agrees');
    expect(printed('TV-1', '--expect', '100').slice(1, 4)).toEqual([
      'counted 100, the book says 17: 83 more than the book',
      'no single entry explains it',
      '',
    ]);
  });

  it('speaks Chinese', () => {
    expect(printed('TV-1', '--expect', '12', '--lang', 'zh').slice(0, 5)).toEqual([
      'TV-1 Nova：现有 17',
      '实盘 12，账存 17：盘亏 5',
      '流水  变动  可能        时间                 操作员',
      '────  ────  ──────────  ───────────────────  ──────',
      '  #4    +5  与 #3 重复  TIME  li',
    ]);
  });

  it('fits 80 columns however many entries there are', () => {
    const rows = Array.from({ length: 60 }, (_, index) => `TV-${(index % 2) + 1},in,1`);
    for (let batch = 0; batch < 30; batch++)
      run(folder, ['import', 'movements', '-', '--again'], {
        input: ['code,type,quantity', ...rows].join('\n'),
      });
    const lines = printed('TV-1', '--expect', '918');
    expect(lines.find((line) => line.startsWith('received'))).toMatch(/#3 #4 #10 .* … \(\+\d+\)$/);
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
  });

  it('refuses what is no count and what is no device', () => {
    const refusal = (...words: string[]) => {
      const { code, stderr } = stockbook('why', ...words, '--json');
      return [JSON.parse(stderr).error.code, code];
    };
    expect(refusal('TV-1', '--expect', '-1')).toEqual(['invalid', 2]);
    expect(refusal('XX')).toEqual(['not-found', 3]);
    expect(refusal()).toEqual(['usage', 2]);
  });
});

describe('entry numbers', () => {
  it('are each said once, and counted where there is no room for them', () => {
    expect(entryNumbers([1, 2, 2, 30], 9)).toBe('#1 #2 #30');
    expect(entryNumbers([1, 2, 2, 30, 31], 11)).toBe('#1 … (+3)');
    expect(entryNumbers([100, 200], 3)).toBe('… (+2)');
  });
});

describe('why, of a device that was counted', () => {
  const done = (line: string) => expect([line, stockbook(...line.split(' ')).code]).toEqual([line, 0]);

  it('starts at the last count', () => {
    for (const line of ['count open', 'stock-out TV-1 1', 'count enter 10 TV-1 12 --now', 'stock-out TV-1 4'])
      done(line);
    for (const line of ['count post 10 --solo', 'stock-in TV-1 1 --reason return', 'stock-out TV-1 2'])
      done(line);
    expect(printed('TV-1')).toEqual([
      'TV-1 Nova: 7 on hand',
      '12 counted #14 - 6 sold + 1 returned = 7',
      '',
      'category  total  movements  entries',
      '────────  ─────  ─────────  ───────',
      'counted     +12          1  #14',
      'returned     +1          1  #15',
      'sold         -6          2  #13 #16',
      '────────  ─────  ─────────  ───────',
      'on hand       7          4',
      'lowest: 7 after #16, TIME',
      'highest: 9 after #15, TIME',
      '',
    ]);
  });

  it('leaves out what is said later of the time before that, and finds no reasons there', () => {
    for (const line of ['count spot TV-1 12', 'undo 7', 'stock-out TV-1 2 --before-count 10']) done(line);
    expect(json('TV-1').totals).toEqual([
      { category: 'counted', total: 12, entries: [{ entry: 10, change: 12 }] },
    ]);
    expect(json('TV-1', '--expect', '7').expect.candidates).toEqual([]);
    done('stock-out TV-1 5');
    expect(json('TV-1', '--expect', '12').expect.candidates).toMatchObject([{ why: 'equal', entry: 13 }]);
  });

  it('starts at the last count of each place, where some have one', () => {
    for (const line of ['place add shop-1', 'transfer TV-1 7 --from main --to shop-1']) done(line);
    for (const line of ['count spot TV-1 6 --place shop-1', 'stock-out TV-1 1 --place shop-1']) done(line);
    expect(json('TV-1', '--place', 'shop-1').totals).toEqual([
      { category: 'counted', total: 6, entries: [{ entry: 12, change: 6 }] },
      { category: 'sold', total: -1, entries: [{ entry: 13, change: -1 }] },
    ]);
    const { quantity, totals } = json('TV-1');
    expect(quantity).toBe(15);
    expect(
      totals.map(({ category, total }: { category: string; total: number }) => [category, total]),
    ).toEqual([
      ['counted', 6],
      ['opening', 10],
      ['received', 10],
      ['sold', -1],
      ['damaged', -3],
      ['undone', 0],
      ['transferred', -7],
    ]);
    expect(stockbook('--lang', 'zh', 'why', 'TV-1', '--place', 'shop-1').stdout).toContain(
      '盘点 6 #12 - 销售 1 = 5\n',
    );
  });
});
