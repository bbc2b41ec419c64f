import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'the balance of a device over time, in the terminal or as a file',
    examples: [
      { typed: 'stockbook chart TV-0001', does: 'since its first movement' },
      { typed: 'stockbook chart --total --since 2024-11-01', does: 'all devices together' },
      { typed: 'stockbook chart TV-0001 -o balance.pdf', does: 'to print' },
    ],
  },
  zh: {
    summary: '设备的结存走势图',
    examples: [
      { typed: 'stockbook chart TV-0001', does: '自第一笔出入库起' },
      { typed: 'stockbook chart --total --since 2024-11-01', does: '全部设备合计' },
      { typed: 'stockbook chart TV-0001 -o balance.pdf', does: '供打印' },
    ],
  },
};
