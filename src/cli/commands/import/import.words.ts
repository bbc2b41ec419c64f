import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';

/** What an import comes to, in rows. */
interface Done {
  readonly devices: number;
  readonly movements: number;
  readonly skipped: number;
  /** Of an update: how many of the devices are new, and how many of the rows change nothing. */
  readonly update?: { readonly added: number; readonly changed: number; readonly unchanged: number };
}

const enDone = ({ skipped, update }: Done): string =>
  update === undefined
    ? skipped > 0
      ? `; ${counted(skipped, 'row')} already recorded`
      : ''
    : `: ${update.added} added, ${update.changed} changed, ${update.unchanged} unchanged`;

const zhDone = ({ skipped, update }: Done): string =>
  update === undefined
    ? skipped > 0
      ? `；${skipped} 行此前已记录`
      : ''
    : `：新增 ${update.added}，更新 ${update.changed}，未变 ${update.unchanged}`;

/** What it says when it runs. */
interface Messages {
  readonly imported: (entry: number | null, done: Done) => string;
  readonly wouldImport: (done: Done) => string;
  /** A line of what an import should be read with. */
  readonly note: (text: string) => string;
  /** Of a device that an update adds. */
  readonly added: string;
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
    imported: (entry, done) => {
      const { devices, movements } = done;
      const parts = [
        devices > 0 ? counted(devices, 'device') : '',
        movements > 0 ? counted(movements, 'movement') : '',
      ];
      const what =
        entry === null ? 'nothing to import' : `#${entry} imported ${parts.filter(Boolean).join(' and ')}`;
      return what + enDone(done);
    },
    wouldImport: (done) =>
      `dry run: would import ${counted(done.devices, 'device')} and ${counted(done.movements, 'movement')}${enDone(done)}; nothing was written`,
    note: (text) => `note: ${text}`,
    added: 'new',
    rowsSkipped: (rows) => `${counted(rows, 'row')} left out`,
    moreRejected: (rows) => `… and ${rows} more; --json lists them all`,
    rejectsWritten: (rows, path) => `${counted(rows, 'row')} written to ${path}`,
    encodingGuessed: (encoding) => `read as ${encoding}; if that is wrong, name the encoding with --encoding`,
    otherSheets: (names) => `only the first sheet was read, not ${names.join(', ')}`,
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
    imported: (entry, done) => {
      const { devices, movements } = done;
      const parts = [devices > 0 ? `${devices} 种设备` : '', movements > 0 ? `${movements} 笔出入库` : ''];
      const what = entry === null ? '没有可导入的内容' : `#${entry} 导入 ${parts.filter(Boolean).join('、')}`;
      return what + zhDone(done);
    },
    wouldImport: (done) =>
      `试运行：将导入 ${done.devices} 种设备、${done.movements} 笔出入库${zhDone(done)}；未写入任何内容`,
    note: (text) => `提示：${text}`,
    added: '新设备',
    rowsSkipped: (rows) => `跳过 ${rows} 行`,
    moreRejected: (rows) => `……还有 ${rows} 处，用 --json 可全部列出`,
    rejectsWritten: (rows, path) => `${rows} 行已写入 ${path}`,
    encodingGuessed: (encoding) => `按 ${encoding} 编码读取；如不正确，请用 --encoding 指定`,
    otherSheets: (names) => `只读取第一张工作表，未读取：${names.join('、')}`,
    question: '导入什么？',
  },
};
