import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sheet, sheets, usualSheet } from '../../src/exchange/labels/sheet.ts';
import {
  dpi,
  labelsIn,
  type Picture,
  pictureOf,
  pictureOfPpm,
  ppmOf,
  scannedLabels,
} from '../exchange/labels/scanner.ts';
import { newFolder, removeFolder, run } from './run.ts';

const samples = resolve(import.meta.dirname, '../../data/sample');
const catalogue = resolve(import.meta.dirname, '../../../shared/data/abt-devices.csv');
const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).error === undefined;
const withPoppler = it.skipIf(!has('pdftoppm', '-v') || !has('pdfinfo', '-v'));
const withChromium = it.skipIf(!has('chromium', '--version') || !has('pdftoppm', '-v'));
const withZbar = it.skipIf(!has('zbarimg', '--version'));

/** Codes of every shape: Code 128 holds the first, QR all. */
const asciiCodes = ['A', '12', 'AB-1_2.3/4+5', '123456789012', 'x1y2z3'];
const otherCodes = [
  '电视-1',
  'é',
  '٣٤',
  'Ж/ю',
  '한글',
  '表ソ',
  '𠀀𠮷',
  'का',
  `${'电'.repeat(63)}1`,
  'a'.repeat(64),
];

let folder: string;
beforeAll(() => {
  folder = newFolder();
  expect(run(folder, ['init']).code).toBe(0);
  const rows = [...asciiCodes, ...otherCodes].map((code) => `dvd,${code},"播放机 <b>&""'</b>",hd,459.00`);
  writeFileSync(join(folder, 'codes.csv'), ['kind,code,name,disc,price', ...rows].join('\n'));
  expect(run(folder, ['import', 'devices', 'codes.csv']).code).toBe(0);
  copyFileSync(join(samples, 'devices.csv'), join(folder, 'devices.csv'));
  expect(run(folder, ['import', 'devices', 'devices.csv']).code).toBe(0);
});
afterAll(() => removeFolder(folder));

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const labels = (...words: string[]) => run(folder, ['labels', ...words]);

function made(...words: string[]): void {
  const { code, stderr } = labels(...words, '--yes');
  expect(stderr).not.toMatch(/^error/m);
  expect(code).toBe(0);
}

const codesOf = (list: string): string[] =>
  JSON.parse(list).map(({ code }: { readonly code: string }) => code);

/** The pages of a PDF as a printer prints them. */
function printed(pdf: string): Picture[] {
  spawnSync('pdftoppm', ['-r', String(dpi), pdf, `${pdf}-page`], { cwd: folder });
  const pages = readdirSync(folder).filter((name) => name.startsWith(`${pdf}-page`));
  return pages.sort().map((name) => pictureOfPpm(readFileSync(join(folder, name))));
}

async function scannedPages(pages: readonly Picture[], sheet: Sheet): Promise<string[]> {
  const codes: string[] = [];
  for (const page of pages) codes.push(...(await scannedLabels(page, sheet)));
  return codes;
}

/** The sheets of a page of HTML, as pictures. */
const sheetsOf = (html: string): Picture[] => (html.match(/<svg[\s\S]*?<\/svg>/g) ?? []).map(pictureOf);

const every = sheets.flatMap((sheet) => [
  { sheet, symbology: 'code128', codes: asciiCodes },
  { sheet, symbology: 'qr', codes: [...asciiCodes, ...otherCodes] },
]);

describe.each(every)('labels in $symbology on $sheet.name', ({ sheet, symbology, codes }) => {
  const options = ['--sheet', sheet.name, '--symbology', symbology];

  it('are read back from SVG and HTML, every code exactly and in its place', async () => {
    made(...codes, ...options, '-o', 'codes.svg');
    expect(await scannedLabels(pictureOf(read('codes.svg')), sheet)).toEqual(codes);
    made(...codes, ...options, '-o', 'codes.html');
    expect(await scannedPages(sheetsOf(read('codes.html')), sheet)).toEqual(codes);
  });

  withPoppler('are read back from PDF, every code exactly and in its place', async () => {
    const file = `${sheet.name}-${symbology}.pdf`;
    made(...codes, ...options, '-o', file);
    expect(await scannedPages(printed(file), sheet)).toEqual(codes);
  });
});

