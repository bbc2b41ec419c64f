import { codeKey } from '../values/code.ts';

/** How far the numbers of one prefix have been used, as in TV-0001. */
export interface UsedNumbers {
  /** Every number below has been a device's. */
  readonly next: number;
  /** No number above has been a device's. */
  readonly highest: number;
}

/** By prefix; a prefix that no device has had is left out. */
export type UsedNumbersByPrefix = { readonly [prefix: string]: UsedNumbers };

const digits = 4;
const unused: UsedNumbers = { next: 1, highest: 0 };

/** What all codes of a prefix begin with: `TV-`. */
export const generatedPrefix = (prefix: string): string => `${prefix}-`;

/** The code with a number: `TV-0001`. */
export const generatedCode = (prefix: string, number: number): string =>
  generatedPrefix(prefix) + String(number).padStart(digits, '0');

/** Keeps in mind which codes such as TV-0001 devices have had, so that none is given to a second device. */
export class GeneratedCodes {
  readonly #used = new Map<string, UsedNumbers>();
  readonly #prefixes: ReadonlySet<string>;

  constructor(prefixes: Iterable<string>) {
    this.#prefixes = new Set(prefixes);
  }

  get byPrefix(): UsedNumbersByPrefix {
    return Object.fromEntries([...this.#used].sort());
  }

  /** Starts from what was in mind before. */
  restore(used: UsedNumbersByPrefix): void {
    this.#used.clear();
    for (const [prefix, numbers] of Object.entries(used)) this.#used.set(prefix, numbers);
  }

  of(prefix: string): UsedNumbers {
    return this.#used.get(prefix) ?? unused;
  }

  /** A device has got a code; `isTaken` says whether one in the book has another. */
  use(code: string, isTaken: (code: string) => boolean): void {
    const [, prefix = '', text = ''] = /^([A-Z]+)-(\d{4,15})$/.exec(codeKey(code).toUpperCase()) ?? [];
    const number = Number(text);
    if (!this.#prefixes.has(prefix) || generatedCode(prefix, number) !== `${prefix}-${text}`) return;
    const { next, highest } = this.of(prefix);
    let free = next;
    if (number === next)
      do free++;
      while (isTaken(generatedCode(prefix, free)));
    this.#used.set(prefix, { next: free, highest: Math.max(highest, number) });
  }
}
