import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'take back what is still on the road',
    examples: [
      { typed: 'stockbook cancel 15 TV-0001 1', does: 'one of what #15 sent goes back' },
      { typed: 'stockbook cancel 15', does: 'so does all that nobody has received' },
    ],
  },
  zh: {
    summary: '取消在途调拨，退回原地点',
    examples: [
      { typed: 'stockbook cancel 15 TV-0001 1', does: '#15 的在途退回一台' },
      { typed: 'stockbook cancel 15', does: '#15 的在途全部退回原地点' },
    ],
  },
};
