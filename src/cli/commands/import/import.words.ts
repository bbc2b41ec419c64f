import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'import devices or movements from CSV, JSON, JSON Lines or XLSX',
    examples: [
      { typed: 'stockbook import devices catalogue.csv --dry-run', does: 'reports and writes nothing' },
      {
        typed: 'stockbook import movements tonight.csv --skip-bad --rejects bad.csv',
        does: 'imports the good rows and writes the bad ones to a file',
      },
    ],
  },
  zh: {
    summary: '从 CSV、JSON、JSON Lines 或 XLSX 导入设备或出入库',
    examples: [
      { typed: 'stockbook import devices 设备.csv --dry-run', does: '只检查，不写入' },
      {
        typed: 'stockbook import movements 今晚.csv --skip-bad --rejects 有误.csv',
        does: '导入正确的行，有误的行写到文件',
      },
    ],
  },
};
