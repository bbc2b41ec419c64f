import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';

interface Progress {
  readonly lines: number;
  readonly counted: number;
  readonly uncounted: number;
  readonly waiting: number;
  readonly frozen: boolean;
  readonly solo: boolean;
  readonly state: 'open' | 'posted' | 'cancelled';
}

/** What it says when it runs. */
interface Messages {
  readonly state: string;
  readonly first: string;
  readonly recount: string;
  readonly by: string;
  readonly book: string;
  readonly variance: string;
  readonly progress: (count: number, progress: Progress) => string;
}

const states = { open: '进行中', posted: '已过账', cancelled: '已取消' } as const;

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'the lines of a count; nothing of the book while it is open',
    examples: [
      { typed: 'stockbook count show 14', does: 'every line, and what is left to count' },
      { typed: 'stockbook count show 14 --progress', does: 'only how far it is' },
    ],
    state: 'state',
    first: 'first count',
    recount: 'recount',
    by: 'by',
    book: 'book',
    variance: 'variance',
    progress: (count, { lines, counted: done, uncounted, waiting, frozen, solo, state }) =>
      `#${count} ${state}${frozen ? ', frozen' : ''}${solo ? ', solo' : ''}: ${done} of ${counted(lines, 'line')} counted${uncounted === 0 ? '' : `, ${uncounted} not counted`}${waiting === 0 ? '' : `, ${waiting} to count again`}`,
  },
  zh: {
    summary: '盘点明细；进行中不显示账存',
    examples: [
      { typed: 'stockbook count show 14', does: '全部明细，以及还没有盘的' },
      { typed: 'stockbook count show 14 --progress', does: '只看进度' },
    ],
    state: '状态',
    first: '初盘',
    recount: '复盘',
    by: '盘点人',
    book: '账存',
    variance: '盘盈盘亏',
    progress: (count, { lines, counted: done, uncounted, waiting, frozen, solo, state }) =>
      `#${count} ${states[state]}${frozen ? '，已冻结' : ''}${solo ? '，一人盘点' : ''}：共 ${lines} 行，已盘 ${done} 行${uncounted === 0 ? '' : `，未盘 ${uncounted} 行`}${waiting === 0 ? '' : `，须再盘 ${waiting} 行`}`,
  },
};
