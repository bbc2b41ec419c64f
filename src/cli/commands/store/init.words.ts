import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'make a stock book here',
    examples: [
      { typed: 'stockbook init', does: 'makes data/inventory.json in this folder' },
      { typed: 'stockbook init --currency JPY --store ~/shop', does: 'another currency, another place' },
    ],
  },
  zh: {
    summary: '在这里新建台账',
    examples: [
      { typed: 'stockbook init', does: '在当前文件夹中新建 data/inventory.json' },
      { typed: 'stockbook init --currency JPY --store ~/shop', does: '另一种货币，另一个位置' },
    ],
  },
};
