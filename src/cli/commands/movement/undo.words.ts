import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'take back an entry',
    examples: [
      { typed: 'stockbook undo', does: 'your own last entry not undone' },
      { typed: 'stockbook undo 12', does: 'that entry' },
    ],
  },
  zh: {
    summary: '撤销一笔流水',
    examples: [
      { typed: 'stockbook undo', does: '撤销自己最后一笔未撤销的流水' },
      { typed: 'stockbook undo 12', does: '撤销指定的流水' },
    ],
  },
};
