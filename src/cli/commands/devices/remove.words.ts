import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly removed: (entry: number, code: string, name: string) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'take a device out of the book; its history stays',
    examples: [
      { typed: 'stockbook remove TV-0001', does: 'only at quantity 0' },
      { typed: 'stockbook undo', does: 'brings it back' },
    ],
    removed: (entry, code, name) => `#${entry} removed ${code} ${name}; its history stays`,
  },
  zh: {
    summary: '移除设备，保留历史',
    examples: [
      { typed: 'stockbook remove TV-0001', does: '库存数量须为 0' },
      { typed: 'stockbook undo', does: '恢复该设备' },
    ],
    removed: (entry, code, name) => `#${entry} 移除 ${code} ${name}，历史保留`,
  },
};
