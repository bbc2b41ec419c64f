import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly corrected: (entry: number, corrects: number) => string;
  readonly nothingToCorrect: (entry: number, quantity: number) => string;
  /** What a correction would do, before it is confirmed. */
  readonly preview: (entry: number, at: string, by: string, from: number, to: number) => string;
  readonly question: string;
  readonly correctTo: string;
  readonly whichEntry: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'correct the quantity of an entry, or what it says',
    examples: [
      { typed: 'stockbook correct 12 --quantity 3', does: 'entry #12 should have moved 3' },
      {
        typed: 'stockbook correct 12 --cost 610 --party Panasonic',
        does: 'what it cost, and from whom it came',
      },
      { typed: 'stockbook correct 12 --quantity 0 --note "wrong shelf"', does: 'nothing should have moved' },
    ],
    corrected: (entry, corrects) => `#${entry} corrected #${corrects}`,
    nothingToCorrect: (entry, quantity) => `#${entry} already amounts to ${quantity}; nothing was changed`,
    preview: (entry, at, by, from, to) =>
      `correcting #${entry} (${at}, ${by})${from === to ? '' : ` from ${from} to ${to}`}:`,
    question: 'Correct it?',
    correctTo: 'how many it should have been',
    whichEntry: 'Which entry?',
  },
  zh: {
    summary: '更正一笔流水的数量或内容',
    examples: [
      { typed: 'stockbook correct 12 --quantity 3', does: '#12 应为 3 台' },
      { typed: 'stockbook correct 12 --cost 610 --party 长虹', does: '更正进价和往来单位' },
      { typed: 'stockbook correct 12 --quantity 0 --note "放错货架"', does: '本来没有这笔出入库' },
    ],
    corrected: (entry, corrects) => `#${entry} 更正了 #${corrects}`,
    nothingToCorrect: (entry, quantity) => `#${entry} 已是 ${quantity}，没有改动`,
    preview: (entry, at, by, from, to) =>
      from === to
        ? `更正 #${entry}（${at}，${by}）：`
        : `把 #${entry}（${at}，${by}）从 ${from} 更正为 ${to}：`,
    question: '确定更正吗？',
    correctTo: '应有的数量',
    whichEntry: '更正哪一笔？',
  },
};
