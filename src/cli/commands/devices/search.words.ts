import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly wanted: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'find devices by code, name, brand, kind, panel or disc',
    examples: [
      { typed: 'stockbook search sony blu-ray', does: 'both words, anywhere' },
      { typed: 'stockbook search 42 plasma --in-stock', does: 'only what is on hand' },
      { typed: 'stockbook search ch42p', does: 'finds CH-42P: spaces, dashes and accents may differ' },
    ],
    wanted: 'Search for',
  },
  zh: {
    summary: '查找设备',
    examples: [
      { typed: 'stockbook search 长虹 液晶', does: '须同时含有两个词' },
      { typed: 'stockbook search 42 等离子 --in-stock', does: '只看有库存的' },
      { typed: 'stockbook search chdz', does: '可用拼音；空格、横线、繁简不必一致' },
    ],
    wanted: '查找',
  },
};
