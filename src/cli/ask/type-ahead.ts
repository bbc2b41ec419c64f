import { folded } from '../../inventory/values/text.ts';
import type { Candidate } from './ask.ts';

/** How many candidates a list shows at once. */
export const shown = 10;

/** Finds devices by what has been typed so far: part of the code, name or brand, each word; then by pinyin. */
export class TypeAhead {
  readonly #candidates: readonly Candidate[];
  #texts: readonly string[] | undefined;

  constructor(candidates: readonly Candidate[]) {
    this.#candidates = candidates;
  }

  /** The first that match: codes that begin so first, then other matches, then those that sound so. */
  async matching(typed: string): Promise<readonly Candidate[]> {
    const words = folded(typed).split(/\s+/).filter(Boolean);
    if (words.length === 0) {
      // While the first letters are typed, so that the list need not wait for it.
      setTimeout(() => void import('./pinyin.ts'), 0);
      return this.#candidates.slice(0, shown);
    }
    this.#texts ??= this.#candidates.map(({ code, name, brand }) =>
      folded(`${code}\n${name}\n${brand ?? ''}`),
    );
    const texts = this.#texts;
    const [first = ''] = words;
    const begins: Candidate[] = [];
    const contains: Candidate[] = [];
    for (const [index, candidate] of this.#candidates.entries()) {
      const text = texts[index] ?? '';
      if (!words.every((word) => text.includes(word))) continue;
      const kept = text.startsWith(first) ? begins : contains;
      if (kept.length < shown) kept.push(candidate);
      if (begins.length === shown) break;
    }
    const found = [...begins, ...contains].slice(0, shown);
    return found.length === shown ? found : [...found, ...(await this.#sounding(words, found))];
  }

  async #sounding(words: readonly string[], found: readonly Candidate[]): Promise<readonly Candidate[]> {
    const { canBePinyin, soundsLike } = await import('./pinyin.ts');
    if (!words.some(canBePinyin)) return [];
    const wanted = shown - found.length;
    const sounding: Candidate[] = [];
    for (const [index, candidate] of this.#candidates.entries()) {
      const text = this.#texts?.[index] ?? '';
      const matches = words.every(
        (word) =>
          text.includes(word) ||
          (canBePinyin(word) && text.split('\n').some((line) => soundsLike(line, word))),
      );
      if (matches && !found.includes(candidate)) sounding.push(candidate);
      if (sounding.length === wanted) break;
    }
    return sounding;
  }
}
