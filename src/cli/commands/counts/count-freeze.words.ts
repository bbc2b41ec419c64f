import type { CommandWords } from '../../words/command-words.ts';
import type { FreezingMessages } from './freezing.ts';

/** What help says of it, and what it says. */
export const words: CommandWords<FreezingMessages> = {
  en: {
    summary: 'let nothing move while it is being counted',
    examples: [
      {
        typed: 'stockbook count freeze 14 --place main',
        does: 'nothing of count #14 moves at the first place',
      },
      { typed: 'stockbook count freeze 14', does: 'all places of the count' },
    ],
    done: (entry, count, frozen) => `#${entry} count #${count}: frozen at ${frozen.join(', ')}`,
  },
  zh: {
    summary: '冻结：盘点期间不能出入库',
    examples: [
      { typed: 'stockbook count freeze 14 --place 主库', does: '盘点 #14 期间主库不能出入库' },
      { typed: 'stockbook count freeze 14', does: '该盘点的所有地点' },
    ],
    done: (entry, count, frozen) => `#${entry} 盘点 #${count}：${frozen.join('、')}已冻结`,
  },
};
