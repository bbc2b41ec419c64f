import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'write everything recorded to one file, while others work',
    examples: [
      { typed: 'stockbook backup friday.backup', does: 'verified, whole or not at all, on disk' },
      { typed: 'stockbook backup - | gzip > friday.backup.gz', does: 'to another program' },
    ],
  },
  zh: {
    summary: '把全部流水备份到一个文件，不影响他人使用',
    examples: [
      { typed: 'stockbook backup 周五.backup', does: '经过校验，完整落盘，否则不写' },
      { typed: 'stockbook backup - | gzip > 周五.backup.gz', does: '交给其他程序' },
    ],
  },
};
