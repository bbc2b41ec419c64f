import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, removeFolder, run } from './run.ts';

let folder: string;

beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  removeFolder(folder);
});

const nasty = [
  '=1+1',
  "'quoted",
  "'=x",
  "''=x",
  '@cmd',
  '-5',
  '+1',
  '"a", "b"',
  'semi;colon',
  '😀 电视 🖥️',
  '＝全角',
  '  spaced  '.trim(),
  '长虹 42 英寸等离子',
  'a|b\\c',
];

/** A catalogue with every kind, names that spreadsheets trip over, and every attribute. */
const catalogue = [
  'kind,code,name,brand,size,panel,disc,price,weight,quantity,minimum,cost,tv,dvd,tvPrice,dvdPrice',
  'combo,C-1,Linked combo,Nova,22,lcd,standard,,4.125,3,1,300.00,T-0,D-1,,',
  'combo,C-2,Given combo,,15,led,blu-ray,655.20,,0,,12.50,,,620.00,199.00',
  'dvd,D-1,Player,,,,hd,99.90,1.5,7,0,,,,,',
  ...nasty.map(
    (name, index) =>
      `tv,T-${index},"${(/^['=+\-@＝]/.test(name) ? `'${name}` : name).replaceAll('"', '""')}",,${20 + index}.5,plasma,,${index}.10,,${index},,,,,,`,
  ),
  '',
].join('\n');

function importInto(
  place: string,
  file: string | Uint8Array,
  words: readonly string[] = [],
): ReturnType<typeof run> {
  run(folder, ['init', '--store', place, '-q']);
  return run(folder, ['import', 'devices', '-', '--store', place, ...words], { input: file });
}

const exported = (place: string, format: string): string =>
  run(folder, ['export', 'devices', '--store', place, '--format', format]).stdout;

const listed = (place: string): { [field: string]: unknown }[] =>
  JSON.parse(run(folder, ['list', '--json', '--store', place]).stdout).map(
    ({ addedAt: _, changedAt: __, ...device }: { [field: string]: unknown }) => device,
  );

describe('an export', () => {
  it('keeps every name as it is', () => {
    expect(importInto('a', catalogue)).toMatchObject({ code: 0, stderr: '' });
    const names = listed('a').map(({ name }) => name);
    for (const name of nasty) expect(names).toContain(name);
    expect(listed('a').find(({ code }) => code === 'C-1')).toMatchObject({
      tv: 'T-0',
      dvd: 'D-1',
      price: '80.00',
      weight: 4.125,
      lastCost: '300.00',
    });
    expect(listed('a').find(({ code }) => code === 'C-2')).toMatchObject({
      tv: null,
      tvPrice: '620.00',
      lastCost: '12.50',
    });
  });

  it.each(['csv', 'json', 'jsonl'])('as %s, imported into a new store, exports the same bytes', (format) => {
    importInto('a', catalogue);
    const first = exported('a', format);
    expect(importInto('b', first)).toMatchObject({ code: 0, stderr: '' });
    expect(exported('b', format)).toBe(first);
    expect(listed('b')).toEqual(listed('a'));
  });

  it('as XLSX, imported into a new store, is the same book', () => {
    importInto('a', catalogue);
    expect(run(folder, ['export', 'devices', '--store', 'a', '-o', 'devices.xlsx']).code).toBe(0);
    expect(importInto('b', readFileSync(join(folder, 'devices.xlsx')))).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(listed('b')).toEqual(listed('a'));
    expect(exported('b', 'csv')).toBe(exported('a', 'csv'));
  });

  it('with -o replaces the file whole, or leaves it alone', () => {
    importInto('a', catalogue);
    writeFileSync(join(folder, 'out.csv'), 'old');
    expect(run(folder, ['export', 'devices', '--store', 'a', '-o', 'out.csv', '--yes']).code).toBe(0);
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe(`\ufeff${exported('a', 'csv')}`);
    expect(run(folder, ['export', 'devices', '--store', 'a', '-o', 'no/such/folder.csv']).code).not.toBe(0);
  });
});

describe('an import', () => {
  const english =
    'kind,code,name,brand,size,panel,disc,price,quantity\ntv,T-1,长虹等离子,长虹,42,plasma,,3299.00,2\ndvd,D-1,步步高,步步高,,,blu-ray,299.50,1\n';
  const chinese =
    '类别,入库编号,品名,品牌,尺寸,类型,规格,售价,入库数量\n普通电视机,T-1,长虹等离子,长虹,42,等离子,,3299.00,2\nDVD,D-1,步步高,步步高,,,蓝光高清,299.50,1\n';
  /** The Chinese characters of the files, in GBK. */
  const gbk = (text: string): Uint8Array => {
    const decoder = new TextDecoder('gbk');
    const bytesOf = new Map<string, number[]>();
    for (let high = 0x81; high <= 0xfe; high++) {
      for (let low = 0x40; low <= 0xfe; low++)
        bytesOf.set(decoder.decode(new Uint8Array([high, low])), [high, low]);
    }
    return new Uint8Array(
      [...text].flatMap((character) =>
        character < '\x80' ? [character.charCodeAt(0)] : (bytesOf.get(character) ?? []),
      ),
    );
  };
  const utf16 = (text: string, mark: boolean): Uint8Array =>
    Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');

  it.each<[string, () => string | Uint8Array]>([
    ['Chinese headers and labels', () => chinese],
    ['UTF-8 with a BOM', () => `\ufeff${english}`],
    ['UTF-16 with a BOM', () => utf16(english, true)],
    ['UTF-16 in Chinese without one', () => utf16(chinese, false)],
    ['GBK in Chinese', () => gbk(chinese)],
    ['semicolons and CRLF', () => english.replaceAll(',', ';').replaceAll('\n', '\r\n')],
    ['tabs', () => english.replaceAll(',', '\t')],
    ['a header in capitals', () => english.replace(/^.*\n/, (header) => header.toUpperCase())],
    [
      'JSON',
      () =>
        JSON.stringify([
          {
            kind: 'tv',
            code: 'T-1',
            name: '长虹等离子',
            brand: '长虹',
            size: 42,
            panel: 'plasma',
            price: 3299,
            quantity: 2,
          },
          {
            kind: 'dvd',
            code: 'D-1',
            name: '步步高',
            brand: '步步高',
            disc: 'blu-ray',
            price: '299.50',
            quantity: '1',
          },
        ]),
    ],
  ])('of the same devices as %s gives the same book', (_, file) => {
    importInto('a', english);
    expect(importInto('b', file()).code).toBe(0);
    expect(listed('b')).toEqual(listed('a'));
  });

  it('is all of it or nothing, and names every bad row', () => {
    const file =
      'kind,code,name,size,panel,price,quantity\ntv,T-1,Good,42,lcd,1,1\ntv,T-2,Bad,0,lcd,abc,-1\ntv,t-1,Twice,42,lcd,1,1\n,T-4,No kind,42,lcd,1,1\n';
    const outcome = importInto('a', file, ['--json']);
    expect([outcome.code, outcome.stdout]).toEqual([2, '']);
    const { rejected } = JSON.parse(outcome.stderr).error.details;
    expect(
      rejected.map(({ row, column, value, code }: { [key: string]: unknown }) => [row, column, value, code]),
    ).toEqual([
      [3, 'size', '0', 'invalid'],
      [3, 'price', 'abc', 'invalid'],
      [3, 'quantity', '-1', 'invalid'],
      [4, 'code', 't-1', 'duplicate-code'],
      [5, 'kind', '', 'invalid'],
    ]);
    expect(listed('a')).toEqual([]);
  });

  it('with --skip-bad takes the good rows and writes the others to --rejects, to be mended', () => {
    const file = 'kind,code,name,size,panel,price\ntv,T-1,Good,42,lcd,1\ntv,T-2,"=Bad",42,lcd,\n';
    const outcome = importInto('a', file, ['--skip-bad', '--rejects', 'bad.csv', '--json']);
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      entry: 1,
      devices: 1,
      movements: 0,
      skipped: 0,
      rejected: [{ row: 3, column: 'price' }],
    });
    const rejects = readFileSync(join(folder, 'bad.csv'), 'utf8');
    expect(rejects.split('\n')[0]).toBe('kind,code,name,size,panel,price,error');
    const mended = rejects.replace(',lcd,,', ',lcd,5,');
    expect(run(folder, ['import', 'devices', '-', '--store', 'a'], { input: mended })).toMatchObject({
      code: 0,
    });
    expect(listed('a').map(({ name }) => name)).toEqual(['Good', '=Bad']);
  });

  it.each([
    [
      'CSV',
      'kind,code,name,size,panel,price\ntv,T-1,Wide,42,lcd,1,,9\ntv,T-2,Bad,42,lcd,abc\ntv,T-3,Good,42,lcd,1\n',
    ],
    [
      'JSON Lines',
      '{"bad\n{"kind":"tv","code":"T-2","name":"Bad","size":42,"panel":"lcd","price":{"a":1}}\n{"kind":"tv","code":"T-3","name":"Good","size":42,"panel":"lcd","price":1}\n',
    ],
  ])('tells rows of %s that cannot be read beside those that are wrong, and can skip both', (_, file) => {
    const { rejected } = JSON.parse(importInto('a', file, ['--json']).stderr).error.details;
    expect(rejected).toHaveLength(2);
    expect(JSON.parse(importInto('b', file, ['--skip-bad', '--json']).stdout)).toMatchObject({
      devices: 1,
      rejected,
    });
    expect(listed('b').map(({ code }) => code)).toEqual(['T-3']);
  });

  it('says before it begins that the bad rows cannot be written', () => {
    const file = 'kind,code,name,size,panel,price\ntv,T-1,Good,42,lcd,1\n';
    expect(importInto('a', file, ['--skip-bad', '--rejects', 'no/such/bad.csv']).code).toBe(2);
    expect(importInto('a', file, ['--rejects', 'bad.csv']).code).toBe(2);
    expect(listed('a')).toEqual([]);
  });

  it('leaves a sound store behind, whatever rows were refused', () => {
    const file = 'kind,code,name,size,panel,price\ntv,T-1,Good,42,lcd,1\ntv,T-1,Twice,42,lcd,1\n';
    expect(importInto('a', file, ['--skip-bad']).code).toBe(2);
    expect(run(folder, ['verify', '--store', 'a']).code).toBe(0);
  });

  it('refuses a combo whose component was refused, naming that row', () => {
    const file =
      'kind,code,name,size,panel,disc,price,tv,dvd\ncombo,C-1,Both,42,lcd,hd,,T-1,D-1\ntv,T-1,No price,42,lcd,,,,\ndvd,D-1,Player,,,hd,10,,\n';
    const { rejected } = JSON.parse(importInto('a', file, ['--json']).stderr).error.details;
    expect(rejected).toMatchObject([
      { row: 2, column: 'tv', value: 'T-1' },
      { row: 3, column: 'price' },
    ]);
    expect(rejected[0].message).toMatch(/row 3/);
  });

  it('checks prices that follow from others', () => {
    const head =
      'kind,code,name,size,panel,disc,price,tv,dvd,tvPrice\ntv,T-1,Set,42,lcd,,100,,,\ndvd,D-1,Player,,,hd,50,,,\n';
    expect(importInto('a', `${head}combo,C-1,Both,42,lcd,hd,120.00,T-1,D-1,100.00\n`).code).toBe(0);
    expect(
      JSON.parse(importInto('b', `${head}combo,C-1,Both,42,lcd,hd,121.00,T-1,D-1,\n`, ['--json']).stderr)
        .error.details.rejected,
    ).toMatchObject([{ row: 4, column: 'price' }]);
    expect(
      JSON.parse(importInto('c', `${head}combo,C-1,Both,42,lcd,hd,,T-1,D-1,99\n`, ['--json']).stderr).error
        .details.rejected,
    ).toMatchObject([{ row: 4, column: 'tvPrice' }]);
  });

  it('with --update changes devices that exist, but never a quantity', () => {
    importInto('a', english);
    const update = (file: string) =>
      run(folder, ['import', 'devices', '-', '--store', 'a', '--update', '--json'], { input: file });
    expect(JSON.parse(update('code,price,brand\nt-1,2999,\n').stdout)).toMatchObject({
      entry: 2,
      devices: 1,
    });
    expect(listed('a').find(({ code }) => code === 'T-1')).toMatchObject({
      price: '2999.00',
      brand: '长虹',
      quantity: 2,
    });
    expect(update('code,quantity\nT-1,9\n').code).toBe(2);
    expect(JSON.parse(update('code,price,size\nT-1,2999.00,42\n').stdout)).toMatchObject({
      entry: null,
      devices: 0,
      skipped: 1,
    });
  });

  it('refuses unknown columns unless they are to be left out', () => {
    const file = 'kind,code,name,size,panel,price,colour\ntv,T-1,Set,42,lcd,1,red\n';
    expect(importInto('a', file)).toMatchObject({ code: 2, stderr: expect.stringContaining('colour') });
    expect(importInto('b', file, ['--ignore-extra']).code).toBe(0);
  });

  it('of movements goes row by row, names who took the stock, and skips keys already used', () => {
    importInto('a', english);
    const moves = (file: string, ...words: string[]) =>
      run(folder, ['import', 'movements', '-', '--store', 'a', '--json', ...words], { input: file });
    const head = 'code,type,quantity,reason,cost,ref,note,key,expect\n';
    const short = JSON.parse(
      moves(`${head}T-1,out,1,,,,,,\nT-1,出库,2,,,,,,\nT-1,out,1,,,,,,\nT-1,out,1,,,,,,\n`).stderr,
    ).error.details.rejected;
    expect(short).toMatchObject([
      { row: 3, column: 'quantity', value: '2', code: 'insufficient-stock' },
      { row: 5, column: 'quantity', value: '1', code: 'insufficient-stock' },
    ]);
    expect(
      short.map(({ message }: { message: string }) => /rows? ([\d, and]+) took/.exec(message)?.[1]),
    ).toEqual(['2', '2 and 4']);
    const good = `${head}T-1,in,5,purchase,2500,PO-1,,k1,2\nT-1,stock-out,7,sale,,,,k2,\nT-1,in,5,purchase,2500.00,PO-1,,k1,\n`;
    expect(JSON.parse(moves(good, '--dry-run').stdout)).toEqual({
      entry: null,
      devices: 0,
      movements: 2,
      ...{ added: 0, changed: 0, unchanged: 0, notes: [] },
      skipped: 1,
      rejected: [],
    });
    expect(JSON.parse(moves(good).stdout)).toEqual({
      entry: 2,
      devices: 0,
      movements: 2,
      ...{ added: 0, changed: 0, unchanged: 0, notes: [] },
      skipped: 1,
      rejected: [],
    });
    const [, first, second, third] = good.split('\n');
    const reordered = `${head}${second}\n${first}\n${third}\n`;
    expect(JSON.parse(moves(reordered).stdout)).toEqual({
      entry: null,
      devices: 0,
      movements: 0,
      ...{ added: 0, changed: 0, unchanged: 0, notes: [] },
      skipped: 3,
      rejected: [],
    });
    expect(
      JSON.parse(moves(`${head}T-1,in,6,purchase,2500,PO-1,,k1,\nT-1,in,1,,,,,,9\n`).stderr).error.details
        .rejected,
    ).toMatchObject([
      { row: 2, column: 'key', code: 'key-conflict' },
      { row: 3, column: 'expect', code: 'unexpected-quantity' },
    ]);
    expect(moves(good, '--again').code).toBe(0);
  });
});
