import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { format } from '../../src/store/journal/header.ts';
import { newFolder, type Outcome, removeFolder, run } from '../cli/run.ts';
import { resealed } from './resealed.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const env = { STOCKBOOK_UNGUARDED: 'all' };
const stockbook = (...words: string[]): Outcome => run(folder, words, { env });
const pathOf = (name: string): string => join(folder, 'data', name);
const names = (): string[] => readdirSync(join(folder, 'data'));
const contents = (): string[] => names().map((name) => readFileSync(pathOf(name), 'latin1'));

/** What a person sees of a store. */
const views = [['list'], ['history'], ['show', 'HX-22L'], ['list', '--as-of', '2027-01-01']];
const seen = (): string[] => views.map((words) => stockbook(...words, '--json').stdout);

/** A store left by a program of an older format. Never rewrite these files. */
function olderStore(name: string): void {
  mkdirSync(join(folder, 'data'));
  cpSync(join(import.meta.dirname, 'fixtures', name), join(folder, 'data'), { recursive: true });
}

const older = readdirSync(join(import.meta.dirname, 'fixtures')).filter(
  (name) => name !== `format-${format}`,
);

describe.each(older)('a store of %s', (name) => {
  const from = Number(name.replace('format-', ''));
  beforeEach(() => olderStore(name));

  it('is read as it is', () => {
    expect(stockbook('verify')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/sound: 9 entries/),
    });
    const before = contents();
    const [list, history] = seen();
    expect(JSON.parse(list ?? '')).toHaveLength(12);
    expect(JSON.parse(history ?? '')).toHaveLength(39);
    expect(JSON.parse(stockbook('info', '--json').stdout)).toMatchObject({ format: from, entries: 9 });
    expect(stockbook('backup', 'a.backup').code).toBe(0);
    expect(contents()).toEqual(before);
  });

  it('is upgraded by the first command that writes, which says so once and keeps the old files', () => {
    const before = seen();
    const [journal, book] = ['inventory.journal.jsonl', 'inventory.json'].map((file) =>
      readFileSync(pathOf(file)),
    );
    const first = stockbook(
      'stock-in',
      'HX-22L',
      '5',
      '--key',
      'delivery-1',
      '--cost',
      '500',
      '--ref',
      'PO-1',
      '--note',
      '第一批',
    );
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('#3');
    expect(first.stderr).toMatch(
      new RegExp(`^note: .* from format ${from} to format ${format}; .* kept as .*
`),
    );
    expect(seen()).toEqual(before);
    const kept = names().filter((file) => file.startsWith(`inventory.format-${from}-`));
    expect(kept.map((file) => readFileSync(pathOf(file)).toString())).toEqual([journal, book].map(String));
    expect(stockbook('stock-in', 'HX-22L', '1')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^#10 /),
    });
    expect(stockbook('verify')).toMatchObject({ code: 0, stderr: '' });
    expect(stockbook('info').stdout).toContain(`${format} (upgraded from ${from})`);
    expect(names().filter((file) => file.includes('format-'))).toEqual(kept);
  });

  it('that is damaged is not upgraded but named', () => {
    const journal = readFileSync(pathOf('inventory.journal.jsonl'), 'utf8');
    writeFileSync(pathOf('inventory.journal.jsonl'), journal.replace('"ref":"PO-1"', '"ref":"PO-2"'));
    const before = contents();
    expect(stockbook('stock-in', 'HX-22L', '1').code).toBe(6);
    expect(contents()).toEqual(before);
    expect(stockbook('repair').code).toBe(0);
    expect(stockbook('stock-in', 'HX-22L', '1')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/upgraded from format/),
    });
    expect(stockbook('verify')).toMatchObject({ code: 0, stderr: '' });
  });

  it('is restored from a backup of it, and then upgraded as it would be', () => {
    expect(stockbook('backup', 'a.backup').code).toBe(0);
    expect(stockbook('restore', 'a.backup', '--store', 'other').code).toBe(0);
    const written = stockbook('stock-in', 'HX-22L', '1', '--store', 'other');
    expect(written).toMatchObject({ code: 0, stderr: expect.stringMatching(/upgraded from format/) });
    expect(stockbook('verify', '--store', 'other')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a store of this format, as an earlier program wrote it', () => {
  beforeEach(() => olderStore(`format-${format}`));

  it('is read with its places and what is on the road, and written on without an upgrade', () => {
    const before = contents();
    expect(stockbook('verify')).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(stockbook('place', 'list', '--json').stdout)).toMatchObject([
      { place: 'main', devices: 12, units: 83 },
      { place: 'returns', kind: 'hold', units: 0 },
      { place: 'shop-1', units: 2 },
      { place: 'shop-1/A3', units: 0 },
    ]);
    expect(JSON.parse(stockbook('pending', '--json').stdout)).toMatchObject([
      { entry: 6, code: 'CH-42P', quantity: 2, left: 1, from: 'main', to: 'shop-1' },
    ]);
    expect(JSON.parse(stockbook('history', '--json').stdout)).toHaveLength(33);
    expect(contents()).toEqual(before);
    const again = stockbook('stock-out', 'HX-22L', '1', '--place', 'shop-1', '--key', 'sale-1');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^#5 /) });
    expect(contents()).toEqual(before);
    expect(stockbook('receive', '6')).toMatchObject({ code: 0, stderr: '' });
    expect(stockbook('verify')).toMatchObject({ code: 0, stderr: '' });
    expect(names().filter((file) => file.includes('format-'))).toEqual([]);
  });

  it('is rebuilt from its journal alone', () => {
    const seenBefore = seen();
    for (const name of names()) if (name !== 'inventory.journal.jsonl') rmSync(pathOf(name));
    expect(stockbook('repair').code).toBe(0);
    expect(stockbook('verify')).toMatchObject({ code: 0 });
    expect(seen()).toEqual(seenBefore);
  });
});

