import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly noHistory: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'every movement and change, with the balance after each',
    examples: [
      { typed: 'stockbook history TV-0001', does: 'of one device, through all its names' },
      {
        typed: 'stockbook history --since 2024-11-01 --type stock-out --reason damage',
        does: 'what broke since that day',
      },
      { typed: 'stockbook history --limit 5', does: 'the last five rows' },
      { typed: 'stockbook history TV-0001 --entry 7', does: 'of the device that had this code at #7' },
    ],
    noHistory: 'no entry matches',
  },
  zh: {
    summary: '每笔出入库和修改，以及之后的结存',
    examples: [
      { typed: 'stockbook history TV-0001', does: '一种设备的历史，改过编号也算' },
      {
        typed: 'stockbook history --since 2024-11-01 --type stock-out --reason 报损',
        does: '从那天起的报损',
      },
      { typed: 'stockbook history --limit 5', does: '最后五行' },
      { typed: 'stockbook history TV-0001 --entry 7', does: '在 #7 时使用该编号的设备' },
    ],
    noHistory: '没有符合条件的流水',
  },
};
