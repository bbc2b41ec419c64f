import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, type Outcome, removeFolder, run } from './run.ts';

/** More than are packed into one piece of a line. */
const rows = 12_000;

const chinese = {
  code: '入库编号',
  type: '出入库',
  quantity: '数量',
  reason: '原因',
  cost: '进价',
  ref: '单号',
  note: '备注',
};
const columns = ['code', 'type', 'quantity', 'reason', 'cost', 'ref', 'note'] as const;
type Row = { readonly [column in (typeof columns)[number]]: string };

/** A row that needs no rule, or one of those that do, here and there. */
function rowAt(at: number): Row {
  const code = ['TV-1', 'DVD-2', '液晶-3'][at % 3] ?? '';
  const isIn = at % 5 < 3;
  const plain: Row = {
    ...{ code, type: isIn ? 'in' : '出库', quantity: String((at % 9) + 1), reason: '', cost: '', note: '' },
    ref: at % 2 === 0 ? `PO-${at}` : '',
  };
  switch (at % 61) {
    case 7:
      return { ...plain, code: code.toLowerCase(), quantity: '1,000', type: 'IN' };
    case 20:
      return { ...plain, type: 'in', cost: '12.50' };
    case 33:
      return { ...plain, note: `第 ${at} 行, "quoted" \\` };
    case 47:
      return { ...plain, reason: isIn ? '退货' : 'damage', ref: ` 单号 ${at} ` };
    default:
      return plain;
  }
}

const quoted = (text: string) => (/[",\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const csvOf = (all: readonly Row[], headers: { readonly [column: string]: string } = {}) =>
  [
    columns.map((column) => headers[column] ?? column),
    ...all.map((row) => columns.map((column) => quoted(row[column]))),
  ]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');

/** JSON has no table, so none of its rows goes the short way. */
const jsonOf = (all: readonly Row[]) => JSON.stringify(all);

function inNewStore<T>(action: (folder: string) => T): T {
  const folder = newFolder();
  try {
    expect(run(folder, ['init']).code).toBe(0);
    const devices = `kind,code,name,size,panel,disc,price,quantity
tv,TV-1,"长虹 ""42"" \\",42,lcd,,100,9
dvd,DVD-2,Nova,,,hd,100,9
tv,液晶-3,Kantech,22,lcd,,100,9
`;
    expect(run(folder, ['import', 'devices', '-'], { input: devices }).code).toBe(0);
    return action(folder);
  } finally {
    removeFolder(folder);
  }
}

const imported = (folder: string, input: string, ...words: string[]): Outcome =>
  run(folder, ['import', 'movements', '-', '--json', ...words], { input });

/** The line of the last entry, but for its time and the sum that this makes another. */
function lastLine(folder: string): string {
  expect(run(folder, ['verify']).code).toBe(0);
  expect(run(folder, ['backup', 'all.backup']).code).toBe(0);
  const line = readFileSync(join(folder, 'all.backup'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
  return line.replace(/"at":"[^"]*"/, '').replace(/"sum":"[^"]*"/, '');
}

const all = Array.from({ length: rows }, (_, at) => rowAt(at));

it('a table is recorded byte for byte as the same rows of JSON are, under headers of either language', () => {
  const json = jsonOf(all);
  const lines = [csvOf(all), csvOf(all, chinese), `\ufeff${csvOf(all).replaceAll('\n', '\r\n')}`, json].map(
    (input) =>
      inNewStore((folder) => {
        const { code, stderr } = imported(folder, input);
        expect([code, stderr]).toEqual([0, '']);
        // The digest of the rows does not say what they were written in either.
        const again = input === json ? csvOf(all, chinese) : json;
        expect(JSON.parse(imported(folder, again).stderr).error.code).toBe('already-imported');
        return lastLine(folder);
      }),
  );
  expect(lines[0]).toMatch(/"changes":\[\{"do":"move".*\}\],\}$/);
  expect(new Set(lines).size).toBe(1);
});

it('a table is refused by the same rows, values and reasons as the same rows of JSON', () => {
  const bad = all
    .with(100, { ...rowAt(100), code: 'TV-9' })
    .with(7000, { ...rowAt(7000), quantity: '0' })
    .with(9000, { ...rowAt(9000), code: 'TV-1', type: 'out', quantity: '999999999' })
    .with(11_999, { ...rowAt(11_999), type: 'out', reason: 'purchase' });
  const [table, json] = [csvOf(bad), jsonOf(bad)].map((input) =>
    inNewStore((folder) => {
      const { code, stdout, stderr } = imported(folder, input);
      expect([code, stdout]).toEqual([2, '']);
      expect(run(folder, ['info', '--json']).stdout).toContain('"entries":1');
      const skipping = imported(folder, input, '--skip-bad');
      expect(skipping.code).toBe(2);
      return { rejected: JSON.parse(stderr).error.details.rejected, line: lastLine(folder) };
    }),
  );
  // The header is a row of a table; rows that took stock are named by their numbers, too.
  const inTable = JSON.parse(JSON.stringify(json?.rejected), (key, value) =>
    key === 'row' ? value + 1 : key === 'rows' ? value.map((row: number) => row + 1) : value,
  );
  expect(table?.rejected.map(({ message: _, ...one }: { message: string }) => one)).toEqual(
    inTable.map(({ message: _, ...one }: { message: string }) => one),
  );
  expect(table?.line).toBe(json?.line);
});
