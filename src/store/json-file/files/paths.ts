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
  /** All of them. */
  readonly all: readonly string[];
  /** A name beside them that nothing has yet: `inventory.<what>-<unique>.<extension>`. */
  beside(what: string, unique: string, extension: string): string;
  /** A new file on its way to its place. */
  temporary(unique: string): string;
  /** Whether a name in the directory is that of such a file. */
  isTemporary(name: string): boolean;
  /** Whether a name in the directory is one that `beside` gives. */
  isBeside(name: string, what: string): boolean;
  /** Whether a name in the directory, in upper or lower case, is that of any file of the store. */
  isOurs(name: string): boolean;
}

/** What follows the stem in the names that `beside` makes. */
const besideName = /^[a-z]+(-\d+)?-[0-9a-z]+\.(json|jsonl|journal\.jsonl|tmp)$/;

/** The files that go with a book file. */
export function storePaths(book: string): StorePaths {
  const directory = dirname(book);
  const stem = basename(book).replace(/\.json$/i, '');
  const beside = (what: string, unique: string, extension: string) =>
    join(directory, `${stem}.${what}-${unique}.${extension}`);
  const journal = join(directory, `${stem}.journal.jsonl`);
  const witness = join(directory, `${stem}.witness.json`);
  const index = join(directory, `${stem}.index`);
  const journalIndex = join(directory, `${stem}.journal.index`);
  const all = [book, journal, witness, index, journalIndex];
  const names = new Set(all.map((path) => basename(path).toLowerCase()));
  return {
    directory,
    book,
    journal,
    witness,
    index,
    journalIndex,
    all,
    beside,
    temporary: (unique) => beside('new', unique, 'tmp'),
    isBeside: (name, what) => name.startsWith(`${stem}.${what}-`),
    isTemporary: (name) => name.startsWith(`${stem}.new-`) && name.endsWith('.tmp'),
    isOurs: (name) => {
      const lower = name.toLowerCase();
      const start = `${stem.toLowerCase()}.`;
      return names.has(lower) || (lower.startsWith(start) && besideName.test(lower.slice(start.length)));
    },
  };
}
