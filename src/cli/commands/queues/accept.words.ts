import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'accept what was inspected, or approve a write-off',
    examples: [
      { typed: 'stockbook accept 14 TV-0001 3 --place main', does: 'three of #14 are sound and come in' },
      { typed: 'stockbook accept 14', does: 'so does the rest' },
      { typed: 'stockbook accept 15 --by zhao', does: 'what somebody else set aside is written off' },
    ],
  },
  zh: {
    summary: '验收合格，或批准报损',
    examples: [
      { typed: 'stockbook accept 14 TV-0001 3 --place 主库', does: '#14 中三台合格入库' },
      { typed: 'stockbook accept 14', does: '其余也合格' },
      { typed: 'stockbook accept 15 --by 赵', does: '批准他人提出的报损' },
    ],
  },
};
