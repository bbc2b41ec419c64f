import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'rebuild a damaged store; nothing is deleted',
    examples: [
      { typed: 'stockbook repair', does: 'sets damaged pieces aside and says what is lost' },
      { typed: 'stockbook verify && echo sound', does: 'check it afterwards' },
    ],
  },
  zh: {
    summary: '修复损坏的台账，不删除任何内容',
    examples: [
      { typed: 'stockbook repair', does: '移出损坏部分，并说明丢失了什么' },
      { typed: 'stockbook verify && echo 完好', does: '之后再核对' },
    ],
  },
};
