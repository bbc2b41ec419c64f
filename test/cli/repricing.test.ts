import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce((empty) => {
  run(empty, ['init']);
  run(empty, ['import', 'devices', '-'], {
    input: [
      'kind,code,name,size,panel,disc,price,tv,dvd',
      'tv,TV-1,Nova 42,42,lcd,,100,,',
      'dvd,D-1,Nova player,,,hd,50,,',
      'combo,C-1,Nova 22 DVD,22,lcd,hd,,TV-1,D-1',
      'combo,C-2,Nova 26 DVD,26,lcd,hd,,TV-1,D-1',
    ].join('\n'),
  });
});
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stock = (...words: string[]): Outcome => run(folder, words);
const json = (...words: string[]) => JSON.parse(stock(...words, '--json').stdout);
const changedAt = (code: string): string => json('show', code).changedAt;

describe('a new price', () => {
  it('is told with the combos that follow it and their new prices', () => {
    const { stdout } = stock('edit', 'TV-1', '--price', '90');
    expect(stdout).toBe(
      '#2 edited TV-1: price 100.00 → 90.00\n' +
        '  C-1 Nova 22 DVD: price 120.00 → 112.00\n' +
        '  C-2 Nova 26 DVD: price 120.00 → 112.00\n',
    );
    expect(stock('edit', 'D-1', '--price', '60', '--lang', 'zh').stdout).toContain(
      'C-1 Nova 22 DVD：售价 112.00 → 120.00',
    );
    expect(stock('edit', 'D-1', '--brand', 'Nova').stdout).not.toContain('C-1');
  });

  it('is a change of the combos that follow it, by hand, by import and by undo', () => {
    const { changedAt: own } = json('edit', 'TV-1', '--price', '90');
    expect([changedAt('C-1'), changedAt('C-2')]).toEqual([own, own]);
    run(folder, ['import', 'devices', '-', '--update'], { input: 'code,price\nD-1,70\n' });
    expect(changedAt('C-2')).toBe(changedAt('D-1'));
    stock('undo');
    expect(changedAt('C-1')).toBe(changedAt('D-1'));
    const before = changedAt('C-1');
    stock('edit', 'TV-1', '--name', 'Nova 43');
    expect(changedAt('C-1')).toBe(before);
    expect(stock('verify').code).toBe(0);
  });
});

describe('the JSON of add, edit and remove', () => {
  it('begins with the entry, null where there was nothing to do', () => {
    const added = json('add', 'dvd', '--name', 'P', '--disc', 'hd', '--price', '1');
    expect(Object.keys(added).slice(0, 3)).toEqual(['entry', 'code', 'kind']);
    expect(added.entry).toBe(2);
    const { entry, ...device } = json('edit', 'DVD-0001', '--price', '2');
    expect([entry, device]).toEqual([3, JSON.parse(JSON.stringify(json('list', '--kind', 'dvd')))[1]]);
    expect(json('edit', 'DVD-0001', '--price', '2')).toEqual({ ...device, entry: null });
    expect(json('remove', 'DVD-0001')).toEqual({ ...device, entry: 4 });
  });
});
