import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../report/shop.ts';
import { newFolder, removeFolder } from './run.ts';

let shop: Shop;
beforeAll(async () => {
  shop = new Shop(newFolder(), Date.parse('2026-11-20T12:00:00Z'));
  await shop.must('init');
  await shop.must(
    ...['add', 'tv', '--code', 'TV-1', '--name', 'One', '--brand', 'Nova', '--size', '42', '--panel', 'lcd'],
    ...['--price', '10', '--minimum', '3', '--weight', '9'],
  );
});
afterAll(() => removeFolder(shop.folder));

/** The one line of a refusal of what was typed, by which nothing was changed. */
async function refused(...words: string[]): Promise<string> {
  const before = await shop.must('list', '--json');
  const { code, stdout, stderr } = await shop.run(words);
  expect([words, code, stdout]).toEqual([words, 2, '']);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  const { error } = JSON.parse((await shop.run([...words, '--json'])).stderr);
  expect(error.code).toBe('usage');
  expect(await shop.must('list', '--json')).toBe(before);
  return stderr;
}

describe('options that contradict each other', () => {
  it.each([
    ['--minimum', '5', '--no-minimum'],
    ['--no-minimum', '--minimum', '3'],
    ['--brand', 'Nova', '--no-brand'],
    ['--no-weight', '--weight=9'],
  ])('are refused: edit %s %s %s', async (...options) => {
    expect(await refused('edit', 'TV-1', ...options)).toMatch(
      /--(no-)?\w+ and --(no-)?\w+ cannot be used together/,
    );
  });

  it.each([
    [
      ['edit', 'TV-1', '--price', '5', '--price', '6'],
      ['--price', '5', '6'],
    ],
    [
      ['stock-in', 'TV-1', '1', '--ref=A', '--ref', 'B'],
      ['--ref', 'A', 'B'],
    ],
    [
      ['list', '--kind', 'tv', '--kind', 'dvd'],
      ['--kind', 'tv', 'dvd'],
    ],
    [
      ['history', '--limit', '5', '--limit', '6'],
      ['--limit', '5', '6'],
    ],
    [
      ['report', '-o', 'a.html', '--output', 'b.html'],
      ['--output', 'a.html', 'b.html'],
    ],
  ])('are refused where one is given twice: %j', async (words, named) => {
    for (const language of ['en', 'zh']) {
      const error = await refused(...words, '--lang', language);
      for (const text of named) expect(error).toContain(text);
    }
  });

  it('may be said twice where both say the same, or where many are meant', async () => {
    await shop.must('list', '--desc', '--desc', '--kind', 'tv', '--kind', 'tv');
    await shop.must('history', '--type', 'add', '--type', 'edit');
    await shop.must('list', '--lang', 'zh', '--lang', 'en');
  });
});

describe('options that mean nothing to a report', () => {
  it.each([
    ['--since', 'today'],
    ['--group', 'brand'],
    ['--group', 'kind'],
  ])('are refused: report low %s %s', async (...options) => {
    expect(await refused('report', 'low', ...options)).toContain(`${options[0]} and report low`);
    expect(await refused('report', 'low', ...options, '--lang', 'zh')).toContain('report low');
  });
});

describe('an option for what a format does not have', () => {
  it('is refused: a trend is drawn, and is not in text or JSON', async () => {
    expect(await refused('report', '--since', 'today')).toContain('--since requires --format html|pdf|md');
    expect(await refused('report', 'inventory', '--since', '2026-11-01', '-o', 'a.txt')).toContain('--since');
    await shop.must('report', '--since', '2026-11-01', '--format', 'md');
    await shop.must('report', 'movements', '--since', '2026-11-01');
  });
});

describe('what was typed', () => {
  it('is answered with what was meant', async () => {
    expect(await refused('stock-im', 'TV-1', '1')).toContain('did you mean stock-in?');
    expect(await refused('stok-out', 'TV-1', '1')).toContain('did you mean stock-out?');
    expect(await refused('lis')).toContain('did you mean list?');
    expect(await refused('ini')).toContain('did you mean init?');
  });

  it('as a file without what is in it is told so, with commands to paste', async () => {
    expect(await refused('import', 'my devices.csv')).toContain(
      "stockbook import devices 'my devices.csv', or: stockbook import movements 'my devices.csv'",
    );
    expect(await refused('import', 'devices.csv', '--lang', 'zh')).toContain(
      'stockbook import devices devices.csv',
    );
    expect(await refused('import', 'devices')).toContain('missing: FILE');
  });

  it('for a chart says that one of two is needed', async () => {
    expect(await refused('chart')).toContain('DEVICE or --total');
  });
});

describe('the help of edit', () => {
  it('offers no quantity, which an edit refuses with the reason', async () => {
    for (const language of ['en', 'zh'])
      expect(await shop.must('edit', '--help', '--lang', language)).not.toContain('--quantity');
    expect(await shop.must('add', '--help')).toContain('--quantity');
    expect((await shop.must('__complete', 'edit', 'TV-1', '--')).split('\n')).not.toContain('--quantity');
    const { code, stderr } = await shop.run(['edit', 'TV-1', '--quantity', '5']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('stock-in and stock-out')]);
  });
});
