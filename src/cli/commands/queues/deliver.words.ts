import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'what was sold leaves the house',
    examples: [
      { typed: 'stockbook deliver 14 TV-0001 1', does: 'one of sale #14' },
      { typed: 'stockbook deliver 14', does: 'the rest of it' },
    ],
  },
  zh: {
    summary: '已售货物送出',
    examples: [
      { typed: 'stockbook deliver 14 TV-0001 1', does: '送出销售 #14 中的一台' },
      { typed: 'stockbook deliver 14', does: '其余全部送出' },
    ],
  },
};
