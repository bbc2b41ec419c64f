import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as searchWords } from '../../src/cli/commands/devices/search.words.ts';
import { words as scanWords } from '../../src/cli/commands/movement/scan.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { makeShop } from './shop.ts';
import { closeTerminals, Terminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  makeShop(folder);
  for (const code of ['TV-10', 'TV-11'])
    run(folder, [
      ...['add', 'tv', '--code', code, '--name', `Set ${code}`, '--size', '22', '--panel', 'lcd'],
      ...['--price', '10', '--quantity', '400'],
    ]);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

/** The movements after those of the shop, in order: `-1 TV-10`. */
const moved = (): readonly string[] =>
  (JSON.parse(run(folder, ['history', '--json']).stdout) as { entry: number; change: number; code: string }[])
    .filter(({ entry, change }) => entry > 4 && change !== null)
    .map(({ change, code }) => `${change} ${code}`);

/** Every byte of the store. */
const bytes = (): readonly string[] =>
  readdirSync(join(folder, 'data'))
    .sort()
    .map((name) => `${name} ${readFileSync(join(folder, 'data', name), 'utf8')}`);

const quantity = en.ask.value('quantity', false);
const pasted = (text: string) => `\x1b[200~${text}\x1b[201~`;

describe('keys that come faster than they are answered', () => {
  it('take an exact code with its Enter at once, in any case, though other codes begin so', async () => {
    for (const [index, code] of ['TV-1', 'tv-1', 'TV-10', '  TV-11'].entries()) {
      const terminal = new Terminal(folder, ['stock-out']);
      await terminal.asked(en.ask.which);
      terminal.type(`${code}\r`);
      await terminal.asked(quantity);
      terminal.type(`${index + 1}\r\r`);
      expect(await terminal.ended()).toBe(0);
    }
    expect(moved()).toEqual(['-1 TV-1', '-2 TV-1', '-3 TV-10', '-4 TV-11']);
  });

  it('reach the questions that follow, in order', async () => {
    const terminal = new Terminal(folder, ['stock-in']);
    await terminal.asked(en.ask.which);
    terminal.type('TV-10\r12\r\r\r');
    expect(await terminal.ended()).toBe(0);
    expect(moved()).toEqual(['12 TV-10']);
  });

  it('are answers to two questions where they are two scans', async () => {
    const terminal = new Terminal(folder, ['add', 'dvd']);
    await terminal.asked(en.ask.value('code', true));
    terminal.type('4901234567894\rScanned\r');
    await terminal.asked(en.ask.value('brand', true));
    expect(terminal.text).toContain('code (Enter for none): 4901234567894');
    expect(terminal.text).toContain('name: Scanned');
  });

  it('never choose a device whose code only begins with what was scanned', async () => {
    run(folder, ['edit', 'TV-1', '--code', 'SET-1']);
    const terminal = new Terminal(folder, ['stock-out']);
    await terminal.asked(en.ask.which);
    terminal.type('TV-1\r');
    await terminal.until(en.ask.noSuchDevice('TV-1'));
    expect(moved()).toEqual([]);
    terminal.press('ctrl-u');
    terminal.type('TV-99\rTV-11\r3\r\r');
    expect(await terminal.ended()).toBe(0);
    expect(moved()).toEqual(['-3 TV-11']);
  });

  it('are recorded as 300 scans, in order', async () => {
    const terminal = new Terminal(folder, ['scan', 'out']);
    await terminal.until(scanWords.en.prompt.out.trim());
    const codes = Array.from({ length: 300 }, (_, n) => (n % 3 === 0 ? 'TV-11' : 'TV-10'));
    terminal.type(codes.map((code) => `${code}\r`).join(''));
    terminal.press('ctrl-d');
    expect(await terminal.ended()).toBe(0);
    expect(moved()).toEqual(codes.map((code) => `-1 ${code}`));
    expect(run(folder, ['verify']).code).toBe(0);
  });

  it('are not lost behind Esc', async () => {
    const terminal = new Terminal(folder, []);
    await terminal.choose(en.ask.menu, menuWords.en.items.out);
    await terminal.asked(en.ask.which);
    terminal.type('TV\x1bsearch\rNova\r');
    await terminal.until(`? ${en.ask.value(searchWords.en.wanted, false)} Nova`.replace('? ', '✔ '));
    await terminal.until('Nova player');
  });
});

/** Counts the keys that are pressed, those of a scanner together, each of a person's when what the last one did is seen. */
class Fingers {
  keys = 0;
  constructor(readonly terminal: Terminal) {}

  async type(text: string, shown: string): Promise<void> {
    this.terminal.type(text);
    this.keys += text.length;
    await this.terminal.until(shown);
  }
}

describe('one device out', () => {
  it('takes as few keys as docs/SCREENS.md says', async () => {
    const terminal = new Terminal(folder, []);
    const fingers = new Fingers(terminal);
    const taken = async (...keys: readonly (readonly [text: string, shown: string])[]) => {
      const before = fingers.keys;
      for (const [text, shown] of keys) await fingers.type(text, shown);
      return fingers.keys - before;
    };
    await terminal.asked(en.ask.menu);
    const out = ([first, second]: readonly [string, string], shown: string) =>
      [
        [first, `${en.ask.which} ${first}`],
        [second, `${en.ask.which} ${first}${second}`],
        ['\r', quantity],
        ['\r', 'reason'],
        ['\r', shown],
      ] as const;
    const scanned = await taken(['TV-11\r', 'out, 1'], ['\r', 'recorded as #5']);
    await terminal.asked(en.ask.menu);
    const fromMenu = await taken(
      ['2', `${en.ask.menu} 2`],
      ['\r', en.ask.which],
      ...out(['1', '0'], 'recorded as #6'),
    );
    await terminal.asked(en.ask.menu);
    const again = await taken(['\r', en.ask.which], ...out(['D', '-'], '#7 out -1'));
    expect(moved()).toEqual(['-1 TV-11', '-1 TV-10', '-1 D-1']);
    const table = readFileSync(new URL('../../docs/SCREENS.md', import.meta.url), 'utf8');
    for (const [how, keys] of [
      ['a scanner at the menu', scanned - 'TV-11'.length],
      ['the menu', fromMenu],
      ['the menu, once more', again],
    ] as const)
      expect(table).toMatch(new RegExp(`\\| ${how} \\|[^|]*\\| (the code \\+ )?${keys} \\|`));
    expect(
      [scanned - 'TV-11'.length, fromMenu, again].map((keys, index) => keys <= ([2, 8, 6][index] ?? 0)),
    ).toEqual([true, true, true]);
  });
});

describe('the menu', () => {
  it.each([
    ['ck', '出库'],
    ['出库', '出库'],
    ['chuku', '出库'],
    ['rk', '入库'],
    ['out', '出库'],
    ['cx', '撤销'],
    ['3', '扫码'],
  ])('finds what is meant by %s, and shows what was typed', async (typed, pointed) => {
    const terminal = new Terminal(folder, [], { env: { LANG: 'zh_CN.UTF-8' } });
    await terminal.asked(zh.ask.menu);
    terminal.type(typed);
    await terminal.untilSeen(
      () =>
        terminal.screen.includes(`? ${zh.ask.menu} ${typed}`) &&
        terminal.screen.some((line) => line.startsWith(`❯ ${pointed} `)),
      `${typed}: ${pointed}`,
    );
  });
});

describe('a device that is named in part', () => {
  it.each(['chdz', 'tv10', '等离'])('at the menu is found, not added: %s', async (typed) => {
    const terminal = new Terminal(folder, []);
    await terminal.asked(en.ask.menu);
    for (const key of typed) terminal.type(key);
    await terminal.asked(`${en.ask.menu} ${typed}`);
    terminal.press('enter');
    await terminal.asked(`${en.ask.which} ${typed}`);
    terminal.press('enter');
    await terminal.until(menuWords.en.acts.out);
    expect(moved()).toEqual([]);
  });

  it.each([
    ['等离子', 'TV-1'],
    ['chdz', 'TV-1'],
    ['nova', 'D-1'],
  ])('is offered with what was typed: %s', async (typed, code) => {
    const terminal = new Terminal(folder, ['stock-out', typed, '2']);
    await terminal.until(new RegExp(`\\? ${en.ask.which.replace('?', '\\?')} ${typed}\\n❯ ${code} `));
    terminal.press('enter');
    expect(await terminal.ended()).toBe(0);
    expect(moved()).toEqual([`-2 ${code}`]);
  });

  it('is refused where nothing is called so', async () => {
    const terminal = new Terminal(folder, ['stock-out', 'nothing', '2']);
    expect(await terminal.ended()).toBe(3);
    expect(moved()).toEqual([]);
  });
});

describe('a pasted text', () => {
  it('submits nothing, and keeps what stands behind a line break', async () => {
    const terminal = new Terminal(folder, ['add', 'dvd']);
    await terminal.asked(en.ask.value('code', true));
    terminal.press('enter');
    await terminal.asked(en.ask.value('name', false));
    terminal.type(pasted('Nova\nplayer\r\nred\n'));
    await terminal.asked('name: Nova player red');
    terminal.press('enter');
    await terminal.asked(en.ask.value('brand', true));
  });

  it('of several lines is scanned at Enter, line by line', async () => {
    const terminal = new Terminal(folder, ['scan', 'out']);
    const prompt = scanWords.en.prompt.out.trim();
    await terminal.until(prompt);
    terminal.type(pasted('TV-10\nTV-11*2\nTV-1\n'));
    await terminal.until(`${prompt} TV-10 | TV-11*2 | TV-1`);
    expect(moved()).toEqual([]);
    terminal.press('enter');
    terminal.press('ctrl-d');
    expect(await terminal.ended()).toBe(0);
    expect(moved()).toEqual(['-1 TV-10', '-2 TV-11', '-1 TV-1']);
  });
});

describe('a terminal that is left', () => {
  it.each([
    ['Ctrl-C', [], en.ask.menu, 0],
    ['Ctrl-C', ['stock-out'], en.ask.which, 130],
    ['Ctrl-D', ['stock-out'], en.ask.which, 130],
    ['Esc', ['stock-out'], en.ask.which, 130],
    ['SIGTERM', ['stock-out'], en.ask.which, 143],
    ['SIGTERM', [], en.ask.menu, 143],
    ['SIGHUP', ['stock-out', 'TV-1'], quantity, 129],
  ])('by %s at %j shows its cursor and takes lines again', async (how, words, question, code) => {
    const before = bytes();
    const terminal = new Terminal(folder, words);
    await terminal.asked(question);
    if (how === 'Ctrl-C') terminal.press('ctrl-c');
    else if (how === 'Ctrl-D') terminal.press('ctrl-d');
    else if (how === 'Esc') terminal.press('escape');
    else process.kill(terminal.pid, how);
    expect(await terminal.ended()).toBe(code);
    expect(terminal.isSane).toBe(true);
    expect(bytes()).toEqual(before);
  });
});
