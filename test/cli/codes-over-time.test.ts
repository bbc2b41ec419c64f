import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  run(folder, ['init']);
});
afterEach(() => removeFolder(folder));

const stock = (...words: string[]): Outcome => run(folder, words);
const addTv = (...words: string[]): string => {
  const name = words.includes('--name') ? [] : ['--name', 'Set'];
  const tv = ['add', 'tv', ...name, '--size', '42', '--panel', 'lcd', '--price', '10', '--json'];
  const { code, stdout, stderr } = stock(...tv, ...words);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout).code;
};
const sound = () => expect(stock('verify').code).toBe(0);

describe('a code that is given automatically', () => {
  it('is never that of a device that was removed, renamed, undone or brought by an import', () => {
    expect([addTv(), addTv(), addTv()]).toEqual(['TV-0001', 'TV-0002', 'TV-0003']);
    stock('remove', 'TV-0003');
    expect(addTv()).toBe('TV-0004');
    stock('edit', 'TV-0004', '--code', 'OTHER');
    expect(addTv()).toBe('TV-0005');
    stock('undo');
    expect(addTv()).toBe('TV-0006');
    stock('edit', 'OTHER', '--code', 'tv-0008');
    stock('edit', 'tv-0008', '--code', 'OTHER');
    run(folder, ['import', 'devices', '-'], {
      input: 'kind,code,name,size,panel,price\ntv,TV-0009,Set,42,lcd,10\n',
    });
    stock('remove', 'TV-0009');
    expect([addTv(), addTv()]).toEqual(['TV-0007', 'TV-0010']);
    sound();
  });

  it('is not given again when what follows from the journal has been lost', () => {
    addTv();
    stock('remove', 'TV-0001');
    for (const name of [
      'inventory.json',
      'inventory.index',
      'inventory.journal.index',
      'inventory.witness.json',
    ])
      rmSync(join(folder, 'data', name), { force: true });
    // The first command that writes says that it has rebuilt the book.
    stock('add', 'dvd', '--name', 'P', '--disc', 'hd', '--price', '1');
    expect(addTv()).toBe('TV-0002');
    sound();
  });
});

describe('a code that is in the book no more', () => {
  const combo = [
    'add',
    'combo',
    '--name',
    'C',
    '--size',
    '22',
    '--panel',
    'lcd',
    '--disc',
    'hd',
    '--dvd-price',
    '5',
  ];
  const commands: readonly (readonly string[])[] = [
    ['show', 'TV-0001'],
    ['edit', 'TV-0001', '--price', '1'],
    ['remove', 'tv-0001'],
    ['stock-in', 'TV-0001', '1'],
    ['stock-out', ' TV-0001', '1'],
    ['why', 'TV-0001'],
    ['chart', 'TV-0001'],
    ['labels', 'TV-0001', '-o', 'labels.pdf'],
    [...combo, '--tv', 'TV-0001'],
  ];

  it('is told by every command, with what the device is called now and since which entry', () => {
    addTv();
    stock('edit', 'TV-0001', '--code', 'MID');
    stock('edit', 'MID', '--code', 'TV-9');
    for (const words of commands) {
      const { code, stderr } = stock(...words, '--json');
      const { error } = JSON.parse(stderr);
      expect([words, code, error.code]).toEqual([words, 3, 'not-found']);
      expect([words, error.message]).toEqual([words, expect.stringContaining('Set is called TV-9 since #3')]);
    }
    expect(stock('show', 'TV-0001', '--lang', 'zh').stderr).toContain('Set 自 #3 起编号为 TV-9');
    const movements = 'code,type,quantity\nTV-0001,in,1\nNO-1,in,1\n';
    const { stderr } = run(folder, ['import', 'movements', '-'], { input: movements });
    expect(stderr).toContain(
      'row 2: code: no device has the code “TV-0001” any more: Set is called TV-9 since #3',
    );
    expect(run(folder, ['scan', 'in'], { input: 'TV-0001\n' }).stderr).toContain('is called TV-9 since #3');
    expect(stock('search', 'tv-0001').stderr).toContain('Set is called TV-9 since #3');
    expect(stock('history', 'TV-0001').code).toBe(0);
  });

  it('is told where its device has been removed', () => {
    addTv();
    stock('remove', 'TV-0001');
    const { code, stderr } = stock('stock-in', 'TV-0001', '1');
    expect([code, stderr]).toEqual([3, expect.stringContaining('Set was removed by #2')]);
  });
});

describe('the history of a code that two devices have had', () => {
  const names = (...words: string[]): string[] =>
    JSON.parse(stock('history', ...words, '--json').stdout).map(({ name }: { name: string }) => name);

  it('is that of the one that has it now, and says how to see the other', () => {
    addTv('--code', 'X-1', '--name', 'Old');
    stock('remove', 'X-1');
    addTv('--code', 'x-1', '--name', 'New');
    const { stdout, stderr } = stock('history', 'X-1');
    expect(stdout).toContain('New');
    expect(stdout).not.toContain('Old');
    expect(stderr).toBe('note: until #2 X-1 was Old; its history: stockbook history X-1 --entry 1\n');
    expect(names('X-1')).toEqual(['New']);
    expect(names('X-1', '--entry', '1')).toEqual(['Old', 'Old']);
    expect(names('X-1', '--entry', '#3')).toEqual(['New']);
    expect(stock('history', 'X-1', '--entry', '9').code).toBe(0);
    expect(stock('history', 'X-2', '--entry', '1').code).toBe(3);
    expect(stock('history', '--entry', '1').code).toBe(2);
  });

  it('has to be chosen where both are gone', () => {
    addTv('--code', 'X-1', '--name', 'Old');
    stock('edit', 'X-1', '--code', 'X-2');
    addTv('--code', 'X-1', '--name', 'New');
    stock('remove', 'X-1');
    const { code, stderr } = stock('history', 'X-1', '--json');
    expect([code, JSON.parse(stderr).error]).toMatchObject([
      4,
      {
        code: 'ambiguous-name',
        details: {
          candidates: [
            { name: 'Old', from: 1, until: 2 },
            { name: 'New', from: 3, until: 4 },
          ],
        },
      },
    ]);
    expect(names('X-1', '--entry', '1')).toEqual(['Old', 'Old']);
    expect(names('X-2')).toEqual(['Old', 'Old']);
  });
});
