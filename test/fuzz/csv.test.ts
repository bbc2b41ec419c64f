import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLines } from '../../src/exchange/write/write-csv.ts';
import { Campaign, patience } from './campaign.ts';
import { anyTable, checkReading, encoded, read } from './files.ts';
import { mutated, splicedLines } from './mutations.ts';
import { anyText, nastyTexts, textOf } from './nasty.ts';

const campaign = new Campaign('CSV');
const asCsv = { name: 'devices.csv' };

const valid = Buffer.from(`kind,code,name,size,panel,price,quantity
tv,TV-1,"长虹 ""42"" 英寸,
等离子",42,plasma,1299.00,3
dvd,D;1,=1+1,,,39.36,
`);

/** Files that were written to break readers. */
const corpus: readonly string[] = [
  ...nastyTexts,
  ...nastyTexts.map((text) => `code,name\n${text},x\n`),
  ...nastyTexts.map((text) => `code,name\n"${text.replaceAll('"', '""')}",x\n`),
  ...nastyTexts.map((text) => `${text},code\nx,y\n`),
  '"',
  'a,"b',
  'a,b"c\n',
  '"a"b,c\n',
  '"a\n'.repeat(50),
  'code,code\nx,y\n',
  'code,CODE , cｏde\n',
  '__proto__,constructor,toString\nx,y,z\n',
  ',,,\n,,,\n',
  'code,,\nx,,\n',
  'code,,\nx,y,\n',
  'code\rx\ry\r',
  'code\r\n\r\nx\n\ry',
  '\n'.repeat(5000),
  '\r\n'.repeat(5000),
  ','.repeat(5000),
  `code\n${','.repeat(5000)}\n`,
  `${Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',')}\n`,
  `code\n"${'x'.repeat(10_001)}"\n`,
  `code\n"${'x\n'.repeat(6000)}"\n`,
  `code\n${'x'.repeat(1_100_000)}`,
  `code\n"${'x'.repeat(1_100_000)}`,
  `${'\n'.repeat(1_100_000)}code\nx`,
  'sep=;\ncode;name\nx;y',
  'sep=|\ncode|name\nx|y',
  'sep=,',
  'sep=\tsep=\t\n',
  '\uFEFF\uFEFFcode\nx',
  '\uFEFF',
  'code\n\u001a',
  `code\nx${'\u001a'.repeat(200_000)}`,
  `code\n${'\u001a'.repeat(100_000)}x`,
  'a "b" c,"d" e\n"f" , "g"\n"h""i"j\n',
  `code,name\n${'"x\n'.repeat(3000)}`,
  `code,name\n${'x",'.repeat(3000)}\n`,
  `title\n\nmade by;Wang\ncode;kind;name\nX;tv;32" LCD\n`,
  `${'title\n'.repeat(19)}code,kind\nX,tv\n`,
  'sep=;;;;\ncode;name\nx;y',
  '"sep=;"\ncode;name',
  `sep=,${','.repeat(5000)}\ncode`,
  `code*,（${'('.repeat(3000)}name\nx,y\n`,
  'code(a[b{c),name）(\nx,y\n',
  'code,name\n\'x,\'\n="",="a"""\n6.9E+12,400638133393100000\n',
  'kind;code;weight;price\ntv;A;4,125;1.000\ntv;B;1.2.3,4,5;,\n',
  'code,kind\ncode,kind\n\ufeffcode,kind\n',
];

