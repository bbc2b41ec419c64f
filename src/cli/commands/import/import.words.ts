import type { WentWith } from '../../../inventory/decide/movements/pieces-gone.ts';
import type { Lookalike, SheetName } from '../../../problems.ts';
import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';
import { goneAlready } from '../../words/parties.ts';

/** What an import comes to, in rows. */
interface Done {
  readonly devices: number;
  readonly movements: number;
  /** How many places were made or changed, of a file of places. */
  readonly places?: number;
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
  /** Before the devices whose prices follow from those that an update changes. */
  readonly following: string;
  readonly rowsSkipped: (rows: number) => string;
  readonly moreRejected: (rows: number) => string;
  readonly rejectsWritten: (rows: number, path: string) => string;
  readonly encodingGuessed: (encoding: string) => string;
  readonly sheetRead: (title: string, others: readonly SheetName[]) => string;
  readonly headerFound: (row: number) => string;
  readonly hiddenRows: (rows: number, first: readonly number[]) => string;
  readonly lookalike: (lookalike: Lookalike) => string;
  /** Of a row, a piece that goes out although it is gone. */
  readonly goneAlready: (row: number, serial: string, went: WentWith) => string;
  readonly question: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'import devices, movements or places from CSV, JSON, JSON Lines or XLSX',
    examples: [
      { typed: 'stockbook import devices catalogue.csv --dry-run', does: 'reports and writes nothing' },
      {
        typed: 'stockbook import movements tonight.csv --skip-bad --rejects bad.csv',
        does: 'imports the good rows and writes the bad ones to a file',
      },
    ],
    imported: (entry, done) => {
      const { devices, movements, places = 0 } = done;
      const parts = [
        devices > 0 ? counted(devices, 'device') : '',
        movements > 0 ? counted(movements, 'movement') : '',
        places > 0 ? counted(places, 'place') : '',
      ];
      const what =
        entry === null ? 'nothing to import' : `#${entry} imported ${parts.filter(Boolean).join(' and ')}`;
      return what + enDone(done);
    },
    wouldImport: (done) =>
      `dry run: would import ${done.places === undefined ? `${counted(done.devices, 'device')} and ${counted(done.movements, 'movement')}` : counted(done.places, 'place')}${enDone(done)}; nothing was written`,
    note: (text) => `note: ${text}`,
    added: 'new',
    following: 'prices that follow:',
    rowsSkipped: (rows) => `${counted(rows, 'row')} left out`,
    moreRejected: (rows) => `… and ${rows} more; --json lists them all`,
    rejectsWritten: (rows, path) => `${counted(rows, 'row')} written to ${path}`,
    encodingGuessed: (encoding) => `read as ${encoding}; if that is wrong, name the encoding with --encoding`,
    sheetRead: (title, others) =>
      `read the sheet “${title}”, not ${others.map((sheet) => `“${sheet.title}”${sheet.isHidden ? ' (hidden)' : ''}`).join(', ')}; --sheet names another`,
    headerFound: (row) => `the headers were found in row ${row}; what is above it was not read`,
    hiddenRows: (rows, first) =>
      `${counted(rows, 'hidden row')} of the sheet ${rows === 1 ? 'was' : 'were'} read too: ${first.join(', ')}${rows > first.length ? ', …' : ''}`,
    lookalike: ({ row, code, like, likeRow, why }) =>
      why === 'date'
        ? `row ${row}: the code “${code}” looks like a date that a spreadsheet made of it; check it`
        : `row ${row}: the code “${code}” looks like “${like}”${likeRow === null ? '' : ` (row ${likeRow})`} but differs: ${
            {
              scripts: 'it has letters of another script',
              shapes: 'one has 0 or 1 where the other has O, I or L',
              zeros: 'one lacks leading zeros, which a spreadsheet removes',
              typing: 'it is one typing error away; --only-existing refuses new codes',
            }[why]
          }`,
    goneAlready: (row, serial, went) => `row ${row}: ${goneAlready.en(serial, went)}`,
    question: 'What is in the file?',
  },
  zh: {
    summary: '导入设备、出入库记录或地点（CSV、JSON、JSON Lines、XLSX）',
    examples: [
      { typed: 'stockbook import devices 设备.csv --dry-run', does: '只检查，不写入' },
      {
        typed: 'stockbook import movements 今晚.csv --skip-bad --rejects 有误.csv',
        does: '导入无误的行，有误的行另存',
      },
    ],
    imported: (entry, done) => {
      const { devices, movements, places = 0 } = done;
      const parts = [
        devices > 0 ? `${devices} 种设备` : '',
        movements > 0 ? `${movements} 笔出入库` : '',
        places > 0 ? `${places} 个地点` : '',
      ];
      const what = entry === null ? '没有可导入的内容' : `#${entry} 导入 ${parts.filter(Boolean).join('、')}`;
      return what + zhDone(done);
    },
    wouldImport: (done) =>
      `试运行：将导入 ${done.places === undefined ? `${done.devices} 种设备、${done.movements} 笔出入库` : `${done.places} 个地点`}${zhDone(done)}；未写入任何内容`,
    note: (text) => `提示：${text}`,
    added: '新设备',
    following: '随之变动的售价：',
    rowsSkipped: (rows) => `跳过 ${rows} 行`,
    moreRejected: (rows) => `……还有 ${rows} 处，用 --json 可全部列出`,
    rejectsWritten: (rows, path) => `${rows} 行已写入 ${path}`,
    encodingGuessed: (encoding) => `按 ${encoding} 编码读取；如不正确，请用 --encoding 指定`,
    sheetRead: (title, others) =>
      `读取了工作表“${title}”，未读取：${others.map((sheet) => `“${sheet.title}”${sheet.isHidden ? '（隐藏）' : ''}`).join('、')}；可用 --sheet 指定`,
    headerFound: (row) => `表头在第 ${row} 行，之前的行未读取`,
    hiddenRows: (rows, first) =>
      `工作表中隐藏的 ${rows} 行也已读取：第 ${first.join('、')}${rows > first.length ? ' 等' : ''} 行`,
    lookalike: ({ row, code, like, likeRow, why }) =>
      why === 'date'
        ? `第 ${row} 行：入库编号“${code}”像是被电子表格改成了日期，请核对`
        : `第 ${row} 行：入库编号“${code}”看起来像“${like}”${likeRow === null ? '' : `（第 ${likeRow} 行）`}，但不相同：${
            {
              scripts: '其中有另一种文字的字母',
              shapes: '一个是 0 或 1，另一个是 O、I 或 L',
              zeros: '其中一个缺少前面的 0，可能被电子表格去掉了',
              typing: '只差一个字符，可能输错；加 --only-existing 可拒绝新编号',
            }[why]
          }`,
    goneAlready: (row, serial, went) => `第 ${row} 行：${goneAlready.zh(serial, went)}`,
    question: '导入什么？',
  },
};
