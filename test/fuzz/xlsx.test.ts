import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { xlsxFile } from '../../src/exchange/write/write-xlsx.ts';
import { workbookOf, zipped } from '../exchange/workbooks.ts';
import { Campaign, patience } from './campaign.ts';
import { anyTable, checkReading, read } from './files.ts';
import { mutated } from './mutations.ts';
import { anyText, nastyTexts, textOf } from './nasty.ts';

const campaign = new Campaign('XLSX');
const asXlsx = { name: 'devices.xlsx' };

const header =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c><c r="B1" t="s"><v>0</v></c></row>';
const shared = '<si><t>name</t></si><si><r><t>长</t></r><r><t>虹</t></r><rPh><t>x</t></rPh></si>';
const styles =
  '<numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>';
const rowOf = (cells: string): string => `${header}<row r="2">${cells}</row>`;
const sheetOf = (sheet: string): Promise<Buffer> => workbookOf({ sheet, shared, styles });

/** Content of a sheet that was written to break readers. */
const sheets: readonly string[] = [
  ...nastyTexts.map((text) => rowOf(`<c><v>${text}</v></c>`)),
  ...nastyTexts.map((text) => rowOf(`<c t="inlineStr"><is><t>${text}</t></is></c>`)),
  ...nastyTexts.map((text) => rowOf(`<c t="${text}" s="${text}" r="${text}"><v>1</v></c>`)),
  ...['99', '-1', '1.5', '1e0', '0x1', 'length', '__proto__', '9'.repeat(400)].map((index) =>
    rowOf(`<c t="s"><v>${index}</v></c>`),
  ),
  ...['1e308', '1e309', '-1e-400', '.', '+.5e5', '2958466', '-1', '60', '0.999999999'].map((serial) =>
    rowOf(`<c s="1"><v>${serial}</v></c><c><v>${serial}</v></c>`),
  ),
  ...['0', '-1', '1', '1048577', '2.5', 'NaN', '1e3', ''].map((row) => `${header}<row r="${row}"><c/></row>`),
  ...['A0', 'ZZZ2', 'AAAA1', 'a1', '1A', 'A2', 'XFE2'].map((cell) => rowOf(`<c r="${cell}"><v>1</v></c>`)),
  rowOf('<c r="B2"><v>1</v></c><c r="A2"><v>2</v></c>'),
  rowOf('<c>'.repeat(300)),
  rowOf('<c/>'.repeat(20_000)),
  rowOf(`${'<c/>'.repeat(999)}<c><v>1</v></c>`),
  rowOf(`${'<c/>'.repeat(9_999)}<c><v>1</v></c>`),
  rowOf(`<c t="inlineStr"><is>${'<t>x</t>'.repeat(30_000)}</is></c>`),
  rowOf(`<c t="inlineStr"><is>${`<t>${'x'.repeat(50_000)}</t>`.repeat(30)}</is></c>`),
  rowOf(`<c t="str"><v>${'x<![CDATA[y]]>'.repeat(60_000)}</v></c>`),
  rowOf('<c t="inlineStr"><is><t>_x0000__xD800__x000D__x005F_x000D_</t></is></c>'),
  rowOf('<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c><f>A1</f></c>'),
  rowOf('<c><f>A1</f><v></v></c>'),
  '<row/>'.repeat(5000),
  '<row><row><c><c><v>1</v></c></row></row>',
  `<!--${'x'.repeat(1_200_000)}-->${header}`,
  `<?x ${'x'.repeat(1_200_000)}?>${header}`,
  `<![CDATA[${'x'.repeat(1_200_000)}]]>${header}`,
  `${'x'.repeat(1_200_000)}${header}`,
  `<a b="${'x'.repeat(1_200_000)}"/>${header}`,
  `<${'x'.repeat(1_200_000)}/>${header}`,
  `<a ${'b'.repeat(1_200_000)}/>${header}`,
  `<a ${Array.from({ length: 50_000 }, (_, index) => `b${index}=""`).join(' ')}/>${header}`,
  '<x>'.repeat(100_000),
  `${'<x>'.repeat(100_000)}${'</x>'.repeat(100_000)}`,
  ...['A2:B3', 'A2:A1048577', 'B3:A2', 'A2', 'A0:B2', 'ZZZ1:ZZZ9', '', 'A2:B3:C4', '__proto__'].map(
    (ref) => `${rowOf('<c><v>1</v></c>')}</sheetData><mergeCell ref="${ref}"/><sheetData>`,
  ),
  `${rowOf('<c><v>1</v></c>')}</sheetData>${'<mergeCell ref="A2:B1048576"/>'.repeat(3000)}<sheetData>`,
  `<row hidden="true" ht="0"><c t="inlineStr"><is><t>code</t></is></c></row>${header}`,
  '</x>',
  '&lol;',
  '&#0;',
  '&#xD800;',
  '&#x110000;',
  '&#99999999999999999999;',
  '<c xmlns:x="y" x:t="s" x:v="1"/>',
  '<c __proto__="x" constructor="y"/>',
];

