import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'the inventory table',
    examples: [
      { typed: 'stockbook list --low', does: 'what is at or below its minimum' },
      { typed: 'stockbook list --kind tv --sort value --desc', does: 'the TVs, the most valuable first' },
      { typed: 'stockbook list --as-of 2024-10-31 --format csv', does: 'the book as it stood that evening' },
    ],
  },
  zh: {
    summary: '库存表',
    examples: [
      { typed: 'stockbook list --low', does: '达到或低于最低库存的设备' },
      { typed: 'stockbook list --kind tv --sort value --desc', does: '电视机，金额大的在前' },
      { typed: 'stockbook list --as-of 2024-10-31 --format csv', does: '那天结束时的库存' },
    ],
  },
};
