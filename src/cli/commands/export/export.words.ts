import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';
import type { Command } from '../../words/messages.ts';

/** What it says when it runs. */
interface Messages {
  readonly exported: (rows: number, path: string) => string;
  /** Codes that a spreadsheet would change: the first ones, and how many more there are. */
  readonly changedCodes: (codes: readonly string[], more: number) => string;
  /** Something is on its way, which a file cannot hold. */
  readonly onTheWay: (command: Command) => string;
  readonly question: string;
  readonly outputFile: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'export devices, the history or the places',
    examples: [
      { typed: 'stockbook export devices -o devices.xlsx', does: 'in the columns that import reads' },
      { typed: 'stockbook export history --format ledger -o stock.ledger', does: 'for ledger or hledger' },
    ],
    exported: (rows, path) => `${counted(rows, 'row')} written to ${path}`,
    changedCodes: (codes, more) =>
      `note: a spreadsheet that opens this file changes ${codes.length === 1 ? 'the code' : 'the codes'} ${codes.join(', ')}${more > 0 ? ` and ${more} more` : ''}; export to .xlsx to keep ${codes.length === 1 ? 'it' : 'them'}`,
    onTheWay: (command) =>
      `note: what is on its way or set aside is written where it came from, and what is pending without being on hand is left out; to keep all of it, use ${command('backup')}`,
    question: 'What do you want to export?',
    outputFile: 'file: .csv .json .jsonl .xlsx .md .ledger',
  },
  zh: {
    summary: '导出设备、历史或地点',
    examples: [
      { typed: 'stockbook export devices -o 设备.xlsx', does: '导出的列可再导入' },
      {
        typed: 'stockbook export history --format ledger -o stock.ledger',
        does: '供 ledger 或 hledger 使用',
      },
    ],
    exported: (rows, path) => `${rows} 行已写入 ${path}`,
    changedCodes: (codes, more) =>
      `提示：用电子表格打开此文件会改动入库编号 ${codes.join('、')}${more > 0 ? ` 等 ${codes.length + more} 个` : ''}；导出为 .xlsx 则不会`,
    onTheWay: (command) =>
      `提示：在途和待报损的写在原地点，其他待办不导出；要全部保留，请用 ${command('backup')}`,
    question: '导出什么？',
    outputFile: '文件：.csv .json .jsonl .xlsx .md .ledger',
  },
};