/** Whole documents that are no sheet. */
const documents: readonly string[] = [
  '',
  ' ',
  '\uFEFF<worksheet/>',
  '<worksheet>',
  '<?xml version="1.0" encoding="utf-16"?><worksheet/>',
  '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><worksheet>&lol2;</worksheet>',
  '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><worksheet><sheetData>&xxe;</sheetData></worksheet>',
  `<!DOCTYPE x [${'<!ENTITY a "b">'.repeat(10_000)}]><worksheet/>`,
  `<!DOCTYPE ${'['.repeat(2_000_000)}`,
  '<worksheet/><worksheet/>',
  '<?xml?><?xml?>',
  '\0',
];

const fragments = [
  '<row>',
  '</row>',
  '<c>',
  '</c>',
  '<v>',
  '</v>',
  '<!--',
  ']]>',
  '&lt;',
  '&#x1b;',
  '"',
  '>',
  '<',
  '\0',
];

describe('any bytes', () => {
  it('are a sheet or are refused', patience, async () => {
    await campaign.holdsForEach(sheets, async (sheet) => checkReading(await sheetOf(sheet), asXlsx));
    await campaign.holdsForEach(sheets, async (sheet) =>
      checkReading(await sheetOf(sheet), { ...asXlsx, asDevices: true, decimal: ',' }),
    );
    await campaign.holdsForEach(documents, async (document) => {
      for (const part of [
        'xl/worksheets/sheet1.xml',
        'xl/workbook.xml',
        'xl/sharedStrings.xml',
        'xl/styles.xml',
      ])
        await checkReading(await withPart(part, document), asXlsx);
    });
    await campaign.holds(200, fc.uint8Array({ maxLength: 80 }), (file) =>
      checkReading(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), file]), asXlsx),
    );
    const archive = await sheetOf(rowOf('<c><v>1</v></c><c s="1"><v>46000</v></c>'));
    await campaign.holds(500, mutated(archive, ['PK\x01\x02', 'PK\x05\x06', '\xff\xff\xff\xff']), (broken) =>
      checkReading(broken, asXlsx),
    );
    await campaign.holds(
      300,
      textOf(...fragments, header, '<row r="2">', '<c t="s">', '<v>1', '1'),
      async (sheet) => checkReading(await sheetOf(sheet), asXlsx),
    );
    const sound = Buffer.from(rowOf('<c t="inlineStr"><is><t>长虹</t></is></c><c s="1"><v>46000</v></c>'));
    await campaign.holds(300, mutated(sound, fragments), async (broken) =>
      checkReading(await withPart('xl/worksheets/sheet1.xml', broken), asXlsx),
    );
  });

  it('cannot make a number format take long to look at', patience, async () => {
    for (const formatCode of [
      '['.repeat(500_000),
      '&quot;'.repeat(99_999),
      '\\'.repeat(500_000),
      '[h'.repeat(99_999),
    ]) {
      await campaign.holdsForEach([formatCode], async (code) => {
        const many = `<numFmts><numFmt numFmtId="164" formatCode="${code}"/></numFmts>\
<cellXfs>${'<xf numFmtId="164"/>'.repeat(500)}</cellXfs>`;
        await checkReading(await workbookOf({ sheet: header, shared, styles: many }), asXlsx);
      });
    }
  });
});

async function withPart(path: string, content: string | Buffer): Promise<Buffer> {
  return zipped({
    'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${header}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst>${shared}</sst>`,
    [path]: content,
  });
}

describe('any table of texts', () => {
  it('is what it was, once it has been written and read', patience, async () => {
    const cell = anyText
      .map((text) => text.replace(/[\0\p{Cs}]/gu, '').slice(0, 2000))
      .filter((text) => text.trim() !== '');
    await campaign.holds(150, anyTable(cell), async (rows) => {
      const columns = (rows[0] ?? ['']).map((_, index) => ({ key: `column ${index}`, text: true }));
      const written = Buffer.from(await xlsxFile(columns, rows));
      expect(await read(written, asXlsx)).toEqual({
        header: columns.map(({ key }) => key),
        rows: rows.map((row, index) => [index + 2, row.map((value, at) => [columns[at]?.key, value])]),
      });
    });
  });
});
