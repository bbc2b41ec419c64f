import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly added: (entry: number, places: readonly string[]) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'make places where stock can lie',
    examples: [
      { typed: 'stockbook place add shop-1 shop-1/back', does: 'a shop and its back room' },
      { typed: 'stockbook place add shop-1/returns --kind hold', does: 'what lies there is not for sale' },
    ],
    added: (entry, places) => `#${entry} made ${places.join(', ')}`,
  },
  zh: {
    summary: '新建地点',
    examples: [
      { typed: 'stockbook place add 太原街店 太原街店/库房', does: '门店及其库房' },
      { typed: 'stockbook place add 太原街店/退货 --kind 待处理', does: '该地点的货不可售' },
    ],
    added: (entry, places) => `#${entry} 新建地点 ${places.join('、')}`,
  },
};
