import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, removeFolder } from '../cli/run.ts';
import { dayMs, inShanghai, Shop } from './shop.ts';

inShanghai();

let shop: Shop;
const add = (code: string, brand: string, quantity: number) =>
  shop.must(
    ...['add', 'dvd', '--code', code, '--name', `Player ${code}`, '--brand', brand, '--disc', 'hd'],
    ...['--price', '10', ...(quantity > 0 ? ['--quantity', String(quantity)] : [])],
  );

/** Four devices that do not move today, two of them at 0; one that moves, one that moves and is removed. */
beforeAll(async () => {
  shop = new Shop(newFolder(), Date.parse('2026-11-20T12:00:00Z'));
  await shop.must('init');
  await add('D-1', 'Nova', 5);
  await add('D-2', 'Nova', 0);
  await add('D-3', 'Kite', 0);
  await add('D-4', 'Kite', 7);
  await add('D-5', 'Nova', 9);
  await add('D-6', 'Nova', 1);
  await add('D-7', 'Nova', 0);
  shop.now += 2 * dayMs;
  await shop.must('stock-out', 'D-5', '2');
  await shop.must('stock-out', 'D-6', '1');
  await shop.must('remove', 'D-6');
  await shop.must('remove', 'D-7');
  shop.now += 1000;
});
afterAll(() => removeFolder(shop.folder));

const today = ['--since', 'today'];

describe('the totals of a report', () => {
  it('are those of the whole stock, devices at 0 that did not move included', async () => {
    const stock = JSON.parse(await shop.must('list', '--json')) as { quantity: number }[];
    expect(stock).toHaveLength(5);
    const day = await shop.must('report', 'day');
    expect(day).toContain('stock at the end: 5 devices, 19 units');
    expect(day).toContain('4 devices did not move');
    expect(day).toContain('total: 5 devices and 1 removed');
    const movements = await shop.must('report', 'movements', ...today, '--group', 'brand');
    expect(movements).toContain('Nova: 3 devices and 1 removed');
    expect(movements).toContain('Kite: 2 devices\n'.trim());
    expect(movements).toContain('total: 5 devices and 1 removed');
    expect(await shop.must('report', 'day', '--lang', 'zh')).toContain('合计：5 种，另有 1 种已移除');
    expect(await shop.must('report', '--group', 'brand')).toContain('total: 5 devices');
  });

  it('are the same for scripts', async () => {
    const { movements, totals } = JSON.parse(await shop.must('report', 'day', '--json'));
    expect(totals.devices).toBe(5);
    expect(movements.devices).toBe(totals.devices);
    expect(movements.unmoved).toEqual({ devices: 4, units: 12 });
    const { groups, devices } = JSON.parse(
      await shop.must('report', 'movements', ...today, '--group', 'brand', '--json'),
    );
    expect(devices).toBe(5);
    expect(groups.map(({ key, devices: of }: { key: string; devices: number }) => [key, of])).toEqual([
      ['Kite', 2],
      ['Nova', 3],
    ]);
  });

  it('are those of the scope that was asked for', async () => {
    const { movements, totals } = JSON.parse(await shop.must('report', 'day', '--brand', 'kite', '--json'));
    expect([movements.devices, totals.devices, movements.unmoved.devices]).toEqual([2, 2, 2]);
  });
});
