import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'export devices or the history',
    examples: [
      { typed: 'stockbook export devices -o devices.xlsx', does: 'in the columns that import reads' },
      { typed: 'stockbook export history --format ledger -o stock.ledger', does: 'for ledger or hledger' },
    ],
  },
  zh: {
    summary: '导出设备或历史',
    examples: [
      { typed: 'stockbook export devices -o 设备.xlsx', does: '导出的列可再导入' },
      {
        typed: 'stockbook export history --format ledger -o stock.ledger',
        does: '供 ledger 或 hledger 使用',
      },
    ],
  },
};
