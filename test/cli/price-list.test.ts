import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workbookOf } from '../exchange/workbooks.ts';
import { filledOnce, newFolder, removeFolder, run } from './run.ts';

const catalogue = [
  'kind,code,name,brand,size,panel,disc,price,weight,quantity,minimum,cost,tv,dvd,tvPrice,dvdPrice',
  'tv,GD-40,光点 40 英寸液晶,光点,40,lcd,,1500.00,9.125,7,2,1100.00,,,,',
  'tv,0061,Lumen 61 OLED,Lumen,61,oled,,6000.00,,3,,5200.50,,,,',
  'dvd,GD-P1,光点播放机,光点,,,hd,400.00,1.5,11,4,,,,,',
  'combo,GD-40P,光点一体机,光点,40,lcd,hd,1520.00,10.2,2,1,1300.00,GD-40,GD-P1,1500.00,400.00',
  'combo,LM-1,=Lumen travel,Lumen,15,lcd,standard,640.00,3.3,4,1,,,,600.00,200.00',
  '',
].join('\n');

let folder: string;
const fill = filledOnce(() => {
  run(folder, ['init']);
  writeFileSync(join(folder, 'devices.csv'), catalogue);
  run(folder, ['import', 'devices', 'devices.csv']);
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const written = (file: string) => readFileSync(join(folder, file), 'utf8');
const write = (file: string, text: string | Buffer) => writeFileSync(join(folder, file), text);
const exported = (file: string) => {
  expect(run(folder, ['export', 'devices', '-o', file]).code).toBe(0);
  return written(file);
};
const update = (file: string, ...words: string[]) =>
  run(folder, ['import', 'devices', file, '--update', ...words]);
const counts = (file: string, ...words: string[]) => {
  const { code, stdout, stderr } = update(file, '--json', ...words);
  expect([code, stderr]).toEqual([0, '']);
  const { added, changed, unchanged } = JSON.parse(stdout) as Record<string, number>;
  return [added, changed, unchanged];
};
const rejectedOf = (file: string, ...words: string[]) => {
  const { code, stderr } = run(folder, ['import', 'devices', file, '--json', ...words]);
  const { rejected } = JSON.parse(stderr).error.details;
  return [code, rejected.map(({ row, column, code: why }: Record<string, unknown>) => [row, column, why])];
};
const priceOf = (device: string) => JSON.parse(run(folder, ['show', device, '--json']).stdout).price;

describe('a price list that was exported, changed and is imported with --update', () => {
  it('says what it changes, from what to what, with the combos that follow, and how much it leaves alone', () => {
    write('list.csv', exported('out.csv').replace('1500.00,9.125', '1299.00,9.125'));
    const { code, stdout } = update('list.csv');
    expect([code, stdout]).toEqual([
      0,
      '#2 imported 1 device: 0 added, 1 changed, 4 unchanged\n' +
        '  GD-40 光点 40 英寸液晶: price 1500.00 → 1299.00\n' +
        'prices that follow:\n' +
        '  GD-40P 光点一体机: price 1520.00 → 1359.20\n',
    ]);
    expect([priceOf('GD-40'), priceOf('GD-40P')]).toEqual(['1299.00', '1359.20']);
  });

  it('says the same beforehand with --dry-run, and in Chinese, and changes nothing', () => {
    write('list.csv', exported('out.csv').replace('1500.00,9.125', '1299.00,9.125'));
    const rehearsed = update('list.csv', '--dry-run', '--lang', 'zh');
    expect(rehearsed.stdout).toContain('新增 0，更新 1，未变 4');
    expect(rehearsed.stdout).toContain('售价 1500.00 → 1299.00');
    expect(update('list.csv', '--dry-run').stdout).toContain('0 added, 1 changed, 4 unchanged');
    expect(priceOf('GD-40')).toBe('1500.00');
  });

  it('names the devices that it adds, so that a mistyped code is seen', () => {
    write('list.csv', exported('out.csv').replace('tv,GD-40,', 'tv,GD-4O,'));
    const { code, stdout } = update('list.csv');
    expect(code).toBe(0);
    expect(stdout).toContain('1 added, 0 changed, 4 unchanged');
    expect(stdout).toContain('  GD-4O 光点 40 英寸液晶: 0 → 7 on hand; new\n');
  });

  it('says how many more it changes than it names', () => {
    const codes = Array.from({ length: 1003 }, (_, n) => `N-${n}`);
    const rows = (price: number) => codes.map((code) => `dvd,${code},Player,hd,${price}\n`).join('');
    write('many.csv', `kind,code,name,disc,price\n${rows(10)}`);
    run(folder, ['import', 'devices', 'many.csv']);
    write('many.csv', `kind,code,name,disc,price\n${rows(11)}`);
    const lines = update('many.csv').stdout.trimEnd().split('\n');
    expect(lines[0]).toContain('0 added, 1003 changed, 0 unchanged');
    expect([lines.length, lines.at(-2), lines.at(-1)]).toEqual([
      1002,
      '  N-999 Player: price 10.00 → 11.00',
      '  … and 3 more devices',
    ]);
  });

  it('counts as JSON, where a combo that follows is no row that was changed', () => {
    write('list.csv', exported('out.csv').replace('1500.00,9.125', '1299.00,9.125'));
    const { stdout } = update('list.csv', '--json');
    expect(JSON.parse(stdout)).toEqual({
      ...{ entry: 2, devices: 1, movements: 0, added: 0, changed: 1, unchanged: 4, skipped: 4 },
      ...{ notes: [], rejected: [] },
    });
    expect(Object.keys(JSON.parse(stdout))).toEqual([
      ...['entry', 'devices', 'movements', 'added', 'changed', 'unchanged', 'skipped', 'notes', 'rejected'],
    ]);
  });

  it('takes what follows from other columns as it was before, as it becomes, or blank', () => {
    const list = exported('out.csv').replace('1500.00,9.125', '1299.00,9.125');
    const rowOf = (price: string, tvPrice: string) =>
      list.replace(',1520.00,10.2,', `,${price},10.2,`).replace('GD-P1,1500.00', `GD-P1,${tvPrice}`);
    for (const [price, tvPrice] of [
      ['1520.00', '1500.00'],
      ['1359.20', '1299.00'],
      ['', ''],
    ] as const) {
      write('list.csv', rowOf(price, tvPrice));
      expect(counts('list.csv', '--dry-run')).toEqual([0, 1, 4]);
    }
    write('list.csv', rowOf('1400.00', ''));
    expect(rejectedOf('list.csv', '--update')).toEqual([2, [[4, 'price', 'invalid']]]);
    write('list.csv', rowOf('', '1501.00'));
    expect(rejectedOf('list.csv', '--update')).toEqual([2, [[4, 'tvPrice', 'invalid']]]);
  });

  it('is not as patient with what is typed: a price beside another TV must be its own', () => {
    run(folder, [
      'add',
      'tv',
      '--code',
      'T',
      '--name',
      'T',
      '--size',
      '40',
      '--panel',
      'lcd',
      '--price',
      '900',
    ]);
    expect(run(folder, ['edit', 'GD-40P', '--tv', 'T', '--tv-price', '1500']).code).toBe(2);
    expect(run(folder, ['edit', 'GD-40P', '--tv', 'T', '--tv-price', '900']).code).toBe(0);
  });

  it('keeps following a TV whose code was deleted from the list while its old price was left', () => {
    write('list.csv', 'code,price,tvPrice\nGD-40,1299,\nGD-40P,,1500\n');
    expect(counts('list.csv')).toEqual([0, 1, 1]);
    expect(priceOf('GD-40P')).toBe('1359.20');
  });

  it('refuses a quantity that is not on hand, for it changes by movements only, and says what is', () => {
    write('list.csv', 'code,quantity,price\nGD-40,7,1\n0061,4,1\n');
    expect(rejectedOf('list.csv', '--update')).toEqual([2, [[3, 'quantity', 'invalid']]]);
    expect(update('list.csv').stderr).toContain('on hand, which is 3');
  });

  it('names --update where devices exist and it was not given', () => {
    const { code, stderr } = run(folder, ['import', 'devices', 'devices.csv', '--again']);
    expect([code, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining('--update')]);
    expect(rejectedOf('devices.csv', '--again')[1]).toHaveLength(5);
  });

  it('takes a combo whose TV is in the book, whatever is wrong with the row of that TV', () => {
    write('list.csv', 'code,name,price,tv\nGD-40,,abc,\nGD-40P,Renamed,,GD-40\n');
    const { code, stdout } = update('list.csv', '--skip-bad');
    expect([code, stdout]).toEqual([2, expect.stringContaining('0 added, 1 changed, 0 unchanged')]);
  });

  it('adds no combo of a TV that is refused for what the list says it is worth', () => {
    write(
      'list.csv',
      'kind,code,name,size,panel,disc,price,quantity,value,tv,dvd\n' +
        'tv,N-1,New,40,lcd,,100,2,250,,\ncombo,N-2,Both,40,lcd,hd,,,,N-1,GD-P1\n',
    );
    expect(rejectedOf('list.csv')).toEqual([
      2,
      [
        [2, 'value', 'invalid'],
        [3, 'tv', 'not-found'],
      ],
    ]);
    expect(run(folder, ['import', 'devices', 'list.csv', '--skip-bad']).code).toBe(2);
    expect(run(folder, ['verify']).code).toBe(0);
  });
});

describe('what list and search print', () => {
  it.each(['csv', 'tsv', 'json', 'jsonl'])('can be imported as %s, changed or not', (format) => {
    const listed = run(folder, ['list', '--format', format]).stdout;
    write(`all.${format}`, listed);
    expect(counts(`all.${format}`)).toEqual([0, 0, 5]);
    write(`new.${format}`, listed.replaceAll('6000', '5500'));
    expect(counts(`new.${format}`)).toEqual([0, 1, 4]);
    write(`some.${format}`, run(folder, ['search', '光点', '--format', format]).stdout);
    expect(counts(`some.${format}`)).toEqual([0, 0, 3]);
  });

  it('makes the same book again in a new store', () => {
    write('all.csv', run(folder, ['list', '--format', 'csv']).stdout);
    run(folder, ['init', '--store', 'other']);
    expect(run(folder, ['import', 'devices', 'all.csv', '--store', 'other']).code).toBe(0);
    const devices = (...words: string[]) => run(folder, ['export', 'devices', ...words]).stdout;
    expect(devices('--store', 'other')).toBe(devices());
  });

  it('is refused where a last cost or a value was changed, and names what it comes to', () => {
    write('list.csv', 'code,lastCost,value\nGD-40,1100,9\n0061,5200.50,18000.00\nGD-P1,1,4400\n');
    expect(rejectedOf('list.csv', '--update')).toEqual([
      2,
      [
        [2, 'value', 'invalid'],
        [4, 'lastCost', 'invalid'],
      ],
    ]);
  });

  it('may have the old last cost and value beside a new cost and price', () => {
    write('list.csv', '入库编号,售价,进价,最后进价,金额\nGD-40,1400,1000,1100,10500.00\n');
    expect(counts('list.csv')).toEqual([0, 1, 0]);
  });
});

describe('a price list as spreadsheets save it', () => {
  const edited = () => exported('out.csv').replace('1500.00,9.125', '1299.00,9.125');

  it('is read with semicolons and CRLF, without a mark, and with numbers cut to what they show', () => {
    const shown = edited()
      .replace('\ufeff', '')
      .replaceAll(',', ';')
      .replaceAll('.00;', ';')
      .replaceAll('\n', '\r\n');
    write('list.csv', shown);
    expect(counts('list.csv')).toEqual([0, 1, 4]);
  });

  it('is read in the encoding of a Chinese Windows', () => {
    const text = edited()
      .replace('\ufeff', '')
      .replace(
        /^.*\n/,
        '类别,入库编号,品名,品牌,尺寸,类型,规格,售价,重量,入库数量,最低库存,进价,电视编号,DVD编号,电视单价,DVD单价\n',
      );
    write('list.csv', execFileSync('iconv', ['-f', 'utf-8', '-t', 'gb18030'], { input: text }));
    const { code, stdout } = update('list.csv', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { added: 0, changed: 1, unchanged: 4 }]);
  });

  it('is read from a workbook with shared strings, styles and blank cells with a style', async () => {
    const rows = [
      ['code', 'name', 'price', 'quantity', 'value'],
      ['GD-40', '光点 40 英寸液晶', 1299, 7, 10500],
      ['0061', 'Lumen 61 OLED', 6000, 3, 18000],
    ];
    const strings = rows.flat().filter((cell) => typeof cell === 'string');
    const cell = (value: string | number, address: string) =>
      typeof value === 'number'
        ? `<c r="${address}" s="1"><v>${value}</v></c>`
        : `<c r="${address}" t="s"><v>${strings.indexOf(value)}</v></c>`;
    const sheet = rows
      .map(
        (cells, row) =>
          `<row r="${row + 1}">${cells.map((value, at) => cell(value, `${'ABCDE'[at]}${row + 1}`)).join('')}<c r="F${row + 1}" s="1"/></row>`,
      )
      .join('');
    write(
      'list.xlsx',
      await workbookOf({
        sheet,
        shared: strings.map((text) => `<si><t>${text}</t></si>`).join(''),
        styles: '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="4"/></cellXfs>',
      }),
    );
    expect(counts('list.xlsx')).toEqual([0, 1, 1]);
  });
});

const hasSpreadsheet = spawnSync('soffice', ['--version']).status === 0;

describe.skipIf(!hasSpreadsheet)('a price list that LibreOffice has saved (needs soffice)', () => {
  /** Opens a file in the spreadsheet program and saves it under another ending. */
  function saved(file: string, ending: 'csv' | 'xlsx'): string {
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
    // As the import dialogue takes a file that begins with a mark: commas, double quotes, UTF-8, from the first line.
    const csv = 'Text - txt - csv (StarCalc):44,34,76,1';
    const from = file.endsWith('.csv') ? [`--infilter=${csv}`] : [];
    // Cells as they are shown.
    const to = ending === 'csv' ? `csv:${csv},,0,false,true` : ending;
    execFileSync(
      'soffice',
      [
        profile,
        '--headless',
        ...from,
        '--convert-to',
        to,
        '--outdir',
        join(folder, 'saved'),
        join(folder, file),
      ],
      { stdio: 'ignore', timeout: 300_000 },
    );
    return `saved/${file.replace(/[^.]+$/, ending)}`;
  }

  it('changes the one price that was changed, from CSV to CSV and to a workbook', () => {
    write(
      'list.csv',
      exported('out.csv').replace('1500.00,9.125', '1299.00,9.125').replace('tv,0061,', 'tv,GD-61,'),
    );
    run(folder, ['edit', '0061', '--code', 'GD-61']);
    expect(counts(saved('list.csv', 'csv'), '--dry-run')).toEqual([0, 1, 4]);
    expect(counts(saved('list.csv', 'xlsx'))).toEqual([0, 1, 4]);
    expect(priceOf('GD-40')).toBe('1299.00');
  }, 600_000);

  it('is unchanged where nothing was changed in a workbook, codes with zeros in front and all', () => {
    exported('list.xlsx');
    expect(counts(saved('list.xlsx', 'xlsx'))).toEqual([0, 0, 5]);
    expect(counts(saved('list.xlsx', 'csv'))).toEqual([0, 0, 5]);
  }, 600_000);

  it('is read from what list prints', () => {
    write('list.csv', `\ufeff${run(folder, ['list', '--format', 'csv', '--kind', 'combo']).stdout}`);
    expect(counts(saved('list.csv', 'xlsx'))).toEqual([0, 0, 2]);
  }, 600_000);
});
