import { folded } from './text.ts';

/**
 * How a run of Chinese characters is pronounced, syllable by syllable without tones: `长虹` is `chang hong`. It is handed
 * in, since it takes a dictionary.
 */
export type Reading = (characters: string) => string;

const zero = 0x30;
const isDigit = (unit: number): boolean => unit >= zero && unit <= 0x39;

/**
 * What texts are ordered by so that their numbers come as people count, TV-2 before TV-10: as plain text, by code units.
 * It is the text with the length of each number before it and without leading zeros; no two texts have the same.
 */
export function countingKey(text: string): string {
  // Put together at once: strings joined of parts are slow to compare.
  const units: number[] = [];
  let hasZeros = false;
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    if (!isDigit(unit)) {
      units.push(unit);
      at++;
      continue;
    }
    let end = at + 1;
    while (end < text.length && isDigit(text.charCodeAt(end))) end++;
    let first = at;
    while (first < end - 1 && text.charCodeAt(first) === zero) first++;
    hasZeros ||= first > at;
    // The length comes as a letter after a digit, so that numbers keep the place of digits among other characters.
    units.push(zero, 0x40 + end - first);
    for (; first < end; first++) units.push(text.charCodeAt(first));
    at = end;
  }
  const key = String.fromCharCode(...units);
  return hasZeros ? `${key}\0${text}` : key;
}

/** What codes are ordered by. */
export const codeOrderKey = (code: string): string => countingKey(folded(code));

/** Whether the order of a text depends on how it is pronounced. */
export const hasChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

/**
 * What names and brands are ordered by: Latin letters whatever their case and accents, Chinese characters as they are
 * pronounced, syllable by syllable as dictionaries do. Texts that only sound alike stand one after the other.
 */
export function nameOrderKey(name: string, reading: Reading = (characters) => characters): string {
  const text = folded(name);
  const letters = text
    .replace(/\p{Script=Han}+/gu, reading)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
  return `${countingKey(letters)}\0${text}`;
}

/** Compares keys of this module, or numbers. */
export const compareKeys = (a: string | bigint, b: string | bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whatever has a code, ordered by it. */
export function sortedByCode<T extends { readonly code: string }>(items: Iterable<T>): readonly T[] {
  const keyed = Array.from(items, (item) => ({ item, key: codeOrderKey(item.code) }));
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  return keyed.map(({ item }) => item);
}
