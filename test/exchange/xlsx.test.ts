import { describe, expect, it } from 'vitest';
import { xlsxFile } from '../../src/exchange/write/write-xlsx.ts';
import { invalid, refusalOf, rowsOf, source } from './reading.ts';
import { workbookOf, zipped } from './workbooks.ts';

const text = (reference: string, value: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`;
const header = `<row r="1">${text('A1', 'a')}${text('B1', 'b')}</row>`;
const withCell = (cell: string): Promise<Buffer> =>
  workbookOf({ sheet: `${header}<row r="2">${cell}</row>` });

describe('a workbook', () => {
  it('gives the rows of its first sheet, numbered as Excel shows them', async () => {
    const sheet = `<row r="3">${text('B3', 'code')}${text('D3', 'name')}</row><row r="4"/>\
<row r="7">${text('B7', '007')}${text('C7', ' ')}</row><row><c><v>1</v></c></row>`;
    const workbook = `<workbook><sheets><sheet name="S" r:id="rId1"/><sheet name="Notes" r:id="rId2"/></sheets></workbook>`;
    const bytes = await workbookOf({ sheet: sheet.replace('<row><c><v>1</v></c></row>', ''), workbook });
    const sheetRead = { title: 'S', others: [{ title: 'Notes', isHidden: false }] };
    expect(await source(bytes)).toMatchObject({ format: 'xlsx', guessed: false, sheet: sheetRead });
    expect((await source(bytes)).header).toEqual(['', 'code', '', 'name']);
    expect(await rowsOf(bytes)).toEqual([[7, { code: '007' }]]);
    expect(await refusalOf(await workbookOf({ sheet }))).toEqual(
      invalid('file-header-empty', { row: 8, column: 'A', value: '1' }),
    );
  });

  it('may name its cells by place alone, its elements with a prefix, and its sheet from the root', async () => {
    const sheet = '<x:row><x:c t="s"><x:v>0</x:v></x:c></x:row><x:row><x:c><x:v>5</x:v></x:c></x:row>';
    const bytes = await workbookOf({
      sheet,
      shared: '<si><t>a</t></si>',
      target: '/xl/worksheets/sheet1.xml',
    });
    expect(await rowsOf(bytes)).toEqual([[2, { a: '5' }]]);
  });

  it('joins the runs of rich text, without the phonetic ones, and unescapes', async () => {
    const shared =
      '<si><r><t>液</t></r><r><t xml:space="preserve">晶 </t></r><rPh><t>ye</t></rPh></si><si><t>a_x000D_b &amp; _x005F_x0041_</t></si>';
    const bytes = await workbookOf({
      sheet: `${header}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>`,
      shared,
    });
    expect(await rowsOf(bytes)).toEqual([[2, { a: '液晶 ', b: 'a\rb & _x0041_' }]]);
  });

  it.each([
    ['1299', '1299'],
    ['845.48000000000002', '845.48'],
    ['0.1', '0.1'],
    ['1E3', '1000'],
    ['1.5E-7', '0.00000015'],
    ['1.25e+20', '125000000000000000000'],
    ['-5', '-5'],
    ['6901234567890123', '6901234567890123'],
    ['9007199254740993', '9007199254740993'],
  ])('shows the number %s as %s', async (value, shown) => {
    expect(await rowsOf(await withCell(`<c r="A2"><v>${value}</v></c>`))).toEqual([[2, { a: shown }]]);
  });

  it.each([
    ['14', '46349', '2026-11-23'],
    ['22', '46349.5', '2026-11-23T12:00:00'],
    ['21', '0.25', '06:00:00'],
    ['164', '46349', '2026-11-23'],
    ['14', '59', '1900-02-28'],
    ['14', '61', '1900-03-01'],
    ['2', '46349', '46349'],
    ['165', '46349', '46349'],
  ])('shows what is formatted as %s of %s as %s', async (format, value, shown) => {
    const styles = `<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>\
<numFmt numFmtId="165" formatCode="[Red]&quot;days&quot; 0.00\\d_m"/></numFmts>\
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="${format}"/></cellXfs>`;
    const sheet = `${header}<row r="2"><c r="A2" s="1"><v>${value}</v></c></row>`;
    expect(await rowsOf(await workbookOf({ sheet, styles }))).toEqual([[2, { a: shown }]]);
  });

  it('counts its days from 1904 where it says so', async () => {
    const workbook =
      '<workbook><workbookPr date1904="1"/><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>';
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>';
    const sheet = `${header}<row r="2"><c r="A2" s="1"><v>44887</v></c></row>`;
    expect(await rowsOf(await workbookOf({ sheet, styles, workbook }))).toEqual([[2, { a: '2026-11-23' }]]);
  });

  it('gives the cached result of a formula', async () => {
    const cells = '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"a"</f><v>x</v></c>';
    expect(await rowsOf(await withCell(cells))).toEqual([[2, { a: '2', b: 'x' }]]);
  });

  it.each([
    [
      'a truth value',
      '<c r="B2" t="b"><v>1</v></c>',
      invalid('file-xlsx-cell', { cell: 'B2', value: 'TRUE' }),
    ],
    [
      'an error',
      '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
      invalid('file-xlsx-cell', { cell: 'B2', value: '#DIV/0!' }),
    ],
    ['a formula without result', '<c r="B2"><f>1+1</f></c>', invalid('file-xlsx-formula', { cell: 'B2' })],
    ['no number', '<c r="B2"><v>0x10</v></c>', invalid('file-xlsx-cell', { cell: 'B2', value: '0x10' })],
    [
      'text that is not there',
      '<c r="B2" t="s"><v>7</v></c>',
      invalid('file-xlsx-cell', { cell: 'B2', value: '7' }),
    ],
    [
      'a value far to the right',
      '<c r="XFD2"><v>1</v></c>',
      invalid('file-too-many-columns', { row: 2, limit: 1_000 }),
    ],
    [
      'a value beside the table',
      '<c r="D2"><v>1</v></c>',
      invalid('file-header-empty', { row: 2, column: 'D', value: '1' }),
    ],
    [
      'cells out of order',
      '<c r="B2"><v>1</v></c><c r="A2"><v>1</v></c>',
      invalid('file-xlsx-malformed', { name: 'file' }),
    ],
    [
      'half a character',
      '<c r="A2" t="str"><v>_xD800_</v></c>',
      invalid('file-half-character', { row: 2, column: 'a' }),
    ],
    ['a NUL', '<c r="A2" t="str"><v>_x0000_</v></c>', invalid('file-nul', { row: 2 })],
    ['broken XML', '<c r="A2"><v>1</c>', invalid('file-xlsx-malformed', { name: 'file' })],
    [
      'an unknown entity',
      '<c r="A2" t="str"><v>&lol;</v></c>',
      invalid('file-xlsx-malformed', { name: 'file' }),
    ],
  ])('with %s in a cell is refused', async (_, cell, problem) => {
    expect(await refusalOf(await withCell(cell))).toEqual(problem);
  });

  it('may have a blank cell far to the right, and a value in its last row', async () => {
    const sheet = `${header}<row r="2"><c r="XFD2" s="0"/></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>`;
    expect(await rowsOf(await workbookOf({ sheet }))).toEqual([[1_048_576, { a: '1' }]]);
  });

  it.each(['0', '1', '1048577', '999999999999', 'x', '-1'])(
    'with a second row numbered %s is refused',
    async (row) => {
      const bytes = await workbookOf({ sheet: `${header}<row r="${row}"><c><v>1</v></c></row>` });
      expect(await refusalOf(bytes)).toEqual(invalid('file-xlsx-malformed', { name: 'file' }));
    },
  );

  it('loses exactly one guard before text', async () => {
    expect(await rowsOf(await withCell(text('A2', "''=1")))).toEqual([[2, { a: "'=1" }]]);
  });

  it.each([
    ['text', Buffer.from('hello')],
    ['a cut workbook', Buffer.from('PK\u0003\u0004 and no more')],
  ])('that is %s is refused', async (_, bytes) => {
    expect(await refusalOf(bytes, { name: 'f.xlsx' })).toEqual(
      invalid('file-xlsx-malformed', { name: 'f.xlsx' }),
    );
  });

  it('that is another archive is refused', async () => {
    const problem = invalid('file-xlsx-malformed', { name: 'file' });
    expect(await refusalOf(await zipped({ 'a.txt': 'a' }))).toEqual(
      invalid('workbook-of-kind', { name: 'file', kind: 'archive' }),
    );
    expect(await refusalOf(await workbookOf({ sheet: header, target: 'worksheets/none.xml' }))).toEqual(
      problem,
    );
    expect(await refusalOf(await workbookOf({ sheet: header, workbook: '<workbook/>' }))).toEqual(problem);
  });

  it('without a row is refused', async () => {
    expect(await refusalOf(await workbookOf({ sheet: '' }))).toEqual(invalid('file-empty', { name: 'file' }));
  });

  it('of the old kind is refused', async () => {
    const old = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect(await refusalOf(old, { name: 'f.xls' })).toEqual(
      invalid('file-of-kind', { name: 'f.xls', kind: 'old-excel' }),
    );
  });

  it('with a byte changed anywhere is read or refused, never anything else', async () => {
    const good = Buffer.from(await xlsxFile([{ key: 'a', text: true }], [['x'], ['y']]));
    for (let at = 0; at < good.length; at += 7) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ 0x55;
      await rowsOf(bad, { name: 'f.xlsx' }).catch((error) => expect(error.name).toBe('Refusal'));
      await rowsOf(good.subarray(0, at), { name: 'f.xlsx' }).catch((error) =>
        expect(error.name).toBe('Refusal'),
      );
    }
  });

  it('that would unpack to far more than it is, is refused before it does', async () => {
    const bomb = await zipped({ 'xl/workbook.xml': Buffer.alloc(50 * 1024 * 1024, ' ') });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusalOf(bomb)).toEqual(invalid('file-xlsx-too-large', { name: 'file', limitMb: 512 }));
  });

  it('that unpacks to more than it says is refused', async () => {
    const bomb = await zipped({ 'xl/workbook.xml': Buffer.alloc(50 * 1024 * 1024, ' ') });
    // The unpacked size is 24 bytes into the entry of the central directory.
    bomb.writeUInt32LE(1_000, bomb.lastIndexOf(Buffer.from('PK\u0001\u0002')) + 24);
    expect(await refusalOf(bomb)).toEqual(invalid('file-xlsx-malformed', { name: 'file' }));
  });
});

describe('a workbook that is written', () => {
  it('has text as text and numbers as numbers, but those that Excel would round', async () => {
    const columns = [
      { key: 'code', text: true },
      { key: 'price', text: false },
    ];
    const rows = [
      ['007', '1299.00'],
      ['12', 5],
      ['3.50', Number.MAX_SAFE_INTEGER],
      ['=1', '123456789012345.67'],
    ];
    expect(await rowsOf(await xlsxFile(columns, rows))).toEqual([
      [2, { code: '007', price: '1299' }],
      [3, { code: '12', price: '5' }],
      [4, { code: '3.50', price: '9007199254740991' }],
      [5, { code: '=1', price: '123456789012345.67' }],
    ]);
  });

  it('passes on what goes wrong with its rows', async () => {
    function* rows(): Generator<string[]> {
      yield ['a'];
      throw new Error('no more rows');
    }
    await expect(xlsxFile([{ key: 'a', text: true }], rows())).rejects.toThrow('no more rows');
  });
});
