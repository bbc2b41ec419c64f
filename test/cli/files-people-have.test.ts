import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workbookOf, zipped } from '../exchange/workbooks.ts';
import { type Outcome, runHere } from '../fuzz/running.ts';
import { newFolder, removeFolder } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = newFolder();
  expect(await runHere(folder, ['init'])).toMatchObject({ code: 0 });
});
afterEach(() => removeFolder(folder));

/** Imports a file of a name that people would give it. */
async function imported(
  what: 'devices' | 'movements',
  name: string,
  content: string | Uint8Array,
  ...words: string[]
): Promise<Outcome> {
  writeFileSync(join(folder, name), content);
  return runHere(folder, ['import', what, join(folder, name), ...words]);
}
const devices = (content: string | Uint8Array, ...words: string[]): Promise<Outcome> =>
  imported('devices', typeof content === 'string' ? 'list.csv' : 'list.xlsx', content, ...words);
const movements = (content: string, ...words: string[]): Promise<Outcome> =>
  imported('movements', 'moves.csv', content, ...words);

type Json = { readonly [field: string]: unknown };
const listed = async (): Promise<readonly Json[]> =>
  JSON.parse((await runHere(folder, ['list', '--json'])).stdout);
const each = async (field: string): Promise<readonly unknown[]> =>
  (await listed()).map((device) => device[field]);

async function expectRefused(attempt: Promise<Outcome>, ...why: (string | RegExp)[]): Promise<void> {
  const { code, stderr } = await attempt;
  expect([code, stderr]).toEqual([2, expect.any(String)]);
  for (const one of why) expect(stderr).toMatch(one);
}

/** A text in an encoding that Node only reads. */
function encoded(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding);
  const known = new Map<string, number[]>();
  for (let first = 255; first >= 0; first--) {
    for (let second = 0x40; first > 0x80 && second < 255; second++)
      known.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
    known.set(decoder.decode(Uint8Array.of(first)), [first]);
  }
  return Buffer.from(Array.from(text, (character) => known.get(character) ?? []).flat());
}

const header = 'kind,code,name,size,panel,price,quantity';
const lumen = (code: string, name = 'Lumen 43'): string => `tv,${code},${name},43,lcd,1299.00,6`;
const list = (...rows: string[]): string => [header, ...rows, ''].join('\n');

/** A sheet whose cells are texts, numbers, or XML. */
const cellOf = (cell: string | number): string => {
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  return cell.startsWith('<') || cell === ''
    ? cell || '<c/>'
    : `<c t="inlineStr"><is><t>${cell}</t></is></c>`;
};
const rowsOf = (...rows: (string | number)[][]): string =>
  rows.map((cells) => `<row>${cells.map(cellOf).join('')}</row>`).join('');
const headers = header.split(',');

describe('an encoding that only a guess explains', () => {
  it.each([
    ['big5', '大同液晶電視'],
    ['shift_jis', 'シャープ液晶テレビ'],
    ['euc-kr', '엘지 텔레비전'],
    ['windows-1252', 'Téléviseur Größe'],
  ])('is asked for, and read right as %s', async (encoding, name) => {
    const bytes = encoded(list(lumen('LU-1', name)), encoding);
    await expectRefused(imported('devices', 'list.csv', bytes), '--encoding', encoding);
    expect((await imported('devices', 'list.csv', bytes, '--encoding', encoding)).code).toBe(0);
    expect(await each('name')).toEqual([name]);
  });

  it('is GBK where a Chinese header proves it, or a name that is in the book', async () => {
    const named = encoded(`code,name,price\nLU-1,流明 43 英寸,1199\nLU-2,另一台,1\n`, 'gbk');
    expect((await devices(list(lumen('LU-1', '流明 43 英寸'), lumen('LU-2')))).code).toBe(0);
    expect((await imported('devices', 'prices.csv', named, '--update')).code).toBe(0);
    expect(await each('name')).toEqual(['流明 43 英寸', '另一台']);
    const chinese = encoded('类别,入库编号,品名,尺寸,类型,售价\n普通电视机,LU-3,流明,43,液晶,9\n', 'gbk');
    expect((await imported('devices', 'new.csv', chinese)).code).toBe(0);
  });

  it('never changes names that it does not know, nor headers', async () => {
    expect((await devices(list(lumen('LU-1', '流明电 43')))).code).toBe(0);
    // UTF-8 that a program read as GBK and saved.
    const seen = new TextDecoder('gbk')
      .decode(Buffer.from('code,name\nLU-1,流明电 43\n'))
      .replaceAll('\ufffd', '?');
    await expectRefused(imported('devices', 'again.csv', encoded(seen, 'gbk'), '--update'), '--encoding');
    const big5 = encoded('類別,編號,品名\ntv,X,Y\n', 'big5');
    await expectRefused(imported('devices', 'taiwan.csv', big5), '--encoding');
  });
});

