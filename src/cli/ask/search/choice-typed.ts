import { folded } from '../../../inventory/values/text.ts';
import type { Option } from '../ask.ts';

/** Names are short. In a longer text, almost any letters match the pinyin of some characters. */
const longestName = 4;

/**
 * Returns the index of the choice that a typed text means, null if none. It tries in turn: a whole word for the choice, its
 * number in the list, the beginning of a word, pinyin, any part of a word.
 */
export async function placeOf(choices: readonly Option<string>[], typed: string): Promise<number | null> {
  const text = folded(typed);
  if (text === '') return null;
  const words = choices.map(({ name, words = [] }) => [name, ...words].map(folded));
  const first = (fits: (word: string) => boolean): number | null => {
    const place = words.findIndex((one) => one.some(fits));
    return place === -1 ? null : place;
  };
  const exact = first((word) => word === text);
  if (exact !== null) return exact;
  if (/^\d+$/.test(text)) {
    const place = Number(text) - 1;
    if (text.length <= 2 && choices[place] !== undefined) return place;
  }
  const begun = first((word) => word.startsWith(text));
  if (begun !== null) return begun;
  const { canBePinyin, soundsLike } = await import('./pinyin.ts');
  // Before any part of a word: `ck` is 出库, not a part of “stock-in”.
  const sounds = (word: string) => canBePinyin(text) && soundsLike(word, text);
  const spoken = first((word) => word.length <= longestName && sounds(word)) ?? first(sounds);
  return spoken ?? first((word) => word.includes(text));
}
