import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOnServer } from '../postgres/store-under-test.ts';
import { newFolder, removeFolder, run } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  run(folder, ['init']);
});
afterEach(() => removeFolder(folder));

function writeDevices(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => `dvd,D-${index},Player ${index},hd,30,9`);
  writeFileSync(join(folder, 'devices.csv'), `kind,code,name,disc,price,quantity\n${rows.join('\n')}\n`);
  return 'devices.csv';
}

const least = { env: { NODE_OPTIONS: '--max-old-space-size=20' } };
const little = { env: { NODE_OPTIONS: '--max-old-space-size=40' } };

describe('more devices than there is memory for', () => {
  it('are not imported, which is said in one line before anything is recorded', () => {
    const file = writeDevices(40_000);
    const { code, stdout, stderr } = run(folder, ['import', 'devices', file], little);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^error: the file has more than \d+000 devices, and Node may use only \d+ MB of memory; split it, or set NODE_OPTIONS=--max-old-space-size=\d+\n$/,
    );
    expect(JSON.parse(run(folder, ['info', '--json']).stdout)).toMatchObject({ entries: 0 });
  });

  it.skipIf(isOnServer)('are listed by code, but not in another order, which is said in one line', () => {
    expect(run(folder, ['import', 'devices', writeDevices(40_000)]).code).toBe(0);
    expect(run(folder, ['list'], little).stdout.split('\n').length).toBe(40_005);
    const byPrice = ['list', '--sort', 'price', '--lang', 'zh'];
    const { code, stdout, stderr } = run(folder, byPrice, little);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^错误：40000 行约需 \d+ MB 内存，而 Node 只能用 \d+ MB；请设 NODE_OPTIONS=--max-old-space-size=\d+\n$/,
    );
    const enough = { env: { NODE_OPTIONS: stderr.split('NODE_OPTIONS=')[1]?.trim() ?? '' } };
    expect(run(folder, byPrice, enough).code).toBe(0);
    expect(run(folder, ['stock-out', 'D-7', '1'], little).code).toBe(0);
  });

  it.skipIf(isOnServer)(
    'are not read for verify and reports, which is said in one line before they begin',
    () => {
      expect(run(folder, ['import', 'devices', writeDevices(40_000)]).code).toBe(0);
      for (const typed of [
        'verify',
        ...['inventory', 'value', 'low', 'movements', 'day'].map((name) => `report ${name}`),
      ]) {
        const words = typed.split(' ');
        const { code, stdout, stderr } = run(folder, words, little);
        expect([typed, code, stdout]).toEqual([typed, 1, '']);
        expect([typed, stderr]).toEqual([
          typed,
          expect.stringMatching(
            /^error: 40000 rows take about \d+ MB of memory, and Node may use 40; set NODE_OPTIONS=--max-old-space-size=\d+\n$/,
          ),
        ]);
        const enough = { env: { NODE_OPTIONS: stderr.split('NODE_OPTIONS=')[1]?.trim() ?? '' } };
        expect([typed, run(folder, words, enough).code]).toEqual([typed, 0]);
      }
    },
  );
});

describe.skipIf(isOnServer)('an entry longer than there is memory for', () => {
  it('is told in one line by what reads all of it, and keeps nothing else from being done', () => {
    expect(run(folder, ['import', 'devices', writeDevices(1)]).code).toBe(0);
    const rows = Array.from({ length: 90_000 }, (_, index) => `D-0,in,1,PO-2026-11-26-${index}`);
    writeFileSync(join(folder, 'movements.csv'), `code,type,quantity,ref\n${rows.join('\n')}\n`);
    expect(run(folder, ['import', 'movements', 'movements.csv'], little).code).toBe(0);
    const history = ['history', '--limit', '5', '--lang', 'zh'];
    const { code, stdout, stderr } = run(folder, history, least);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^错误：有一条 \d+ MB 的流水约需 \d+ MB 内存，而 Node 只能用 20 MB；请设 NODE_OPTIONS=--max-old-space-size=\d+\n$/,
    );
    const enough = { env: { NODE_OPTIONS: stderr.split('NODE_OPTIONS=')[1]?.trim() ?? '' } };
    expect(run(folder, history, enough).code).toBe(0);
    expect(run(folder, ['history'], little).stderr).toMatch(/^error: 90002 rows take about \d+ MB of memory/);
    for (const words of [['show', 'D-0'], ['stock-out', 'D-0', '1'], ['info'], ['report', 'value']])
      expect([words, run(folder, words, least).code]).toEqual([words, 0]);
  });
});
