import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly made: (path: string, currency: string) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'make a stock book here',
    examples: [
      { typed: 'stockbook init', does: 'makes data/inventory.json in this folder' },
      { typed: 'stockbook init --currency JPY --store ~/shop', does: 'another currency, another place' },
    ],
    made: (path, currency) => `made a stock book in ${currency} at ${path}`,
  },
  zh: {
    summary: '在当前文件夹新建台账',
    examples: [
      { typed: 'stockbook init', does: '在当前文件夹中新建 data/inventory.json' },
      { typed: 'stockbook init --currency JPY --store ~/shop', does: '另一种货币，另一个位置' },
    ],
    made: (path, currency) => `已在 ${path} 新建台账，货币 ${currency}`,
  },
};
