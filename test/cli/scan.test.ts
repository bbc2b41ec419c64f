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

  it('adds to what a count has counted, takes it back, and says when others count the same', () => {
    run(folder, ['count', 'open']);
    run(folder, ['count', 'enter', '2', 'TV-1', '4', '--counter', 'wang']);
    const { code, stdout } = scan('TV-1*3\nTV-1\nundo\n0 D-1\n', 'count', '2');
    expect(code).toBe(0);
    expect(stdout).toContain('TV-1: 7 counted in all, 3 of them here');
    expect(stdout).not.toContain('on hand');
    const { lines } = JSON.parse(run(folder, ['count', 'show', '2', '--json']).stdout);
    expect(lines.map(({ code, first }: { code: string; first: number }) => [code, first])).toEqual([
      ['D-1', 0],
      ['TV-1', 7],
    ]);
    expect(scan('TV-1\n', 'count', '9').code).toBe(3);
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

describe('what scanners add and leave out', () => {
  beforeEach(() => {
    writeFileSync(
      join(folder, 'more.csv'),
      'kind,code,name,disc,price,quantity\n' +
        ['0812345678909', '4901234567894', '77', '3005', '12345678901', '012345678901']
          .map((code) => `dvd,${code},Player ${code},hd,1,40\n`)
          .join(''),
    );
    run(folder, ['import', 'devices', 'more.csv']);
  });
  const recorded = () =>
    (
      JSON.parse(run(folder, ['history', '--json']).stdout) as {
        code: string;
        change: number | null;
        entry: number;
      }[]
    )
      .filter(({ change, entry }) => change !== null && entry > 2)
      .map(({ code, change }) => `${code} ${change}`);

  it.each([
    ['812345678909', '0812345678909 -1'],
    ['00812345678909*2', '0812345678909 -2'],
    [']E04901234567894', '4901234567894 -1'],
    ['\u0002]C14901234567894\u0003', '4901234567894 -1'],
    ['\u00024901234567894\u0003', '4901234567894 -1'],
    ['*TV-1*', 'TV-1 -1'],
    ['TV-1\u200b', 'TV-1 -1'],
    ['TV\u20131', 'TV-1 -1'],
    ['D-1 3', 'D-1 -3'],
    ['D-1,3', 'D-1 -3'],
    ['3;D-1', 'D-1 -3'],
    ['1,000 nope\n2 77', '77 -2'],
    ['77 2', '77 -2'],
    ['3005*2', '3005 -2'],
  ])('are understood: %j', (line, movement) => {
    scan(`${line}\n`, 'out');
    expect(recorded()).toEqual([movement]);
  });

  it('are refused where both words are codes, with the way to say it', () => {
    const { code, stderr } = scan('3005 77\nTV-1 D-1\n77,3005\n', 'out');
    expect([code, recorded()]).toEqual([4, []]);
    expect(stderr).toContain('line 1 refused: “3005 77”: both words of “3005 77” are codes');
    expect(stderr).toContain('3005*QUANTITY');
    expect(scan('3005 77\n', 'out', '--lang', 'zh').stderr).toContain('3005*数量');
  });

  it('are refused where zeros in front would fit two codes', () => {
    expect(scan('0012345678901\n', 'out').code).toBe(4);
    expect(scan('12345678901\n', 'out').code).toBe(0);
    expect(recorded()).toEqual(['12345678901 -1']);
  });
});

describe('a code that is not in the book', () => {
  it('is refused with those that may be meant, as stock-out does', () => {
    expect(scan('TV-2\n', 'out').stderr).toContain('did you mean TV-1?');
    expect(scan('2 TV1\n', 'out', '--lang', 'zh').stderr).toContain('是否想输入 TV-1');
    expect(JSON.parse(scan('TV-2\n', 'out', '--json').stderr).error.details).toMatchObject({
      value: 'TV-2',
      nearest: ['TV-1'],
      line: 1,
    });
  });

  it('is refused with its new name where it was renamed', () => {
    run(folder, ['edit', 'TV-1', '--code', 'LED-9']);
    const { stderr } = scan('tv-1*2\n', 'out');
    expect(stderr).toMatch(/line 1 refused: “tv-1\*2”: .*is called LED-9 since #2/);
  });
});
