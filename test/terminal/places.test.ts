import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as transferWords } from '../../src/cli/commands/transfers/transfer.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { closeTerminals, Terminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  const places = Array.from({ length: 12 }, (_, index) => `outlet-${index + 1}`);
  for (const line of [
    'init',
    'add dvd --code D1 --name Player --disc hd --price 300 --quantity 20',
    `place add ${places.join(' ')}`,
    ...places.map((place) => `transfer D1 1 --from main --to ${place}`),
  ])
    expect(run(folder, line.split(' '), { env: { STOCKBOOK_UNGUARDED: 'all' } }).code).toBe(0);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

it('shows in one column what lies at the places that have no room for one of their own', async () => {
  const terminal = new Terminal(folder, ['list', '--places', '--no-color'], { columns: 80 });
  expect(await terminal.ended()).toBe(0);
  const [heading = '', , row = ''] = terminal.text.split('\n').filter((line) => line.trim() !== '');
  const shown = heading.match(/outlet-\d+/g) ?? [];
  expect(shown.length).toBeGreaterThan(1);
  expect(shown.length).toBeLessThan(12);
  expect(heading).toMatch(/elsewhere/);
  expect(row.trim().split(/\s+/)).toContain(String(12 - shown.length));
  expect(terminal.text).not.toMatch(/left out.*outlet/);
});

describe.each([
  ['en', en],
  ['zh', zh],
] as const)('the question for a place in %s', (language, { ask }) => {
  const { whichFrom, whichTo } = transferWords[language];
  const transferring = async () => {
    expect(run(folder, ['place', 'add', '太原街店', '太原街店/库房']).code).toBe(0);
    const terminal = new Terminal(folder, ['transfer', 'D1', '1', '--lang', language]);
    await terminal.asked(whichFrom);
    return terminal;
  };
  const last = () =>
    (JSON.parse(run(folder, ['history', '--limit', '2', '--json']).stdout) as { place: string }[]).map(
      ({ place }) => place,
    );

  it.each([
    ['tyj', '太原街店', 'by pinyin'],
    ['街店/库', '太原街店/库房', 'by a part of its path'],
    ['@outlet-1', 'outlet-1', 'by its label, though others begin so'],
    ['LET-12', 'outlet-12', 'in any case'],
  ])('finds %s', async (typed, place) => {
    const terminal = await transferring();
    // The list starts at the first place.
    terminal.press('enter');
    await terminal.asked(whichTo);
    for (const key of typed) terminal.type(key);
    await terminal.asked(`${whichTo} ${typed}`);
    terminal.press('enter');
    expect(await terminal.ended()).toBe(0);
    expect(last()).toEqual(['main', place]);
    expect(terminal.text).toContain(language === 'zh' ? `${whichFrom} 主库` : `${whichFrom} main`);
  });

  it('takes the label of one at once, and nothing that is none', async () => {
    const terminal = await transferring();
    terminal.type('@outlet-99\r');
    await terminal.until(ask.noSuchPlace('outlet-99'));
    terminal.type('@outlet-2\r@main\r');
    expect(await terminal.ended()).toBe(0);
    expect(last()).toEqual(['outlet-2', 'main']);
  });
});
