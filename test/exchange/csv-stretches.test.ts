import { expect, it } from 'vitest';
import { invalid, refusalOf, rowsOf } from './reading.ts';

/** The characters in a cell that affect where it ends. */
const contents = ['plain', '"a,b"', '"two\nlines"', '"two\r\nlines"', '""""', '', '"x\r"', '液晶'];
const values = ['plain', 'a,b', 'two\nlines', 'two\r\nlines', '"', '', 'x\r', '液晶'];

it.each(['\n', '\r\n', '\r'])(
  'a CSV file with quotes here and there, its lines ended by %j, gives each row wherever it is cut',
  async (end) => {
    // Long runs of rows without quotes between rows with them.
    const kinds = Array.from({ length: 6000 }, (_, row) => (row % 97 < 90 ? 0 : (row * 7) % contents.length));
    const text = `n,cell${end}${kinds.map((kind, row) => `${row},${contents[kind]}${end}`).join('')}`;
    const expected = kinds.map((kind, row) => [
      row + 2,
      values[kind] === '' ? { n: `${row}` } : { n: `${row}`, cell: values[kind] },
    ]);
    for (const chunk of [11, 4096, 1 << 20]) expect(await rowsOf(text, { chunk })).toEqual(expected);
  },
);

it('a bad quote is told with its row, however much follows it', async () => {
  const text = `a,b\n${'1,2\n'.repeat(1000)}3,"4"5\n${'6,7\n'.repeat(500_000)}`;
  expect(await refusalOf(text)).toEqual(invalid('file-quote', { row: 1002 }));
});
