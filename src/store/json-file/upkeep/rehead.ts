import { refuse } from '../../../inventory/refusal.ts';
import type { Currency } from '../../../inventory/values/money.ts';
import { readEntry } from '../../journal/entry-line.ts';
import { sealBody, statedSum, unsealed, verifiedSum, withLineBreak } from '../../journal/sealed-line.ts';
import { type BookHead, readBookFile } from '../book/book-file.ts';
import { BookIndex } from '../book/book-index.ts';
import type { Descriptor } from '../files/files.ts';
import type { StoreFiles } from '../files/store-files.ts';
import { copyBytes, ignoringErrors, orUndefined, writeAll } from '../files/whole-file.ts';
import {
  type Beginning,
  type FirstLine,
  firstLineAsItWas,
  type Identity,
  newFirstLine,
  readBeginning,
  toldBy,
} from '../journal/first-line.ts';
import { lineNumbered, lines } from '../journal/journal-lines.ts';
import { readWitness } from '../journal/witness.ts';
import type { State } from '../state/state.ts';

/** A copy of a journal that begins with a first line that can be read; it has no name any more. */
export interface Reheaded {
  readonly file: Descriptor;
  /** Whether entry #1 was taken over although nothing is left that proves it. */
  readonly isFirstUnproved: boolean;
}

/**
 * Copies a journal with a damaged first line, replacing that line: with the original, byte for byte, if it
 * can be recovered, and otherwise with one made from its remains, the book file or the index. `file` is
 * undefined if the journal has disappeared; `currency` is used if no file holds it.
 */
export function reheaded(
  storeFiles: StoreFiles,
  file: Descriptor | undefined,
  options: { readonly isForeign: boolean; readonly currency: Currency | undefined },
): Reheaded {
  const { files, paths } = storeFiles;
  const size = file === undefined ? 0 : files.status(file).size;
  const beginning = beginningOf(storeFiles, file, size, options.isForeign);
  const first = firstLineFor(storeFiles, file, size, beginning, options.currency);
  const path = storeFiles.temporary();
  const copy = files.create(path, storeFiles.accessOf(paths.journal));
  // So that it is gone when it is closed, also if the command is killed.
  ignoringErrors(() => files.remove(path));
  try {
    writeAll(files, copy, first.bytes, 0);
    const isFirstUnproved =
      file !== undefined && new EntriesCopy(storeFiles, file, size, copy).follow(first, beginning);
    return { file: copy, isFirstUnproved };
  } catch (error) {
    ignoringErrors(() => files.close(copy));
    throw error;
  }
}

const nothing: Beginning = { text: Buffer.alloc(0), firstEntry: undefined, sum: undefined };

function beginningOf(
  storeFiles: StoreFiles,
  file: Descriptor | undefined,
  size: number,
  isForeign: boolean,
): Beginning {
  if (file === undefined) return nothing;
  const beginning = readBeginning(storeFiles.files, file, size);
  // What another store's first line says is not about this one.
  return isForeign ? { ...nothing, firstEntry: beginning.firstEntry } : beginning;
}

function firstLineFor(
  storeFiles: StoreFiles,
  file: Descriptor | undefined,
  size: number,
  beginning: Beginning,
  given: Currency | undefined,
): FirstLine {
  const read = toldBy(beginning.text);
  const head = headBeside(storeFiles);
  const isKnown =
    head !== undefined &&
    (read.store === undefined || read.store === head.store || holds(storeFiles, file, size, head));
  const known = isKnown ? identityOf(head) : undefined;
  const asItWas = firstLineAsItWas(beginning, known);
  if (asItWas !== undefined) return asItWas;
  const { journal: path, witness } = storeFiles.paths;
  const currency = known?.currency ?? read.currency ?? given;
  if (currency === undefined) return refuse('currency-lost', { path }, { entry: 0, byte: 0 });
  const store =
    known?.store ?? read.store ?? readWitness(storeFiles.files, witness)?.store ?? storeFiles.unique();
  const identity = { store, currency };
  return newFirstLine(read, identity, { at: storeFiles.now(), by: storeFiles.options.by });
}

