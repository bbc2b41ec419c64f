import { typingErrors } from '../inventory/decide/find-device.ts';

/** The one of the words that was most likely meant; null where none is near. */
export function nearest(typed: string, words: readonly string[]): string | null {
  const ranked = words
    .map((word) => ({
      word,
      errors: word.startsWith(typed) && typed.length > 1 ? 0 : typingErrors(typed, word),
    }))
    .sort((a, b) => a.errors - b.errors);
  const [best] = ranked;
  return best !== undefined && best.errors <= Math.max(1, Math.floor(typed.length / 3)) ? best.word : null;
}
