import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, type Outcome, removeFolder, run } from './run.ts';

/**
 * Runs every line of the table in the README.md of a folder of files, if `STOCKBOOK_CASES` names one. A file is checked by
 * its name: one that is not in the list below fails.
 */
const cases = process.env['STOCKBOOK_CASES'];

let folder: string;
beforeEach(() => {
  folder = newFolder();
  run(folder, ['init']);
});
afterEach(() => removeFolder(folder));

const fileOf = (name: string): string => resolve(cases ?? '.', name);
const sample = resolve(import.meta.dirname, '../../data/sample/devices.csv');
const withSample = (): Outcome => run(folder, ['import', 'devices', sample]);

const devices = (name: string, ...words: string[]): Outcome =>
  run(folder, ['import', 'devices', fileOf(name), ...words]);
const movements = (name: string, ...words: string[]): Outcome =>
  run(folder, ['import', 'movements', fileOf(name), ...words]);

type Json = { readonly [field: string]: unknown };
const listed = (...words: string[]): readonly Json[] =>
  JSON.parse(run(folder, ['list', '--json', ...words]).stdout);
const codes = (...words: string[]): readonly unknown[] => listed(...words).map(({ code }) => code);
const named = (): readonly unknown[] => listed().map(({ code, name }) => `${code} ${name}`);

const expectCodes = (outcome: Outcome, ...expected: string[]): void => {
  expect(outcome).toMatchObject({ code: 0 });
  expect(codes().toSorted()).toEqual(expected.toSorted());
};
const expectRefused = (outcome: Outcome, ...why: RegExp[]): void => {
  expect(outcome.code).toBe(2);
  for (const each of why) expect(outcome.stderr).toMatch(each);
  expect(codes()).toEqual([]);
};
const expectN1 = (name: string) => (): void => expectCodes(devices(name), 'N-1');

