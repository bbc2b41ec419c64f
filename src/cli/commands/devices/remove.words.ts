import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'take a device out of the book; its history stays',
    examples: [
      { typed: 'stockbook remove TV-0001', does: 'only at quantity 0' },
      { typed: 'stockbook undo', does: 'brings it back' },
    ],
  },
  zh: {
    summary: '把设备移出台账，历史保留',
    examples: [
      { typed: 'stockbook remove TV-0001', does: '库存数量须为 0' },
      { typed: 'stockbook undo', does: '恢复它' },
    ],
  },
};
