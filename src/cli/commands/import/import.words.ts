import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';

/** What it says when it runs. */
interface Messages {
  readonly imported: (entry: number | null, devices: number, movements: number, skipped: number) => string;
  readonly wouldImport: (devices: number, movements: number, skipped: number) => string;
  readonly rowsSkipped: (rows: number) => string;
  readonly moreRejected: (rows: number) => string;
  readonly rejectsWritten: (rows: number, path: string) => string;
  readonly encodingGuessed: (encoding: string) => string;
  readonly otherSheets: (names: readonly string[]) => string;
  readonly question: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'import devices or movements from CSV, JSON, JSON Lines or XLSX',
    examples: [
      { typed: 'stockbook import devices catalogue.csv --dry-run', does: 'reports and writes nothing' },
      {
        typed: 'stockbook import movements tonight.csv --skip-bad --rejects bad.csv',
        does: 'imports the good rows and writes the bad ones to a file',
      },
    ],
    imported: (entry, devices, movements, skipped) =>
      `${entry === null ? 'nothing to import' : `#${entry} imported ${[devices > 0 ? counted(devices, 'device') : '', movements > 0 ? counted(movements, 'movement') : ''].filter(Boolean).join(' and ')}`}${skipped > 0 ? `; ${counted(skipped, 'row')} already recorded` : ''}`,
    wouldImport: (devices, movements, skipped) =>
      `dry run: would import ${counted(devices, 'device')} and ${counted(movements, 'movement')}${skipped > 0 ? `; ${counted(skipped, 'row')} already recorded` : ''}; nothing was written`,
    rowsSkipped: (rows) => `${counted(rows, 'row')} left out`,
    moreRejected: (rows) => `… and ${rows} more; --json lists them all`,
    rejectsWritten: (rows, path) => `${counted(rows, 'row')} written to ${path}`,
    encodingGuessed: (encoding) =>
      `note: read as ${encoding}; if that is wrong, name the encoding with --encoding`,
    otherSheets: (names) => `note: only the first sheet was read, not ${names.join(', ')}`,
    question: 'what',
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
    imported: (entry, devices, movements, skipped) =>
      `${entry === null ? '没有可导入的内容' : `#${entry} 导入 ${[devices > 0 ? `${devices} 种设备` : '', movements > 0 ? `${movements} 笔出入库` : ''].filter(Boolean).join('、')}`}${skipped > 0 ? `；${skipped} 行此前已记录` : ''}`,
    wouldImport: (devices, movements, skipped) =>
      `试运行：将导入 ${devices} 种设备、${movements} 笔出入库${skipped > 0 ? `；${skipped} 行此前已记录` : ''}；未写入任何内容`,
    rowsSkipped: (rows) => `跳过 ${rows} 行`,
    moreRejected: (rows) => `……还有 ${rows} 处，用 --json 可全部列出`,
    rejectsWritten: (rows, path) => `${rows} 行已写入 ${path}`,
    encodingGuessed: (encoding) => `提示：按 ${encoding} 编码读取；如不正确，请用 --encoding 指定`,
    otherSheets: (names) => `提示：只读取第一张工作表，未读取：${names.join('、')}`,
    question: '导入什么？',
  },
};
