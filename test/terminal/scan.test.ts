import { afterEach, beforeEach, expect, it } from 'vitest';
import { words } from '../../src/cli/commands/movement/scan.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { makeShop } from './shop.ts';
import { closeTerminals, Terminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  makeShop(folder);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

const prompt = words.en.prompt.out.trim();
const onHand = () =>
  (JSON.parse(run(folder, ['list', '--json']).stdout) as { code: string; quantity: number }[]).map(
    ({ code, quantity }) => `${code} ${quantity}`,
  );

it('records what a scanner types, line by line, and makes a refused line unmistakable', async () => {
  const terminal = new Terminal(folder, ['scan', 'out']);
  await terminal.until(prompt);
  terminal.type('TV-1\r');
  await terminal.until('#3 out -1  TV-1 长虹等离子: 9 on hand');
  expect(terminal.output).not.toContain('\x07');
  terminal.type('nope\r');
  const screen = await terminal.until('REFUSED “nope”');
  expect(screen).toContain(`${prompt} nope`);
  expect(terminal.output).toContain('\x07');
  terminal.type('D-1*3\r');
  await terminal.until('2 on hand');
  terminal.type('undo\r');
  await terminal.until('#5 undid #4');
  terminal.type('2 D-1\r');
  await terminal.until('3 on hand');
  terminal.press('ctrl-d');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.text).toMatch(/D-1 +Nova player +1 +-2 +3/);
  expect(terminal.text).toContain(words.en.total(2, 1));
  expect(onHand()).toEqual(['D-1 3', 'TV-1 9']);
});

it.each(['en', 'zh'] as const)(
  'says in %s how to switch the place only once there are two',
  async (language) => {
    const isSaid = async (...at: readonly string[]) => {
      const terminal = new Terminal(folder, ['scan', 'out', ...at, '--lang', language], {
        env: { LANG: 'C.UTF-8' },
      });
      await terminal.until(words[language].prompt.out.trim());
      terminal.press('ctrl-d');
      expect(await terminal.ended()).toBe(0);
      return terminal.text.replaceAll('\n', ' ').includes(words[language].start(true));
    };
    expect(await isSaid()).toBe(false);
    run(folder, ['place', 'add', 'shop-1']);
    expect(await isSaid('--place', 'main')).toBe(true);
  },
);

it('takes lines that are typed faster than they are recorded', async () => {
  const terminal = new Terminal(folder, ['scan', 'out']);
  await terminal.until(prompt);
  terminal.type('TV-1\rD-1\rTV-1\rD-1\rTV-1\r');
  await terminal.until('#7 out -1');
  terminal.press('ctrl-c');
  expect(await terminal.ended()).toBe(130);
  expect(onHand()).toEqual(['D-1 3', 'TV-1 7']);
});

it.each([
  ['q\r', 'en'],
  ['退出\r', 'zh'],
  ['\x1b', 'en'],
  ['abc\x1b\x1b', 'en'],
])('ends at %j, which is no code', async (typed, language) => {
  const terminal = new Terminal(folder, ['scan', 'out', '--lang', language], { env: { LANG: 'C.UTF-8' } });
  await terminal.until(words[language === 'zh' ? 'zh' : 'en'].prompt.out.trim());
  terminal.type('TV-1\r');
  await terminal.until('#3');
  terminal.type(typed);
  expect(await terminal.ended()).toBe(0);
  expect(onHand()).toEqual(['D-1 5', 'TV-1 9']);
});

it('says at a question mark what may be typed, and takes back at 撤销', async () => {
  const terminal = new Terminal(folder, ['scan', 'out']);
  await terminal.until(prompt);
  terminal.type('？\rTV-1\r撤销\rq\r');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.text.replaceAll('\n', ' ').split(words.en.start(false))).toHaveLength(3);
  expect(onHand()).toEqual(['D-1 5', 'TV-1 10']);
});

it.each([
  ['q\r', 'a word'],
  ['\x1b', 'Esc'],
  ['\x04', 'Ctrl-D'],
  ['abc\x1b\x1b', 'Esc behind a code that is not scanned'],
  ['TV-1\rq\r', 'a word behind a scan'],
])('gives the keys back to the menu that it was started from, at %j, %s', async (typed) => {
  const terminal = new Terminal(folder, []);
  const scanning = async () => {
    await terminal.choose(en.ask.menu, menuWords.en.items.scan);
    await terminal.choose(words.en.question, 'out');
    await terminal.until(`\n${prompt}`);
  };
  await scanning();
  terminal.type(typed);
  await scanning();
  // What is typed ahead of the end reaches the menu.
  terminal.type(`q\rlo`);
  await terminal.asked(`${en.ask.menu} lo`);
  terminal.press('ctrl-c');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.isSane).toBe(true);
});
