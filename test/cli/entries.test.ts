import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileWith } from '../../src/cli/entries/file-with.ts';

const sizeOf = (file: string): number => statSync(resolve(import.meta.dirname, '../../dist', file)).size;

describe('a command that is typed all day', () => {
  it.each([
    ['moves', ['stock-out', 'TV-1', '2']],
    ['moves', ['--store', 'list', '--json', 'in', 'TV-1', '2']],
    ['moves', ['出库', 'TV-1', '2']],
    ['looks', ['--lang', 'zh', 'search', 'stock-in']],
    ['looks', ['undo']],
    ['whole', ['edit', 'stock-in']],
    ['whole', ['help', 'stock-in']],
    ['whole', ['count', 'show']],
    ['whole', ['--', 'stock-in']],
    ['whole', ['stok-in', 'TV-1', '2']],
    ['whole', []],
  ])(
    'is carried out by a file with the commands like it, any other by that with all: %s for %j',
    (file, words) => {
      expect(fileWith(words, {})).toBe(`./${file}.js`);
    },
  );

  it('is carried out by the file with all commands if a bug is looked for, since names are kept in that', () => {
    expect(fileWith(['stock-out', 'TV-1', '2'], { STOCKBOOK_DEBUG: '1' })).toBe('./whole.js');
  });

  it.each(['moves.js', 'looks.js'])('has in %s no more than it may need', (file) => {
    expect(sizeOf(file)).toBeLessThan(sizeOf('whole.js') / 2);
  });
});
