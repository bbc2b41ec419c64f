import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'replay the journal and compare it with the book',
    examples: [
      { typed: 'stockbook verify', does: 'one line, or what is wrong' },
      { typed: 'stockbook verify --json', does: 'for a nightly script' },
    ],
  },
  zh: {
    summary: '重放流水账并与台账核对',
    examples: [
      { typed: 'stockbook verify', does: '一行结果，或问题所在' },
      { typed: 'stockbook verify --json', does: '供夜间脚本使用' },
    ],
  },
};
