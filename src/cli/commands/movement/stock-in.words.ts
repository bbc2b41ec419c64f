import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'record stock received',
    examples: [
      { typed: 'stockbook stock-in TV-0001 5', does: 'five bought' },
      {
        typed: 'stockbook stock-in TV-0001 5 --cost 610 --ref PO-77 --key PO-77-1',
        does: 'with cost and reference; safe to repeat',
      },
      { typed: 'stockbook stock-in TV-0001 5 --inspect', does: 'delivered, but not on hand until accepted' },
    ],
  },
  zh: {
    summary: '入库',
    examples: [
      { typed: 'stockbook stock-in TV-0001 5', does: '采购五台' },
      {
        typed: 'stockbook stock-in TV-0001 5 --cost 610 --ref PO-77 --key PO-77-1',
        does: '带进价和单号；重复执行不会重复记录',
      },
      { typed: 'stockbook stock-in TV-0001 5 --inspect', does: '到货待检，验收后才算库存' },
    ],
  },
};
