import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  /** `command` enters what is filled in. */
  readonly written: (path: string, command: string) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'print the sheets to count on: blind, a set for each place',
    examples: [
      { typed: 'stockbook count sheet 14 -o sheet.html', does: 'to print' },
      {
        typed: 'stockbook count sheet 14 -o sheet.csv',
        does: 'to fill in, and enter with: count enter 14 sheet.csv',
      },
      { typed: 'stockbook count sheet 14 --pass 2', does: 'what is to be counted again' },
    ],
    written: (path, command) => `sheet written to ${path}; when it is filled: ${command}`,
  },
  zh: {
    summary: '打印盘点表：不印账存，每个地点一份',
    examples: [
      { typed: 'stockbook count sheet 14 -o sheet.html', does: '用于打印' },
      { typed: 'stockbook count sheet 14 -o sheet.csv', does: '填好后录入：count enter 14 sheet.csv' },
      { typed: 'stockbook count sheet 14 --pass 2', does: '待复盘的' },
    ],
    written: (path, command) => `盘点表已写入 ${path}，填好后用 ${command} 录入`,
  },
};
