import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledWithTwo, newFolder, removeFolder, run } from './run.ts';

let folder: string;
/** Ten televisions at 600.00 and twenty players at 100.00. */
const fill = filledWithTwo();
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stockbook = (line: string, env = {}) =>
  run(folder, line.split(' '), { env: { STOCKBOOK_UNGUARDED: 'all', ...env } });
const done = (...lines: readonly string[]) => {
  for (const line of lines) expect([line, stockbook(line).code]).toEqual([line, 0]);
};
const json = (line: string) => {
  const { code, stdout, stderr } = stockbook(`${line} --json`);
  if (code !== 0) throw new Error(`${line}: ${stderr}`);
  return JSON.parse(stdout);
};
const refused = (line: string) => {
  const { code, stderr } = stockbook(`${line} --json`);
  return [code, JSON.parse(stderr).error.code];
};
/** A device's pieces and what they are worth at the average. */
const worth = (code: string, more = ''): string => {
  const found = json(`report value${more}`).find((row: { code: string }) => row.code === code);
  return `${found.quantity} ${found.atAverage}`;
};
/** What became of a device, as the report with amounts has it. */
const amounts = (code: string, more = '') =>
  json(`report movements --amounts${more}`)
    .groups.flatMap(({ rows }: { rows: { code: string }[] }) => rows)
    .find((row: { code: string }) => row.code === code);
const tv = (code: string) => `add tv --code ${code} --name New --size 42 --panel lcd --price 2000`;

