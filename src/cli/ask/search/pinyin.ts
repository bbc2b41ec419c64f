import { customPinyin, pinyin } from 'pinyin-pro';
import { simplified } from './traditional.ts';

const han = /\p{Script=Han}/u;
const typable = /^[a-z0-9]{1,30}$/;

/** Whether a word can be pinyin: letters, and digits as they stand in names. */
export const canBePinyin = (word: string): boolean => typable.test(word) && /[a-z]/.test(word);

/** The readings of each character looked up so far, without tones. */
const readings = new Map<string, readonly string[]>();

function readingsOf(character: string): readonly string[] {
  const known = readings.get(character);
  if (known !== undefined) return known;
  const found = han.test(character)
    ? pinyin(character, { multiple: true, type: 'array', toneType: 'none', v: true })
    : [];
  readings.set(character, found);
  return found;
}

/**
 * Whether a word, in small letters, is how a text may be typed by its sound: each part of it begins the reading of a
 * character, in order, and characters may be left out: `chdz` and `changhong` both find 长虹等离子. Letters and digits
 * stand for themselves; at least one Chinese character must be meant.
 */
export function soundsLike(text: string, word: string): boolean {
  if (!han.test(text)) return false;
  const whole = 1 << word.length;
  // Bit p: the first p letters are matched. Two masks: with a Chinese character matched, and without.
  let plain = 1;
  let sounded = 0;
  for (const character of text.toLowerCase()) {
    const syllables = readingsOf(character);
    if (syllables.length === 0) {
      plain |= spelled(plain, word, character);
      sounded |= spelled(sounded, word, character);
    } else {
      for (const syllable of syllables) sounded |= begun(plain | sounded, word, syllable);
    }
    if ((sounded & whole) !== 0) return true;
  }
  return false;
}

/** The letters matched once one more character stands for itself. */
function spelled(places: number, word: string, character: string): number {
  let reached = 0;
  for (let place = 0; place < word.length; place++)
    if ((places >> place) & 1 && word[place] === character) reached |= 1 << (place + 1);
  return reached;
}

/** The letters matched once any beginning of a syllable is. */
function begun(places: number, word: string, syllable: string): number {
  let reached = 0;
  for (let place = 0; place < word.length; place++) {
    if (((places >> place) & 1) === 0) continue;
    for (let length = 0; length < syllable.length && word[place + length] === syllable[length]; length++)
      reached |= 1 << (place + length + 1);
  }
  return reached;
}

/** Brands that a dictionary of words reads wrongly. */
const brands = { 厦华: 'xià huá', 厦新: 'xià xīn' };

const spoken = new Map<string, string>();

/**
 * Returns the pinyin of a text, word by word and without tones: 长虹 is `chang hong`, 重庆 and 重慶 are `chong qing`. The
 * dictionary is in simplified characters.
 */
export function readingOf(characters: string): string {
  const known = spoken.get(characters);
  if (known !== undefined) return known;
  if (spoken.size === 0) customPinyin(brands);
  const found = pinyin(simplified(characters), { type: 'array', toneType: 'none', v: true }).join(' ');
  spoken.set(characters, found);
  return found;
}
