import { readFileSync, writeFileSync } from 'node:fs';
import { UsageError } from './options.js';

const markers = (name) => [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];

/** A Markdown page with places for measurements, each between two markers. */
export class Page {
  #path;

  /** Throws a UsageError where the page or one of the places is missing. */
  constructor(path, names) {
    this.#path = path;
    for (const name of names) this.#around(name);
  }

  #around(name) {
    const [begin, end] = markers(name);
    let text;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      throw new UsageError(`--markdown: ${error.message}`);
    }
    const [before, rest] = text.split(begin);
    const [, after] = rest?.split(end) ?? [];
    if (after === undefined) throw new UsageError(`--markdown: ${this.#path} lacks ${begin} … ${end}`);
    return { before, after };
  }

  /** Replaces the contents of one place. */
  write(name, text) {
    const [begin, end] = markers(name);
    const { before, after } = this.#around(name);
    writeFileSync(this.#path, `${before}${begin}\n\n${text}\n\n${end}${after}`);
  }
}
