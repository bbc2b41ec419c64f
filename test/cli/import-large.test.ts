import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newFolder, type Outcome, removeFolder, run } from './run.ts';

/** More rows than are decided on at once. */
const rows = 45_000;

let folder: string;

const importMovements = (lines: readonly string[], ...words: string[]): Outcome =>
  run(folder, ['import', 'movements', '-', '--json', ...words], {
    input: `code,type,quantity,key,note\n${lines.join('\n')}\n`,
  });

const lines = Array.from(
  { length: rows },
  (_, row) => `${row % 2 === 0 ? 'A,in,2' : 'A,out,1'},k-${row},"row ${row}, 第 ${row} 行"`,
);

beforeAll(() => {
  folder = newFolder();
  expect(run(folder, ['init']).code).toBe(0);
  expect(
    run(folder, ['import', 'devices', '-'], {
      input: 'kind,code,name,size,panel,price\ntv,A,Nova 42,42,lcd,100\n',
    }).code,
  ).toBe(0);
});
afterAll(() => removeFolder(folder));

it('names each bad row of a large file and records nothing', () => {
  const bad = lines.with(10, 'A,in,none,,').with(44_000, 'A,out,3,k-7,"row 7, 第 7 行"');
  const { code, stderr } = importMovements(bad);
  expect(code).toBe(2);
  expect(JSON.parse(stderr).error.details.rejected).toMatchObject([
    { row: 12, column: 'quantity' },
    { row: 44_002, column: 'key', value: 'k-7' },
  ]);
  expect(run(folder, ['info', '--json']).stdout).toContain('"entries":1');
});

it('records a large file as one entry, each key once, and all of it can be read again', () => {
  const twice = [...lines, lines[3] ?? '', lines[rows - 1] ?? ''];
  const { code, stdout } = importMovements(twice);
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    {
      ...{ entry: 2, devices: 0, movements: rows, skipped: 2, rejected: [] },
      ...{ added: 0, changed: 0, unchanged: 0, notes: [] },
    },
  ]);
  expect(run(folder, ['backup', 'all.backup']).code).toBe(0);
  // The line of the backup and the first line of the journal come before the entries.
  const [, , , entry = ''] = readFileSync(join(folder, 'all.backup'), 'utf8').split('\n');
  expect(JSON.parse(entry).changes).toHaveLength(rows);
  const { changes } = JSON.parse(entry);
  expect(changes[20_000]).toMatchObject({ do: 'move', change: 2, note: 'row 20000, 第 20000 行' });
  expect(run(folder, ['verify']).stdout).toContain('sound: 2 entries');
  expect(JSON.parse(importMovements(twice).stderr).error.code).toBe('already-imported');
  expect(importMovements([lines[30_001] ?? '']).stdout).toContain('"skipped":1');
});