/** Bytes that are no text, or text of another encoding than they seem. */
const bytes: readonly Uint8Array[] = [
  Uint8Array.of(0xff),
  Uint8Array.of(0xff, 0xfe),
  Uint8Array.of(0xff, 0xfe, 0x63),
  Uint8Array.of(0xfe, 0xff, 0x00),
  Uint8Array.of(0xef, 0xbb),
  Uint8Array.of(0xef, 0xbb, 0xbf, 0xff),
  Uint8Array.of(0x81),
  Uint8Array.of(0x63, 0x0a, 0x81),
  Uint8Array.of(0x63, 0x0a, 0x81, 0x30, 0x81),
  Uint8Array.of(0x84, 0x31, 0x95, 0x33, 0x63, 0x0a, 0x63),
  Uint8Array.of(0xc0, 0x80, 0x0a),
  Uint8Array.of(0xed, 0xa0, 0x80, 0x0a),
  Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
  Buffer.from('code\nx', 'utf16le').subarray(0, -1),
  Buffer.concat([Uint8Array.of(0xff, 0xfe), Buffer.from('code,\uD800\nx', 'utf16le')]),
  Buffer.from('code\0\nx'),
  new Uint8Array(3000),
];

describe('any bytes', () => {
  it('are a table or are refused, in whatever chunks they come', patience, async () => {
    await campaign.holdsForEach(corpus, (text) => checkReading(Buffer.from(text), asCsv));
    await campaign.holdsForEach(bytes, (file) => checkReading(file, asCsv));
    await campaign.holdsForEach(corpus, (text) =>
      checkReading(Buffer.from(text), { ...asCsv, asDevices: true, decimal: ',' }),
    );
    await campaign.holdsForEach(corpus, (text) =>
      checkReading(Buffer.from(text), { ...asCsv, asDevices: true }),
    );
    await campaign.holds(300, fc.uint8Array({ maxLength: 60 }), (file) => checkReading(file));
    const known = textOf(
      'code',
      'kind',
      'price',
      ',',
      ';',
      '"',
      '\n',
      '4,125',
      '1.000',
      "'",
      '="1"',
      '6.9E+12',
      '(',
      '*',
    );
    await campaign.holds(400, known, (text) =>
      checkReading(Buffer.from(text), { ...asCsv, asDevices: true }),
    );
    await campaign.holds(
      500,
      textOf('code', 'name', ',', ';', '\t', '"', '""', '\n', '\r\n', '\r', 'x', ' ', "'=", 'sep=', '\uFEFF'),
      (text) => checkReading(Buffer.from(text), asCsv),
    );
    for (const file of ['utf8', 'utf16le', 'utf16be', 'utf8bom'] as const)
      await campaign.holds(100, mutated(encoded(valid.toString(), file), corpus.slice(0, 60)), (broken) =>
        checkReading(broken, asCsv),
      );
    await campaign.holds(100, splicedLines(valid), (spliced) => checkReading(spliced, asCsv));
  });

  it('are of the encoding that is named, or are refused', patience, async () => {
    const encodings = fc.constantFrom(
      'utf-8',
      'UTF-16',
      'utf-16le',
      'utf-16be',
      'gbk',
      'GB_2312',
      'big5',
      'Shift_JIS',
      'euckr',
      'windows-1252',
      'ebcdic',
      '',
    );
    const files = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(...bytes),
      anyText.map((text) => Buffer.from(text, 'utf16le')),
    );
    await campaign.holds(300, fc.record({ file: files, encoding: encodings }), ({ file, encoding }) =>
      checkReading(file, { ...asCsv, encoding }),
    );
  });
});

describe('any table of texts', () => {
  const cell = anyText
    .map((text) => text.replace(/[\0\p{Cs}]/gu, '').slice(0, 2000))
    .filter((text) => text.trim() !== '');

  it('is what it was, once it has been written and read', patience, async () => {
    await campaign.holds(400, anyTable(cell), async (rows) => {
      const columns = (rows[0] ?? ['']).map((_, index) => ({ key: `column ${index}`, text: true }));
      const header = columns.map(({ key }) => key);
      // What separates the cells shows in a header of more than one.
      for (const delimiter of columns.length > 1 ? ([',', ';', '\t'] as const) : ([','] as const)) {
        const text = [...csvLines(columns, rows, delimiter)].join('');
        expect(await read(Buffer.from(text), asCsv)).toMatchObject({
          header,
          rows: rows.map((row) => [expect.any(Number), row.map((value, index) => [header[index], value])]),
        });
      }
    });
  });
});
