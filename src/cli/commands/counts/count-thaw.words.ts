import type { CommandWords } from '../../words/command-words.ts';
import type { FreezingMessages } from './freezing.ts';

/** What help says of it, and what it says. */
export const words: CommandWords<FreezingMessages> = {
  en: {
    summary: 'let stock move again while it is being counted',
    examples: [
      { typed: 'stockbook count thaw 14', does: 'everywhere in count #14' },
      { typed: 'stockbook count thaw 14 --place main', does: 'only at the first place' },
    ],
    done: (entry, count, frozen) =>
      `#${entry} count #${count}: ${frozen.length === 0 ? 'nothing is frozen any more' : `still frozen at ${frozen.join(', ')}`}`,
  },
  zh: {
    summary: '解冻：盘点期间可以出入库',
    examples: [
      { typed: 'stockbook count thaw 14', does: '盘点 #14 的所有地点' },
      { typed: 'stockbook count thaw 14 --place 主库', does: '只解冻主库' },
    ],
    done: (entry, count, frozen) =>
      `#${entry} 盘点 #${count}：${frozen.length === 0 ? '已全部解冻' : `${frozen.join('、')}仍冻结`}`,
  },
};
