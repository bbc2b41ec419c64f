import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPdf, type Pdf } from '../../../src/exchange/pdf/document.ts';
import { chooseFont, type FontChoice } from '../../../src/exchange/pdf/font-choice.ts';
import { ReaderFont } from '../../../src/exchange/pdf/reader-font.ts';
import { chineseFontFiles } from '../../../src/exchange/pdf/system-fonts.ts';
import { newFolder, removeFolder } from '../../cli/run.ts';

const has = (program: string): boolean => spawnSync(program, ['-v']).error === undefined;
const hasPdftotext = has('pdftotext');
const withPdftotext = it.skipIf(!hasPdftotext);
const table = '/usr/share/poppler/cMap/Adobe-GB1/UniGB-UCS2-H';
const texts = ['长虹 42 英寸等离子电视', 'Hanxing 22 LCD', '合计 137759.30'];

let folder: string;
beforeAll(() => {
  folder = newFolder();
});
afterAll(() => removeFolder(folder));

async function madePdf(font: string | undefined, lines: readonly string[] = texts): Promise<Pdf> {
  const pdf = await newPdf({
    title: '库存报表',
    language: 'zh-CN',
    createdAt: new Date('2026-11-23T01:30:00Z'),
    texts: lines,
    ...(font === undefined ? {} : { font }),
  });
  pdf.document.addPage({ size: 'A4', margin: 0 });
  lines.forEach((text, index) => {
    pdf.line(text, 50, 50 + index * 20, { size: 11, bold: index === 0 });
  });
  return pdf;
}

async function textOf(pdf: Pdf): Promise<string> {
  const path = join(folder, 'made.pdf');
  writeFileSync(path, await pdf.bytes());
  return spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).stdout;
}

/** The path alone: to compare a whole font takes as long as reading all of it. */
const pathOf = (choice: FontChoice): string | null => (choice.is === 'embedded' ? choice.path : null);
const systemFont = pathOf(await chooseFont(['电视']));

/** A file with a font of this machine; the tests bring none. */
const single = [
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  '/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf',
  '/usr/share/fonts/TTF/DejaVuSans.ttf',
  '/System/Library/Fonts/Supplemental/Arial.ttf',
  'C:\\Windows\\Fonts\\arial.ttf',
].find((path) => existsSync(path));

describe('a PDF with Chinese', () => {
  withPdftotext('has text that can be searched where the font is left to the reader', async () => {
    const text = await textOf(await madePdf('reader'));
    for (const line of texts) expect(text).toContain(line);
  });

  it.skipIf(!hasPdftotext || systemFont === null)(
    'has text that can be searched where a font of the system is embedded',
    async () => {
      const pdf = await madePdf(undefined);
      expect(pathOf(pdf.font)).toBe(systemFont);
      const text = await textOf(pdf);
      for (const line of texts) expect(text).toContain(line);
    },
  );

  it.skipIf(systemFont === null)('carries only the characters that it shows', async () => {
    const bytes = await (await madePdf(undefined)).bytes();
    expect(bytes.length).toBeLessThan(100_000);
  });

  it('leaves the font to the reader where the system has none', async () => {
    expect(await chooseFont(texts, undefined, [])).toEqual({ is: 'reader' });
    expect(await chooseFont(texts, undefined, [{ path: join(folder, 'none.ttf') }])).toEqual({
      is: 'reader',
    });
    expect((await (await madePdf('reader')).bytes()).length).toBeLessThan(10_000);
  });

  it('needs no font at all where there is only Latin', async () => {
    const { is } = await chooseFont(['Hanxing 22 LCD', 'café', '“€ 12”']);
    expect(is).toBe('latin');
  });
});

describe('a font that is typed', () => {
  it('is refused where it is not there, or is none', async () => {
    const nothing = join(folder, 'nothing.ttf');
    await expect(chooseFont(texts, nothing)).rejects.toMatchObject({ problem: { key: 'file-not-found' } });
    await expect(chooseFont(texts, folder)).rejects.toMatchObject({ problem: { key: 'file-is-folder' } });
    const text = join(folder, 'text.ttf');
    writeFileSync(text, 'no font');
    await expect(chooseFont(texts, text)).rejects.toMatchObject({ problem: { key: 'font-unusable' } });
  });

  const each = [...chineseFontFiles()].map(({ path }) => path).filter((path) => existsSync(path));
  it.skipIf(each.length === 0).each(each)('is taken as it is: %s', async (path) => {
    expect(pathOf(await chooseFont(['plain'], path))).toBe(path);
  });

  it.skipIf(single === undefined)('may be a file with one font, and is embedded', async () => {
    const pdf = await madePdf(single, ['Inventory', '电视']);
    expect([pathOf(pdf.font), pdf.lacking]).toEqual([single, true]);
    const bytes = Buffer.from(await pdf.bytes());
    expect(bytes.toString('latin1')).toContain('/FontFile2');
    expect(bytes.length).toBeLessThan(60_000);
  });

  it.skipIf(single === undefined)('is chosen for Chinese only where it has Chinese', async () => {
    expect(await chooseFont(texts, undefined, [{ path: single ?? '' }])).toEqual({ is: 'reader' });
  });

  it.skipIf(single === undefined)('is refused where it was cut short', async () => {
    const whole = readFileSync(single ?? '');
    const path = join(folder, 'cut.ttf');
    for (const part of [0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97]) {
      writeFileSync(path, whole.subarray(0, whole.length * part));
      await expect(madePdf(path), `${part} of it`).rejects.toMatchObject({
        problem: { key: 'font-unusable' },
      });
    }
  });

  it.skipIf(process.platform === 'win32').each(['/dev/zero', '/dev/null', 'pipe'])(
    'is refused at once where it has no end: %s',
    async (name) => {
      const path = resolve(folder, name);
      if (name === 'pipe') execFileSync('mkfifo', [path]);
      await expect(chooseFont(texts, path)).rejects.toMatchObject({ problem: { key: 'font-unusable' } });
    },
  );
});

describe('text in a PDF', () => {
  it('shows 〓 for a character that the font lacks, and tells', async () => {
    const pdf = await madePdf('reader', ['电视 📺']);
    expect(pdf.lacking).toBe(true);
    expect((await madePdf('reader')).lacking).toBe(false);
  });

  it('is cut to the width it has, and marked', async () => {
    const pdf = await madePdf('reader');
    const style = { size: 10 };
    for (const width of [20, 50, 90]) {
      const cut = pdf.cut('长虹 42 英寸等离子电视', width, style);
      expect(cut).toMatch(/…$/);
      expect(pdf.widthOf(cut, style)).toBeLessThanOrEqual(width);
    }
    expect(pdf.cut('短', 50, style)).toBe('短');
  });
});

it.skipIf(!existsSync(table))('knows which characters the standard Chinese fonts have', () => {
  const inTable = new Set<number>();
  const pattern = /^<([0-9a-f]{4})> <([0-9a-f]{4})> \d+|^<([0-9a-f]{4})> \d+/gm;
  for (const [, from, to, one] of readFileSync(table, 'utf8').matchAll(pattern)) {
    const start = Number.parseInt(from ?? one ?? '', 16);
    for (let code = start; code <= Number.parseInt(to ?? one ?? '', 16); code++) inTable.add(code);
  }
  const promised = Array.from({ length: 0xffff }, (_, code) => code).filter(
    (code) => (code < 0xd800 || code > 0xdfff) && ReaderFont.has(String.fromCharCode(code)),
  );
  expect(promised.length).toBeGreaterThan(21_000);
  expect(promised.filter((code) => !inTable.has(code))).toEqual([]);
});
