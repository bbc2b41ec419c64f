import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: 'create a store from a backup or a copied journal',
    examples: [
      { typed: 'stockbook restore friday.backup', does: 'data/inventory.json here; refused where one is' },
      { typed: 'stockbook restore - --store try < friday.backup', does: 'in another folder' },
    ],
  },
  zh: {
    summary: '用备份或流水账副本新建台账',
    examples: [
      { typed: 'stockbook restore 周五.backup', does: '建立本文件夹的 data/inventory.json；已有则拒绝' },
      { typed: 'stockbook restore - --store 试用 < 周五.backup', does: '放到其他文件夹' },
    ],
  },
};
