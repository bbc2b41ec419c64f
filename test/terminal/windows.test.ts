import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'fast-string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as importWords } from '../../src/cli/commands/import/import.words.ts';
import { words as scanWords } from '../../src/cli/commands/movement/scan.words.ts';
import { words as undoWords } from '../../src/cli/commands/movement/undo.words.ts';
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
    {
      words: ['stock-out', 'TV-1'],
      before: '1\r',
      asked: messages.fields['reason'] ?? '',
      typed: 'xx',
      isList: true,
    },
    { words: ['add'], asked: messages.headings.kind, typed: 'xx', isList: true },
    {
      words: [],
      before: 'D-1\r',
      asked: messages.ask.value(
        messages.ask.candidate({ code: 'D-1', name: 'Nova player', brand: null, quantity: 5 }),
        false,
      ),
      typed: 'xx',
      isList: true,
    },
    {
      words: ['undo'],
      asked: messages.ask.yesOrNo(undoWords[language].question, false),
      typed: 'no',
      isList: false,
    },
  ];

  it.each(questions)('shows “$asked” once, now and after each change of its size', async (question) => {
    const { words, before = '', asked, isList } = question;
    const terminal = new Terminal(folder, words, { columns, rows, env: { LANG: locale } });
    if (before !== '') {
      await terminal.until(/^\? /m);
      terminal.type(before);
    }
    await terminal.asked(asked);
    for (const [width, height] of [...sizes, [48, 12], [columns, rows]] as const) {
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

  it('shows the line of a scan once, now and after each change of its size', async () => {
    const prompt = scanWords[language].prompt.out.trim();
    const terminal = new Terminal(folder, ['scan', 'out'], { columns, rows, env: { LANG: locale } });
    const typed = async (text: string, shown = text) => {
      terminal.type(text);
      await terminal.untilSeen(
        () =>
          times(terminal, (line) => line === `${prompt}${shown === '' ? '' : ` ${shown}`}`) === 1 &&
          terminal.screen.findLast((line) => line !== '')?.startsWith(prompt) === true,
        `${prompt} ${shown}, once and last, in ${terminal.screen.length} lines`,
      );
    };
    await typed('');
    for (const [width, height] of [...sizes, [48, 12], [columns, rows]] as const) {
      // Longer than most windows are wide.
      await typed('TV-1-'.repeat(20), shownEnd('TV-1-'.repeat(20), prompt, terminal.columns));
      terminal.resize(width, height);
      await typed('', shownEnd('TV-1-'.repeat(20), prompt, width));
      terminal.press('ctrl-u');
      await typed('D-1');
      terminal.press('escape');
      await typed('');
    }
    terminal.type('TV-1\rq\r');
    expect(await terminal.ended()).toBe(0);
    expect(run(folder, ['show', 'TV-1', '--json']).stdout).toContain('"quantity":9');
  });
});

const narrow = cases.filter(({ columns, rows }) => columns === 60 || rows === 14);

describe.each(narrow)(
  'a way out of a refusal in $columns×$rows in $language',
  ({ language, columns, rows }) => {
    const { messages, locale } = languages[language];
    const { ask, fields } = messages;
    const { waysOut, recorded } = menuWords[language];
    const quantity = ask.value(fields['quantity'] ?? '', false);
    const inMenu = async (typed: string) => {
      const terminal = new Terminal(folder, [], { columns, rows, env: { LANG: locale } });
      await terminal.asked(ask.menu);
      terminal.type(`${typed}\r`);
      return terminal;
    };
    /** Waits until a question is shown once, whole and last, under the line that says what was refused. */
    const asksOnce = (terminal: Terminal, asked: string, refused: string, isList = false) =>
      terminal.untilSeen(
        () => {
          const { screen } = terminal;
          const at = screen.findIndex((line) => line.startsWith(`? ${asked}`));
          const refusedAt = screen.findIndex((line) => line.startsWith(messages.error(refused)));
          return (
            refusedAt !== -1 &&
            refusedAt < at &&
            times(terminal, (line) => line.startsWith('? ')) === 1 &&
            times(terminal, (line) => line.startsWith('❯ ')) === (isList ? 1 : 0) &&
            (isList || screen.slice(at + 1).every((line) => line === '' || !line.includes(asked)))
          );
        },
        `${asked}, once, under ${messages.error(refused)}`,
      );

    it('is shown whole where rows are bad, and leads on', async () => {
      writeFileSync(join(folder, 'rows.csv'), 'code,type,quantity\nNONE,in,1\nTV-1,in,1\n');
      const terminal = await inMenu('import');
      await terminal.choose(importWords[language].question, language === 'zh' ? '出入库记录' : 'movements');
      await terminal.answer(ask.value(ask.file, false), 'rows.csv');
      const skip = ask.yesOrNo(waysOut.skipBad, false);
      await asksOnce(terminal, skip, '');
      terminal.type('y\r');
      await terminal.until(recorded(3));
    });

    it('is the same question where its answer was at fault', async () => {
      const terminal = await inMenu('out');
      await terminal.choose(ask.which, 'TV-1');
      await terminal.answer(quantity, '99');
      await terminal.asked(fields['reason'] ?? '');
      terminal.press('enter');
      await asksOnce(terminal, `${quantity} 99`, language === 'zh' ? '' : 'TV-1');
      terminal.press('ctrl-u');
      terminal.type('2\r');
      await terminal.asked(fields['reason'] ?? '');
      terminal.press('enter');
      await terminal.until(recorded(3));
    });

    it('is a list where there are several, and Esc leaves it', async () => {
      run(folder, ['count', 'open']);
      run(folder, ['count', 'enter', '3', 'TV-1', '5']);
      const terminal = await inMenu('count enter');
      await terminal.choose(ask.which, 'TV-1');
      await terminal.answer(quantity, '3');
      await asksOnce(terminal, waysOut.countedAlready, '', true);
      terminal.press('escape');
      await terminal.asked(ask.menu);
      expect(run(folder, ['count', 'show', '3', '--json']).stdout).toContain('"first":5');
    });
  },
);

/** The end of a text, as much of it as fits behind a prompt with the cursor behind it. */
const shownEnd = (text: string, prompt: string, columns: number): string =>
  text.slice(-(columns - 1 - stringWidth(prompt) - 2));
