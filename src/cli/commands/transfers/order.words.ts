import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'order goods; nothing is on hand until they are received',
    examples: [
      { typed: 'stockbook order TV-0001 10', does: 'ten are on order' },
      {
        typed: 'stockbook order TV-0001 10 --party Panasonic --cost 610 --due 2027-12-01 --ref PO-77',
        does: 'from whom, at which cost, until when',
      },
    ],
  },
  zh: {
    summary: '订货：收货前不算库存',
    examples: [
      { typed: 'stockbook order TV-0001 10', does: '订十台' },
      {
        typed: 'stockbook order TV-0001 10 --party 长虹 --cost 610 --due 2027-12-01 --ref PO-77',
        does: '供应商、进价、到货日和单号',
      },
    ],
  },
};
