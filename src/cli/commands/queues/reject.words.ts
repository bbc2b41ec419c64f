import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'send back what was inspected, or refuse a write-off',
    examples: [
      {
        typed: 'stockbook reject 14 TV-0001 1 --reason damaged',
        does: 'one of #14 goes back, never on hand',
      },
      { typed: 'stockbook reject 15', does: 'what was to be written off returns to its place' },
    ],
  },
  zh: {
    summary: '拒收待检货物，或驳回报损',
    examples: [
      { typed: 'stockbook reject 14 TV-0001 1 --reason 破损', does: '#14 中一台退回，不入库' },
      { typed: 'stockbook reject 15', does: '驳回报损，放回原地点' },
    ],
  },
};
