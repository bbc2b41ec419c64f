import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  /** `at` and `by`: when and by whom the entry was made that is undone. */
  readonly undone: (entry: number, undoes: number, at: string, by: string) => string;
  /** What an undo would do, before it is confirmed. */
  readonly preview: (entry: number, at: string, by: string) => string;
  readonly question: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'take back an entry',
    examples: [
      { typed: 'stockbook undo', does: 'your own last entry that is not undone' },
      { typed: 'stockbook undo 12', does: 'that entry' },
    ],
    undone: (entry, undoes, at, by) => `#${entry} undid #${undoes} (${at}, ${by})`,
    preview: (entry, at, by) => `taking back #${entry} (${at}, ${by}):`,
    question: 'Take it back?',
  },
  zh: {
    summary: '撤销一笔流水',
    examples: [
      { typed: 'stockbook undo', does: '撤销自己最后一笔未撤销的流水' },
      { typed: 'stockbook undo 12', does: '撤销指定的流水' },
    ],
    undone: (entry, undoes, at, by) => `#${entry} 撤销了 #${undoes}（${at}，${by}）`,
    preview: (entry, at, by) => `撤销 #${entry}（${at}，${by}）：`,
    question: '确定撤销吗？',
  },
};
