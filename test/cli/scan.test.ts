import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce(() => {
  run(folder, ['init']);
  writeFileSync(
    join(folder, 'd.csv'),
    'kind,code,name,size,panel,disc,price,quantity,minimum\n' +
      'tv,TV-1,长虹等离子,42,plasma,,3000,10,\ndvd,D-1,Player,,,hd,30,5,2\n',
  );
  run(folder, ['import', 'devices', 'd.csv']);
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const scan = (input: string, ...words: string[]) => run(folder, ['scan', ...words], { input });
const changes = () =>
  (
    JSON.parse(run(folder, ['history', '--json']).stdout) as {
      code: string;
      change: number | null;
      type: string;
    }[]
  )
    .slice(4)
    .map(({ code, change }) => `${code} ${change}`);

describe('scan from a pipe', () => {
  it('records the good lines, reports the bad one and exits 4', () => {
    const { code, stdout, stderr } = scan('TV-1\nTV-1\nnope\nD-1*3\n', 'out');
    expect([code, changes()]).toEqual([4, ['TV-1 -1', 'TV-1 -1', 'D-1 -3']]);
    expect(stderr).toContain('line 3 refused: “nope”');
    expect(stdout).toMatch(/#3 out -1 {2}TV-1 长虹等离子: 8 on hand/);
    expect(stdout).toMatch(/TV-1 +长虹等离子 +2 +-2 +8\n/);
    expect(stdout).toContain('3 scans recorded, 1 refused');
  });

  it('exits 0 where no line was refused, and ignores empty ones', () => {
    expect(scan('\n\nTV-1\n\n', 'out').code).toBe(0);
    expect(scan('', 'out').code).toBe(0);
  });

  it('reads quantities before and after the code, in any line ending and width', () => {
    scan('3 TV-1\r\ntv-1 * 2\rＤ－１＊１\n 2  d-1', 'in');
    expect(changes()).toEqual(['TV-1 3', 'TV-1 2', 'D-1 1', 'D-1 2']);
  });

  it('takes the last scan back, and the one before it, but nothing that was not scanned here', () => {
    const { code, stderr } = scan('TV-1\nD-1*2\nundo\n撤销\nundo\n', 'out');
    expect([code, changes()]).toEqual([4, ['TV-1 -1', 'D-1 -2', 'D-1 2', 'TV-1 1']]);
    expect(stderr).toContain('line 5 refused');
  });

  it('refuses what is short, too much or no scan, line by line', () => {
    const bad = ['D-1*6', 'D-1*0', 'D-1*x', '1 2 D-1', '*', 'a\u202eb', 'x'.repeat(100_000)];
    const { code, stderr } = scan(`${bad.join('\n')}\nD-1\n`, 'out');
    expect([code, changes()]).toEqual([4, ['D-1 -1']]);
    for (const [index] of bad.entries()) expect(stderr).toContain(`line ${index + 1} refused`);
    expect(stderr.length).toBeLessThan(5000);
  });

  it('counts units up as corrections, which set no cost', () => {
    run(folder, ['stock-in', 'TV-1', '1', '--cost', '2000']);
    scan('TV-1\n', 'count-up');
    const rows = JSON.parse(run(folder, ['history', 'TV-1', '--json']).stdout) as object[];
    expect(rows.at(-1)).toMatchObject({ type: 'stock-in', change: 1, reason: 'correction', cost: null });
  });

  it('prints the movements and the refusals as JSON, one a line', () => {
    const { stdout, stderr } = scan('TV-1\nnope\n', 'out', '--json', '--ref', 'SO-1');
    expect(JSON.parse(stdout)).toMatchObject({ entry: 2, code: 'TV-1', change: -1, ref: 'SO-1' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not-found', details: { line: 2 } } });
  });

  it('refuses a slip with --strict, and goes on', () => {
    const { code, stderr } = scan('TV-1\nTV-1\nTV-1*10\nTV-1\n', 'out', '--strict');
    expect([code, changes()]).toEqual([4, ['TV-1 -1', 'TV-1 -1', 'TV-1 -1']]);
    expect(stderr).toContain('line 3 refused');
  });

  it('says where there is no store, or what there is to scan', () => {
    const elsewhere = newFolder();
    expect(run(elsewhere, ['scan', 'out'], { input: 'TV-1\n' }).code).toBe(3);
    removeFolder(elsewhere);
    expect(scan('', 'sideways').code).toBe(2);
    expect(scan('').code).toBe(2);
  });
});
