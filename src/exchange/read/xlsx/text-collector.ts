import { maxFieldCharacters } from '../../../limits.ts';

/** The most characters that a text which is not too long is written with: each may take seven, as `_x000D_`. */
const longest = 7 * maxFieldCharacters;

/** A text with more of it. Of one that is too long no more is kept than it takes to refuse it. */
export const extended = (text: string, more: string): string => (text.length > longest ? text : text + more);

/** Collects the text of a string item: its runs, without the phonetic ones. */
export class TextCollector {
  #text = '';
  #taking = false;
  #phonetic = false;

  open(tag: string): void {
    if (tag === 'rPh') this.#phonetic = true;
    this.#taking = tag === 't' && !this.#phonetic;
  }

  text(text: string): void {
    if (this.#taking) this.#text = extended(this.#text, text);
  }

  close(tag: string): void {
    if (tag === 'rPh') this.#phonetic = false;
    this.#taking = false;
  }

  /** Returns the text collected so far, and starts over. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
