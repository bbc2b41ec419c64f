import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly done: (entry: number, count: number, frozen: readonly string[]) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'let nothing move while it is being counted',
    examples: [
      {
        typed: 'stockbook count freeze 3 --place main',
        does: 'nothing of count #3 moves at the first place',
      },
    ],
    done: (entry, count, frozen) => `#${entry} count #${count}: frozen at ${frozen.join(', ')}`,
  },
  zh: {
    summary: '冻结：盘点期间不能出入库',
    examples: [{ typed: 'stockbook count freeze 3 --place 主库', does: '盘点 #3 期间主库不能出入库' }],
    done: (entry, count, frozen) => `#${entry} 盘点 #${count}：${frozen.join('、')}已冻结`,
  },
};
