import { folded } from '../../inventory/values/text.ts';
import type { Option } from './ask.ts';

/**
 * The place of the choice that a typed text means: a word for it, its number in the list, the beginning of its name or of
 * another word for it, then any part of them, then its pinyin. Null if it means none.
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
  const spelled = first((word) => word.startsWith(text)) ?? first((word) => word.includes(text));
  if (spelled !== null) return spelled;
  const { canBePinyin, soundsLike } = await import('./pinyin.ts');
  return canBePinyin(text) ? first((word) => soundsLike(word, text)) : null;
}
