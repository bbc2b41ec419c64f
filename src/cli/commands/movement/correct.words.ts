import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'correct the quantity of an entry',
    examples: [
      { typed: 'stockbook correct 12 --quantity 3', does: 'entry #12 should have moved 3' },
      { typed: 'stockbook correct 12 --quantity 0 --note "wrong shelf"', does: 'nothing should have moved' },
    ],
  },
  zh: {
    summary: '更正一笔流水的数量',
    examples: [
      { typed: 'stockbook correct 12 --quantity 3', does: '#12 应为 3' },
      { typed: 'stockbook correct 12 --quantity 0 --note "放错货架"', does: '本不该有这笔出入库' },
    ],
  },
};
