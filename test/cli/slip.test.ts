import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledWithTwo, newFolder, removeFolder, run } from './run.ts';

let folder: string;
/** Entry 1 adds ten televisions at 600, entry 2 twenty players at 100. */
const fill = filledWithTwo();
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stockbook = (line: string, input = '') =>
  run(folder, line.split(' '), { env: { STOCKBOOK_UNGUARDED: 'all' }, input });
const json = (line: string, input = '') => {
  const { code, stdout, stderr } = stockbook(`${line} --json`, input);
  if (code !== 0) throw new Error(`${line}: ${stderr}`);
  return JSON.parse(stdout);
};
/** The number of the entry that a command records. */
const entryOf = (line: string): number => json(line).entry;
const slip = (entry: number) => json(`report slip ${entry}`);
/** The head of the slip for an entry, in Chinese. */
const titleOf = (line: string): string =>
  stockbook(`report slip ${entryOf(line)} --lang zh`)
    .stdout.split('\n')[0]
    ?.split(' ')[0] ?? '';

describe('a slip', () => {
  it('is named by what its entry is, in a store without places too', () => {
    const titles = {
      'stock-in T1 5 --cost 610': '入库单',
      'stock-out T1 1': '出库单',
      'stock-in T1 1 --reason return': '退货单',
      'stock-out D1 1 --reason supplier-return': '退货单',
      'stock-out D1 1 --reason damage': '报损单',
      'stock-out D1 1 --reason lost': '报损单',
      'stock-out D1 1 --reason scrap': '报损单',
      'stock-out D1 1 --reason use': '出库单',
      'edit T1 --price 990': '变更单',
      'undo 5': '撤销单',
      'correct 4 --quantity 4': '更正单',
      'place add shop-1': '变更单',
      'transfer T1 2 --from main --to shop-1': '调拨单',
      'transfer T1 2 --from main --to shop-1 --in-transit': '调拨单',
    };
    const found = Object.keys(titles).map((line) => [
      line,
      line.startsWith('count') ? '盘点单' : titleOf(line),
    ]);
    expect(Object.fromEntries(found)).toEqual(titles);
    expect(stockbook('report slip 2 --lang zh').stdout).toMatch(/^入库单/);
  });

  it('says what went where, and by whom', () => {
    const sold = entryOf('stock-out T1 3 --ref SO-7 --note hurry --by wang');
    const unplaced = stockbook(`report slip ${sold}`).stdout;
    expect(unplaced).toMatch(/entry: #3\n/);
    expect(unplaced).toMatch(/recorded by: wang\n/);
    expect(unplaced).toMatch(/ref: SO-7\n/);
    expect(unplaced).toMatch(/note: hurry\n/);
    expect(unplaced).toMatch(/T1 +T +3\n/);
    expect(unplaced).not.toMatch(/main|place/);
    stockbook('place add shop-1');
    const sent = entryOf('transfer T1 2 --from main --to shop-1');
    expect(stockbook(`report slip ${sent}`).stdout).toMatch(/T1 +T +2 +main +shop-1\n/);
    expect(stockbook(`report slip ${sent} --lang zh`).stdout).toMatch(/T1 +T +2 +主库 +shop-1\n/);
    expect(slip(sent)).toMatchObject({
      report: 'slip',
      type: 'transfer',
      entry: sent,
      by: 'li',
      undoneBy: null,
      rows: [{ code: 'T1', name: 'T', quantity: 2, from: 'main', to: 'shop-1', reason: null }],
      totals: { quantity: 2, amount: null },
    });
    const written = entryOf('stock-out T1 1 --place shop-1');
    expect(slip(written).rows).toMatchObject([{ quantity: 1, from: 'shop-1', to: null }]);
  });

  it('gives the value of what is written off at the last cost of its time, and of a sale no cost', () => {
    const damaged = entryOf('stock-out D1 2 --reason damage');
    stockbook('stock-in D1 1 --cost 150');
    expect(slip(damaged)).toMatchObject({
      type: 'write-off',
      rows: [{ quantity: 2, cost: '100.00', amount: '200.00' }],
      totals: { quantity: 2, amount: '200.00' },
    });
    const sold = entryOf('stock-out D1 2');
    expect(slip(sold).rows).toMatchObject([{ cost: null, amount: null }]);
    const received = entryOf('stock-in D1 3 --cost 120');
    expect(slip(received).totals).toEqual({ quantity: 3, amount: '360.00' });
  });

  it('shows where a shipment goes, and what came of its receipt', () => {
    stockbook('place add shop-1');
    const sent = entryOf('transfer T1 4 --from main --to shop-1 --in-transit');
    expect(slip(sent).rows).toMatchObject([{ quantity: 4, from: 'main', to: 'shop-1' }]);
    expect(stockbook(`report slip ${sent}`).stdout).toMatch(/in transit/);
    const received = entryOf(`receive ${sent} T1 4 --missing 1`);
    expect(slip(received)).toMatchObject({
      type: 'transfer',
      rows: [
        { quantity: 3, from: 'transit', to: 'shop-1', reason: null },
        { quantity: 1, from: 'transit', to: null, reason: 'lost' },
      ],
    });
  });

  it('says that its entry has been undone, and what an undo took back', () => {
    const sold = entryOf('stock-out T1 3');
    const undo = entryOf(`undo ${sold}`);
    expect(slip(sold).undoneBy).toBe(undo);
    expect(stockbook(`report slip ${sold}`).stdout).toContain(`undone by #${undo}`);
    expect(slip(undo)).toMatchObject({ type: 'undo', undoes: sold, rows: [{ quantity: 3 }] });
    expect(stockbook(`report slip ${undo}`).stdout).toMatch(/T1 +T +\+3/);
  });

  it('is named by what its entry does to a queue', () => {
    const titles = [
      ['order T1 5 --cost 610 --party ACME', '订货单'],
      ['receive 3 T1 1', '入库单'],
      ['receive 3 T1 3 --inspect', '待检单'],
      ['accept 5 T1 2', '入库单'],
      ['reject 5 --reason damaged', '退货单'],
      ['cancel 3', '订货取消单'],
      ['stock-in T1 1 --inspect', '待检单'],
      ['stock-out T1 2 --to-deliver', '出库单'],
      ['deliver 10 T1 1', '送货单'],
      ['cancel 10', '退货单'],
      ['write-off T1 2', '报损单'],
      ['accept 13 T1 1 --by zhao', '报损单'],
      ['reject 13', '报损驳回单'],
    ] as const;
    expect(titles.map(([line]) => [line, titleOf(line)])).toEqual(titles);
  });

  it('of an order says from whom, by when and at what cost, and those of its steps of which entry they are', () => {
    expect(entryOf('order T1 5 --cost 610 --party ACME --due 2027-12-01 --ref PO-7')).toBe(3);
    expect(slip(3)).toMatchObject({
      type: 'order',
      rows: [
        {
          code: 'T1',
          quantity: 5,
          from: null,
          to: 'main',
          cost: '610.00',
          party: 'ACME',
          due: '2027-12-01',
          of: null,
        },
      ],
      totals: { quantity: 5, amount: '3050.00' },
    });
    const order = stockbook('report slip 3').stdout;
    expect(order).toMatch(/^Order/);
    for (const fact of [/party: ACME\n/, /due: 2027-12-01\n/, /ref: PO-7\n/, /prepared by/])
      expect(order).toMatch(fact);
    expect(slip(entryOf('receive 3 T1 3 --inspect'))).toMatchObject({
      type: 'inspection',
      rows: [{ quantity: 3, to: 'inspection', party: 'ACME', of: 3 }],
    });
    expect(slip(entryOf('accept 4 T1 2')).rows).toMatchObject([
      { quantity: 2, from: null, to: 'main', of: 4 },
    ]);
    const back = slip(entryOf('reject 4 --reason damaged'));
    expect(back.rows).toMatchObject([
      { quantity: 1, from: 'inspection', reason: 'damaged', party: 'ACME', of: 4 },
    ]);
    expect(stockbook('report slip 6').stdout).toMatch(/of entry: #4\n/);
    expect(stockbook('report slip 6 --lang zh').stdout).toMatch(/往来单位：ACME\n/);
  });

  it('of a sale to be delivered shows the goods once, with their serial numbers, and so does its delivery', () => {
    const sale = entryOf('stock-out T1 2 --to-deliver --party Wang --serials SN7,SN8');
    expect(slip(sale)).toMatchObject({
      type: 'stock-out',
      toDeliver: true,
      rows: [{ quantity: 2, party: 'Wang', serials: ['SN7', 'SN8'] }],
      totals: { quantity: 2 },
    });
    expect(stockbook(`report slip ${sale}`).stdout).toMatch(/to be delivered/);
    expect(stockbook(`report slip ${sale}`).stdout).toContain('SN7,SN8');
    expect(slip(entryOf(`deliver ${sale}`))).toMatchObject({
      type: 'delivery',
      rows: [{ quantity: 2, from: 'sold', party: 'Wang', of: sale }],
    });
  });

  it('of what is set aside has the value that the second person signs for', () => {
    const aside = entryOf('write-off D1 2 --reason scrap');
    expect(slip(aside)).toMatchObject({
      type: 'write-off',
      rows: [
        { quantity: 2, from: 'main', to: 'write-off', reason: 'scrap', cost: '100.00', amount: '200.00' },
      ],
      totals: { quantity: 2, amount: '200.00' },
    });
    expect(stockbook(`report slip ${aside}`).stdout).toMatch(/200\.00/);
    expect(slip(entryOf(`accept ${aside} --by zhao`))).toMatchObject({
      type: 'write-off',
      rows: [{ quantity: 2, reason: 'scrap', amount: '200.00' }],
    });
  });

  it('is written in every format', () => {
    stockbook('stock-out T1 3');
    for (const format of ['html', 'pdf', 'md', 'txt']) {
      expect(stockbook(`report slip 3 -o slip.${format}`)).toMatchObject({ code: 0 });
      expect(readFileSync(join(folder, `slip.${format}`)).length).toBeGreaterThan(100);
    }
    expect(readFileSync(join(folder, 'slip.md'), 'utf8')).toMatch(/^# Stock-out slip/);
  });

  it('is refused without a number, with one that is not there, and with what it would ignore', () => {
    expect(stockbook('report slip').code).toBe(2);
    expect(stockbook('report slip').stderr).toContain('ENTRY');
    expect(stockbook('report slip 99').code).toBe(3);
    expect(stockbook('report inventory 2').code).toBe(2);
    for (const option of ['--kind tv', '--since today', '--place main', '--group brand'])
      expect([option, stockbook(`report slip 2 ${option}`).code]).toEqual([option, 2]);
  });
});
