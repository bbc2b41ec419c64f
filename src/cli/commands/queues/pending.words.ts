import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly nothing: string;
  readonly noMatch: string;
  readonly betweenPlaces: string;
  readonly queue: string;
  readonly age: string;
  readonly days: (days: number) => string;
  readonly left: string;
  readonly from: string;
  readonly to: string;
  readonly due: string;
  readonly overdue: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'everything unfinished, the oldest first',
    examples: [
      { typed: 'stockbook pending', does: 'all that waits for a step' },
      {
        typed: 'stockbook pending --queue transit --place shop-1',
        does: 'what is on the road from or to the shop',
      },
      {
        typed: 'stockbook pending --queue ordered --party Panasonic',
        does: 'what this supplier still has to send',
      },
    ],
    nothing: 'nothing is pending',
    noMatch: 'nothing that is pending matches',
    betweenPlaces: ', ',
    queue: 'queue',
    age: 'age',
    days: (days) => (days === 1 ? '1 day' : `${days} days`),
    left: 'left',
    from: 'from',
    to: 'to',
    due: 'due',
    overdue: '(late)',
  },
  zh: {
    summary: '待办事项，最早的在前',
    examples: [
      { typed: 'stockbook pending', does: '全部待办' },
      { typed: 'stockbook pending --queue 在途 --place 太原街店', does: '该店调出或调入的在途' },
      { typed: 'stockbook pending --queue 在订 --party 长虹', does: '该供应商还没到的货' },
    ],
    nothing: '没有待办',
    noMatch: '没有符合条件的待办',
    betweenPlaces: '、',
    queue: '待办',
    age: '已等',
    days: (days) => `${days} 天`,
    left: '剩余',
    from: '调出',
    to: '调入',
    due: '到货日',
    overdue: '（逾期）',
  },
};
