import { typingErrors } from '../inventory/values/typing-errors.ts';

/** The one of the words that was most likely meant; null if none is near. `in` is a part of `stock-in`. */
export function nearest(typed: string, words: readonly string[]): string | null {
  const ranked = words
    .map((word) => ({
      word,
      errors: errorsIn(typed, word),
    }))
    .sort((a, b) => a.errors - b.errors);
  const [best] = ranked;
  return best !== undefined && best.errors <= Math.max(1, Math.floor(typed.length / 3)) ? best.word : null;
}

/** How far a typed text is from a word: it may be a part of it, or its beginning. */
function errorsIn(typed: string, word: string): number {
  if (typed.length > 1 && word.split('-').includes(typed)) return -1;
  if (typed.length > 1 && word.startsWith(typed)) return 0;
  return typingErrors(typed, word);
}
