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
    if (this.#taking) this.#text += text;
  }

  close(tag: string): void {
    if (tag === 'rPh') this.#phonetic = false;
    this.#taking = false;
  }

  /** The text collected so far, and begins anew. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
