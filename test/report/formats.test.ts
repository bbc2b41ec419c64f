import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, removeFolder } from '../cli/run.ts';
import { Shop, shopOfTwoMonths } from './shop.ts';

let folder: string;
let shop: Shop;

beforeAll(async () => {
  folder = newFolder();
  shop = await shopOfTwoMonths(folder);
});
afterAll(() => removeFolder(folder));

const reports = ['inventory', 'movements', 'low', 'day'] as const;

describe('a report as text', () => {
  it.each(
    reports.flatMap((report) =>
      ['en', 'zh'].flatMap((lang) => [80, 132].map((columns) => ({ report, lang, columns }))),
    ),
  )('keeps to its columns: %o', async ({ report, lang, columns }) => {
    const by = 'x'.repeat(150);
    const text = await shop.must('report', report, '--by', by, '--lang', lang, '--columns', String(columns));
    expect(Math.max(...text.split(/[\n\f]/).map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
    // A line printer has no characters of Markdown, HTML or drawings.
    expect(text).not.toMatch(/[─│█<>]/);
  });

  it('has a page head after each form feed, and the heads of the table that goes on', async () => {
    const text = await shop.must('report', 'movements', '--since', '2026-09-01', '--columns', '132');
    const pages = text.split('\f');
    pages.forEach((page, index) => {
      expect(page.split('\n')[0]).toMatch(
        new RegExp(`^Stock movements +page ${index + 1} of ${pages.length}$`),
      );
      expect(page.split('\n').length).toBeLessThanOrEqual(61);
    });
  });

  it('leaves a line for each who signs', async () => {
    expect(await shop.must('report', '--lang', 'zh')).toMatch(/制表：_+ {2}复核：_+ {2}日期：_+\n$/);
  });
});

describe('a report of an empty store', () => {
  it('says in every format that there is nothing', async () => {
    const empty = new Shop(newFolder(), shop.now);
    await empty.must('init');
    for (const report of reports)
      for (const format of ['html', 'pdf', 'md', 'txt']) {
        const { code, stderr } = await empty.run(['report', report, '--format', format]);
        expect([report, format, code, stderr]).toEqual([report, format, 0, '']);
      }
    expect(await empty.must('report', 'low')).toContain('nothing is low');
    expect(await empty.must('chart', '--total')).toContain('opening 0, in 0, out 0, closing 0');
    removeFolder(empty.folder);
  });
});

describe('the numbers of a report', () => {
  it('are the same in every format and language', async () => {
    const { groups } = JSON.parse(await shop.must('report', '--json'));
    const numbers: string[] = groups.flatMap(({ totals, rows }: Group) =>
      [...rows, totals].flatMap(({ value, costValue }) => [value, costValue]),
    );
    for (const lang of ['en', 'zh'])
      for (const format of ['html', 'md', 'txt']) {
        const wide = format === 'txt' ? ['--columns', '132'] : [];
        await shop.must('report', '--lang', lang, ...wide, '-o', `report.${format}`, '--yes');
        const text = readFileSync(join(folder, `report.${format}`), 'utf8');
        expect(numbers.filter((number) => !text.includes(number))).toEqual([]);
      }
  });

  it('are those of the history', async () => {
    const history: Row[] = JSON.parse(await shop.must('history', '--json'));
    const since = '2026-10-20T00:00:00.000Z';
    const until = '2026-11-10T00:00:00.000Z';
    const { groups, unmoved, totals } = JSON.parse(
      await shop.must('report', 'movements', '--since', since, '--until', until, '--json'),
    );
    const moved = history.filter(({ change, at }) => change !== null && at >= since && at <= until);
    const codes = [...new Set(moved.map(({ code }) => code))].sort();
    const rows = groups.flatMap((group: { rows: BalanceRow[] }) => group.rows) as BalanceRow[];
    expect(rows.map(({ code }) => code).sort()).toEqual(codes);
    for (const row of rows) {
      const own = history.filter(({ code }) => code === row.code);
      const changes = moved.filter(({ code }) => code === row.code).map(({ change }) => change ?? 0);
      expect(row).toMatchObject({
        opening: own.filter(({ at }) => at < since).at(-1)?.balance ?? 0,
        closing: own.filter(({ at }) => at <= until).at(-1)?.balance ?? 0,
        totalIn: sum(changes.filter((change) => change > 0)),
        totalOut: -sum(changes.filter((change) => change < 0)),
      });
      expect(row.opening + row.totalIn - row.totalOut).toBe(row.closing);
      expect(sum(Object.values(row.in))).toBe(row.totalIn);
    }
    expect(totals.closing).toBe(sum(rows.map(({ closing }) => closing)) + unmoved.units);
  });

  it('of a chart follow from one part to the next', async () => {
    const [{ balance }] = JSON.parse(await shop.must('history', 'CH-42P', '--limit', '1', '--json'));
    for (const words of [['CH-42P'], ['CH-42P', '--since', '2026-10-10'], ['--total']]) {
      const { opening, closing, parts } = JSON.parse(await shop.must('chart', ...words, '--json'));
      let now = opening;
      for (const part of parts) {
        now += part.in - part.out;
        expect(part.balance).toBe(now);
      }
      expect(now).toBe(closing);
      if (words[0] !== '--total') expect(closing).toBe(balance);
    }
  });
});

interface Row {
  readonly code: string;
  readonly at: string;
  readonly change: number | null;
  readonly balance: number;
}

interface Group {
  readonly totals: { readonly value: string; readonly costValue: string };
  readonly rows: readonly { readonly value: string; readonly costValue: string }[];
}

interface BalanceRow {
  readonly code: string;
  readonly opening: number;
  readonly closing: number;
  readonly totalIn: number;
  readonly totalOut: number;
  readonly in: { readonly [reason: string]: number };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
