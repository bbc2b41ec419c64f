import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as movementWords } from '../../src/cli/commands/movement/stock-movement.words.ts';
import { words as transferWords } from '../../src/cli/commands/transfers/transfer.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
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

describe.each([
  ['en', en],
  ['zh', zh],
] as const)('a till in %s', (language, { ask }) => {
  const { acts, place, recorded } = menuWords[language];
  const { whichPlace } = movementWords[language];
  const sold = () =>
    (
      JSON.parse(run(folder, ['history', 'D1', '--reason', 'sale', '--json']).stdout) as { place: string }[]
    ).map(({ place }) => place);
  const main = language === 'zh' ? '主库' : 'main';

  it('is asked once where it records, as long as that place has its name, and can be moved', async () => {
    const till = new Terminal(folder, ['--lang', language], { env: { STOCKBOOK_UNGUARDED: 'all' } });
    const sells = async () => {
      await till.asked(ask.menu);
      till.type('D1\r');
      await till.choose('D1', acts.out);
    };
    await sells();
    await till.asked(whichPlace);
    till.press('enter');
    await till.until(recorded(15));
    await sells();
    await till.until(recorded(16));
    await till.choose(ask.menu, place(main));
    await till.choose(whichPlace, 'outlet-2');
    await sells();
    await till.until(recorded(17));
    expect(sold()).toEqual(['main', 'main', 'outlet-2']);
    expect(run(folder, ['place', 'edit', 'outlet-2', '--name', 'outlet-0']).code).toBe(0);
    await sells();
    await till.until('outlet-0');
    await sells();
    await till.asked(whichPlace);
    till.press('escape');
    await till.asked(ask.menu);
    expect(sold()).toHaveLength(3);
  });

  it('says how many are at a place when it asks how many go out or over', async () => {
    const out = new Terminal(folder, ['stock-out', 'D1', '--lang', language]);
    await out.asked(whichPlace);
    out.type('outlet-3');
    await out.asked(`${whichPlace} outlet-3`);
    out.press('enter');
    await out.until(ask.usualQuantity('1', 1, '').trim());
    const transfer = new Terminal(folder, ['transfer', 'D1', '--lang', language]);
    await transfer.asked(transferWords[language].whichFrom);
    transfer.press('enter');
    await transfer.until(ask.usualQuantity('1', 8, '').trim());
  });
});

describe.each(['en', 'zh'] as const)('a count in %s', (language) => {
  it.each([
    ['count', 'spot'],
    ['count', 'spot', 'play'],
  ])('shows nothing of what the book has: %s %s %s', async (...words) => {
    const { ask } = { en, zh }[language];
    const terminal = new Terminal(folder, [...words, '--lang', language]);
    await terminal.asked(ask.which);
    await terminal.until(/D1 {2}Player$/m);
    expect(terminal.text).not.toMatch(/20|现有|on hand/);
  });
});

it('opens a count of each device once, however many places it lies at', () => {
  expect(run(folder, ['count', 'open']).stdout).toMatch(/, 1 device on 13 sheets/);
});

it.each(['11', 'outlet-10', '@outlet-10'])(
  'lists places on a terminal that cannot move the cursor: %s',
  async (typed) => {
    const terminal = new Terminal(folder, ['transfer', 'D1', '1'], { env: { TERM: 'dumb' } });
    const { whichFrom, whichTo } = transferWords.en;
    await terminal.until(/^1\) main\n[\s\S]*11\) outlet-10\n/m);
    await terminal.until(whichFrom);
    terminal.type('main\r');
    await terminal.until(whichTo);
    terminal.type(`${typed}\r`);
    expect(await terminal.ended()).toBe(0);
    expect(run(folder, ['history', '--limit', '1', '--json']).stdout).toContain('"place":"outlet-10"');
  },
);
