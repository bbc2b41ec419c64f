import { describe, expect, it } from 'vitest';
import { invalid, refusalOf, rowsOf, source } from './reading.ts';

describe('a CSV file', () => {
  it('gives the cells of each row by column, numbered as a spreadsheet shows them', async () => {
    const { header, format } = await source('code,name\nA,One\n');
    expect({ header, format }).toEqual({ header: ['code', 'name'], format: 'csv' });
    expect(await rowsOf('code,name\nA,One\nB,Two\n')).toEqual([
      [2, { code: 'A', name: 'One' }],
      [3, { code: 'B', name: 'Two' }],
    ]);
  });

  it.each([
    ['semicolons', 'code;name\nA;1,5\n'],
    ['tabs', 'code\tname\nA\t1,5\n'],
    ['commas', 'code,name\nA,"1,5"\n'],
    ['the separator that its first line names', 'sep=;\ncode;name\nA;1,5\n'],
    ['semicolons although a quoted name has commas', '"code";"name"\nA;1,5\n'],
  ])('may be separated by %s', async (_, text) => {
    expect(await rowsOf(text)).toEqual([[2, { code: 'A', name: '1,5' }]]);
  });

  it('takes the delimiter from outside the quotes of its header', async () => {
    expect((await source('"a,b,c";d\n1;2\n')).header).toEqual(['a,b,c', 'd']);
  });

  it.each(['\n', '\r\n', '\r'])('may end its lines with %j, and the last one with nothing', async (end) => {
    for (const chunk of [1, 2, 3, 7, 65_536]) {
      const text = ['code,name', 'A,One', '', '"B","Two"'].join(end);
      const expected = [
        [2, { code: 'A', name: 'One' }],
        [4, { code: 'B', name: 'Two' }],
      ];
      expect(await rowsOf(text, { chunk })).toEqual(expected);
      expect(await rowsOf(text + end, { chunk })).toEqual(expected);
    }
  });

  it('may mix line ends', async () => {
    expect((await rowsOf('a\r\n1\n2\r3\r\n\r\n4')).map(([row]) => row)).toEqual([2, 3, 4, 6]);
  });

  it('counts a record with quoted line breaks as one row', async () => {
    expect(await rowsOf('a,b\n"1\n2\r\n3",x\n4,y')).toEqual([
      [2, { a: '1\n2\r\n3', b: 'x' }],
      [3, { a: '4', b: 'y' }],
    ]);
  });

  it('counts blank rows and leaves them out, before the header too', async () => {
    expect(await rowsOf('\n\na,b\n,\n1,2\n  \n')).toEqual([[5, { a: '1', b: '2' }]]);
  });

  it('leaves blank cells out, and those that a short row lacks', async () => {
    expect(await rowsOf('a,b,c\n1,,3\n4\n')).toEqual([
      [2, { a: '1', c: '3' }],
      [3, { a: '4' }],
    ]);
  });

  it('keeps spaces, quotes and commas in cells', async () => {
    expect(await rowsOf('a,b\n" x ","say ""hi"", ok"\n')).toEqual([[2, { a: ' x ', b: 'say "hi", ok' }]]);
  });

  it('takes columns that are named like parts of every object', async () => {
    const { rows } = await source('__proto__,constructor\n1,2\n');
    for await (const { cells } of rows)
      expect([...cells]).toEqual([
        ['__proto__', '1'],
        ['constructor', '2'],
      ]);
  });

  it('loses exactly one mark of text before a cell', async () => {
    const text = `a,b,c,d,e\n'=1,''=1,'x,'＝1,"'\t1"\n`;
    expect(await rowsOf(text)).toEqual([[2, { a: '=1', b: "'=1", c: 'x', d: '＝1', e: '\t1' }]]);
  });

  it('has no rows below a header alone', async () => {
    expect(await rowsOf('code,name\n')).toEqual([]);
    expect(await rowsOf('code')).toEqual([]);
  });

  it('may have unnamed columns with nothing in them', async () => {
    expect(await rowsOf('a,,b,,\n1,,2,,\n')).toEqual([[2, { a: '1', b: '2' }]]);
  });

  it.each([
    ['without anything', '', invalid('file-empty', { name: 'file' })],
    ['of blank lines', '\n \n\n', invalid('file-empty', { name: 'file' })],
    ['with text after a closing quote', 'a,b\n1,2\n"3"x,4\n', invalid('file-quote', { row: 3 })],
    ['with a quote that never closes', 'a,b\n1,2\n"3,4\n5,6\n', invalid('file-quote', { row: 3 })],
    [
      'with more cells than columns',
      'a,b\n1,2\n\n3,4,5\n',
      invalid('file-row-too-wide', { row: 4, cells: 3, columns: 2 }),
    ],
    [
      'with a value in an unnamed column',
      'a,,b\n1,2,3\n',
      invalid('file-header-empty', { row: 2, column: 'B', value: '2' }),
    ],
    ['with a column twice', 'a,b,a\n1,2,3\n', invalid('file-header-twice', { row: 1, column: 'a' })],
    [
      'with a column twice in another case',
      'tvPrice,TV Price\n',
      invalid('file-header-twice', { row: 1, column: 'TV Price' }),
    ],
    [
      'with a column twice in another width',
      'ＤＶＤ,dvd\n',
      invalid('file-header-twice', { row: 1, column: 'dvd' }),
    ],
    ['with a NUL', 'a,b\n1,2\n3,\0\n', invalid('file-nul', { row: 3 })],
    [
      'with too long a field',
      `a,b\n1,${'x'.repeat(10_001)}\n`,
      invalid('file-field-too-long', { row: 2, column: 'b', limit: 10_000 }),
    ],
    [
      'with too many columns',
      `${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join()}\n`,
      invalid('file-too-many-columns', { row: 1, limit: 1_000 }),
    ],
  ])('%s is refused', async (_, text, problem) => {
    expect(await refusalOf(text)).toEqual(problem);
  });

  it.each([
    ['cells', 'x,'.repeat(3_000_000)],
    ['nothing but delimiters', ','.repeat(30_000_000)],
    ['one cell', 'x'.repeat(100_000_000)],
    ['an open quote over many lines', '"a,b\n'.padEnd(3_000_000, 'text\n')],
    ['nothing but spaces', ' '.repeat(30_000_000)],
  ])('of one endless row with %s is refused', async (_, row) => {
    const limit = 1024 * 1024;
    expect(await refusalOf(row)).toEqual(invalid('file-row-too-long', { row: 1, limit }));
    expect(await refusalOf(`a,b\n${row}`)).toEqual(invalid('file-row-too-long', { row: 2, limit }));
  });

  it('may have quotes in the middle of a cell that does not begin with one', async () => {
    const text = 'a,b\n32" LCD,1\n5\' 6" tall,"2"\nx"y""z", "3" \n"say ""40""",4"';
    for (const chunk of [1, 2, 7, 65_536])
      expect(await rowsOf(text, { chunk })).toEqual([
        [2, { a: '32" LCD', b: '1' }],
        [3, { a: '5\' 6" tall', b: '2' }],
        [4, { a: 'x"y""z"', b: '3' }],
        [5, { a: 'say "40"', b: '4"' }],
      ]);
  });

  it.each([
    ['text after a closing quote', '"3"x,4'],
    ['a quote that never closes', '"3,4'],
    ['a closing quote that belongs to a later row', '"3,4\n"7"" x",8'],
  ])('loses only the row that has %s', async (_, bad) => {
    const { rows } = await source(`a,b\n1,2\n${bad}\n5,6\n`);
    const read: unknown[] = [];
    for await (const { row, cells, refusal } of rows)
      read.push(refusal === undefined ? [row, ...cells.values()] : [row, refusal.problem.key]);
    expect(read.slice(0, 2)).toEqual([
      [2, '1', '2'],
      [3, 'file-quote'],
    ]);
    expect(read.at(-1)).toEqual([expect.any(Number), '5', '6']);
  });

  it('accepts a field of 10,000 characters', async () => {
    const field = '液'.repeat(10_000);
    expect(await rowsOf(`a\n${field}\n`)).toEqual([[2, { a: field }]]);
  });
});
