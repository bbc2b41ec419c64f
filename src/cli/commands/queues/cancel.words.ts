import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'take back what is left of an order, a shipment or a sale to deliver',
    examples: [
      { typed: 'stockbook cancel 15 TV-0001 1', does: 'one of what #15 sent goes back' },
      { typed: 'stockbook cancel 15', does: 'so does all that nobody has received' },
      { typed: 'stockbook cancel 16', does: 'order #16 ends: the rest will not come' },
      {
        typed: 'stockbook cancel 17',
        does: 'the customer of sale #17 does not want it: it is on hand again',
      },
    ],
  },
  zh: {
    summary: '取消订货、在途调拨或待送销售的剩余部分',
    examples: [
      { typed: 'stockbook cancel 15 TV-0001 1', does: '#15 的在途退回一台' },
      { typed: 'stockbook cancel 15', does: '#15 的在途全部退回原地点' },
      { typed: 'stockbook cancel 16', does: '订货 #16 结束，余下的不再到货' },
      { typed: 'stockbook cancel 17', does: '#17 的顾客不要了：退货入库' },
    ],
  },
};
