import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'where the store is, and what is in it',
    examples: [
      { typed: 'stockbook info', does: 'of the nearest store' },
      { typed: 'stockbook info --store ~/shop --json', does: 'of another one, for a script' },
    ],
  },
  zh: {
    summary: '台账的位置和概况',
    examples: [
      { typed: 'stockbook info', does: '最近的台账' },
      { typed: 'stockbook info --store ~/shop --json', does: '另一处台账，供脚本使用' },
    ],
  },
};
