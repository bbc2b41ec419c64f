import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledWithTwo, newFolder, removeFolder, run } from './run.ts';

let folder: string;
/** Ten televisions and twenty players; entry 4 moves three televisions to shop-1, of which entry 5 sells one. */
const fill = filledWithTwo(
  'place add shop-1 shop-1/A3 shop-2',
  'transfer T1 3 --from main --to shop-1',
  'stock-out T1 1 --place shop-1',
);
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stockbook = (line: string) => run(folder, line.split(' '), { env: { STOCKBOOK_UNGUARDED: 'all' } });
const json = (line: string) => {
  const { code, stdout, stderr } = stockbook(`${line} --json`);
  if (code !== 0) throw new Error(`${line}: ${stderr}`);
  return JSON.parse(stdout);
};
const done = (...lines: readonly string[]) => {
  for (const line of lines) expect([line, stockbook(line).code]).toEqual([line, 0]);
};

describe('what is low at a place', () => {
  it('is fetched from where there is most above its own minimum, and the rest is ordered', () => {
    done('edit T1 --minimum 5 --place shop-1', 'edit D1 --minimum 30 --place shop-1');
    done('transfer T1 2 --from main --to shop-2', 'edit T1 --minimum 4 --place main');
    expect(json('report low --place shop-1').rows).toMatchObject([
      { code: 'D1', quantity: 0, minimum: 30, transfer: [{ from: 'main', quantity: 20 }], order: 10 },
      {
        code: 'T1',
        quantity: 2,
        minimum: 5,
        transfer: [
          { from: 'shop-2', quantity: 2 },
          { from: 'main', quantity: 1 },
        ],
        order: 0,
      },
    ]);
    expect(stockbook('report low --place shop-1').stdout).toMatch(/T1 .* 2 from shop-2, 1 from main/);
    expect(stockbook('report low --place shop-1 --lang zh').stdout).toContain('从 主库 调 20');
    expect(json('report low').rows).toEqual([]);
  });

  it('counts what is on its way there, and not what is on hold elsewhere', () => {
    done('edit T1 --minimum 6 --place shop-1', 'transfer T1 3 --from main --to shop-1 --in-transit');
    done('place edit shop-2 --kind hold', 'transfer T1 4 --from main --to shop-2');
    expect(json('report low --place shop-1').rows).toMatchObject([
      { code: 'T1', quantity: 2, minimum: 6, transfer: [], order: 1 },
    ]);
  });
});

describe('a report of a place', () => {
  it('goes from opening to closing by movements and transfers', () => {
    const { totals, groups } = json('report movements --place shop-1');
    expect(totals).toMatchObject({ opening: 0, in: { transfer: 3 }, out: { sale: 1 }, closing: 2 });
    expect(groups[0].rows).toMatchObject([{ code: 'T1', closing: 2 }]);
    expect(json('report movements').totals).toMatchObject({
      in: { opening: 30 },
      out: { sale: 1 },
      closing: 29,
    });
    expect(stockbook('report movements --place shop-1').stdout).toMatch(/in +\S* *out|transfer/);
  });

  it('takes in what is below, where moving within it is nothing', () => {
    done('transfer T1 1 --from shop-1 --to shop-1/A3', 'transfer T1 1 --from main --to shop-1/A3');
    expect(json('report movements --place shop-1').totals).toMatchObject({
      in: { transfer: 4 },
      out: { sale: 1 },
      closing: 3,
    });
    expect(json('report movements --place shop-1/A3').totals).toMatchObject({
      in: { transfer: 2 },
      closing: 2,
    });
  });

  it('of its inventory or its day counts what lies there', () => {
    expect(json('report inventory --place shop-1').totals).toMatchObject({ units: 2, value: '2000.00' });
    expect(json('report day --place main').totals).toMatchObject({ units: 27 });
  });

  it('holds after undos, corrections and shipments', () => {
    done(
      'correct 4 --quantity 2',
      'undo 5',
      'transfer D1 4 --from main --to shop-2 --in-transit',
      'receive 8 D1 1',
    );
    for (const place of ['main', 'shop-1', 'shop-2', 'transit'])
      expect([place, stockbook(`report movements --place ${place}`).code]).toEqual([place, 0]);
    expect(json('report movements --place shop-2').totals.closing).toBe(1);
  });
});

describe('why a place has what it has', () => {
  it('adds up to what is there, and everywhere to what is on hand', () => {
    const totals = (line: string) => {
      const { quantity, totals: list } = json(line);
      return [
        quantity,
        list.map(({ category, total }: { category: string; total: number }) => [category, total]),
      ];
    };
    expect(totals('why T1')).toEqual([
      9,
      [
        ['opening', 10],
        ['sold', -1],
        ['transferred', 0],
      ],
    ]);
    expect(totals('why T1 --place shop-1')).toEqual([
      2,
      [
        ['sold', -1],
        ['transferred', 3],
      ],
    ]);
  });
});

describe('the ledger of a history', () => {
  it('has what is on hand under each device, place by place', () => {
    done('transfer T1 2 --from main --to shop-1/A3 --in-transit', 'receive 6 T1 1');
    const { stdout } = stockbook('export history --format ledger');
    const balances = new Map<string, number>();
    for (const [, account = '', units] of stdout.matchAll(/^ {4}(\S+) {4}(-?\d+) /gm))
      balances.set(account, (balances.get(account) ?? 0) + Number(units));
    const stock = [...balances].filter(([account]) => account.startsWith('Stock:T1'));
    expect(Object.fromEntries(stock)).toEqual({
      'Stock:T1:main': 5,
      'Stock:T1:shop-1': 2,
      'Stock:T1:shop-1:A3': 1,
      'Stock:T1:transit': 1,
    });
    expect(json('show T1').quantity).toBe(9);
  });
});
