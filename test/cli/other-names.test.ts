import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeShop } from '../terminal/shop.ts';
import { newFolder, removeFolder, run } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  makeShop(folder);
});
afterEach(() => removeFolder(folder));

describe('a command', () => {
  it('may be called as people call it, in English and in Chinese', () => {
    for (const [word, balance] of [
      ['in', 12],
      ['out', 10],
      ['入库', 12],
      ['出库', 10],
    ] as const) {
      const { code, stdout } = run(folder, [word, 'TV-1', '2', '--json']);
      expect([code, JSON.parse(stdout).balance]).toEqual([0, balance]);
    }
    expect(run(folder, ['--lang', 'zh', '撤销', '--yes']).code).toBe(0);
    expect(JSON.parse(run(folder, ['查看', 'TV-1', '--json']).stdout).quantity).toBe(12);
    expect(run(folder, ['出库', '--help']).stdout).toBe(run(folder, ['stock-out', '--help']).stdout);
    expect(run(folder, ['help', 'out']).stdout).toBe(run(folder, ['help', 'stock-out']).stdout);
  });
});
