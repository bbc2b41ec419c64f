import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inShanghai, Shop } from '../report/shop.ts';
import { newFolder, removeFolder } from './run.ts';

inShanghai();

/** An evening. */
const start = Date.parse('2026-11-20T12:00:00.250Z');
const hourMs = 3_600_000;

let shop: Shop;
beforeAll(async () => {
  shop = new Shop(newFolder(), start);
  await shop.must('init');
  await shop.must(
    ...['add', 'tv', '--code', 'TV-1', '--name', 'One', '--size', '42', '--panel', 'lcd'],
    ...['--price', '10', '--quantity', '9', '--minimum', '8'],
  );
  for (const hours of [1, 2, 26]) {
    shop.now = start + hours * hourMs;
    await shop.must('stock-out', 'TV-1', '1');
  }
  shop.now = start + 27 * hourMs;
});
afterAll(() => removeFolder(shop.folder));

/** The numbers of the entries of movements, as a table's first two columns show them, with their times. */
async function tableTimes(): Promise<readonly string[]> {
  const table = await shop.must('history', '--type', 'stock-out');
  return [...table.matchAll(/^ *#\d+ {2}(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/gm)].map(([, time]) => time ?? '');
}

const entriesOf = async (...words: string[]): Promise<readonly number[]> =>
  (
    JSON.parse(await shop.must('history', '--type', 'stock-out', '--json', ...words)) as { entry: number }[]
  ).map(({ entry }) => entry);

describe('a time copied from a table', () => {
  it('takes in its own entry, as a beginning and as an end', async () => {
    const [first = '', second = ''] = await tableTimes();
    expect(await entriesOf('--since', second)).toEqual([3, 4]);
    expect(await entriesOf('--until', second)).toEqual([2, 3]);
    expect(await entriesOf('--since', first, '--until', first)).toEqual([2]);
    expect(await entriesOf('--until', second.slice(0, 16))).toEqual([2, 3]);
    expect(JSON.parse(await shop.must('list', '--as-of', second, '--json'))).toMatchObject([{ quantity: 7 }]);
    expect(JSON.parse(await shop.must('report', '--until', second, '--json'))).toMatchObject({ entry: 3 });
    expect(
      JSON.parse(await shop.must('report', 'movements', '--since', second, '--until', second, '--json')),
    ).toMatchObject({ totals: { opening: 8, totalOut: 1, closing: 7 } });
    expect(JSON.parse(await shop.must('chart', 'TV-1', '--until', second, '--json'))).toMatchObject({
      closing: 7,
    });
  });

  it('is taken as a report prints it', async () => {
    const report = await shop.must('report', 'movements', '--until', (await tableTimes())[1] ?? '');
    const until = / to (.*)/.exec(report)?.[1] ?? '';
    expect(await entriesOf('--until', until)).toEqual([2, 3]);
  });

  it('may be a day by its name', async () => {
    expect(await entriesOf('--since', 'today')).toEqual([4]);
    expect(await entriesOf('--until', '昨天')).toEqual([2, 3]);
    expect(await entriesOf('--since', 'yesterday', '--until', 'yesterday')).toEqual([2, 3]);
    await shop.must('list', '--as-of', '今天');
    await shop.must('report', 'day', '--until', 'today');
  });
});

const periods = [['history'], ['history', 'TV-1'], ['chart', 'TV-1'], ['chart', '--total']].concat(
  ['inventory', 'movements', 'low', 'day'].map((report) => ['report', report]),
);
const withSince = periods.filter((words) => !words.includes('low'));
const languages = [
  ['en', 'is later than --until', 'is in the future'],
  ['zh', '晚于 --until', '还没有到'],
] as const;

describe('a period that cannot be', () => {
  const refused = async (words: readonly string[]) => {
    const { code, stdout, stderr } = await shop.run(words);
    expect([words, code, stdout, stderr.trim().split('\n').length]).toEqual([words, 2, '', 1]);
    return stderr;
  };

  it.each(withSince)('is refused where it ends before it begins: %s %s', async (...words) => {
    for (const [language, text] of languages)
      expect(
        await refused([...words, '--since', '2026-11-21', '--until', '2026/11/20', '--lang', language]),
      ).toContain(text);
    const error = await refused([...words, '--since', 'today', '--until', 'yesterday', '--json']);
    expect(JSON.parse(error)).toMatchObject({ error: { code: 'invalid', details: { since: 'today' } } });
  });

  it.each(withSince)('is refused where it begins after now: %s %s', async (...words) => {
    for (const [language, , text] of languages)
      expect(await refused([...words, '--since', '2030-01-01', '--lang', language])).toContain(text);
    const error = await refused([
      ...words,
      '--since',
      '2026-11-21T15:00:01Z',
      '--until',
      '2031-01-01',
      '--json',
    ]);
    expect(JSON.parse(error)).toMatchObject({ error: { code: 'invalid', details: { field: 'since' } } });
  });

  it.each([
    ['list', '--as-of'],
    ['search', 'One', '--as-of'],
    ['report', '--until'],
    ['report', 'low', '--until'],
    ['report', 'day', '--until'],
  ])('is refused for a moment that is still to come: %s %s %s', async (...words) => {
    for (const [language, , text] of languages)
      expect(await refused([...words, '2030-01-01', '--lang', language])).toContain(text);
    expect(JSON.parse(await refused([...words, '2026-11-21T15:01Z', '--json']))).toMatchObject({
      error: { code: 'invalid' },
    });
  });

  it('is none where it only ends after now', async () => {
    for (const words of [['history'], ['chart', '--total'], ['report', 'movements']])
      expect((await shop.run([...words, '--until', '2030-01-01', '--json'])).code).toBe(0);
    expect(
      JSON.parse(await shop.must('report', 'movements', '--until', '2030-01-01', '--json')),
    ).toMatchObject({ totals: { totalOut: 3, closing: 6 } });
  });
});
