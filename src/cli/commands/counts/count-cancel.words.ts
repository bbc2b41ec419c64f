import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly cancelled: (entry: number, count: number) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'abandon a count; what was counted can still be read',
    examples: [{ typed: 'stockbook count cancel 3', does: 'nothing of count #3 is booked' }],
    cancelled: (entry, count) => `#${entry} count #${count} cancelled; nothing was booked`,
  },
  zh: {
    summary: '取消盘点，点数仍可查看',
    examples: [{ typed: 'stockbook count cancel 3', does: '盘点 #3 不过账' }],
    cancelled: (entry, count) => `#${entry} 盘点 #${count} 已取消，没有过账`,
  },
};