describe('a code that a spreadsheet has changed', () => {
  it.each(['4.00638E+12', '4.0E+15', '4E+12', '4,00638E+12'])(
    'to %s is refused, and so is a reference',
    async (code) => {
      await expectRefused(devices(list(`tv,"${code}",Lumen,43,lcd,1,1`)), /row 2.*text/);
      await devices(list(lumen('LU-1')));
      await expectRefused(movements(`code,type,quantity,ref\nLU-1,in,1,"${code}"\n`), /row 2: ref/);
    },
  );

  it('to zeros at its end is refused, unless it is marked as text', async () => {
    const long = '400638133393100000';
    await expectRefused(devices(list(lumen(long))), long);
    expect((await devices(list(lumen(`="${long}"`)))).code).toBe(0);
    expect((await devices(list(lumen('106141411234567897')))).code).toBe(0);
  });

  it.each(['12-Mar', 'Mar-12', '3月12日', '2026/3/12', '2026-03-12'])(
    'to the date %s is noted',
    async (code) => {
      const outcome = await devices(list(lumen(code)));
      expect(outcome).toMatchObject({ code: 0, stderr: expect.stringMatching(/row 2: .* date/) });
    },
  );

  it.each(['#N/A', '#REF!', '#NAME?', '########'])(
    'to the error %s is refused, as is any cell',
    async (text) => {
      await expectRefused(devices(list(lumen(text))), /row 2: code/);
      await expectRefused(devices(list(lumen('LU-1', text))), /row 2: name/);
    },
  );

  it('to zeros at its end is text where the file says so', async () => {
    const row = { kind: 'tv', code: '400638133393100000', name: 'Lumen', size: 43, panel: 'lcd', price: 1 };
    expect((await imported('devices', 'list.json', JSON.stringify([row]))).code).toBe(0);
    const text = JSON.stringify([row]).replace('"400638133393100000"', '500638133393100000');
    await expectRefused(imported('devices', 'list.json', text), /row 1/);
  });

  it('of letters and digits as real ones have is read as it is', async () => {
    expect((await devices(list(lumen('219E01'), lumen('E+1'), lumen('1.5'), lumen('00042')))).code).toBe(0);
    expect(await each('code')).toEqual(expect.arrayContaining(['219E01', 'E+1', '1.5', '00042']));
  });

  it.each([
    ["'00042", '00042'],
    ['="00042"', '00042'],
    ['"=""00042"""', '00042'],
  ])('and marked as text, %s, is what was meant', async (typed, code) => {
    expect((await devices(list(lumen(typed)))).code).toBe(0);
    expect(await each('code')).toEqual([code]);
  });

  const withCode = (cell: string, formatCode = 'General') =>
    workbookOf({
      sheet: rowsOf(headers, ['tv', cell, 'Lumen 43', 43, 'lcd', 1299, 6]),
      styles: `<numFmts><numFmt numFmtId="170" formatCode="${formatCode}"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs>`,
    });

  it.each([
    ['0000000', '0000042'],
    ['&quot;LU-&quot;0000', 'LU-0042'],
    ['\\L\\U0', 'LU42'],
    ['000-000', '000-042'],
    ['0;[Red]-0', '42'],
    ['General', '42'],
    ['@', '42'],
    ['#', '42'],
  ])('is as the sheet shows it in the format %s', async (format, code) => {
    expect((await devices(await withCode('<c s="1"><v>42</v></c>', format))).code).toBe(0);
    expect(await each('code')).toEqual([code]);
  });

  it.each([
    ['a date', '<c s="1"><v>46093</v></c>', 'd-mmm', /row 2.*B2.*date/],
    ['a date in ISO', '<c t="d"><v>2026-03-12</v></c>', '0', /row 2.*B2.*date/],
    ['too long a number', '<c><v>4.0063813339310001E+17</v></c>', '0', /row 2.*B2.*digits/],
    ['a number in short', '<c s="1"><v>4006381333931</v></c>', '0.00E+00', /row 2.*B2/],
    ['percent', '<c s="1"><v>42</v></c>', '0%', /row 2.*B2/],
    ['an error', '<c t="e"><v>#REF!</v></c>', '0', /row 2.*B2.*#REF!/],
  ])('and is %s in a sheet is refused with its cell', async (_, cell, format, why) => {
    await expectRefused(devices(await withCode(cell, format)), why);
  });
});

describe('the table of a file', () => {
  it('is found below a title, whatever separates its cells, and said', async () => {
    const text = `Stock list, spring\n\nmade by; Wang\n${list(lumen('LU-1')).replaceAll(',', ';')}`;
    const { code, stderr } = await devices(text);
    expect([code, stderr]).toEqual([0, expect.stringContaining('row 4')]);
    expect(await each('code')).toEqual(['LU-1']);
  });

  it('begins in the row that --header-row says, or is refused', async () => {
    const text = `${header}\ntv,OLD,Old,43,lcd,1,1\n${header}\n${lumen('LU-1')}\n`;
    expect((await devices(text, '--header-row', '3')).code).toBe(0);
    expect(await each('code')).toEqual(['LU-1']);
    await expectRefused(devices(text, '--header-row', '9'), 'row 9');
    await expectRefused(devices(text, '--header-row', '0'), 'header');
  });

  it.each(['Code*', 'code (SKU)', ' CODE ', '入库编号（必填）', '入库 编号：', '"入库\n编号"', '﻿code'])(
    'has a header that is written %s',
    async (code) => {
      expect((await devices(list(lumen('LU-1')).replace('code', code))).code).toBe(0);
    },
  );

  it.each([
    ['price (USD)', 'price', 'usd'],
    ['售价（美元）', 'price', '美元'],
    ['size (cm)', 'size', 'cm'],
  ])('has no header of another unit: %s', async (name, column, unit) => {
    await expectRefused(devices(list(lumen('LU-1')).replace(column, name)), unit);
    expect((await devices(list(lumen('LU-1')).replace('price', 'price (CNY)'))).code).toBe(0);
  });

  it('may have blank cells beyond its columns, a padded sep= line and an end mark', async () => {
    expect((await devices(`${header}\n${lumen('LU-1')},, ,\n\n,,,\n\x1a`)).code).toBe(0);
    const semicolons = list(lumen('LU-2')).replaceAll(',', ';');
    expect((await devices(`sep=;;;;;;\r\n${semicolons}`)).code).toBe(0);
    expect((await devices(`"sep=;"\n${semicolons.replace('LU-2', 'LU-3')}`)).code).toBe(0);
    await expectRefused(devices(`${header}\n${lumen('LU-4')},,x\n`), /row 2/);
  });

  it('loses one row to a bad quote or cell, not the others', async () => {
    const text = list(
      'tv,A-1,"Lumen" 43,43,lcd,1,1',
      'tv,A-2,Lumen 32",32,lcd,1,1',
      'tv,A-3,"never closed,1',
      lumen('A-4'),
    );
    const { code, stderr } = await devices(text, '--skip-bad');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/row 2: (?:.|\n)*row 4: /)]);
    expect(await each('name')).toEqual(['Lumen 32"', 'Lumen 43']);
  });

  it('that repeats its header was joined of two', async () => {
    await expectRefused(devices(`${list(lumen('LU-1'))}\ufeff${list(lumen('LU-2'))}`), /row 3: .*headers/);
  });

  it('has no dates of movements, even if other columns are ignored', async () => {
    await devices(list(lumen('LU-1')));
    for (const name of ['date', '日期', 'Time', '出库日期', 'Order Date'])
      await expectRefused(
        movements(`${name},code,type,quantity\n2026-10-20,LU-1,out,1\n`, '--ignore-extra'),
        'time of their recording',
      );
  });
});

