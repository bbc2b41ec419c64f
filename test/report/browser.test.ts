import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium as engine, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, removeFolder } from '../cli/run.ts';
import { Shop, shopOfTwoMonths } from './shop.ts';
import { chromium, hasPoppler, pageSizeOfPdf, pagesOfPdf } from './tools.ts';

const inChromium = describe.skipIf(chromium === undefined);
const reports = ['inventory', 'movements', 'low', 'day'] as const;

let browser: Browser;
let folder: string;
let shop: Shop;

inChromium('a report in Chromium', () => {
  beforeAll(async () => {
    folder = newFolder();
    shop = await shopOfTwoMonths(folder);
    await shop.must(
      'add',
      'tv',
      ...['--code', 'W'.repeat(64), '--name', `<b>&"'${'long'.repeat(40)}`],
      ...tv,
    );
    for (const report of reports)
      for (const language of ['en', 'zh'])
        await shop.must('report', report, '--lang', language, '-o', `${report}.${language}.html`);
    browser = await engine.launch({
      executablePath: chromium ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    removeFolder(folder);
  });

  const tv = ['--size', '42', '--panel', 'lcd', '--price', '999999999.99', '--quantity', '1000000000'];

  /** Opens a report, and keeps its network requests and errors. */
  async function opened(file: string, width: number): Promise<{ page: Page; asked: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => asked.push(message.text()));
    await page.goto(pathToFileURL(join(folder, file)).href);
    return { page, asked };
  }

  it.each(reports.flatMap((report) => [`${report}.en.html`, `${report}.zh.html`]))(
    'overflows at no width: %s',
    async (file) => {
      const { page, asked } = await opened(file, 1440);
      for (const width of [320, 390, 768, 1000, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const overflowing = await inPage<string[]>(
          page,
          `Array.from(document.querySelectorAll('html, dd, h1, figure, figcaption, tbody th, td, .note'))
            .filter((element) => element.scrollWidth > element.clientWidth + 1)
            .map((element) => element.outerHTML.slice(0, 120))`,
        );
        expect([width, overflowing]).toEqual([width, []]);
      }
      expect(asked).toHaveLength(1);
      await page.close();
    },
  );

  it('shows the numbers that list --json gives', async () => {
    const { page } = await opened('inventory.en.html', 1440);
    const shown = await inPage<string[][]>(
      page,
      `Array.from(document.querySelectorAll('tbody tr:not(.g):not(.s):not(.t)'),
        (row) => Array.from(row.children, (cell) => cell.textContent))`,
    );
    const totals = await inPage<string[]>(
      page,
      `Array.from(document.querySelectorAll('.t > *'), (cell) => cell.textContent)`,
    );
    const devices: Listed[] = JSON.parse(await shop.must('list', '--json'));
    const byCode = new Map(devices.map((device) => [device.code, device]));
    expect(shown.map(([code]) => code).sort()).toEqual([...byCode.keys()].sort());
    for (const [code = '', name, brand, price, onHand = '', value, lastCost, costValue] of shown) {
      const device = byCode.get(code);
      expect({ name, brand, price, value, onHand: Number(onHand.replace('low ', '')), lastCost }).toEqual({
        name: device?.name,
        brand: device?.brand ?? '',
        price: device?.price,
        value: device?.value,
        onHand: device?.quantity,
        lastCost: device?.lastCost ?? '',
      });
      expect(costValue).toBe(
        device?.lastCost == null ? '' : decimal(minor(device.lastCost) * BigInt(device.quantity)),
      );
    }
    const sum = (of: (device: Listed) => bigint) => devices.reduce((total, device) => total + of(device), 0n);
    expect(totals.filter((text) => text !== '').slice(0, 3)).toEqual([
      `total: ${devices.length} devices`,
      String(sum(({ quantity }) => BigInt(quantity))),
      decimal(sum(({ value }) => minor(value))),
    ]);
    await page.close();
  });

  it('can be read without eyes: language, heads, captions, and charts in words', async () => {
    const { page } = await opened('movements.zh.html', 1440);
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
    const faults = await inPage(
      page,
      `({
        heads: document.querySelectorAll('th:not([scope])').length,
        tables: Array.from(document.querySelectorAll('table')).filter((table) => table.caption === null).length,
        pictures: Array.from(document.querySelectorAll('svg')).filter(
          (svg) => svg.getAttribute('role') !== 'img' || svg.querySelector('title').textContent === '',
        ).length,
        outside: document.querySelectorAll('script, link, img, iframe').length,
      })`,
    );
    expect(faults).toEqual({ heads: 0, tables: 0, pictures: 0, outside: 0 });
    expect(await page.locator('svg.chart desc').allTextContents()).toHaveLength(1);
    await page.close();
  });

  it('follows the colours of the system, and is black on white on paper', async () => {
    const { page } = await opened('inventory.en.html', 1000);
    const paper = () => inPage<string>(page, 'getComputedStyle(document.body).backgroundColor');
    expect(await paper()).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await paper()).toBe('rgb(22, 25, 28)');
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    expect(await paper()).toBe('rgb(255, 255, 255)');
    await page.close();
  });

  describe.skipIf(!hasPoppler)('of 500 devices, printed', () => {
    const printed = async (words: readonly string[]): Promise<string> => {
      const large = await shopOf500(folder);
      await large.must('report', ...words, '-o', 'large.html', '--yes');
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(large.folder, 'large.html')).href);
      const path = join(large.folder, 'large.pdf');
      writeFileSync(path, await page.pdf({ preferCSSPageSize: true }));
      await page.close();
      return path;
    };

    it('has its heads and its number on every page', async () => {
      const path = await printed([]);
      const pages = pagesOfPdf(path);
      expect(pages.length).toBeGreaterThan(8);
      pages.forEach((text, index) => {
        expect(text).toContain(`page ${index + 1} of ${pages.length}`);
        if (/\bL-\d{3}\b/.test(text)) expect(text).toMatch(/code\s+name\s+brand/);
      });
      for (let number = 1; number <= 500; number++)
        expect(pages.some((text) => text.includes(`L-${String(number).padStart(3, '0')}`))).toBe(true);
    });

    it('fits the paper that it is for', async () => {
      expect(pageSizeOfPdf(await printed(['low', '--portrait']))).toMatch(/^59[45][\d.]* x 84[12][\d.]*$/);
      expect(pageSizeOfPdf(await printed(['low', '--paper', 'letter', '--landscape']))).toMatch(
        /^792[\d.]* x 612/,
      );
    });
  });
});