describe('report value', () => {
  it('gives each figure of the worked example, then and whatever is undone later', () => {
    done('place add shop-1');
    const steps = [
      [`${tv('X')} --quantity 10 --cost 1420`, '10 14200.00'],
      ['stock-in X 5 --cost 1500', '15 21700.00'],
      ['stock-out X 4', '11 15913.33'],
      ['transfer X 3 --from main --to shop-1', '11 15913.33'],
      ['stock-in X 2 --cost 0', '13 15913.33'],
      ['count spot X 11', '14 17137.43'],
      ['stock-out X 11', '3 3672.31'],
      ['stock-out X 3 --place shop-1', '0 0.00'],
    ] as const;
    const then: [time: string, figures: string][] = [];
    for (const [line, figures] of steps) {
      const { entry, at } = json(line);
      expect([line, worth('X')]).toEqual([line, figures]);
      then.push([at ?? json('history --limit 1')[0].at, figures]);
      expect(entry).toBe(then.length + 3);
    }
    expect(json('report value').find(({ code }: { code: string }) => code === 'X')).toEqual({
      code: 'X',
      name: 'New',
      quantity: 0,
      lastCost: '1500.00',
      atLast: '0.00',
      average: null,
      atAverage: '0.00',
    });
    done('undo 11', 'undo 10', 'undo 6', 'undo 5 --yes');
    expect(worth('X')).not.toBe('0 0.00');
    for (const [time, figures] of then) expect(worth('X', ` --until ${time}`)).toBe(figures);
  });

  it('values at the last cost and at the average, with four decimals for the eye', () => {
    done(`${tv('X')} --quantity 10 --cost 1420`, 'stock-in X 5 --cost 1500');
    expect(json('report value')).toContainEqual({
      code: 'X',
      name: 'New',
      quantity: 15,
      lastCost: '1500.00',
      atLast: '22500.00',
      average: '1446.6667',
      atAverage: '21700.00',
    });
    const both = stockbook('report value').stdout;
    expect(both).toMatch(/X .* 15 +1500\.00 #4 +22500\.00 +1446\.6667 +21700\.00/);
    expect(stockbook('report value --method last').stdout).not.toContain('21700.00');
    expect(stockbook('report value --method average').stdout).not.toContain('22500.00');
    expect(stockbook('report value --method average').stdout).toContain('21700.00');
  });

  it('has what is left take the cost of the receipts that follow, where an earlier one is undone', () => {
    done(tv('X'), 'stock-in X 10 --cost 100', 'stock-out X 8', 'stock-in X 10 --cost 200', 'undo 4');
    expect(worth('X')).toBe('2 400.00');
  });

  it('lists what has no known cost, and leaves it out of the totals', () => {
    done(tv('X'), 'stock-in X 5');
    expect(json('report value')).toContainEqual({
      code: 'X',
      name: 'New',
      quantity: 5,
      lastCost: null,
      atLast: null,
      average: null,
      atAverage: null,
    });
    const { stdout } = stockbook('report value');
    expect(stdout).toContain('No last cost, not in the totals at last cost: X.');
    expect(stdout).toContain('No cost, not in the totals at average: X.');
    expect(stdout).toMatch(/total: 3 devices +35 +8000\.00 +8000\.00/);
    expect(stockbook('report value --lang zh').stdout).toContain('没有进价，未计入按移动加权平均的合计：X。');
  });

  it('divides a value over the places to the last cent, what is on the road and set aside too', () => {
    done('place add b-shop a-shop', tv('X'), 'stock-in X 2 --cost 0.02', 'stock-in X 1 --cost 0.03');
    done('transfer X 1 --from main --to a-shop', 'transfer X 1 --from main --to b-shop --in-transit');
    const rows = json('report value --group place').filter(({ code }: { code: string }) => code === 'X');
    expect(
      rows.map(({ place, quantity, atAverage }: { [key: string]: unknown }) => [place, quantity, atAverage]),
    ).toEqual([
      ['a-shop', 1, '0.03'],
      ['main', 1, '0.02'],
      ['transit', 1, '0.02'],
    ]);
    expect(worth('X', ' --place a-shop')).toBe('1 0.03');
    expect(worth('X', ' --place transit')).toBe('1 0.02');
    const { stdout } = stockbook('report value');
    expect(stdout).toMatch(
      /Where it lies[\s\S]*a-shop +1 [\s\S]*main +31 [\s\S]*transit +1 [\s\S]*total +33 /,
    );
  });

  it('is of a kind or a brand, in groups, and in each format of a report', () => {
    expect(json('report value --kind dvd').map(({ code }: { code: string }) => code)).toEqual(['D1']);
    expect(stockbook('report value --group brand').stdout).toContain('without a brand: 2 devices');
    for (const ending of ['html', 'md', 'txt']) {
      done(`report value -o value.${ending}`);
      expect(readFileSync(join(folder, `value.${ending}`), 'utf8')).toContain('8000.00');
    }
    done('report value -o value.pdf', 'report movements --amounts -o amounts.pdf');
    expect(readFileSync(join(folder, 'amounts.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(stockbook('report value --lang zh').stdout).toMatch(/存货估价表[\s\S]*按移动加权平均/);
  });

  it('takes no options that mean nothing for it', () => {
    for (const line of [
      'report value --since yesterday',
      'report value --amounts',
      'report movements --method last',
      'report movements --amounts --place main',
      'report movements --amounts --group place',
    ])
      expect([line, refused(line)]).toEqual([line, [2, 'usage']]);
  });
});

describe('goods that were free', () => {
  it('lower the average and leave the last cost as it is', () => {
    done('stock-in T1 2 --cost 0');
    expect(json('show T1').lastCost).toBe('600.00');
    expect(json('report value')[0]).toMatchObject({
      lastCost: '600.00',
      average: '500.0000',
      atAverage: '6000.00',
    });
  });

  it('leave a device without a last cost, and undoing what came before them brings back no 0', () => {
    done(`${tv('X')} --quantity 1 --cost 0`, `${tv('Y')} --cost 0`, 'stock-in X 1 --cost 0');
    for (const code of ['X', 'Y']) expect(json(`show ${code}`).lastCost).toBeNull();
    done('stock-in X 1 --cost 50', 'undo');
    expect(json('show X').lastCost).toBeNull();
    done('stock-in T1 2 --cost 0', 'undo');
    expect(json('show T1').lastCost).toBe('600.00');
    done('verify');
  });
});

describe('report movements --amounts', () => {
  it('leads from opening to closing, in pieces and amounts, with what was lost and given back', () => {
    done('stock-in T1 10 --cost 800', 'stock-out T1 4', 'stock-out T1 1 --reason damage');
    done('stock-out T1 2 --reason supplier-return', 'stock-in T1 1 --reason return');
    expect(amounts('T1')).toEqual({
      code: 'T1',
      name: 'T',
      kind: 'tv',
      brand: null,
      opening: { quantity: 0, amount: '0.00' },
      purchases: { quantity: 10, amount: '8000.00' },
      otherIn: { quantity: 11, amount: '6700.00' },
      sales: { quantity: 4, amount: '2800.00' },
      losses: { quantity: 1, amount: '700.00' },
      otherOut: { quantity: 2, amount: '1400.00' },
      correction: '0.00',
      closing: { quantity: 14, amount: '9800.00' },
    });
    expect(json('report movements --amounts').totals.closing).toEqual({ quantity: 34, amount: '11800.00' });
  });

  it('has an undo in the period in which it was made, and says what it changed of costs charged before', () => {
    done('stock-in T1 10 --cost 1000', 'stock-out T1 10');
    const since = json('history --limit 1')[0].at;
    const before = amounts('T1');
    done('undo 3');
    const after = amounts('T1', ` --since ${new Date(Date.parse(since) + 1).toISOString()}`);
    expect(after).toMatchObject({
      opening: { quantity: 10, amount: '8000.00' },
      purchases: { quantity: -10, amount: '-10000.00' },
      sales: { quantity: 0, amount: '0.00' },
      correction: '2000.00',
      closing: { quantity: 0, amount: '0.00' },
    });
    expect(amounts('T1', ` --until ${since}`)).toEqual(before);
  });

  it('charges what was sold at the corrected cost of what came before it, as a cost correction of today', () => {
    done(tv('X'), 'stock-in X 10 --cost 100', 'stock-in X 10 --cost 1000', 'stock-out X 9');
    const since = json('history --limit 1')[0].at;
    expect(worth('X')).toBe('11 6050.00');
    done('correct 5 --cost 100', 'correct 5 --cost 100');
    expect(amounts('X')).toMatchObject({
      opening: { quantity: 0, amount: '0.00' },
      purchases: { quantity: 20, amount: '2000.00' },
      sales: { quantity: 9, amount: '4950.00' },
      correction: '4050.00',
      closing: { quantity: 11, amount: '1100.00' },
    });
    expect(amounts('X', ` --since ${new Date(Date.parse(since) + 1).toISOString()}`)).toMatchObject({
      opening: { quantity: 11, amount: '6050.00' },
      purchases: { quantity: 0, amount: '-9000.00' },
      correction: '4050.00',
      closing: { quantity: 11, amount: '1100.00' },
    });
    expect(worth('X', ` --until ${since}`)).toBe('11 6050.00');
    done('undo 7');
    expect(worth('X')).toBe('11 6050.00');
  });

  it('moves a correction of why something went out from one column to another', () => {
    done('stock-out T1 2', 'correct 3 --reason damage');
    expect(amounts('T1')).toMatchObject({
      sales: { quantity: 0, amount: '0.00' },
      losses: { quantity: 2, amount: '1200.00' },
      correction: '0.00',
    });
  });

  it('takes a return back in at the cost that it left with, and one from no sale at the average', () => {
    done('stock-out T1 10', 'stock-in T1 2 --cost 900', 'stock-in T1 4 --reason return --of 3');
    expect(worth('T1')).toBe('6 4200.00');
    done('stock-in T1 1 --reason return');
    expect(worth('T1')).toBe('7 4900.00');
    done('stock-out T1 1 --reason supplier-return --of 4');
    expect(worth('T1')).toBe('6 4200.00');
  });

  it('names what went out without a known cost, and prices by a cost correction what is still there', () => {
    done(tv('X'), 'stock-in X 5', 'stock-out X 2', 'stock-in X 1 --cost 100');
    expect(amounts('X')).toMatchObject({
      purchases: { quantity: 6, amount: '100.00' },
      sales: { quantity: 2, amount: '0.00' },
      correction: '300.00',
      closing: { quantity: 4, amount: '400.00' },
    });
    const { stdout } = stockbook('report movements --amounts --columns 132');
    expect(stdout).toContain('Went out without a known cost, at 0: X.');
    expect(stdout).toContain('cost corrections');
    expect(stockbook('report movements --amounts --lang zh').stdout).toMatch(/收发存汇总表[\s\S]*成本调整/);
  });

  it('has devices that came and went, and one line for those that did not move', () => {
    done(`${tv('X')} --quantity 1 --cost 5`, 'stock-out X 1', 'remove X');
    expect(amounts('X')).toMatchObject({ kind: null, closing: { quantity: 0, amount: '0.00' } });
    const since = new Date(Date.parse(json('history --limit 1')[0].at) + 1).toISOString();
    const report = json(`report movements --amounts --since ${since}`);
    expect(report.unmoved).toEqual({ devices: 2, quantity: 30, amount: '8000.00' });
    expect(report.groups.flatMap(({ rows }: { rows: unknown[] }) => rows)).toEqual([]);
  });
});

describe('what waits for a step', () => {
  it('has a value while it is on hand: on the road and set aside, not on order, to be inspected or sold', () => {
    done('order T1 5 --cost 900', 'receive 3 --inspect');
    expect(worth('T1')).toBe('10 6000.00');
    done('accept 4 T1 3', 'reject 4 --reason damaged');
    expect(worth('T1')).toBe('13 8700.00');
    done('write-off T1 2 --by li');
    expect(worth('T1')).toBe('13 8700.00');
    expect(worth('T1', ' --place write-off')).toBe('2 1338.46');
    expect(stockbook('report value').stdout).toMatch(/main +31 [\s\S]*write-off +2 +1800\.00 +1338\.46/);
    done('accept 7 --by zhao', 'stock-out T1 1 --to-deliver');
    expect(worth('T1')).toBe('10 6692.31');
    expect(amounts('T1')).toMatchObject({
      purchases: { quantity: 3, amount: '2700.00' },
      sales: { quantity: 1, amount: '669.23' },
      losses: { quantity: 2, amount: '1338.46' },
      correction: '0.00',
    });
  });

  it('comes back at the cost that it left with, where it is cancelled', () => {
    done('stock-out T1 10 --to-deliver', 'stock-in T1 2 --cost 900', 'cancel 3 T1 4');
    expect(worth('T1')).toBe('6 4200.00');
    done('deliver 3');
    expect(worth('T1')).toBe('6 4200.00');
  });

  it('is a loss at the average, where it never arrives', () => {
    done('place add shop-1', 'transfer T1 4 --from main --to shop-1 --in-transit', 'receive 4 --missing 1');
    expect(amounts('T1')).toMatchObject({
      losses: { quantity: 1, amount: '600.00' },
      closing: { quantity: 9, amount: '5400.00' },
    });
  });
});

describe('report movements --group place, and the day by places,', () => {
  it('tie at each place, where what goes from one to another comes in there and goes out here', () => {
    done(
      'place add shop-1 shop-1/A3',
      'transfer T1 3 --from main --to shop-1',
      'stock-out T1 1 --place shop-1',
    );
    done('transfer D1 5 --from main --to shop-1 --in-transit', 'transfer T1 1 --from shop-1 --to shop-1/A3');
    const expected = [
      ['main', 0, { opening: 30 }, { transfer: 8 }, 22],
      ['shop-1', 0, { transfer: 3 }, { sale: 1, transfer: 1 }, 1],
      ['shop-1/A3', 0, { transfer: 1 }, {}, 1],
      ['transit', 0, { transfer: 5 }, {}, 5],
    ];
    const report = json('report movements --group place');
    const shown = (groups: { key: string; totals: { [key: string]: unknown } }[]) =>
      groups.map(({ key, totals }) => [
        key,
        ...['opening', 'in', 'out', 'closing'].map((one) => totals[one]),
      ]);
    expect(shown(report.groups)).toEqual(expected);
    expect(report.totals).toMatchObject({ totalIn: 39, totalOut: 10, closing: 29 });
    expect(shown(json('report movements --group place --place shop-1').groups)).toEqual(expected.slice(1, 3));
    expect(shown(json('report day --group place').movements.groups)).toEqual(expected);
    expect(stockbook('report day --group place --lang zh').stdout).toMatch(/主库 .* 22[\s\S]*在途 .* 5/);
    for (const name of ['movements', 'inventory'])
      expect(stockbook(`report ${name} --group place`).stdout).not.toContain('trend');
  });
});

describe('report inventory --group place', () => {
  it('has what lies at each place, which adds up to all', () => {
    done('place add shop-1', 'transfer T1 3 --from main --to shop-1');
    done('transfer D1 5 --from main --to shop-1 --in-transit');
    const report = json('report inventory --group place');
    const lying = report.groups.map(
      ({ key, rows }: { key: string; rows: { code: string; quantity: number; value: string }[] }) => [
        key,
        rows.map(({ code, quantity, value }) => [code, quantity, value]),
      ],
    );
    expect(lying).toEqual([
      [
        'main',
        [
          ['D1', 15, '4500.00'],
          ['T1', 7, '7000.00'],
        ],
      ],
      ['shop-1', [['T1', 3, '3000.00']]],
      ['transit', [['D1', 5, '1500.00']]],
    ]);
    expect(report.totals).toMatchObject({ devices: 2, units: 30, value: '16000.00', costValue: '8000.00' });
    expect(stockbook('report inventory --group place --lang zh').stdout).toMatch(/主库[\s\S]*在途/);
  });
});
