import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly lastMovements: string;
  readonly pricedFromIt: (codes: readonly string[]) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'one device in full, with its last movements',
    examples: [
      { typed: 'stockbook show TV-0001', does: 'by code' },
      { typed: 'stockbook show "VIERA 42" --json', does: 'by name, for a script' },
    ],
    lastMovements: 'last movements',
    pricedFromIt: (codes) => `priced from it: ${codes.join(', ')}`,
  },
  zh: {
    summary: '设备详情和最近出入库',
    examples: [
      { typed: 'stockbook show TV-0001', does: '按编号' },
      { typed: 'stockbook show "长虹 42 等离子" --json', does: '按品名，供脚本使用' },
    ],
    lastMovements: '最近出入库',
    pricedFromIt: (codes) => `按此设备定价：${codes.join('、')}`,
  },
};
