/** What commands say if an entry was recorded earlier, or there is nothing to do. */
interface Messages {
  readonly alreadyDone: (entry: number, key: string) => string;
  readonly nothingToDo: string;
  readonly since: (undoneBy: number | null, correctedBy: readonly number[]) => readonly string[];
}

const numbers = (entries: readonly number[], between: string): string =>
  entries.map((n) => `#${n}`).join(between);

export const words: { readonly en: Messages; readonly zh: Messages } = {
  en: {
    alreadyDone: (entry, key) => `already done as #${entry} (key ${key}); nothing was added`,
    nothingToDo: 'there is nothing to do',
    since: (undoneBy, correctedBy) => [
      ...(undoneBy === null ? [] : [`  undone since by #${undoneBy}`]),
      ...(correctedBy.length === 0 ? [] : [`  corrected since by ${numbers(correctedBy, ', ')}`]),
    ],
  },
  zh: {
    alreadyDone: (entry, key) => `已作为流水 #${entry} 记录（幂等键 ${key}），没有重复记录`,
    nothingToDo: '没有要办理的内容',
    since: (undoneBy, correctedBy) => [
      ...(undoneBy === null ? [] : [`  后来被 #${undoneBy} 撤销`]),
      ...(correctedBy.length === 0 ? [] : [`  后来被 ${numbers(correctedBy, '、')} 更正`]),
    ],
  },
};
