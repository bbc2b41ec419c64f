import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;

const fill = filledOnce(() => {
  stockbook('init');
  stockbook(...'add tv --code A --name Set --size 42 --panel lcd --price 1 --quantity 10'.split(' '));
  stockbook('stock-out', 'A', '2', '--key', 'k');
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => {
  removeFolder(folder);
});

const stockbook = (...words: string[]): Outcome => run(folder, words);
const pathOf = (...names: string[]): string => join(folder, ...names);
const history = (store: string): string => stockbook('history', '--json', '--store', store).stdout;

/** The lines of a backup that was just written, with their line breaks. */
function backupLines(): string[] {
  expect(stockbook('backup', 'a.backup').code).toBe(0);
  return readFileSync(pathOf('a.backup'), 'latin1').split(/(?<=\n)/);
}

function expectRefused(content: string, code: number, said: RegExp): void {
  writeFileSync(pathOf('b.backup'), content, 'latin1');
  const { stderr, ...outcome } = stockbook('restore', 'b.backup', '--store', 'other');
  expect({ ...outcome, stderr }).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(said) });
  expect(stderr.split('\n')).toHaveLength(2);
  expect(existsSync(pathOf('other'))).toBe(false);
}

describe('a backup', () => {
  it('becomes a store that is the same to the byte, and goes on by itself', () => {
    expect(stockbook('backup', 'a.backup')).toEqual({
      code: 0,
      stdout: '2 entries, 1 device backed up to a.backup\n',
      stderr: '',
    });
    const restored = stockbook('restore', 'a.backup', '--store', 'other');
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toContain('2 entries, 1 device, 8 on hand');
    for (const name of ['inventory.json', 'inventory.journal.jsonl'])
      expect(readFileSync(pathOf('other', name))).toEqual(readFileSync(pathOf('data', name)));
    expect(stockbook('verify', '--store', 'other')).toMatchObject({ code: 0, stderr: '' });
    expect(stockbook('stock-out', 'A', '2', '--key', 'k', '--store', 'other')).toMatchObject({ code: 0 });
    expect(history('other')).toBe(history('data'));
    expect(stockbook('stock-in', 'A', '1', '--store', 'other').stdout).toMatch(/^#3 /);
  });

  it('goes through pipes, and tells scripts what it holds', () => {
    const { stdout, stderr } = stockbook('backup', '-');
    expect(stderr).toBe('');
    const input = Buffer.from(stdout);
    const restored = run(folder, ['restore', '-', '--store', 'other', '--json'], { input });
    expect(JSON.parse(restored.stdout)).toMatchObject({ entries: 2, devices: 1, units: 8 });
    expect(JSON.parse(stockbook('backup', 'a.backup', '--json').stdout)).toEqual({
      file: 'a.backup',
      entries: 2,
      devices: 1,
    });
    expect(history('other')).toBe(history('data'));
  });

  it('that was cut short anywhere is refused, and says how much of it is there', () => {
    const lines = backupLines();
    const whole = lines.join('');
    for (let length = whole.length - 1; length > (lines[0]?.length ?? 0); length -= 97)
      expectRefused(whole.slice(0, length), 6, /b\.backup (was cut short|is damaged)|the first line of/);
    expectRefused(lines.slice(0, 3).join(''), 6, /was cut short: it holds 1 of its 2 entries/);
    expectRefused(whole.slice(0, -1), 6, /was cut short: it holds 1 of its 2 entries/);
    expectRefused(lines[0]?.slice(0, 50) ?? '', 6, /first line/);
    expectRefused('', 2, /not a stockbook backup/);
  });

  it('that was changed, lengthened or put in another order is refused, and names the entry', () => {
    const [opening, head, one, two] = backupLines() as [string, string, string, string];
    expectRefused(opening + head + one + two.replace('"change":-2', '"change":-1'), 6, /damaged at entry #2/);
    expectRefused(opening + head + one.replace('Set', 'Sot') + two, 6, /damaged at entry #1/);
    expectRefused(opening + head + two + one, 6, /damaged at entry #1/);
    expectRefused(opening + head + one + two + two, 6, /damaged at entry #3/);
    expectRefused(`${opening + head + one + two}{`, 6, /damaged at entry #3/);
    expectRefused(opening + head.replace('CNY', 'JPY') + one + two, 6, /first line/);
    expectRefused(opening.replace('"entries":2', '"entries":1') + head + one, 6, /first line/);
    expectRefused(readFileSync(pathOf('data/inventory.json'), 'latin1'), 2, /not a stockbook backup/);
  });

  it('is refused of a damaged store, and the backup there was stays', () => {
    const whole = backupLines().join('');
    const journal = readFileSync(pathOf('data/inventory.journal.jsonl'), 'utf8');
    writeFileSync(pathOf('data/inventory.journal.jsonl'), journal.replace('"change":-2', '"change":-1'));
    expect(stockbook('backup', 'a.backup', '--yes').code).toBe(6);
    expect(readFileSync(pathOf('a.backup'), 'latin1')).toBe(whole);
  });

  it('is restored only where there is no store', () => {
    backupLines();
    const before = readFileSync(pathOf('data/inventory.json'));
    // Node complains on standard error of a file that is still open when its garbage is collected.
    writeFileSync(
      pathOf('collect.cjs'),
      `require('node:v8').setFlagsFromString('--expose-gc');
       const collect = require('node:vm').runInNewContext('gc');
       process.once('beforeExit', () => { collect(); setImmediate(() => collect()); });`,
    );
    const env = { NODE_OPTIONS: `--require ${JSON.stringify(pathOf('collect.cjs'))}` };
    const { code, stderr } = run(folder, ['restore', 'a.backup'], { env });
    expect([code, stderr]).toEqual([
      4,
      expect.stringMatching(/^error: there is already a stock book at .*\n$/),
    ]);
    expect(readFileSync(pathOf('data/inventory.json'))).toEqual(before);
    for (const name of ['inventory.json', 'inventory.journal.jsonl']) rmSync(pathOf('data', name));
    // Other remains of the lost store, such as its witness, say nothing about the restored one.
    expect(stockbook('restore', 'a.backup').code).toBe(0);
    expect(stockbook('verify')).toMatchObject({ code: 0, stderr: '' });
  });

  it('of a newer format is refused as such', () => {
    const newer = '{"stockbook":"journal","format":99,"reader":99,"seal":"another"}\n';
    expectRefused(newer, 6, /format 99/);
  });
});

describe('a journal that was copied by hand', () => {
  it('is restored as a backup is, without a command that was interrupted', () => {
    const journal = readFileSync(pathOf('data/inventory.journal.jsonl'), 'utf8');
    expectRefused(journal.replace('"change":-2', '"change":-1'), 6, /damaged at entry #2/);
    writeFileSync(pathOf('copy'), `${journal}{"n":3,"at":"2026-`);
    expect(stockbook('restore', 'copy', '--store', 'other')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('which was left out'),
    });
    expect(readFileSync(pathOf('other/inventory.journal.jsonl'), 'utf8')).toBe(journal);
  });
});

describe('a new store', () => {
  it('is sound where an earlier one was taken away but for its smaller files', () => {
    for (const name of ['inventory.json', 'inventory.journal.jsonl']) rmSync(pathOf('data', name));
    expect(readdirSync(pathOf('data'))).not.toEqual([]);
    expect(stockbook('init').code).toBe(0);
    expect(stockbook('verify')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a file of the store', () => {
  it('is never written over by a backup, an export or rejected rows', () => {
    symlinkSync(pathOf('data/inventory.journal.jsonl'), pathOf('link'));
    const names = readdirSync(pathOf('data'));
    const before = names.map((name) => readFileSync(pathOf('data', name), 'latin1'));
    writeFileSync(pathOf('rows.csv'), 'code,type,quantity\nA,in,0\n');
    const targets = [...names.map((name) => `data/${name}`), pathOf('data/../data/inventory.json'), 'link'];
    for (const target of targets) {
      for (const words of [
        ['backup', target],
        ['export', 'devices', '-o', target],
        ['import', 'movements', 'rows.csv', '--skip-bad', '--rejects', target],
      ]) {
        const { code, stderr } = stockbook(...words, '--yes');
        expect([words, code, stderr]).toEqual([words, 2, expect.stringContaining('belongs to the store')]);
      }
    }
    expect(names.map((name) => readFileSync(pathOf('data', name), 'latin1'))).toEqual(before);
    expect(stockbook('export', 'devices', '-o', 'data/inventory.csv').code).toBe(0);
  });
});

describe('a backup that the disk refuses', () => {
  it('leaves the file that was there and says so', () => {
    const whole = backupLines().join('');
    const { code, stderr } = stockbook('backup', 'nowhere/a.backup');
    expect([code, stderr]).toEqual([2, expect.stringContaining('nowhere/a.backup')]);
    expect(readFileSync(pathOf('a.backup'), 'latin1')).toBe(whole);
    expect(statSync(pathOf('a.backup')).mode & 0o777).toBe(
      statSync(pathOf('data/inventory.json')).mode & 0o777,
    );
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
  });
});
