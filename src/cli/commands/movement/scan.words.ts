import type { ScanDirection } from '../../menu/scan-line.ts';
import type { CommandWords } from '../../words/command-words.ts';
import { counted, signed } from '../../words/counting.ts';
import type { MovementLine } from '../../words/messages.ts';

/** What it says when it runs. */
interface Messages {
  /** A scan that was taken back. */
  readonly takenBack: (entry: number, undoes: number, said: Omit<MovementLine, 'entry'>) => string;
  readonly prompt: { readonly [direction in ScanDirection]: string };
  /** How lines are written; about the labels of places only in a book with places. */
  readonly start: (isPlaced: boolean) => string;
  /** A label has said where it goes on. */
  readonly at: (place: string) => string;
  /** The serial number of a device comes next. */
  readonly serialOf: (code: string) => string;
  readonly refused: (typed: string, why: string) => string;
  readonly refusedLine: (line: number, typed: string, why: string) => string;
  readonly total: (scans: number, refused: number) => string;
  readonly scans: string;
  readonly counted: string;
  readonly tallyBack: (entry: number, undoes: number, code: string, units: number) => string;
  /** A device that others have counted, too. */
  readonly shared: (code: string, total: number, here: number) => string;
  /** A device has moved between two scans that count it. */
  readonly inConflict: (code: string) => string;
  readonly question: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'record movements with a barcode scanner',
    examples: [
      { typed: 'stockbook scan out', does: 'each line CODE, CODE*3, 3 CODE or CODE 3; Ctrl-D ends' },
      { typed: 'stockbook scan in --ref PO-77 < codes.txt', does: 'from a file; 4 if a line was refused' },
      {
        typed: 'stockbook scan transfer --from main --to shop-1 --in-transit',
        does: 'loads a van: all lines are one shipment',
      },
      {
        typed: 'stockbook scan order --party Panasonic < codes.txt',
        does: 'all lines are one order; scan in --inspect does so with a delivery',
      },
      {
        typed: 'stockbook scan receive 15 --place shop-1',
        does: 'unloads it; the label @shop-1/A3 switches the place',
      },
      {
        typed: 'stockbook scan count 16 --place main < codes.txt',
        does: 'adds to count #16; 0 CODE says none',
      },
    ],
    takenBack: (entry, undoes, { code, change, balance }) =>
      `#${entry} undid #${undoes}  ${code} ${signed(change)}: ${balance} on hand`,
    prompt: {
      in: 'in> ',
      out: 'out> ',
      transfer: 'transfer> ',
      order: 'order> ',
      receive: 'receive> ',
      count: 'count> ',
    },
    start: (isPlaced) =>
      `one a line: CODE, CODE*3, 3 CODE or CODE 3; ${isPlaced ? '@PLACE switches the place; ' : ''}undo takes the last one back; q or Esc ends; ? shows this`,
    at: (place) => `at ${place}`,
    serialOf: (code) => `serial number of ${code}`,
    refused: (typed, why) => `REFUSED “${typed}”: ${why}`,
    refusedLine: (line, typed, why) => `line ${line} refused: “${typed}”: ${why}`,
    total: (scans, refused) => `${counted(scans, 'scan')} recorded, ${refused} refused`,
    scans: 'scans',
    counted: 'counted',
    tallyBack: (entry, undoes, code, units) => `#${entry} undid #${undoes}  ${code}: ${units} not counted`,
    shared: (code, total, here) => `${code}: ${total} counted in all, ${here} of them here`,
    inConflict: (code) => `${code} moved while it was being counted; scan 0 ${code}, then all of it again`,
    question: 'What does each scan record?',
  },
  zh: {
    summary: '扫码枪连续出入库',
    examples: [
      { typed: 'stockbook scan out', does: '每行：编号、编号*3、3 编号或编号 3；Ctrl-D 结束' },
      { typed: 'stockbook scan in --ref PO-77 < codes.txt', does: '从文件读取；有未记录的行时退出码为 4' },
      {
        typed: 'stockbook scan transfer --from 主库 --to 太原街店 --in-transit',
        does: '装车：全部为一笔在途调拨',
      },
      {
        typed: 'stockbook scan order --party 长虹 < codes.txt',
        does: '全部为一笔订货；scan in --inspect 则为一笔待检',
      },
      {
        typed: 'stockbook scan receive 15 --place 太原街店',
        does: '卸车收货；扫地点标签 @太原街店/库房 即换地点',
      },
      { typed: 'stockbook scan count 16 --place 主库 < codes.txt', does: '计入盘点 #16；0 编号 表示没有' },
    ],
    takenBack: (entry, undoes, { code, change, balance }) =>
      `#${entry} 撤销了 #${undoes}  ${code} ${signed(change)}：现有 ${balance}`,
    prompt: {
      in: '入库> ',
      out: '出库> ',
      transfer: '调拨> ',
      order: '订货> ',
      receive: '收货> ',
      count: '盘点> ',
    },
    at: (place) => `地点：${place}`,
    start: (isPlaced) =>
      `每行一个：编号、编号*3、3 编号或编号 3；${isPlaced ? '@地点 换地点；' : ''}“撤销”撤销上一笔；“退出”或 Esc 结束；? 显示本说明`,
    serialOf: (code) => `${code} 的序列号`,
    refused: (typed, why) => `未记录“${typed}”：${why}`,
    refusedLine: (line, typed, why) => `第 ${line} 行未记录：“${typed}”：${why}`,
    total: (scans, refused) => `已记录 ${scans} 笔，未记录 ${refused} 笔`,
    scans: '次数',
    counted: '实盘',
    tallyBack: (entry, undoes, code, units) => `#${entry} 撤销了 #${undoes}  ${code}：少计 ${units}`,
    shared: (code, total, here) => `${code}：共盘 ${total}，其中本次 ${here}`,
    inConflict: (code) => `${code} 在盘点期间有变动；请先扫 0 ${code}，再全部重扫`,
    question: '扫码做什么？',
  },
};
