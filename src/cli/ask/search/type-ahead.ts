import { folded } from '../../../inventory/values/text.ts';
import type { Findable } from '../ask.ts';

/** If more than this many match by spelling, pinyin is not tried. */
const fewSpelled = 50;

/** Finds things by words that are parts of their code, name or brand, then by pinyin. */
export class TypeAhead<C extends Findable> {
  readonly #candidates: readonly C[];
  #texts: readonly string[] | undefined;

  constructor(candidates: readonly C[]) {
    this.#candidates = candidates;
  }

  /** Returns the matches: the exact code, codes that begin with the text, other spellings, then pinyin. If none match, tries again with less regard to spelling. */
  async matching(typed: string): Promise<readonly C[]> {
    const words = folded(typed).split(/\s+/).filter(Boolean);
    if (words.length === 0) {
      // Loaded while the first letters are typed, so that the list need not wait.
      setTimeout(() => void import('./pinyin.ts'), 0);
      return this.#candidates;
    }
    const exact: C[] = [];
    const begins: C[] = [];
    const contains: C[] = [];
    const others: number[] = [];
    const [first = ''] = words;
    const texts = this.#folded();
    for (const [index, candidate] of this.#candidates.entries()) {
      const text = texts[index] ?? '';
      if (!words.every((word) => text.includes(word))) others.push(index);
      else if (words.length === 1 && text.startsWith(`${first}\n`)) exact.push(candidate);
      else (text.startsWith(first) ? begins : contains).push(candidate);
    }
    const spelled = [...exact, ...begins, ...contains];
    if (spelled.length > fewSpelled) return spelled;
    const found = [...spelled, ...(await this.#sounding(words, others))];
    return found.length > 0 ? found : this.#alike(words);
  }

  /** Returns the one with this code. */
  withCode(typed: string): C | undefined {
    const code = folded(typed.trim());
    return this.#candidates.find((candidate) => folded(candidate.code) === code);
  }

  /** Whether a text is part of any code, and so may be meant as one. */
  isPartOfCode(typed: string): boolean {
    const part = folded(typed.trim());
    return this.#candidates.some(({ code }) => folded(code).includes(part));
  }

  /** Returns those that match without regard to spaces, dashes, accents and traditional characters. */
  async #alike(words: readonly string[]): Promise<readonly C[]> {
    const { likenessFor } = await import('./reading.ts');
    const likeness = await likenessFor(words);
    const patterns = words.map((word) => likeness.pattern(word));
    const texts = this.#folded();
    return this.#candidates.filter((_, index) =>
      patterns.every((pattern) => pattern.test(texts[index] ?? '')),
    );
  }

  #folded(): readonly string[] {
    this.#texts ??= this.#candidates.map(({ code, name, brand }) =>
      folded(`${code}\n${name}\n${brand ?? ''}`),
    );
    return this.#texts;
  }

  async #sounding(words: readonly string[], places: readonly number[]): Promise<readonly C[]> {
    const { canBePinyin, soundsLike } = await import('./pinyin.ts');
    if (!words.some(canBePinyin)) return [];
    const texts = this.#folded();
    return places.flatMap((place) => {
      const text = texts[place] ?? '';
      const matches = words.every(
        (word) =>
          text.includes(word) ||
          (canBePinyin(word) && text.split('\n').some((line) => soundsLike(line, word))),
      );
      const candidate = this.#candidates[place];
      return matches && candidate !== undefined ? [candidate] : [];
    });
  }
}
