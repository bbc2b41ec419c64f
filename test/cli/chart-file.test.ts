import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, removeFolder, run } from './run.ts';

let folder: string;
const stockbook = (...words: string[]) => run(folder, words);
const written = (name: string) => readFileSync(join(folder, name));

beforeEach(() => {
  folder = newFolder();
  stockbook('init');
  stockbook(
    'add',
    'tv',
    '--code',
    'A',
    '--name',
    'Set *A*',
    '--size',
    '42',
    '--panel',
    'lcd',
    '--price',
    '1',
  );
  stockbook('stock-in', 'A', '12');
  stockbook('stock-out', 'A', '5');
});
afterEach(() => removeFolder(folder));

describe('a chart that is written', () => {
  it('has what came in, went out and was left, in the format of the file', () => {
    for (const [name, begins] of [
      ['a.html', '<!doctype html>'],
      ['a.pdf', '%PDF-'],
      ['a.md', '# Balance over time'],
      ['a.txt', 'Balance over time: A Set *A*'],
    ] as const) {
      expect(stockbook('chart', 'A', '-o', name)).toMatchObject({ code: 0, stdout: '' });
      expect(written(name).toString('latin1').toLowerCase().startsWith(begins.toLowerCase())).toBe(true);
    }
    expect(written('a.txt').toString()).toMatch(/^ +12 +5 +7$/m);
    expect(written('a.md').toString()).toContain('Set \\*A\\*');
    const { stdout } = stockbook('chart', '--total', '-o', '-', '--lang', 'zh');
    expect(stdout).toContain('结存走势');
  });

  it('says in JSON what was written', () => {
    expect(JSON.parse(stockbook('chart', 'A', '-o', 'a.txt', '--json').stdout)).toEqual({
      file: 'a.txt',
      rows: 1,
    });
    expect(JSON.parse(stockbook('chart', 'A', '-o', 'a.pdf', '--json').stdout)).toEqual({
      file: 'a.pdf',
      pages: 1,
    });
  });

  it.each([
    [['-o', 'a.xlsx']],
    [['-o', 'a.txt', '--paper', 'a4']],
    [['-o', 'a.html', '--format', 'md']],
    [['--format', 'md', '--json']],
    [['-o', '-', '--json']],
    [['--landscape']],
  ])('refuses %j, and writes nothing', (words) => {
    expect(stockbook('chart', 'A', ...words)).toMatchObject({ code: 2, stdout: '' });
  });

  it('replaces no file unasked', () => {
    stockbook('chart', 'A', '-o', 'a.txt');
    expect(stockbook('chart', 'A', '-o', 'a.txt')).toMatchObject({ code: 4, stdout: '' });
    expect(stockbook('chart', 'A', '-o', 'a.txt', '--yes').code).toBe(0);
  });
});
