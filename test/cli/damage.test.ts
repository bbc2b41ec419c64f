import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;

const fill = filledOnce(() => {
  stockbook('init');
  stockbook(...'add tv --code A --name Set --size 42 --panel lcd --price 1 --quantity 10'.split(' '));
  for (const key of ['k2', 'k3', 'k4']) stockbook('stock-in', 'A', '1', '--key', key);
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => {
  removeFolder(folder);
});

/** What looks like a slip is guards.test.ts's to tell. */
const env = { STOCKBOOK_UNGUARDED: 'all' };
const stockbook = (...words: string[]): Outcome => run(folder, words, { env });
const pathOf = (name: string): string => join(folder, 'data', name);
const journal = (): string[] => readFileSync(pathOf('inventory.journal.jsonl'), 'utf8').trimEnd().split('\n');

function writeJournal(lines: readonly (string | undefined)[]): void {
  writeFileSync(pathOf('inventory.journal.jsonl'), lines.map((line) => `${line}\n`).join(''));
}

/** Ways to damage the confirmed history; each line of the journal after its header is one entry. */
const damages: [what: string, damage: (lines: string[]) => (string | undefined)[], entry: RegExp][] = [
  ['changed', (lines) => lines.map((line) => line.replace('"key":"k3"', '"key":"k9"')), /#3\b/],
  ['removed', (lines) => lines.filter((_, index) => index !== 3), /#3\b/],
  ['removed at the end', (lines) => lines.slice(0, -1), /#4\b/],
  ['put in another order', ([head, one, two, three, four]) => [head, one, three, two, four], /#2\b/],
];

describe.each(damages)('an entry that was %s', (_, damage, entry) => {
  beforeEach(() => writeJournal(damage(journal())));

  it('is named by verify, and readers warn of it while nothing is written', () => {
    const { code, stdout, stderr } = stockbook('verify');
    expect([code, stdout + stderr]).toEqual([6, expect.stringMatching(entry)]);
    const before = readdirSync(join(folder, 'data')).map((name) => readFileSync(pathOf(name), 'latin1'));
    expect(stockbook('stock-in', 'A', '1').code).toBe(6);
    expect(stockbook('undo', '1').code).toBe(6);
    expect(readdirSync(join(folder, 'data')).map((name) => readFileSync(pathOf(name), 'latin1'))).toEqual(
      before,
    );
    for (const reader of ['list', 'history']) {
      expect([reader, stockbook(reader)]).toMatchObject([
        reader,
        { code: 0, stderr: expect.stringMatching(/^warning: .*damaged.*repair/) },
      ]);
    }
  });

  it('is repaired with what is left, and the damaged pieces are kept', () => {
    const damaged = readFileSync(pathOf('inventory.journal.jsonl'), 'utf8');
    expect(stockbook('repair').code).toBe(0);
    expect(stockbook('verify')).toMatchObject({ code: 0, stderr: '' });
    const keptAside = readdirSync(join(folder, 'data')).map((name) => readFileSync(pathOf(name), 'utf8'));
    expect(keptAside.some((text) => text === damaged || damaged.startsWith(text))).toBe(true);
    expect(JSON.parse(stockbook('show', 'A', '--json').stdout).quantity).toBe(13);
    expect(stockbook('stock-in', 'A', '1', '--json')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a book file', () => {
  it('that was edited, damaged or lost is noticed, kept aside and rebuilt', () => {
    const sound = readFileSync(pathOf('inventory.json'), 'utf8');
    for (const edited of [sound.replace('"Set"', '"Sot"'), sound.slice(0, 40), 'null', '']) {
      writeFileSync(pathOf('inventory.json'), edited);
      expect(stockbook('verify').code).toBe(6);
      expect(JSON.parse(stockbook('list', '--json').stdout)).toMatchObject([{ code: 'A', name: 'Set' }]);
      expect(stockbook('stock-in', 'A', '1')).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('note'),
      });
      const asides = readdirSync(join(folder, 'data')).filter((name) => name.includes('edited'));
      expect(asides.map((name) => readFileSync(pathOf(name), 'utf8'))).toContain(edited);
      expect(stockbook('verify').code).toBe(0);
    }
    rmSync(pathOf('inventory.json'));
    expect(JSON.parse(stockbook('list', '--json').stdout)).toMatchObject([{ quantity: 17 }]);
    expect(stockbook('stock-in', 'A', '1').code).toBe(0);
    expect(stockbook('verify').code).toBe(0);
  });
});

describe('a command that was interrupted while it wrote', () => {
  it('is set aside with a notice, and the next command goes on', () => {
    const whole = readFileSync(pathOf('inventory.journal.jsonl'), 'utf8');
    writeFileSync(pathOf('inventory.journal.jsonl'), `${whole}{"n":5,"at":"2026-`);
    expect(JSON.parse(stockbook('list', '--json').stdout)).toMatchObject([{ quantity: 13 }]);
    expect(stockbook('stock-in', 'A', '1', '--json')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"entry":5'),
      stderr: expect.stringMatching(/^note: .*interrupted.*\n$/),
    });
    const torn = readdirSync(join(folder, 'data')).find((name) => name.includes('torn')) ?? '';
    expect(readFileSync(pathOf(torn), 'utf8')).toBe('{"n":5,"at":"2026-');
    expect(stockbook('verify').code).toBe(0);
  });
});
