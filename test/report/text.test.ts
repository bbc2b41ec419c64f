import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, removeFolder } from '../cli/run.ts';
import { dayMs, inShanghai, Shop } from './shop.ts';

const longest = `SHELF-${'0042/'.repeat(11)}END`;
const devices = [
  ['A-1', 'Nova', '299', '15', '190'],
  ['TV-00000123456789', 'Hanxing', '1299.50', '1000000000', '999999999.99'],
  ['WAREHOUSE-EAST/SHELF-0042+SPARE', 'Kantech', '999999999.99', '1000000000', '1'],
  [longest, 'Nova', '0', '3', '2.5'],
  ['仓库-东-42', '长虹', '3299', '2', '2610'],
] as const;
/** The one that moved. */
const moving = devices[2][0];

inShanghai();

let shop: Shop;
beforeAll(async () => {
  shop = new Shop(newFolder(), Date.parse('2026-11-20T12:00:00Z'));
  await shop.must('init');
  for (const [code, brand, price, quantity, cost] of devices)
    await shop.must(
      ...['add', 'tv', '--code', code, '--name', `长虹 42 英寸等离子电视 ${brand} plasma`, '--brand', brand],
      ...['--size', '42', '--panel', 'lcd', '--price', price, '--quantity', quantity, '--cost', cost],
      ...['--minimum', '1000000000'],
    );
  shop.now += 2 * dayMs;
  for (const reason of ['sale', 'damage', 'supplier-return', 'correction', 'other'])
    await shop.must('stock-out', moving, '1', '--reason', reason, '--ref', `REF-${reason}`, '--yes');
  for (const reason of ['purchase', 'return', 'correction', 'other'])
    await shop.must('stock-in', moving, '2', '--reason', reason, '--note', `why ${reason}`);
  shop.now += 1000;
});
afterAll(() => removeFolder(shop.folder));

const reports = ['inventory', 'movements', 'low', 'day'] as const;
const layouts = reports.flatMap((report) =>
  ['en', 'zh'].flatMap((lang) => ['kind', 'brand'].map((group) => [report, lang, group] as const)),
);

interface Coded {
  readonly code: string;
}
interface LowRow {
  readonly quantity: number;
  readonly minimum: number;
  readonly order: number;
}

/** Every number of units and amount of money in a report's JSON, at any depth. */
function numbersIn(json: unknown): readonly string[] {
  if (typeof json === 'number') return json === 0 ? [] : [String(json)];
  if (typeof json === 'string') return /^\d+\.\d\d$/.test(json) ? [json] : [];
  if (json === null || typeof json !== 'object') return [];
  return Object.values(json).flatMap(numbersIn);
}

describe('a report as text of 80 columns', () => {
  const options = (report: string, group: string) => (report === 'low' ? [] : ['--group', group]);

  it.each(layouts)('cuts and drops no code, count or amount: %s, %s, by %s', async (report, lang, group) => {
    const words = ['report', report, ...options(report, group)];
    const text = await shop.must(...words, '--lang', lang, '--columns', '80');
    expect(Math.max(...text.split(/[\n\f]/).map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
    const json = JSON.parse(await shop.must(...words, '--json'));
    const { movements, groups = movements?.groups ?? [], rows = [], totals = [] } = json;
    const told = [
      ...rows,
      ...groups.flatMap((one: { rows: readonly Coded[] }) => one.rows),
    ] as readonly Coded[];
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter(({ code }) => !text.includes(code))).toEqual([]);
    // The day report says what to order, not what it costs.
    const low = (json.low ?? []).map(({ quantity, minimum, order }: LowRow) => [quantity, minimum, order]);
    const units = report === 'day' ? numbersIn([movements.totals, low]) : numbersIn([groups, rows, totals]);
    const printed = new Set(text.split(/[\s:：()（）]+/).map((cell) => cell.replace(/^[+-]/, '')));
    expect(units.filter((number) => !printed.has(number))).toEqual([]);
  });

  it('has the column to count into, and leaves the brand out first', async () => {
    const text = await shop.must('report', '--columns', '80');
    expect(text).toMatch(/counted$/m);
    expect(text.match(/ _{7}$/gm)).toHaveLength(devices.length);
    expect(text).toContain('left out for lack of width: brand\n');
    expect(await shop.must('report', '--lang', 'zh')).toMatch(/实盘$/m);
  });

  it('says every total in full', async () => {
    for (const report of reports) {
      const text = await shop.must('report', report);
      expect(text).toMatch(report === 'low' ? /total: 4 devices/ : /total: 5 devices/);
    }
    expect(await shop.must('report', 'day')).toContain('4 devices did not move');
  });

  it('keeps the lines of a row on one page', async () => {
    const text = await shop.must('report', 'movements', '--since', 'yesterday');
    for (const page of text.split('\f').slice(1)) expect(page.split('\n')[2]).not.toMatch(/^ {4}\s*\d/);
  });
});