describe('a journal of a format that only a newer program reads', () => {
  it('is refused by every command, and nothing is written', () => {
    stockbook('init');
    const journal = readFileSync(pathOf('inventory.journal.jsonl'));
    for (const newer of [
      resealed(journal, (line) => line.replace(/"format":\d+,"reader":\d+/, '"format":99,"reader":99')),
      Buffer.from('{"stockbook":"journal","format":99,"reader":98,"otherwise":"sealed"}\n'),
    ]) {
      writeFileSync(pathOf('inventory.journal.jsonl'), newer);
      const before = contents();
      const add = 'add tv --code A --name Set --size 42 --panel lcd --price 1'.split(' ');
      for (const words of [
        ['list'],
        ['history'],
        ['verify'],
        ['repair'],
        ['undo'],
        add,
        ['backup', 'a.backup'],
      ]) {
        const { code, stdout, stderr } = stockbook(...words, '--json');
        expect([words, code, stdout]).toEqual([words, 6, '']);
        expect(JSON.parse(stderr)).toMatchObject({
          error: { code: 'newer-format', details: { format: 99 } },
        });
      }
      expect(stockbook('list').stderr).toMatch(/format 99/);
      expect(contents()).toEqual(before);
    }
  });

  it('is read where the newer program says that this one understands it', () => {
    stockbook('init');
    const journal = readFileSync(pathOf('inventory.journal.jsonl'));
    const newer = resealed(journal, (line) => line.replace(/"format":\d+/, '"format":99'));
    writeFileSync(pathOf('inventory.journal.jsonl'), newer);
    expect(stockbook('list').code).toBe(0);
  });
});

describe('a file beside the journal that is of a newer format', () => {
  it('is never taken for what it is not: it is noticed or made anew', () => {
    stockbook('init');
    stockbook(...'add tv --code A --name Set --size 42 --panel lcd --price 1 --quantity 3'.split(' '));
    const sealed = names().filter(
      (name) => name !== 'inventory.journal.jsonl' && readFileSync(pathOf(name), 'latin1').startsWith('{'),
    );
    expect(sealed.length).toBeGreaterThan(0);
    for (const name of sealed) {
      const line = readFileSync(pathOf(name), 'utf8').trimEnd();
      const numbered = (text: string): string =>
        /"format":\d+/.test(text)
          ? text.replace(/"format":\d+/, '"format":99')
          : text.replace('{', '{"format":99,');
      writeFileSync(pathOf(name), resealed(Buffer.from(`${line}\n`), numbered));
      const listed = JSON.parse(stockbook('list', '--json').stdout);
      expect([name, listed]).toEqual([name, [expect.objectContaining({ code: 'A' })]]);
      const { quantity } = listed[0];
      expect([name, stockbook('stock-in', 'A', '1').code]).toEqual([name, 0]);
      expect([name, stockbook('verify').code]).toEqual([name, 0]);
      expect(JSON.parse(stockbook('list', '--json').stdout)).toMatchObject([{ quantity: quantity + 1 }]);
    }
  });
});