/** Runs a script on a page that may not run its own. */
const inPage = <T>(page: Page, script: string): Promise<T> => page.evaluate(script);

interface Listed {
  readonly code: string;
  readonly name: string;
  readonly brand: string | null;
  readonly price: string;
  readonly quantity: number;
  readonly lastCost: string | null;
  readonly value: string;
}

const minor = (amount: string): bigint => BigInt(amount.replace('.', ''));
const decimal = (amount: bigint): string =>
  String(amount)
    .padStart(3, '0')
    .replace(/(\d\d)$/, '.$1');

/** A shop with 500 televisions, a third of them low. */
async function shopOf500(parent: string): Promise<Shop> {
  const shop = new Shop(join(parent, 'large'), Date.parse('2026-11-23T10:00:00Z'));
  if (existsSync(shop.folder)) return shop;
  mkdirSync(shop.folder);
  const rows = Array.from({ length: 500 }, (_, index) => {
    const code = `L-${String(index + 1).padStart(3, '0')}`;
    return `tv,${code},大屏幕液晶电视 ${index + 1} 型,牌子${index % 7},42,lcd,${1000 + index}.00,${index % 12},4,${700 + index}.50`;
  });
  const head = 'kind,code,name,brand,size,panel,price,quantity,minimum,cost';
  writeFileSync(join(shop.folder, 'large.csv'), [head, ...rows, ''].join('\n'));
  await shop.must('init');
  await shop.must('import', 'devices', join(shop.folder, 'large.csv'));
  return shop;
}
