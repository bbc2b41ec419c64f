import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseFont } from '../../src/exchange/pdf/font-choice.ts';
import { newFolder, removeFolder } from '../cli/run.ts';
import { type Shop, shopOfTwoMonths } from './shop.ts';
import { hasPoppler, pageSizeOfPdf, pagesOfPdf } from './tools.ts';

let folder: string;
let shop: Shop;

beforeAll(async () => {
  folder = newFolder();
  shop = await shopOfTwoMonths(folder);
});
afterAll(() => removeFolder(folder));

/** The fonts for a report on this machine: the reader's own and, if there is one, the system's. */
const { is } = await chooseFont(['电视']);
const fonts = is === 'embedded' ? ['reader', undefined] : ['reader'];

/** What a cell of a report is in the text of a PDF, whose lines are broken elsewhere. */
const squeezed = (text: string): string => text.replace(/\s+/g, '');

describe.skipIf(!hasPoppler)('a report as PDF', () => {
  describe.each(fonts)('set in %s', (font) => {
    const made = async (words: readonly string[], order?: '-raw'): Promise<readonly string[]> => {
      await shop.must(
        'report',
        ...words,
        ...(font === undefined ? [] : ['--font', font]),
        '-o',
        'report.pdf',
        '--yes',
      );
      return pagesOfPdf(join(folder, 'report.pdf'), order);
    };

    it('has every Chinese name and every total of the inventory', async () => {
      const text = squeezed((await made(['--lang', 'zh', '--group', 'brand'], '-raw')).join(''));
      const { groups, totals } = JSON.parse(await shop.must('report', '--group', 'brand', '--json'));
      for (const group of [...groups, { rows: [], totals }]) {
        for (const row of group.rows)
          for (const value of [row.code, row.name, row.price, row.value, row.costValue])
            expect(text).toContain(squeezed(value));
        for (const total of [group.totals.units, group.totals.value, group.totals.costValue])
          expect(text).toContain(String(total));
      }
    });

    it('has every balance of the movements', async () => {
      const pages = await made(['movements', '--lang', 'zh', '--since', '2026-10-01']);
      const lines = pages
        .join('')
        .split('\n')
        .map((line) => line.trim().replace(/\s+/g, ' '));
      const { groups } = JSON.parse(
        await shop.must('report', 'movements', '--since', '2026-10-01', '--json'),
      );
      for (const { rows } of groups)
        for (const { code, opening, totalIn, totalOut, closing } of rows) {
          const line = lines.find((one) => one.startsWith(`${code} `)) ?? '';
          for (const units of [opening, totalIn, totalOut, closing].filter((some) => some !== 0))
            expect(line.split(' ')).toContain(String(units));
        }
      expect(squeezed(pages.join(''))).toContain('搬运中摔坏');
    });

    it('of a day is one page', async () => {
      const pages = await made(['day', '--lang', 'zh', '--since', '2026-09-24']);
      expect(pages).toHaveLength(1);
      expect(pages[0]).toContain('交班');
      expect(pages[0]).toContain('第 1 页，共 1 页');
    });
  });

  it('takes the paper it is told, upright or turned', async () => {
    const size = async (...words: string[]) => {
      await shop.must('report', 'low', '-o', 'report.pdf', '--yes', ...words);
      return pageSizeOfPdf(join(folder, 'report.pdf'));
    };
    expect(await size('--portrait')).toBe('595.28 x 841.89');
    expect(await size('--landscape', '--paper', 'letter')).toBe('792 x 612');
  });

  it('says that the font lacks characters, and where a font is none', async () => {
    await shop.must('add', 'dvd', '--code', 'EMOJI', '--name', '📀 disc', '--disc', 'hd', '--price', '1');
    const { stderr } = await shop.run(['report', '--font', 'reader', '-o', 'report.pdf', '--yes']);
    expect(stderr).toContain('〓');
    const none = await shop.run(['report', '--font', 'data/inventory.json', '-o', 'report.pdf', '--yes']);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('is not a font');
  });
});
