import type { CommandWords } from '../../words/command-words.ts';

/** A device that has or had a code, and between which entries. */
export interface BearerSaid {
  readonly name: string;
  readonly from: number;
  readonly until: number | null;
  /** Its code now; null if it has been removed. */
  readonly now: string | null;
}

/** What it says when it runs. */
interface Messages {
  readonly noHistory: string;
  readonly bearer: (said: BearerSaid) => string;
  /** That a code was another device's before; `history` is the command that shows the history of that one. */
  readonly formerBearer: (code: string, said: BearerSaid, history: string) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'every movement and change, with the balance after each',
    examples: [
      { typed: 'stockbook history TV-0001', does: 'of one device, under all its codes' },
      {
        typed: 'stockbook history --since 2024-11-01 --type stock-out --reason damage',
        does: 'damage since that day',
      },
      { typed: 'stockbook history --limit 5', does: 'the last five rows' },
      { typed: 'stockbook history TV-0001 --entry 7', does: 'of the device that had this code at #7' },
    ],
    noHistory: 'no entry matches',
    bearer: ({ name, from, until, now }) =>
      `${name}, ${until === null ? `since #${from}` : `#${from} to #${until}, ${now === null ? 'removed' : `now ${now}`}`}`,
    formerBearer: (code, { name, until, now }, history) =>
      `note: until #${until} ${code} was ${name}${now === null ? '' : `, now ${now}`}; its history: ${history}`,
  },
  zh: {
    summary: '流水账：出入库、修改和结存',
    examples: [
      { typed: 'stockbook history TV-0001', does: '一种设备的历史，包括改编号之前' },
      {
        typed: 'stockbook history --since 2024-11-01 --type stock-out --reason 报损',
        does: '该日以来的报损',
      },
      { typed: 'stockbook history --limit 5', does: '最后五行' },
      { typed: 'stockbook history TV-0001 --entry 7', does: '#7 时使用该编号的设备' },
    ],
    noHistory: '没有符合条件的流水',
    bearer: ({ name, from, until, now }) =>
      `${name}，${until === null ? `#${from} 起` : `#${from} 至 #${until}，${now === null ? '已移除' : `现编号 ${now}`}`}`,
    formerBearer: (code, { name, until, now }, history) =>
      `提示：#${until} 之前 ${code} 是 ${name}${now === null ? '' : `（现编号 ${now}）`}；查看它的历史：${history}`,
  },
};
