import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'where the quantity on hand comes from',
    examples: [
      { typed: 'stockbook why TV-0001', does: 'bought, sold, damaged … on one screen' },
      { typed: 'stockbook why TV-0001 --expect 9', does: '9 were counted: which entries may be wrong' },
    ],
  },
  zh: {
    summary: '现有数量是怎么来的',
    examples: [
      { typed: 'stockbook why TV-0001', does: '采购、销售、报损等，一屏看清' },
      { typed: 'stockbook why TV-0001 --expect 9', does: '实盘为 9：哪些流水可能有误' },
    ],
  },
};
