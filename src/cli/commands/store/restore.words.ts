import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';

/** What it says when it runs. */
interface Messages {
  readonly restored: (entries: number, devices: number, units: string, path: string) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'create a store from a backup or a copied journal',
    examples: [
      { typed: 'stockbook restore friday.backup', does: 'data/inventory.json here; refused if there is one' },
      { typed: 'stockbook restore - --store try < friday.backup', does: 'in another folder' },
    ],
    restored: (entries, devices, units, path) =>
      `made ${path} from a backup: ${counted(entries, 'entry', 'entries')}, ${counted(devices, 'device')}, ${units} on hand`,
  },
  zh: {
    summary: '从备份或流水账副本恢复台账',
    examples: [
      { typed: 'stockbook restore 周五.backup', does: '恢复到当前文件夹的 data/inventory.json；已有则拒绝' },
      { typed: 'stockbook restore - --store 试用 < 周五.backup', does: '恢复到其他文件夹' },
    ],
    restored: (entries, devices, units, path) =>
      `已从备份恢复到 ${path}：${entries} 笔流水，${devices} 种设备，库存共 ${units} 台`,
  },
};
