import type { CommandWords } from '../../words/command-words.ts';
import { counted, fewCodes } from '../../words/counting.ts';

/** What it says when it runs. */
interface Messages {
  readonly none: (entry: number, count: number, codes: readonly string[]) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'nothing else is here: count 0 of all that was not counted',
    examples: [
      {
        typed: 'stockbook count rest 14 --place main',
        does: '0 for each device not counted at the first place',
      },
      { typed: 'stockbook count rest 14 --place main --counter wang', does: 'as wang has seen' },
    ],
    none: (entry, count, codes) =>
      `#${entry} count #${count}: none of ${counted(codes.length, 'device')}: ${fewCodes(codes, ', ')}`,
  },
  zh: {
    summary: '该地点已盘完：未盘的按 0 计',
    examples: [
      { typed: 'stockbook count rest 14 --place 主库', does: '主库未盘的设备都按 0 计' },
      { typed: 'stockbook count rest 14 --place 主库 --counter 王', does: '王看过' },
    ],
    none: (entry, count, codes) =>
      `#${entry} 盘点 #${count}：${codes.length} 种设备实盘为 0：${fewCodes(codes, '、')}`,
  },
};