const identityOf = ({ store, currency, fractionDigits }: BookHead): Identity => ({
  store,
  currency: { code: currency, fractionDigits },
});

/** What the book file says of its journal or, if that is lost or not as it was written, the book file's index. */
function headBeside({ files, paths }: StoreFiles): BookHead | undefined {
  const found = readBookFile(files, paths.book);
  if (found.state === 'sound') return found.document.head;
  const file = orUndefined(() => files.openToRead(paths.index));
  if (file === undefined) return undefined;
  const head = orUndefined(() => BookIndex.open(files, file)?.book.head);
  ignoringErrors(() => files.close(file));
  return head;
}

/** Whether the entry that a book file stands at is in a journal. */
function holds({ files }: StoreFiles, file: Descriptor | undefined, size: number, head: BookHead): boolean {
  const line = file === undefined ? undefined : lineNumbered(files, file, 0, size, head.entry);
  return line !== undefined && statedSum(line.bytes) === head.chain;
}

/** Whether a journal whose entries do not follow its first line has the first line of another store. */
export function isForeign(
  storeFiles: StoreFiles,
  file: Descriptor,
  { header, last, journalSize }: State,
): boolean {
  const head = headBeside(storeFiles);
  return (
    last.n === 0 &&
    head !== undefined &&
    head.store !== header.store &&
    holds(storeFiles, file, journalSize, head)
  );
}

/** The entries of a journal on their way to a copy. */
class EntriesCopy {
  readonly #storeFiles: StoreFiles;
  readonly #from: Descriptor;
  readonly #size: number;
  readonly #to: Descriptor;

  constructor(storeFiles: StoreFiles, from: Descriptor, size: number, to: Descriptor) {
    this.#storeFiles = storeFiles;
    this.#from = from;
    this.#size = size;
    this.#to = to;
  }

  /**
   * Lets them follow a first line: as they are, or sealed again up to the first damaged one if that line is not the one
   * that they were sealed to. Says whether entry #1 was taken over without proof.
   */
  follow(first: FirstLine, { firstEntry, sum }: Beginning): boolean {
    if (firstEntry === undefined || first.sum === sum) {
      this.#copy(firstEntry ?? 0, first.bytes.length);
      return false;
    }
    return this.#sealAnew(first, firstEntry, sum);
  }

  #copy(start: number, position: number): void {
    copyBytes(this.#storeFiles.files, this.#from, { start, end: this.#size }, this.#to, position);
  }

  #sealAnew(first: FirstLine, firstEntry: number, sum: string | undefined): boolean {
    const { files } = this.#storeFiles;
    let previous = sum;
    let chain = first.sum;
    let position = first.bytes.length;
    let isUnproved = false;
    for (const { start, bytes, whole } of lines(files, this.#from, firstEntry, this.#size)) {
      const isLikely = start === firstEntry && sum === undefined && this.#isFirstLikely(firstEntry);
      const follows = whole && previous !== undefined && verifiedSum(bytes, previous) !== null;
      if (!follows && !isLikely) {
        this.#copy(start, position);
        return isUnproved;
      }
      isUnproved ||= isLikely;
      const sealed = withLineBreak(sealBody(unsealed(bytes), chain));
      writeAll(files, this.#to, sealed.bytes, position);
      position += sealed.bytes.length;
      chain = sealed.sum;
      previous = statedSum(bytes) ?? undefined;
    }
    return isUnproved;
  }

  /** Whether entry #1 looks whole and the next one, if there is one, is sealed to it as it stands. */
  #isFirstLikely(firstEntry: number): boolean {
    const following = lines(this.#storeFiles.files, this.#from, firstEntry, this.#size);
    const [first, second] = [following.next().value, following.next().value];
    const stated = first?.whole ? statedSum(first.bytes) : null;
    if (!first || stated === null || readEntry(first.bytes)?.n !== 1) return false;
    return !second?.whole || verifiedSum(second.bytes, stated) !== null;
  }
}