describe.each(every.slice(0, 2))('labels in $symbology on $sheet.name', ({ sheet, symbology, codes }) => {
  const options = ['--sheet', sheet.name, '--symbology', symbology];

  withZbar('are read back by another scanner', () => {
    made(...codes, ...options, '-o', 'codes.svg');
    const files = labelsIn(pictureOf(read('codes.svg')), sheet)
      .slice(0, codes.length)
      .map((label, index) => {
        writeFileSync(join(folder, `label-${index}.ppm`), ppmOf(label));
        return `label-${index}.ppm`;
      });
    const { stdout } = spawnSync('zbarimg', ['-q', '--raw', '--nodbus', ...files], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout.trim().split('\n')).toEqual(codes);
  });

  it.skipIf(!existsSync(catalogue))('are read back for a whole catalogue', async () => {
    const shop = newFolder();
    try {
      run(shop, ['init']);
      expect(run(shop, ['import', 'devices', catalogue]).code).toBe(0);
      expect(run(shop, ['labels', '--all', ...options, '-o', 'all.html']).code).toBe(0);
      const codes = codesOf(run(shop, ['list', '--json']).stdout);
      expect(codes.length).toBeGreaterThan(100);
      const html = readFileSync(join(shop, 'all.html'), 'utf8');
      expect(await scannedPages(sheetsOf(html), sheet)).toEqual(codes);
    } finally {
      removeFolder(shop);
    }
  });
});

