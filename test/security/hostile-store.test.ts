import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleanEnvironment, filledOnce, newFolder, program, removeFolder, run } from '../cli/run.ts';
import { resealed } from '../store/resealed.ts';
import { closeTerminals, Terminal } from '../terminal/terminal.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(() => {
  folder = newFolder();
  filled(folder);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

const add = ['add', 'tv', '--name', 'Set', '--size', '42', '--panel', 'lcd', '--price', '1'];
const filled = filledOnce((at) => {
  for (const words of [
    ['init'],
    [...add, '--code', 'A', '--quantity', '5'],
    ['stock-in', 'A', '2', '--note', 'NNN', '-q'],
  ])
    expect([words, run(at, words).code]).toEqual([words, 0]);
});

const at = (...names: string[]): string => join(folder, ...names);
const onHand = (): number => JSON.parse(run(folder, ['show', 'A', '--json']).stdout).quantity;

const derived = ['inventory.json', 'inventory.index', 'inventory.witness.json', 'inventory.journal.index'];

describe('files of another store beside a journal', () => {
  beforeEach(() => {
    mkdirSync(at('other'));
    run(at('other'), ['init']);
    for (let entry = 0; entry < 5; entry++)
      run(at('other'), [...add, '--code', `A${entry === 0 ? '' : entry}`, '--quantity', '900']);
  });

  it.each([...derived.map((name) => [name]), derived])('(%s …) are not believed', (...names) => {
    for (const name of names) copyFileSync(at('other/data', name), at('data', name));
    expect(onHand()).toBe(7);
    const { code, stderr } = run(folder, ['stock-in', 'A', '1', '--json']);
    expect([code, stderr.includes('damaged')]).toEqual([0, false]);
    expect([onHand(), run(folder, ['verify']).code]).toEqual([8, 0]);
  });
});

describe.skipIf(process.platform !== 'linux')('a file of gigabytes beside a journal', () => {
  it.each(derived)('(%s) takes no memory and no time, and is made anew', (name) => {
    rmSync(at('data', name));
    writeFileSync(at('data', name), '');
    truncateSync(at('data', name), 2 ** 34);
    for (const words of [['list', '--json'], ['stock-in', 'A', '1', '--json'], ['verify']]) {
      const { status } = spawnSync(
        process.execPath,
        ['--require', resolve(import.meta.dirname, '../fuzz/peak.cjs'), program, ...words],
        { cwd: folder, env: { ...cleanEnvironment(folder), PEAK: at('peak') } },
      );
      expect([words, status]).toEqual([words, 0]);
      expect(Number(readFileSync(at('peak'), 'utf8')) / 1024).toBeLessThan(250);
    }
    expect(onHand()).toBe(8);
  });
});

/** What a terminal would obey: a title, a colour, both kinds of control sequence, text that runs backwards. */
const evil = '\x1b]0;owned\x07\x1b[31m\x9b2J\u202e';

describe.skipIf(process.platform === 'win32')('a note that a terminal would obey', () => {
  beforeEach(() => {
    const journal = at('data/inventory.journal.jsonl');
    const text = JSON.stringify(evil).slice(1, -1);
    writeFileSync(
      journal,
      resealed(readFileSync(journal), (line) => line.replace('"note":"NNN"', `"note":"${text}"`)),
    );
    for (const name of derived) rmSync(at('data', name), { force: true });
  });

  const commands = ['csv', 'tsv', 'json', 'jsonl', 'md', 'table'].map(
    (format) => `history --format ${format}`,
  );

  it.each([
    ...commands,
    'export history',
    'export history --format ledger',
    'show A --json',
    'history --json',
  ])('is printed so that it does not (%s)', async (words) => {
    const terminal = new Terminal(folder, [...words.split(' '), '--no-color'], { env: { PAGER: 'cat' } });
    expect(await terminal.ended()).toBe(0);
    for (const part of ['\x1b]0', '\x1b[31m', '\x9b', '\u202e']) expect(terminal.output).not.toContain(part);
  });

  it('stays as it is in a pipe', () => {
    expect(run(folder, ['history', '--format', 'csv']).stdout).toContain(evil);
    const rows = JSON.parse(run(folder, ['history', '--json']).stdout);
    expect(rows.at(-1).note).toBe(evil);
  });
});
