import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellText, plainDialect } from '../../src/exchange/read/cell-text.ts';
import { escapedFormula } from '../../src/exchange/write/escape-formula.ts';
import { type Cell, type Column, csvLines } from '../../src/exchange/write/write-csv.ts';
import { jsonArray, jsonLines } from '../../src/exchange/write/write-json.ts';
import { markdownTable } from '../../src/exchange/write/write-markdown.ts';
import { xlsxFile } from '../../src/exchange/write/write-xlsx.ts';
import { movementColumns } from '../../src/inventory/decide/imports/import-columns.ts';
import { rowsOf } from './reading.ts';

const columns: Column[] = [
  { key: 'code', text: true },
  { key: '品名', text: true },
  { key: 'price', text: false },
  { key: 'quantity', text: false },
];

const keys = columns.map(({ key }) => key);

/** Text that tempts spreadsheets and parsers, and text of every script; no control characters, as in a name. */
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc
      .array(
        fc.constantFrom(
          "'",
          '=',
          '+',
          '-',
          '@',
          '＝',
          '＠',
          '"',
          ',',
          ';',
          '|',
          '\\',
          ' ',
          '\u3000',
          '_x0041_',
          '<&>',
          '😀',
          '液晶',
          '0',
          '12',
          'constructor',
          '__proto__',
        ),
        { minLength: 1, maxLength: 6 },
      )
      .map((parts) => parts.join('')),
  )
  .filter((text) => text.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(text));

const price = fc
  .tuple(fc.nat(999_999_999), fc.nat(99))
  .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`);

const row = fc.tuple(
  name,
  fc.option(name),
  fc.option(price),
  fc.option(fc.nat({ max: Number.MAX_SAFE_INTEGER })),
);

function expected(rows: readonly (readonly Cell[])[], price: (cell: Cell) => string = String) {
  return rows.map((cells, index) => [
    index,
    Object.fromEntries(
      cells.flatMap((cell, at) =>
        cell === null ? [] : [[keys[at] ?? '', at === 2 ? price(cell) : String(cell)]],
      ),
    ),
  ]);
}

const asObjects = (rows: readonly (readonly Cell[])[]) =>
  rows.map((cells) => Object.fromEntries(keys.map((key, at) => [key, cells[at] ?? null])));

const from = (first: number, rows: readonly [number, Record<string, string>][]) =>
  rows.map(([number, cells]) => [number - first, cells]);

/** A price as a workbook's number cell gives it back: the same number without trailing zeros. */
const asNumber = (cell: Cell): string => String(cell).replace(/\.?0+$/, '');

describe('what is written and read again', () => {
  it.each([',', ';', '\t'] as const)('is the same in text separated by %j', async (delimiter) => {
    await fc.assert(
      fc.asyncProperty(fc.array(row), fc.integer({ min: 1, max: 50 }), async (rows, chunk) => {
        const text = [...csvLines(columns, rows, delimiter)].join('');
        expect(from(2, await rowsOf(text, { chunk }))).toEqual(expected(rows));
      }),
    );
  });

  it('is one cell whichever mark a spreadsheet takes for the one between cells', () => {
    const cells = [{ key: 'a', text: true }];
    const lines = (cell: string, delimiter?: ';' | '\t') => [...csvLines(cells, [[cell]], delimiter)][1];
    for (const cell of ['a;=1+1', 'a,=1+1']) {
      expect([lines(cell), lines(cell, ';')]).toEqual([`"${cell}"\n`, `"${cell}"\n`]);
      expect(lines(cell, '\t')).toBe(`${cell}\n`);
    }
  });

  it('is the same in a JSON array and in JSON Lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        async (rows, chunk) => {
          const objects = asObjects(rows);
          const array = [...jsonArray(objects)].join('');
          expect(JSON.parse(array)).toEqual(objects);
          expect(from(1, await rowsOf(array, { chunk }))).toEqual(expected(rows));
          expect(from(1, await rowsOf([...jsonLines(objects)].join(''), { chunk }))).toEqual(expected(rows));
        },
      ),
    );
  });

  it('is the same in a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
        const file = await xlsxFile(columns, rows);
        expect(from(2, await rowsOf(file))).toEqual(expected(rows, asNumber));
      }),
      { numRuns: 60 },
    );
  });

  it('is the same workbook whenever it is written', async () => {
    const rows: Cell[][] = [['A', '=1', '1299.00', 3]];
    expect(await xlsxFile(columns, rows)).toEqual(await xlsxFile(columns, rows));
  });

  it('keeps line breaks and tabs in text', async () => {
    const rows: Cell[][] = [['\tA', 'a\nb\r\nc\rd_x000D_', null, null]];
    expect(from(2, await rowsOf([...csvLines(columns, rows)].join('')))).toEqual(expected(rows));
    expect(from(2, await rowsOf(await xlsxFile(columns, rows)))).toEqual(expected(rows));
  });
});

describe('a guard', () => {
  it.each(['6.90123E+12', '1E+5', '400638133393100000', '#N/A', '#REF!'])(
    'keeps %s from being taken for what a spreadsheet has changed',
    async (code) => {
      const columns = [{ key: 'code', text: true }];
      const wanted = { columnOf: () => movementColumns[0], needed: [], isHeader: () => true };
      for (const file of [[...csvLines(columns, [[code]])].join(''), await xlsxFile(columns, [[code]])])
        expect(await rowsOf(file, { wanted })).toEqual([[2, { code }]]);
    },
  );

  it('comes off as it went on', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '@', '\t', '\r', 'x', '＋') }), (text) => {
        expect(cellText(escapedFormula(text), undefined, plainDialect)).toBe(text);
        expect(escapedFormula(text)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
      }),
    );
  });

  it('stands before text in text columns only', () => {
    const lines = csvLines(
      [
        { key: 'a', text: true },
        { key: 'b', text: false },
      ],
      [['-1', '-1']],
    );
    expect([...lines]).toEqual(['a,b\n', "'-1,-1\n"]);
  });
});

describe('a Markdown table', () => {
  it('escapes what would end a cell', () => {
    expect([...markdownTable(columns, [['a|b\\', 'x\ny<b>', '1.00', null]])].join('')).toBe(
      '| code | 品名 | price | quantity |\n| --- | --- | ---: | ---: |\n| a\\|b\\\\ | x y\\<b> | 1.00 |  |\n',
    );
  });
});

describe('a JSON array', () => {
  it('may be empty', () => {
    expect([...jsonArray([])].join('')).toBe('[]\n');
  });
});