const checks: { readonly [name: string]: () => void } = {
  'long-barcodes-shortened.csv': () =>
    expectRefused(devices('long-barcodes-shortened.csv'), /row 2.*6\.90123E\+12/, /row 3.*text/),
  'code-turned-into-date.xlsx': () => expectRefused(devices('code-turned-into-date.xlsx'), /row 2.*B2.*date/),
  'leading-zeros-by-format.xlsx': () =>
    expectCodes(devices('leading-zeros-by-format.xlsx'), '0012345678905', 'TV-0042'),
  'code-beyond-15-digits.xlsx': () => expectRefused(devices('code-beyond-15-digits.xlsx'), /B2.*digits/),
  'code-as-text-formula.csv': () => expectCodes(devices('code-as-text-formula.csv'), '0012345678905'),
  'code-with-apostrophe.csv': () => expectCodes(devices('code-with-apostrophe.csv'), '0199541412712'),
  'merged-quantity.xlsx': () => expectRefused(devices('merged-quantity.xlsx'), /H2:H4/),
  'merged-order-number.xlsx': () => {
    withSample();
    expect(movements('merged-order-number.xlsx').code).toBe(0);
    expect(JSON.parse(run(folder, ['history', '--ref', 'SO-88', '--json']).stdout)).toHaveLength(3);
  },
  'hidden-old-list-first.xlsx': () => {
    const outcome = devices('hidden-old-list-first.xlsx');
    expect(outcome.stderr).toMatch(/2025.*hidden/);
    expectCodes(outcome, 'N-1');
  },
  'instructions-sheet-first.xlsx': () => {
    const outcome = devices('instructions-sheet-first.xlsx');
    expect(outcome.stderr).toMatch(/note: .*--sheet/);
    expectCodes(outcome, 'N-1');
  },
  'filtered-rows.xlsx': () => {
    const outcome = devices('filtered-rows.xlsx');
    expect(outcome.stderr).toMatch(/hidden row.*3/);
    expectCodes(outcome, 'N-1', 'N-2', 'N-3');
  },
  'title-and-total.xlsx': () => {
    expectRefused(devices('title-and-total.xlsx'), /headers.*row 3/, /row 5/);
    expect(devices('title-and-total.xlsx', '--skip-bad').code).toBe(2);
    expect(codes()).toEqual(['N-1']);
  },
  'big5.csv': () => {
    expectRefused(devices('big5.csv'), /encoding/, /big5/);
    expect(devices('big5.csv', '--encoding', 'big5').code).toBe(0);
    expect(named()).toEqual(['N-1 聲寶液晶電視', 'N-2 東元數位電視']);
  },
  'windows-1252.csv': () => {
    expectRefused(devices('windows-1252.csv'), /encoding/, /windows-1252/);
    expect(devices('windows-1252.csv', '--encoding', 'windows-1252').code).toBe(0);
    expect(named()[0]).toBe('N-1 Philips Séries 7');
  },
  'export-resaved-by-excel.csv': () => {
    withSample();
    const before = named();
    expect(devices('export-resaved-by-excel.csv', '--update').code).toBe(2);
    expect(named()).toEqual(before);
  },
  '—': () => {
    withSample();
    const { stderr } = run(folder, ['export', 'devices', '-o', 'd.csv']);
    const bytes = readFileSync(join(folder, 'd.csv'));
    expect(bytes.subarray(0, 3).toString('hex') === 'efbbbf' || /spreadsheet/.test(stderr)).toBe(true);
  },
  'utf16le-without-mark.csv': () => expectNamed('utf16le-without-mark.csv', 'N-1 诺瓦电视甲'),
  'utf16be-without-mark.csv': () => expectNamed('utf16be-without-mark.csv', 'N-1 诺瓦电视甲'),
  'gb18030-four-byte.csv': () => {
    expect(devices('gb18030-four-byte.csv').code).toBe(0);
    expect(named()[0]).toBe('N-1 䶮𠮷牌电视㐀');
  },
  'mixed-line-ends.csv': () => expectCodes(devices('mixed-line-ends.csv'), 'N-1', 'N-2', 'N-3', 'N-4'),
  'ctrl-z-at-end.csv': expectN1('ctrl-z-at-end.csv'),
  'two-files-joined.csv': () => expectRefused(devices('two-files-joined.csv'), /row 3.*header/),
  'trailing-commas-on-rows.csv': () => expectCodes(devices('trailing-commas-on-rows.csv'), 'N-1', 'N-2'),
  'inch-marks.csv': () => {
    expect(devices('inch-marks.csv').code).toBe(0);
    expect(named()).toEqual(['N-1 Nova 32" LCD', 'N-2 Nova 40" LCD', 'N-3 Nova 43']);
  },
  'quantity-with-zero-decimals.csv': () => {
    expect(devices('quantity-with-zero-decimals.csv').code).toBe(0);
    expect(listed()).toMatchObject([{ quantity: 12, minimum: 3, price: '899.00' }]);
  },
  'decimal-comma-weight.csv': () => {
    expectRefused(devices('decimal-comma-weight.csv'), /4\.125/, /--decimal/);
    expect(devices('decimal-comma-weight.csv', '--decimal', ',').code).toBe(0);
    expect(listed().map(({ weight }) => weight)).toEqual([4.125, 7.85]);
  },
  'decorated-headers.csv': expectN1('decorated-headers.csv'),
  'sep-line-padded.csv': expectN1('sep-line-padded.csv'),
  'error-and-boolean-cells.xlsx': () => expectRefused(devices('error-and-boolean-cells.xlsx'), /G2/, /H2/),
  'strict-open-xml.xlsx': expectN1('strict-open-xml.xlsx'),
  'prefixed-elements.xlsx': expectN1('prefixed-elements.xlsx'),
  'phonetic-and-rich-text.xlsx': () => {
    expect(devices('phonetic-and-rich-text.xlsx').code).toBe(0);
    expect(listed()).toMatchObject([{ name: '诺瓦 电视' }]);
  },
  'names-that-are-formulas.csv': () => {
    expect(devices('names-that-are-formulas.csv').code).toBe(0);
    run(folder, ['export', 'devices', '-o', 'e.csv']);
    run(folder, ['init', '--store', 'other']);
    expect(run(folder, ['import', 'devices', 'e.csv', '--store', 'other']).code).toBe(0);
    run(folder, ['export', 'devices', '-o', 'f.csv', '--store', 'other']);
    const [e, f] = ['e.csv', 'f.csv'].map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(f).toBe(e);
    expect(e).not.toMatch(/(?:^|,)"?[=+\-@]/m);
  },
  'workbook-under-another-name.xlsx': expectN1('workbook-under-another-name.xlsx'),
  'password-protected.xlsx': () => expectRefused(devices('password-protected.xlsx'), /password/),
  'delivery.csv': () => {
    withSample();
    expect(movements('delivery.csv').code).toBe(0);
    expect(movements('delivery-resaved.csv').code).toBe(4);
    expect(movements('delivery-resaved.csv', '--again').code).toBe(0);
  },
  'export-one-price-changed.csv': () => {
    withSample();
    const outcome = devices('export-one-price-changed.csv', '--update', '--json');
    expect(outcome.code).toBe(0);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ added: 0, changed: 1 });
  },
  'dated-movements.csv': () => {
    withSample();
    for (const words of [[], ['--ignore-extra']]) {
      const { code, stderr } = movements('dated-movements.csv', ...words);
      expect([code, stderr]).toEqual([2, expect.stringContaining('time of their recording')]);
    }
  },
  'cyrillic-twin-code.csv': () =>
    expect(devices('cyrillic-twin-code.csv').stderr).toMatch(/row 3.*CH-42P.*script/),
  'zero-width-in-code.csv': expectN1('zero-width-in-code.csv'),
  'names-to-search-and-sort.csv': () => {
    devices('names-to-search-and-sort.csv');
    const found = (word: string) =>
      JSON.parse(run(folder, ['search', word, '--json']).stdout).map(({ code }: Json) => code);
    const words = ['42英寸', '长虹42', '長虹', 'series', 'tv10', 'ch42p', '声宝'];
    const expected = ['CH-42P', 'CH-42P', 'CH-42P', 'PH-7', 'TV-10', 'CH-42P', 'TW-1'];
    expect(words.map(found)).toEqual(expected.map((code) => [code]));
    expect(codes().filter((code) => /^TV/.test(String(code)))).toEqual(['TV-1', 'TV-2', 'TV-10']);
    const brands = [...new Set(listed('--sort', 'brand').map(({ brand }) => brand))];
    const order = ['长虹', '重庆', '创维', '海信', '聲寶', '厦华'];
    expect(brands.filter((brand) => order.includes(String(brand)))).toEqual(order);
  },
  'scanner-quirks-devices.csv': () => {
    devices('scanner-quirks-devices.csv');
    const before = new Map(listed().map(({ code, quantity }) => [code, Number(quantity)]));
    const input = readFileSync(fileOf('scanner-quirks.txt'));
    const { code } = run(folder, ['scan', 'out'], { input });
    const taken = new Map(
      listed().map((device) => [
        device['code'],
        Number(before.get(device['code'])) - Number(device['quantity']),
      ]),
    );
    expect(taken.get('0711719814153')).toBe(1);
    expect(taken.get('6901234567892')).toBe(2);
    expect([taken.get('5'), taken.get('1001')]).toEqual([0, 0]);
    expect(code).toBe(4);
  },
};

function expectNamed(file: string, name: string): void {
  expect(devices(file).code).toBe(0);
  expect(named()).toContain(name);
}

describe.skipIf(cases === undefined)('a file of the table', () => {
  const table = cases === undefined ? '' : readFileSync(join(cases, 'README.md'), 'utf8');
  const lines = table.split('\n').filter((line) => /^\| .*\| .*\|/.test(line));
  const firsts = lines
    .map((line) => line.split('|')[1]?.trim() ?? '')
    .filter((first) => !/^(?:file|-+|the same)$/.test(first));
  it.each(firsts.flatMap((first) => first.split(/, (?:then )?/)))('%s comes out right', (name) => {
    const check =
      checks[name] ?? (existsSync(fileOf(name)) ? checks[name.replace('-resaved', '')] : undefined);
    if (name === 'scanner-quirks.txt') return;
    expect(check, `there is no check of ${name}`).toBeDefined();
    check?.();
  });
});
