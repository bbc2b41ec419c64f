import { afterEach, beforeEach, describe, it } from 'vitest';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { newFolder, removeFolder } from '../cli/run.ts';
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

const sizes = [
  [80, 24],
  [60, 20],
  [80, 14],
  [120, 40],
] as const;

const languages = {
  en: { messages: en, locale: 'C.UTF-8' },
  zh: { messages: zh, locale: 'zh_CN.UTF-8' },
} as const;

/** How many lines of the window are so. */
const times = ({ screen }: Terminal, isSo: (line: string) => boolean): number => screen.filter(isSo).length;

const cases = (['en', 'zh'] as const).flatMap((language) =>
  sizes.map(([columns, rows]) => ({ language, columns, rows })),
);

describe.each(cases)('a window of $columns×$rows in $language', ({ language, columns, rows }) => {
  const { messages, locale } = languages[language];
  const questions = [
    { words: [], asked: messages.ask.menu, typed: 'lo', isList: true },
    { words: ['stock-out'], asked: messages.ask.which, typed: '-1', isList: true },
    {
      words: ['stock-in', 'TV-1'],
      asked: messages.ask.value(messages.fields['quantity'] ?? '', false),
      typed: '12',
      isList: false,
    },
  ];

  it.each(questions)('shows “$asked” once, now and after each change of its size', async (question) => {
    const { words, asked, isList } = question;
    const terminal = new Terminal(folder, words, { columns, rows, env: { LANG: locale } });
    await terminal.asked(asked);
    for (const [width, height] of [...sizes, [40, 12], [columns, rows]] as const) {
      terminal.resize(width, height);
      for (const typed of [question.typed.slice(0, 1), question.typed]) {
        terminal.type(typed.slice(-1));
        await terminal.untilSeen(
          () =>
            times(terminal, (line) => line === `? ${asked} ${typed}`) === 1 &&
            times(terminal, (line) => line.includes(asked)) === 1 &&
            times(terminal, (line) => line.startsWith('❯ ')) === (isList ? 1 : 0),
          `${asked} ${typed}, once, at ${width}×${height}`,
        );
      }
      terminal.press('ctrl-u');
      await terminal.untilSeen(() => terminal.screen.includes(`? ${asked}`), asked);
    }
  });
});
