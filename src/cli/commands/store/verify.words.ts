import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';

/** What it says when it runs. */
interface Messages {
  readonly sound: (entries: number, devices: number) => string;
  readonly tornTail: (finding: string) => string;
  readonly tornBook: (finding: string) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'replay the journal and compare it with the book',
    examples: [
      { typed: 'stockbook verify', does: 'one line, or what is wrong' },
      { typed: 'stockbook verify --json', does: 'for a nightly script' },
    ],
    sound: (entries, devices) =>
      `sound: ${counted(entries, 'entry', 'entries')}, ${counted(devices, 'device')}; journal and book agree`,
    tornTail: (finding) => `note: ${finding}; the next command that writes sets it aside`,
    tornBook: (finding) => `note: ${finding}; the next command that writes rebuilds it`,
  },
  zh: {
    summary: '核对流水账与台账',
    examples: [
      { typed: 'stockbook verify', does: '一行结果，有问题则逐项列出' },
      { typed: 'stockbook verify --json', does: '供夜间脚本使用' },
    ],
    sound: (entries, devices) => `完好：${entries} 笔流水、${devices} 种设备，流水账与台账一致`,
    tornTail: (finding) => `提示：${finding}；下一条写入的命令会将其移出`,
    tornBook: (finding) => `提示：${finding}；下一条写入的命令会重建它`,
  },
};
