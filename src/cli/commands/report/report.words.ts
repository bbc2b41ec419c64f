import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly question: string;
  readonly whichEntry: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary:
      'a report for paper or the screen: inventory, movements, low stock, a day, what the stock is worth, a slip or a count',
    examples: [
      { typed: 'stockbook report -o stock.html --open', does: 'the inventory, in a browser' },
      {
        typed: 'stockbook report movements --since 2024-11-01 --until 2024-11-30 -o november.pdf',
        does: 'a month, as PDF',
      },
      { typed: 'stockbook report day | lp', does: 'the handover at closing, on the printer' },
      { typed: 'stockbook report value -o worth.html', does: 'what the stock is worth' },
      { typed: 'stockbook report slip 12 -o slip.pdf', does: 'entry #12 as a document to sign' },
    ],
    question: 'Which report?',
    whichEntry: 'Which entry?',
  },
  zh: {
    summary: '报表：库存、出入库、低库存、日结、估价、单据、盘点',
    examples: [
      { typed: 'stockbook report -o 库存.html --open', does: '库存报表，在浏览器中打开' },
      {
        typed: 'stockbook report movements --since 2024-11-01 --until 2024-11-30 -o 十一月.pdf',
        does: '一个月的出入库，PDF',
      },
      { typed: 'stockbook report day | lp', does: '日结表，直接打印' },
      { typed: 'stockbook report value -o 估价.html', does: '库存值多少钱' },
      { typed: 'stockbook report slip 12 -o 单据.pdf', does: '流水 #12 的单据，供签字' },
    ],
    question: '哪种报表？',
    whichEntry: '哪一笔流水？',
  },
};
