import { basename, dirname, join } from 'node:path';

/** The files of a store, side by side. */
export interface StorePaths {
  readonly directory: string;
  /** The stock book: what people open. */
  readonly book: string;
  /** The journal: the source of truth. */
  readonly journal: string;
  /** The last entry that was confirmed. */
  readonly witness: string;
  /** Where each device is in the book file. */
  readonly index: string;
  /** Where each device, key and undo is in the journal. */
  readonly journalIndex: string;
  /** A name beside them that nothing has yet: `inventory.<what>-<unique>.<extension>`. */
  beside(what: string, unique: string, extension: string): string;
}

/** The files that go with a book file. */
export function storePaths(book: string): StorePaths {
  const directory = dirname(book);
  const stem = basename(book).replace(/\.json$/i, '');
  return {
    directory,
    book,
    journal: join(directory, `${stem}.journal.jsonl`),
    witness: join(directory, `${stem}.witness.json`),
    index: join(directory, `${stem}.index`),
    journalIndex: join(directory, `${stem}.journal.index`),
    beside: (what, unique, extension) => join(directory, `${stem}.${what}-${unique}.${extension}`),
  };
}
