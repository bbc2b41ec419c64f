import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly cancelled: (entry: number, count: number) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'abandon a count; what was counted can still be read',
    examples: [
      { typed: 'stockbook count cancel 14', does: 'nothing of count #14 is booked' },
      { typed: 'stockbook undo', does: 'opens it again' },
    ],
    cancelled: (entry, count) => `#${entry} count #${count} cancelled; nothing was booked`,
  },
  zh: {
    summary: '取消盘点，点数仍可查看',
    examples: [
      { typed: 'stockbook count cancel 14', does: '盘点 #14 不过账' },
      { typed: 'stockbook undo', does: '重新打开' },
    ],
    cancelled: (entry, count) => `#${entry} 盘点 #${count} 已取消，没有过账`,
  },
};
