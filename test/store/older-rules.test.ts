import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, removeFolder, run } from '../cli/run.ts';

/**
 * A store whose book file was made before the price of a combo counted as a change of it, and before the codes of removed
 * devices were kept: TV-0002 has been removed, COMBO-0001 was repriced at the fourth entry. Never rewrite it.
 */
const older = join(import.meta.dirname, 'older-rules');

it('a book file that follows older rules is made anew from the journal, without any alarm', () => {
  const folder = newFolder();
  try {
    const data = join(folder, 'data');
    cpSync(older, data, { recursive: true });
    const { stdout } = run(folder, ['show', 'COMBO-0001', '--json']);
    expect(JSON.parse(stdout).changedAt).toBe('2026-11-26T12:36:41.438Z');
    const quiet = { code: 0, stderr: '' };
    expect(run(folder, ['verify'])).toMatchObject(quiet);
    expect(run(folder, ['repair']).stdout).toBe('nothing to repair\n');
    const tv = ['add', 'tv', '--name', 'D', '--size', '42', '--panel', 'lcd', '--price', '1'];
    expect(run(folder, tv)).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^note: the store was upgraded .*\n$/),
      stdout: '#7 added TV-0003 D\n',
    });
    expect(run(folder, ['verify'])).toMatchObject(quiet);
    expect(JSON.parse(readFileSync(join(data, 'inventory.json'), 'utf8'))).toMatchObject({ rules: 3 });
    expect(readdirSync(data).filter((name) => name.includes('damaged'))).toEqual([]);
  } finally {
    removeFolder(folder);
  }
});
