import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce((empty) => {
  run(empty, ['init']);
  run(empty, [
    ...['add', 'dvd', '--code', 'D-1', '--name', 'Player', '--disc', 'hd', '--price', '30'],
    ...['--quantity', '5'],
  ]);
});
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stock = (...words: string[]): Outcome => run(folder, words);
const keyed = ['stock-in', 'D-1', '1', '--key', 'k1'];

describe('a command repeated with its key', () => {
  it('says what is on hand now', () => {
    stock(...keyed);
    stock('stock-out', 'D-1', '2');
    expect(stock(...keyed)).toEqual({
      code: 0,
      stdout: '#2 in +1  D-1 Player: 4 on hand now\n',
      stderr: 'already done as #2 (key k1); nothing was added\n',
    });
  });

  it('says by which entry the first one was undone', () => {
    stock(...keyed);
    stock('undo', '2');
    expect(stock(...keyed).stdout).toBe('#2 in +1  D-1 Player, undone by #3: 5 on hand now\n');
    expect(stock(...keyed, '--lang', 'zh').stdout).toBe('#2 入库 +1  D-1 Player（被 #3 撤销）：现有 5\n');
    stock('undo', '3');
    expect(stock(...keyed).stdout).toBe('#2 in +1  D-1 Player: 6 on hand now\n');
  });

  it('says by which entries the first one was corrected', () => {
    stock(...keyed);
    stock('correct', '2', '--quantity', '3');
    stock('correct', '2', '--quantity', '2');
    stock('undo', '4');
    expect(stock(...keyed).stdout).toBe('#2 in +1  D-1 Player, corrected by #3: 8 on hand now\n');
    expect(JSON.parse(stock(...keyed, '--json').stdout)).toMatchObject({ entry: 2, correctedBy: [3] });
  });

  it('says that the device has left the book', () => {
    stock(...keyed);
    stock('stock-out', 'D-1', '6');
    stock('remove', 'D-1');
    expect(stock(...keyed).stdout).toBe('#2 in +1  D-1 Player: no longer in the book\n');
  });
});

describe('a correction that is so already', () => {
  it('says so, as JSON too', () => {
    stock('stock-in', 'D-1', '5');
    stock('correct', '2', '--quantity', '3');
    const again = ['correct', '2', '--quantity', '3'];
    expect(stock(...again)).toMatchObject({ code: 0, stdout: '' });
    expect(stock(...again).stderr).toContain('#2');
    const { code, stdout, stderr } = stock(...again, '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      entry: null,
      code: 'D-1',
      change: 0,
      balance: 8,
      corrects: 2,
    });
    expect(JSON.parse(stock('history', '--json').stdout)).toHaveLength(4);
  });
});

describe('a history', () => {
  it('has what an entry corrects in its CSV, TSV and exports', () => {
    stock('correct', '1', '--quantity', '7');
    for (const words of [
      ['history', '--format', 'csv'],
      ['history', '--format', 'tsv'],
      ['export', 'history', '--format', 'csv'],
      ['export', 'history', '--format', 'md'],
    ]) {
      const lines = stock(...words)
        .stdout.replaceAll(/[|\t ]+/g, ',')
        .split('\n')
        .filter(Boolean);
      const cells = lines.map((line) => line.replaceAll(/^,|,$/g, '').split(',').at(-1));
      expect([words, cells[0], cells.at(-1)]).toEqual([words, 'corrects', '1']);
    }
    expect(stock('history', '--format', 'md').stdout).toContain('corrects #1');
  });

  it('tells edits by the names of attributes that people read', () => {
    stock('edit', 'D-1', '--cost', '61', '--disc', 'blu-ray', '--brand', 'Nova');
    const notes = (...words: string[]) => stock('history', '--type', 'edit', ...words).stdout;
    expect(notes()).toContain('last cost – → 61.00');
    expect(notes('--json')).not.toContain('lastCost');
    expect(notes('--lang', 'zh')).toContain('最后进价 – → 61.00');
    expect(notes('--lang', 'zh')).toContain('规格 高清 → 蓝光高清');
    expect(notes('--lang', 'zh')).toContain('品牌 – → Nova');
  });
});

describe('add and edit', () => {
  it('report everything that is wrong with what was typed at once', () => {
    const typed = ['--name', 'X', '--size', '-1', '--panel', 'wood', '--price', 'abc', '--minimum', '1.5'];
    const { code, stderr } = stock('add', 'tv', ...typed);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    for (const part of ['size: “-1”', 'panel: “wood”', 'price: “abc”', 'minimum: “1.5”'])
      expect(stderr).toContain(part);
    const { error } = JSON.parse(stock('add', 'tv', ...typed, '--json').stderr);
    expect(error).toMatchObject({ code: 'invalid', details: { field: 'size', value: '-1' } });
    expect(
      error.details.rejected.map(({ column, value }: { [key: string]: string }) => [column, value]),
    ).toEqual([
      ['size', '-1'],
      ['panel', 'wood'],
      ['price', 'abc'],
      ['minimum', '1.5'],
    ]);
    expect(stock('edit', 'D-1', '--price', 'abc', '--quantity', '3').stderr).toMatch(/quantity: .*; price: /);
    expect(stock('add', 'tv', ...typed.slice(0, 4), '--panel', 'lcd', '--price', '1').stderr).toBe(
      'error: size: “-1” is negative; type a number without a sign\n',
    );
  });
});
