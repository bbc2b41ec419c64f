import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledWithTwo, newFolder, removeFolder, run } from './run.ts';

let folder: string;
/** Ten televisions and twenty players at main; entry 3 makes a shop. */
const fill = filledWithTwo('place add shop-1');
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const scan = (input: string, line: string, env: { readonly [name: string]: string } = {}) =>
  run(folder, ['scan', ...line.split(' ')], { input, env: { STOCKBOOK_UNGUARDED: 'all', ...env } });
const json = (line: string) => JSON.parse(run(folder, [...line.split(' '), '--json']).stdout);
const pending = () =>
  (json('pending') as { [field: string]: unknown }[]).map(({ queue, entry, code, quantity, left, to }) => [
    ...[queue, entry, code, quantity, left, to],
  ]);
const lying = (code: string) =>
  Object.fromEntries(
    (json(`show ${code}`).places as { place: string; quantity: number }[]).map((one) => [
      one.place,
      one.quantity,
    ]),
  );

describe('scan order', () => {
  it('makes one order of all lines, under the number of the first', () => {
    const { code, stdout } = scan('T1*2\nD1\nT1\nX\n', 'order --party 长虹 --due 2026-12-01 --to shop-1');
    expect(code).toBe(4);
    expect(stdout).toContain('#4 ordered 2  T1: 2 on order\n');
    expect(stdout).toContain('#6 ordered 1  T1: 3 on order\n');
    expect(pending()).toEqual([
      ['ordered', 4, 'D1', 1, 1, 'shop-1'],
      ['ordered', 4, 'T1', 3, 3, 'shop-1'],
    ]);
    expect(json('pending --party 长虹')).toMatchObject([{ due: '2026-12-01' }, { due: '2026-12-01' }]);
    expect(json('history T1').map(({ of }: { of: number | null }) => of)).toEqual([null, null, 4, 4]);
  });

  it('begins another one once the first line was taken back', () => {
    expect(scan('T1\nundo\nT1\n', 'order').code).toBe(0);
    expect(pending()).toEqual([['ordered', 6, 'T1', 1, 1, 'main']]);
  });

  it('refuses a device that would go elsewhere than before', () => {
    const { code, stderr } = scan('T1\n@shop-1\nT1\nD1\n', 'order');
    expect(code).toBe(4);
    expect(stderr).toMatch(/line 3 refused: “T1”: .*#4/);
    expect(pending()).toEqual([
      ['ordered', 4, 'D1', 1, 1, 'shop-1'],
      ['ordered', 4, 'T1', 1, 1, 'main'],
    ]);
  });

  it('knows what it has no use for', () => {
    for (const line of [
      'order --place main',
      'order 3',
      'order --inspect',
      'order --in-transit',
      'out --inspect',
    ])
      expect(scan('T1\n', line)).toMatchObject({ code: 2, stdout: '' });
    expect(scan('T1\n', 'in --due 2026-12-01')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('scan in --inspect', () => {
  it('puts a delivery under inspection, where accepting takes it on line by line', () => {
    expect(scan('T1*3\nD1*2\n', 'in --inspect --place shop-1').code).toBe(0);
    expect(pending()).toEqual([
      ['inspection', 4, 'D1', 2, 2, 'shop-1'],
      ['inspection', 4, 'T1', 3, 3, 'shop-1'],
    ]);
    expect(run(folder, ['accept', '4', 'T1', '2']).code).toBe(0);
    expect(run(folder, ['accept', '4', '2']).code).toBe(3);
    expect(run(folder, ['accept', '4']).code).toBe(0);
    expect(lying('T1')).toEqual({ main: 10, 'shop-1': 3 });
    expect(lying('D1')).toEqual({ main: 20, 'shop-1': 2 });
  });
});

describe('scan receive', () => {
  it('receives an order line by line, where the label says', () => {
    scan('T1*3\nD1*2\n', 'order');
    const { code, stdout, stderr } = scan('T1*2\n@shop-1\nD1\nT1*2\nundo\n', 'receive 4');
    expect(code).toBe(4);
    expect(stdout).toContain('#6 in +2  T1: 12 at main, 12 on hand; 1 still on order\n');
    expect(stderr).toMatch(/line 4 refused: “T1\*2”: #4 has only 1 of T1 left/);
    expect(pending()).toEqual([
      ['ordered', 4, 'D1', 2, 2, 'main'],
      ['ordered', 4, 'T1', 3, 1, 'main'],
    ]);
  });
});
