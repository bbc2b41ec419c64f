import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly edited: (entry: number, place: string, parts: readonly string[]) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'rename a place, or change what may be done with what lies there',
    examples: [
      {
        typed: 'stockbook place edit shop-1/back --kind hold',
        does: 'what lies there is no longer for sale',
      },
      {
        typed: 'stockbook place edit shop-1 --name shop-north',
        does: 'what is below it goes with its name',
      },
    ],
    edited: (entry, place, parts) => `#${entry} changed ${place}: ${parts.join('; ')}`,
  },
  zh: {
    summary: '修改地点的名称或性质',
    examples: [
      { typed: 'stockbook place edit 太原街店/库房 --kind 待处理', does: '该地点的货改为不可售' },
      { typed: 'stockbook place edit 太原街店 --name 中街店', does: '下级地点随之改名' },
    ],
    edited: (entry, place, parts) => `#${entry} 修改地点 ${place}：${parts.join('；')}`,
  },
};