describe('a number in a file', () => {
  const weighing = (weight: string): string =>
    `kind;code;name;size;panel;price;weight;quantity\ntv;LU-1;Lumen;43;lcd;1299,50;${weight};6\n`;

  it.each([
    [',', '4,125', 4.125],
    [',', '7,85', 7.85],
    [',', '1.004,5', 1004.5],
  ])('has its decimals behind %s if that is said: %s', async (mark, weight, kilograms) => {
    expect((await devices(weighing(weight), '--decimal', mark)).code).toBe(0);
    expect(await listed()).toMatchObject([{ weight: kilograms, price: '1299.50' }]);
  });

  it.each(['4,125', '4，125'])('that can be read in two ways, %s, is refused', async (weight) => {
    const text = weighing(weight).replace('1299,50', '1299');
    await expectRefused(devices(text), /row 2: weight.*4\.125 or 4125/, '--decimal');
    expect((await devices(text, '--decimal', '.')).code).toBe(0);
    expect(await each('weight')).toEqual([4125]);
  });

  it.each(['1299,50', '1.299,50'])(
    'with a comma before decimals, %s, is refused with the way out',
    async (price) => {
      await expectRefused(
        devices(list(lumen('LU-1').replace('1299.00', `"${price}"`))),
        /price.*--decimal ,/,
      );
    },
  );

  it('is no thousand where a point may stand between thousands', async () => {
    const text = list(lumen('LU-1').replace('1299.00,6', '1299,1.000')).replaceAll(',', ';');
    await expectRefused(devices(text), /quantity.*1000/);
    expect((await devices(text, '--decimal', ',')).code).toBe(0);
    expect(await each('quantity')).toEqual([1000]);
  });

  it('in a cell of a workbook is itself, whatever stands before decimals in texts', async () => {
    const sheet = rowsOf([...headers, 'weight'], ['tv', 'LU-1', 'Lumen', 43, 'lcd', '1.299,50', 6, 4.125]);
    expect((await devices(await workbookOf({ sheet }), '--decimal', ',')).code).toBe(0);
    expect(await listed()).toMatchObject([{ weight: 4.125, price: '1299.50', size: 43 }]);
  });

  it('may have zeros, a word or a sign that change nothing', async () => {
    expect(
      (await devices(list('tv,LU-1,Lumen,43.0,lcd,1299.5000,6.00', 'tv,LU-2,Lumen,43,lcd,1299元,6'))).code,
    ).toBe(0);
    expect(await each('price')).toEqual(['1299.50', '1299.00']);
    await expectRefused(devices(list('tv,LU-3,Lumen,43,lcd,$5,6')), /row 2: price.*CNY/);
  });
});