describe('a file of labels', () => {
  withPoppler.each([
    ['a4-3x8', '595.276 x 841.89', 1],
    ['avery-5160', '612 x 792', 1],
    ['roll-50x30', '141.732 x 85.0394', 12],
  ])('as a PDF has pages of the size of %s', (sheet, size, pages) => {
    made('--brand', '长虹', '--copies', '4', '--sheet', sheet, '-o', 'size.pdf');
    const info = spawnSync('pdfinfo', ['size.pdf'], { cwd: folder, encoding: 'utf8' }).stdout;
    expect(info).toContain(`Page size:       ${size} pts`);
    expect(info).toMatch(new RegExp(`^Pages: +${pages}$`, 'm'));
  });

  withChromium('as HTML prints each sheet on a page of its size', async () => {
    made('--in-stock', '--copies', '4', '-o', 'print.html');
    const { status } = spawnSync(
      'chromium',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${join(folder, 'chromium')}`,
        '--no-pdf-header-footer',
        `--print-to-pdf=${join(folder, 'print.pdf')}`,
        join(folder, 'print.html'),
      ],
      { cwd: folder },
    );
    expect(status).toBe(0);
    const info = spawnSync('pdfinfo', ['print.pdf'], { cwd: folder, encoding: 'utf8' }).stdout;
    expect(info).toMatch(/^Pages: +2$/m);
    expect(info).toMatch(/A4/);
    const codes = codesOf(run(folder, ['list', '--in-stock', '--json']).stdout);
    expect(await scannedPages(printed('print.pdf'), usualSheet)).toEqual(
      codes.flatMap((code) => [code, code, code, code]),
    );
  });

  it('stands alone, runs nothing, and shows what is in names as it is', () => {
    made('A', '-o', 'plain.html');
    const html = read('plain.html');
    expect(html).not.toMatch(/<script|<b>|href|src=|url\(|@import/);
    expect(html).toContain("播放机 &lt;b&gt;&amp;&quot;'&lt;/b&gt;");
    expect(html).toContain('size: 210mm 297mm');
  });

  it('is the same to the byte when it is made again', () => {
    for (const format of ['svg', 'html']) {
      const once = labels('--all', '--symbology', 'qr', '--format', format).stdout;
      expect(labels('--all', '--symbology', 'qr', '--format', format).stdout).toBe(once);
    }
  });

  it('goes to standard output where no file is named', () => {
    const { stdout, stderr, code } = labels('A', '--format', 'svg');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^<\?xml[\s\S]*<\/svg>\n$/);
    expect(labels('A', '--format', 'pdf').stdout).toMatch(/^%PDF-1/);
  });
});

describe('how many labels there are', () => {
  const told = (...words: string[]) => JSON.parse(labels(...words, '--json', '--yes').stdout);

  it('is one a device, or as many as are asked for', () => {
    expect(told('--kind', 'combo', '-o', 'x.svg')).toEqual({
      labels: 3,
      sheets: 1,
      devices: 3,
      sheet: 'a4-3x8',
      symbology: 'code128',
      format: 'svg',
      file: 'x.svg',
    });
    expect(told('--kind', 'combo', '--copies', '9', '--skip', '22', '-o', 'x.svg')).toMatchObject({
      labels: 27,
      sheets: 3,
    });
  });

  it('is what is on hand, with --per-unit', () => {
    expect(told('HX-22L', 'ch-42p', 'KT-60D', '--per-unit', '-o', 'x.html')).toMatchObject({
      labels: 21,
      devices: 3,
    });
  });

  it('may be none, and then nothing is written', () => {
    expect(told('A', '--per-unit', '-o', 'none.svg')).toMatchObject({ labels: 0, sheets: 0, file: null });
    expect(existsSync(join(folder, 'none.svg'))).toBe(false);
  });
});

describe('what cannot be printed', () => {
  const refusal = (...words: string[]) => {
    const { code, stdout, stderr } = labels(...words, '--json');
    expect(stdout).toBe('');
    return { exit: code, ...JSON.parse(stderr).error };
  };

  it('is refused by name: codes that the symbology does not hold, all of them', () => {
    writeFileSync(join(folder, 'kept.svg'), 'as it was');
    expect(refusal('A', '电视-1', 'é', '-o', 'kept.svg')).toMatchObject({
      exit: 2,
      code: 'invalid',
      message: '电视-1, é: Code 128 holds ASCII only; use --symbology qr',
      details: { codes: ['电视-1', 'é'], symbology: 'code128' },
    });
    expect(read('kept.svg')).toBe('as it was');
  });

  it('is refused by name: codes that are too long for the sheet', () => {
    expect(refusal('a'.repeat(64), 'A', '-o', 'kept.svg')).toMatchObject({
      exit: 2,
      code: 'invalid',
      details: { codes: ['a'.repeat(64)], symbology: 'code128', sheet: 'a4-3x8' },
    });
    expect(read('kept.svg')).toBe('as it was');
  });

  it.each([
    [[], 'usage-missing'],
    [['--all'], 'missing: -o FILE'],
    [['-o', 'x.svg'], 'missing: DEVICE, --kind KIND or --all'],
    [['A', '--all', '-o', 'x.svg'], 'DEVICE and --all'],
    [['--all', '--in-stock', '-o', 'x.svg'], '--all and --in-stock'],
    [['A', '--copies', '2', '--per-unit', '-o', 'x.svg'], '--copies and --per-unit'],
    [['A', '--skip', '24', '-o', 'x.svg'], 'the most is 23'],
    [['A', '--sheet', 'a5', '-o', 'x.svg'], 'a4-3x8'],
    [['A', '--symbology', 'ean', '-o', 'x.svg'], 'code128'],
    [['A', '-o', 'x.doc'], '.html'],
    [['A', '--font', 'x.ttf', '-o', 'x.svg'], '--format pdf'],
    [['A', '--format', 'svg'], '-o FILE'],
    [['--all', '--copies', '1000', '-o', 'x.svg'], '10000'],
  ])('is said clearly: %j', (words, says) => {
    const { exit, message } = refusal(...words);
    expect(exit).toBe(2);
    if (says !== 'usage-missing') expect(message).toContain(says);
    expect(existsSync(join(folder, 'x.svg.tmp'))).toBe(false);
  });

  it('is said with the codes of other commands', () => {
    expect(refusal('nothing', '-o', 'x.svg')).toMatchObject({ exit: 3, code: 'not-found' });
    expect(refusal(`播放机 <b>&"'</b>`, '-o', 'x.svg')).toMatchObject({ exit: 4, code: 'ambiguous-name' });
    expect(refusal('A', '-o', 'no/folder.svg')).toMatchObject({ exit: 2, code: 'usage' });
  });
});
