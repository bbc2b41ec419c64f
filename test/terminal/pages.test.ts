import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { filledOnce, newFolder, removeFolder, run } from '../cli/run.ts';
import { closeTerminals, Terminal } from './terminal.ts';

const makeWideShop = filledOnce((folder) => {
  run(folder, ['init']);
  for (let n = 1; n <= 30; n++)
    run(folder, ['add', 'dvd', '--code', `D-${n}`, '--name', `Player ${n}`, '--disc', 'hd', '--price', '10']);
});

let folder: string;
beforeEach(() => {
  folder = newFolder();
  makeWideShop(folder);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

const shows = (terminal: Terminal, ...wanted: string[]) =>
  terminal.untilSeen(
    () => wanted.every((one) => terminal.screen.some((line) => line.startsWith(one))),
    wanted.join(', '),
  );

describe('a list that is longer than the screen', () => {
  it.each([
    ['en', en, 'code ', '30 devices'],
    ['zh', zh, '入库编号 ', '合计 30 种'],
  ] as const)(
    'is shown by pages in %s, each under its heading, to the end',
    async (language, messages, heading, total) => {
      const terminal = new Terminal(folder, ['list', '--lang', language], { rows: 14 });
      await shows(terminal, heading, 'D-1 ', messages.pages.next);
      expect(terminal.screen.some((line) => line.startsWith('D-30'))).toBe(false);
      terminal.type(' ');
      await shows(terminal, heading, 'D-12', 'D-13');
      terminal.press('enter');
      await shows(terminal, heading, 'D-30', messages.pages.end);
      terminal.press('enter');
      expect(await terminal.ended()).toBe(0);
      expect(terminal.text).toContain(total);
      expect(terminal.text).not.toContain(messages.pages.end);
    },
  );

  it.each([
    ['q', 0],
    ['\x1b', 0],
    ['\x03', 130],
  ])('is left by %j', async (key, code) => {
    const terminal = new Terminal(folder, ['list'], { rows: 14 });
    await shows(terminal, 'D-1 ', en.pages.next);
    terminal.type(key);
    expect(await terminal.ended()).toBe(code);
    expect(terminal.output.lastIndexOf('\x1b[?25l')).toBeLessThan(terminal.output.lastIndexOf('\x1b[?25h'));
  });

  it('takes the size of the window as it changes', async () => {
    const terminal = new Terminal(folder, ['list'], { rows: 14 });
    await shows(terminal, 'D-1 ', en.pages.next);
    terminal.type(' ');
    await shows(terminal, 'code ', 'D-12');
    terminal.resize(60, 20);
    await shows(terminal, 'code ', 'D-12', 'D-28');
    terminal.type('q');
    expect(await terminal.ended()).toBe(0);
  });

  it('never ends a page between the heading of a table and its rows, nor shows rows without it', async () => {
    run(folder, ['stock-in', 'D-1', '3', '--cost', '5']);
    for (const rows of [10, 11, 12, 13, 14, 15, 16]) {
      const terminal = new Terminal(folder, ['report', 'day', '--lang', 'zh'], { rows });
      let page: readonly string[] = [];
      for (;;) {
        await terminal.untilSeen(
          () =>
            terminal.screen.join('\n') !== page.join('\n') && /q：返回$/m.test(terminal.screen.join('\n')),
          'another page',
        );
        page = terminal.screen;
        const lines = page.filter((line) => line !== '').slice(0, -1);
        const heading = lines.findIndex((line) => /^项目 .*数量$/.test(line));
        const row = lines.findIndex((line) => /^(期初结存|入库 采购|期末结存) /.test(line));
        if (row !== -1) expect([rows, lines[row], heading]).not.toContain(-1);
        if (heading !== -1) expect(lines.length).toBeGreaterThan(heading + 2);
        if (page.some((line) => line === zh.pages.end)) break;
        terminal.type(' ');
      }
      terminal.press('escape');
      expect(await terminal.ended()).toBe(0);
    }
  });
});

it.each([
  [['show', 'D-1'], 'code ', 'last movements'],
  [['why', 'D-1', '--expect', '9'], 'D-1 Player 1: 12 on hand', 'category '],
])(
  '%j is paged as one text where its parts together are longer than the screen',
  async (words, first, last) => {
    run(folder, ['stock-in', 'D-1', '3']);
    run(folder, ['stock-in', 'D-1', '9', '--reason', 'return']);
    const terminal = new Terminal(folder, words, { rows: 12 });
    await shows(terminal, first, en.pages.next);
    const shown: string[] = [];
    for (;;) {
      shown.push(...terminal.screen);
      if (terminal.screen.includes(en.pages.end)) break;
      const page = terminal.screen.join('\n');
      terminal.type(' ');
      await terminal.untilSeen(
        () => terminal.screen.join('\n') !== page && /q: back$/m.test(terminal.screen.join('\n')),
        'another page',
      );
    }
    expect(shown.some((line) => line.startsWith(last))).toBe(true);
    terminal.type('q');
    expect(await terminal.ended()).toBe(0);
  },
);
