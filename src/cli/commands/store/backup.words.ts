import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';

/** What it says when it runs. */
interface Messages {
  readonly backedUp: (entries: number, devices: number, path: string) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'write everything recorded to one file, while others work',
    examples: [
      { typed: 'stockbook backup friday.backup', does: 'verified, and written whole or not at all' },
      { typed: 'stockbook backup - | gzip > friday.backup.gz', does: 'to another program' },
    ],
    backedUp: (entries, devices, path) =>
      `${counted(entries, 'entry', 'entries')}, ${counted(devices, 'device')} backed up to ${path}`,
  },
  zh: {
    summary: '备份全部流水，不影响他人使用',
    examples: [
      { typed: 'stockbook backup 周五.backup', does: '经过校验；要么完整写入，要么不写' },
      { typed: 'stockbook backup - | gzip > 周五.backup.gz', does: '交给其他程序' },
    ],
    backedUp: (entries, devices, path) => `已将 ${entries} 笔流水、${devices} 种设备备份到 ${path}`,
  },
};
