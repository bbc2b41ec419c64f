import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'record stock issued',
    examples: [
      { typed: 'stockbook stock-out TV-0001 2 --ref SO-1001', does: 'two sold' },
      {
        typed: 'stockbook stock-out TV-0001 1 --reason damage --expect 10',
        does: 'one broken, if 10 are on hand',
      },
      {
        typed: 'stockbook stock-out TV-0001 1 --to-deliver --party Wang',
        does: 'sold; it waits for the van',
      },
    ],
  },
  zh: {
    summary: '出库',
    examples: [
      { typed: 'stockbook stock-out TV-0001 2 --ref SO-1001', does: '售出两台' },
      { typed: 'stockbook stock-out TV-0001 1 --reason 报损 --expect 10', does: '现有 10 台时才报损一台' },
      { typed: 'stockbook stock-out TV-0001 1 --to-deliver --party 王女士', does: '已售，等待送货' },
    ],
  },
};
