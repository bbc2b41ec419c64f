import { folded } from '../values/text.ts';

/** What makes no difference to a forgiving search: spaces, dashes, and marks on letters. */
const ignored = String.raw`[\p{M}\p{Pd}\p{Zs}\t_−·]`;
const everyIgnored = new RegExp(ignored, 'gu');

/** Where Unicode has the letters of Latin, Greek and Cyrillic that bear a mark. */
const markedLetters = [
  [0xc0, 0x52f],
  [0x1e00, 0x1fff],
] as const;
const marks = /^\p{M}+$/u;

/** Letters with marks, and what they are without: `é` is `e`. */
function* lettersWithMarks(): Generator<readonly [string, string]> {
  for (const [first, last] of markedLetters)
    for (let code = first; code <= last; code++) {
      const letter = String.fromCharCode(code);
      const [plain = letter, ...rest] = letter.normalize('NFD');
      if (rest.length > 0 && marks.test(rest.join(''))) yield [letter, plain];
    }
}

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Tells whether a text contains a word but for spaces, dashes, accents, and characters that stand for each other. */
export class Likeness {
  /** What a character is taken for. */
  readonly #plain = new Map<string, string>();
  /** The characters that are taken for one. */
  readonly #others = new Map<string, string[]>();

  /** `pairs` are characters and what each is taken for, beside letters with marks: `長` is `长`. */
  constructor(pairs: Iterable<readonly [string, string]>) {
    for (const all of [lettersWithMarks(), pairs])
      for (const [character, plain] of all) {
        this.#plain.set(character, plain);
        const others = this.#others.get(plain);
        if (others === undefined) this.#others.set(plain, [character]);
        else others.push(character);
      }
  }

  /** A word, folded, with nothing in it that makes no difference. */
  bare(word: string): string {
    const characters = folded(word).replace(everyIgnored, '');
    return Array.from(characters, (character) => this.#plain.get(character) ?? character).join('');
  }

  /** Finds a word in folded texts. It stands for all of them at once: none need be taken apart. */
  pattern(word: string): RegExp {
    const bare = this.bare(word);
    if (bare === '') return new RegExp(Array.from(folded(word), escaped).join(''), 'u');
    const classes = Array.from(bare, (plain) => {
      const others = this.#others.get(plain) ?? [];
      return others.length === 0 ? escaped(plain) : `[${[plain, ...others].map(escaped).join('')}]`;
    });
    return new RegExp(classes.join(`${ignored}*`), 'u');
  }
}
