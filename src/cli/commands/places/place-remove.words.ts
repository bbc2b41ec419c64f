import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly removed: (entry: number, place: string) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'remove a place that is empty; its history stays',
    examples: [
      { typed: 'stockbook place remove shop-1', does: 'its name may be used again' },
      { typed: 'stockbook undo', does: 'brings it back' },
    ],
    removed: (entry, place) => `#${entry} removed ${place}; its history stays`,
  },
  zh: {
    summary: '移除空地点，保留历史',
    examples: [
      { typed: 'stockbook place remove 太原街店', does: '名称可再用' },
      { typed: 'stockbook undo', does: '恢复该地点' },
    ],
    removed: (entry, place) => `#${entry} 移除地点 ${place}，历史保留`,
  },
};
