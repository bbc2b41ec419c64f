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
});