describe('a workbook', () => {
  const merged = (...references: string[]): string =>
    `</sheetData><mergeCells>${references.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells><sheetData>`;

  it('has no merged quantity, code or price', async () => {
    for (const [reference, column] of [
      ['G2:G3', 'quantity'],
      ['B2:B3', 'code'],
      ['F2:F3', 'price'],
      ['F2:G3', 'price'],
    ]) {
      const rows: (string | number)[][] = [
        ['tv', 'LU-1', 'Lumen', 43, 'lcd', 9, 6],
        ['tv', 'LU-2', 'Lumen', 43, 'lcd', 9, ''],
      ];
      const sheet = rowsOf(headers, ...rows) + merged(reference ?? '');
      await expectRefused(
        devices(await workbookOf({ sheet })),
        `row 2: ${column}`,
        `row 3: ${column}`,
        String(reference),
      );
    }
  });

  it('counts a merged brand, reference or note for each of its rows', async () => {
    const rows = [
      ['tv', 'LU-1', 'Lumen', 43, 'lcd', 9, 6, 'Lumen'],
      ['tv', 'LU-2', 'Lumen', 43, 'lcd', 9, 6],
    ];
    const sheet = `${rowsOf([...headers, 'brand'], ...rows)}${merged('A1:H1', 'H2:H3')}`;
    expect((await devices(await workbookOf({ sheet }))).code).toBe(0);
    expect(await each('brand')).toEqual(['Lumen', 'Lumen']);
  });

  const twoSheets = async (first: string, second: string, state = ''): Promise<Buffer> =>
    zipped({
      'xl/workbook.xml': `<workbook><sheets><sheet name="Notes" ${state} r:id="a"/><sheet name="Stock" r:id="b"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="worksheets/a.xml"/><Relationship Id="b" Type="http://x/worksheet" Target="worksheets/b.xml"/></Relationships>',
      'xl/worksheets/a.xml': `<worksheet><sheetData>${first}</sheetData></worksheet>`,
      'xl/worksheets/b.xml': `<worksheet><sheetData>${second}</sheetData></worksheet>`,
    });
  const stock = (code: string): string => rowsOf(headers, ['tv', code, 'Lumen', 43, 'lcd', 9, 6]);

  it('is read from the first visible sheet with the columns, and the others are named', async () => {
    const hidden = await devices(await twoSheets(stock('OLD'), stock('LU-1'), 'state="veryHidden"'));
    expect(hidden).toMatchObject({ code: 0, stderr: expect.stringMatching(/“Stock”.*“Notes” \(hidden\)/) });
    const notes = await devices(await twoSheets(rowsOf(['How to fill in this form']), stock('LU-2')));
    expect(notes).toMatchObject({ code: 0, stderr: expect.stringContaining('“Notes”') });
    expect(await each('code')).toEqual(['LU-1', 'LU-2']);
  });

  it('is read from the sheet that --sheet names', async () => {
    const workbook = await twoSheets(stock('N-1'), stock('S-1'), 'state="hidden"');
    expect((await devices(workbook, '--sheet', 'notes')).code).toBe(0);
    expect(await each('code')).toEqual(['N-1']);
    await expectRefused(devices(workbook, '--sheet', 'Sales'), '“Stock”');
    await expectRefused(devices(list(lumen('LU-1')), '--sheet', 'Stock'), '--sheet');
    const none = await twoSheets(rowsOf(['a', 'b']), rowsOf(['c', 'd']));
    await expectRefused(devices(none), '--sheet', '“Notes”');
  });

  it('has hidden rows, which are read and counted', async () => {
    const sheet = `${rowsOf(headers)}<row hidden="1">${['tv', 'LU-1', 'Lumen', 43, 'lcd', 9, 6].map(cellOf).join('')}</row>`;
    const { code, stderr } = await devices(await workbookOf({ sheet }));
    expect([code, stderr]).toEqual([0, expect.stringMatching(/1 hidden row.*2/)]);
  });

  it('may keep its parts under other names, which the package says', async () => {
    const workbook = await zipped({
      '_rels/.rels':
        '<Relationships><Relationship Id="x" Type="http://x/officeDocument" Target="/book/main.xml"/></Relationships>',
      'book/main.xml': '<workbook><sheets><sheet name="S" r:id="a"/></sheets></workbook>',
      'book/_rels/main.xml.rels':
        '<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="one.xml"/><Relationship Id="b" Type="http://x/sharedStrings" Target="Texts.xml"/></Relationships>',
      'book/one.xml': `<worksheet><sheetData>${rowsOf(headers)}<row>${'<c t="s"><v>0</v></c>'}${['LU-1', 'Lumen', 43, 'lcd', 9, 6].map(cellOf).join('')}</row></sheetData></worksheet>`,
      'book/texts.xml': '<sst><si><t>tv</t></si></sst>',
    });
    expect((await devices(workbook)).code).toBe(0);
  });
});

describe('a file that is no table', () => {
  const compound = (name: string): Buffer => {
    const bytes = Buffer.alloc(2048);
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    bytes.writeUInt16LE(9, 30);
    bytes.writeUInt32LE(1, 48);
    bytes.write(name, 1024 + 128, 'utf16le');
    bytes.writeUInt16LE(2 * name.length + 2, 1024 + 128 + 64);
    return bytes;
  };

  it.each<[string, string, () => Promise<Buffer> | Buffer | string, RegExp]>([
    ['protected by a password', 'list.xlsx', () => compound('EncryptionInfo'), /password/],
    ['an old workbook', 'list.xls', () => compound('Workbook'), /old Excel.*\.xlsx/],
    ['an old document', 'list.xls', () => compound('WordDocument'), /document/],
    [
      'a web page',
      'list.xls',
      () => '\ufeff<html><table><tr><td>code</td></tr></table></html>',
      /web page.*\.xlsx/,
    ],
    [
      'XML of an old Excel',
      'list.xls',
      () => '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
      /web page/,
    ],
    [
      'OpenDocument',
      'list.ods',
      () => zipped({ mimetype: 'application/vnd.oasis', 'content.xml': '<x/>' }),
      /\.ods.*Save as/,
    ],
    ['of Numbers', 'list.numbers', () => zipped({ 'Index/Document.iwa': 'x' }), /Numbers.*Export/],
    [
      'a Word document',
      'list.xlsx',
      () =>
        zipped({
          '_rels/.rels':
            '<Relationships><Relationship Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>',
        }),
      /document/,
    ],
    ['an archive', 'list.zip', () => zipped({ 'list.csv': 'code' }), /unpack/],
    ['a PDF', 'list.csv', () => '%PDF-1.7\n', /PDF/],
    ['a picture', 'list.csv', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /picture/],
    ['empty', 'list.csv', () => '', /empty/],
  ])('is called by what it is: %s', async (_, name, content, why) => {
    const { code, stderr } = await imported('devices', name, await content());
    expect([code, stderr]).toEqual([2, expect.stringMatching(why)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect((await imported('devices', name, await content(), '--lang', 'zh')).stderr).toMatch(
      /^错误：.*\p{Script=Han}/u,
    );
  });
});

describe('the same rows', () => {
  const moves = 'code,type,quantity,ref\nLU-1,in,5,PO-9\nLU-1,出库,2,SO-9\n';
  beforeEach(async () => {
    await devices(list(lumen('LU-1')));
    expect((await movements(moves)).code).toBe(0);
  });

  it.each<[string, () => string | Promise<Buffer>]>([
    ['with a mark and other line ends', () => `\ufeff${moves.replaceAll('\n', '\r\n')}`],
    ['separated by semicolons', () => moves.replaceAll(',', ';')],
    ['with other columns first', () => 'ref,quantity,type,code\nPO-9,5.0,in,LU-1\nSO-9,2,out,LU-1\n'],
    ['in Chinese', () => '入库编号,出入库,数量,单号\nLU-1,入库,5,PO-9\nLU-1,出库,2,SO-9\n'],
    [
      'as JSON Lines',
      () =>
        '{"code":"LU-1","type":"in","quantity":5,"ref":"PO-9"}\n{"code":"LU-1","type":"out","quantity":"2","ref":"SO-9"}\n',
    ],
    [
      'as a workbook',
      () =>
        workbookOf({
          sheet: rowsOf(
            ['code', 'type', 'quantity', 'ref'],
            ['LU-1', 'in', 5, 'PO-9'],
            ['LU-1', 'out', 2, 'SO-9'],
          ),
        }),
    ],
  ])('%s are not booked twice', async (_, again) => {
    const content = await again();
    const second = await imported('movements', 'again', content);
    expect([second.code, second.stderr]).toEqual([4, expect.stringContaining('#2')]);
    expect((await imported('movements', 'again', content, '--again')).code).toBe(0);
    expect(await each('quantity')).toEqual([12]);
  });

  it('may be imported once more when the entry has been undone', async () => {
    expect((await runHere(folder, ['undo', '2', '--yes'])).code).toBe(0);
    expect((await movements(moves)).code).toBe(0);
    expect((await movements(moves)).code).toBe(4);
  });

  it('in another number are other rows', async () => {
    expect((await movements(moves.replace('5', '50'))).code).toBe(0);
  });
});

describe('a code that looks like another one', () => {
  it.each([
    ['LU-1', 'LU-1А', 'LU-1A', /script/],
    ['X', 'LU-1O', 'LU-10', /0 or 1/],
    ['X', '00042', '42', /zeros/],
  ])('of the file or the book is noted', async (other, code, twin, why) => {
    const inFile = await devices(list(lumen(other), lumen(twin), lumen(code)));
    expect(inFile).toMatchObject({ code: 0, stderr: expect.stringMatching(why) });
    expect(inFile.stderr).toMatch(/row 4: .*\(row 3\)/);
  });

  it('is noted of the book, and in the answer as JSON', async () => {
    await devices(list(lumen('LU-10')));
    const { code, stdout } = await devices(list(lumen('LU-1O')), '--json');
    expect([code, JSON.parse(stdout).notes]).toEqual([0, [expect.stringContaining('“LU-10”')]]);
  });

  it('is noted in an update if it is one typing error from one that is not in the file', async () => {
    await devices(list(lumen('LU-43A'), lumen('LU-43B'), lumen('LU-0101')));
    const typo = await devices(list(lumen('LU-43BB', 'Another'), lumen('LU-43A')), '--update');
    expect(typo).toMatchObject({ code: 0, stderr: expect.stringMatching(/“LU-43B”.*typing error/) });
    const numbering = await devices(list(lumen('LU-0102', 'Another')), '--update');
    expect(numbering).toMatchObject({ code: 0, stderr: '' });
  });

  it('adds nothing with --only-existing, which goes with --update', async () => {
    await devices(list(lumen('LU-43A')));
    await expectRefused(
      devices(list(lumen('LU-43AA')), '--update', '--only-existing'),
      /row 2: code.*LU-43AA/,
    );
    await expectRefused(devices(list(lumen('LU-9')), '--only-existing'), '--update');
  });

  it('has no characters that nobody sees', async () => {
    await devices(list(lumen('LU\u200b-1\ufeff', 'Lu\u00admen')));
    expect(await listed()).toMatchObject([{ code: 'LU-1', name: 'Lumen' }]);
    expect((await runHere(folder, ['show', 'LU-\u200b1'])).code).toBe(0);
  });
});
