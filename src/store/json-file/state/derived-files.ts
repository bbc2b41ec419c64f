import { bookHeadOf, writeBookFile } from '../book/book-file.ts';
import { splicedBook, type WrittenBook, writtenBook } from '../book/book-writer.ts';
import { type Descriptor, fingerprintOf } from '../files/files.ts';
import { keptAlready, linkless } from '../files/names.ts';
import type { Afterwards, StoreFiles } from '../files/store-files.ts';
import { errorCode, ignoringErrors, orUndefined, reasonOf, replaceWhole } from '../files/whole-file.ts';
import { extendJournalIndex } from '../journal/journal-index.ts';
import type { Place } from '../journal/place.ts';
import { writeWitness } from '../journal/witness.ts';
import { type FoundState, isDamaged, isStrange, type State } from './state.ts';
import { isTornByCrash } from './torn-book.ts';

/** A book file up to this size is rewritten at every entry; a larger one may stay behind an entry for each such part. */
const bytesPerEntryBehind = 64 * 1024;
const maxEntriesBehind = 256;

/** How far the book file may stay behind, in bytes of the journal: an import is one entry, but takes long to read. */
const maxBytesBehind = 128 * 1024;

/** Lets the book file with both indexes, where it is due, and the witness follow an entry. What fails is a note. */
export function followEntry(storeFiles: StoreFiles, file: Descriptor, state: FoundState, place: Place): void {
  const { found, witness, header } = state;
  let book = found.state === 'indexed' ? (witness?.book ?? null) : null;
  if (isDue(storeFiles, state, place)) {
    storeFiles.afterCommit(() => {
      book = followWithBook(storeFiles, file, state, place);
    });
    storeFiles.afterCommit(() => followWithIndex(storeFiles, file, state, place));
  }
  storeFiles.afterCommit(() => moveWitness(storeFiles, file, header.store, place, book));
}

/** Whether the book file has to be rewritten now: one that is not read by pieces, or is far enough behind. */
function isDue({ options }: StoreFiles, { found, devices, bookPlace }: State, place: Place): boolean {
  if (bookPlace === null || found.state !== 'indexed' || !devices?.isSound) return true;
  const { sizeBytes } = found.file;
  // Fewer entries than it would take as long to read as to rewrite it.
  const entries =
    options.entriesBehind?.(sizeBytes) ?? Math.min(sizeBytes / bytesPerEntryBehind, maxEntriesBehind);
  return place.n - bookPlace.n >= entries || place.offset - bookPlace.offset >= maxBytesBehind;
}

/** Writes the book file; one that is not as written is kept aside. */
function followWithBook(
  storeFiles: StoreFiles,
  file: Descriptor,
  state: FoundState,
  place: Place,
): string | null {
  const keep = isStrange(state) || (isDamaged(state) && !isTornByCrash(storeFiles, file, state));
  const how = { keep, key: 'after-commit', durable: false } as const;
  const { keptAs, fingerprint } = replaceBook(storeFiles, state, place, how);
  if (keep || state.found.state === 'missing')
    storeFiles.options.notice({ key: 'book-rebuilt', where: storeFiles.paths.book, keptAs });
  return fingerprint;
}

function followWithIndex(
  storeFiles: StoreFiles,
  file: Descriptor,
  { header, firstEntry }: State,
  { offset }: Place,
): void {
  const path = storeFiles.paths.journalIndex;
  const journal = { file, store: header.store, firstEntry };
  extendJournalIndex(storeFiles.files, path, journal, offset, storeFiles.accessOf(path));
}

/** Keeps in mind the last confirmed entry, the journal as it is now, and a book file that is as it was written. */
export function moveWitness(
  storeFiles: StoreFiles,
  file: Descriptor,
  store: string,
  { n, sum }: Place,
  book: string | null,
): void {
  const { files, paths } = storeFiles;
  const { size, modified } = files.status(file);
  const like = storeFiles.accessOf(paths.witness);
  writeWitness(files, paths.witness, { store, n, sum, size, modified, book }, like);
}

/** What a book file is made of: a book by itself, or with what was found of the file before. */
type BookToWrite = Pick<State, 'header' | 'book'> & Partial<State>;

/**
 * Puts another book file in the place of the one that is there, which is kept under another name if `keep`. Where it fails
 * before that is done, all is as it was; what fails after it is a note.
 */
export function replaceBook(
  storeFiles: StoreFiles,
  state: BookToWrite,
  place: Place,
  { keep, key, durable }: { readonly keep: boolean; readonly key: Afterwards; readonly durable: boolean },
): { readonly keptAs: string | null; readonly fingerprint: string | null } {
  const { files } = storeFiles;
  const { book } = storeFiles.paths;
  const inodeAt = (path: string) => files.statusOf(path)?.inode;
  const before = inodeAt(book);
  const keptAs = keep && before !== undefined ? keepBook(storeFiles) : null;
  try {
    return { keptAs, fingerprint: writeBook(storeFiles, state, place, durable) };
  } catch (error) {
    const now = orUndefined(() => inodeAt(book));
    if (now !== undefined && now !== before) {
      storeFiles.options.notice({ key, reason: reasonOf(error) });
      return { keptAs, fingerprint: null };
    }
    if (keptAs !== null)
      ignoringErrors(() => (now === before ? files.remove(keptAs) : files.rename(keptAs, book)));
    throw error;
  }
}

/** Gives the book file a second name or, where a file cannot have two, another one. */
function keepBook(storeFiles: StoreFiles): string {
  const { files, paths } = storeFiles;
  const already = keptAlready(storeFiles, paths.book, 'edited');
  if (already !== undefined) return already;
  const keptAs = storeFiles.aside('edited', 'json');
  try {
    files.link(paths.book, keptAs);
  } catch (error) {
    if (!linkless.has(errorCode(error) ?? '')) throw error;
    files.rename(paths.book, keptAs);
  }
  return keptAs;
}

/**
 * Replaces the book file by a book that stands at a place of the journal, and its index; the fingerprint of the new
 * file, or null where it cannot be read by pieces.
 */
export function writeBook(
  storeFiles: StoreFiles,
  state: BookToWrite,
  place: Place,
  durable: boolean,
): string | null {
  const { files, paths } = storeFiles;
  const { document, index } = written(state, place);
  const like = storeFiles.accessOf(paths.book);
  writeBookFile(files, paths.book, storeFiles.temporary(), document, { durable, like });
  const status = files.statusOf(paths.book);
  if (index === null || status === undefined) return null;
  const likeIndex = storeFiles.accessOf(paths.index);
  replaceWhole(files, paths.index, storeFiles.temporary(), index, { durable: false, like: likeIndex });
  return fingerprintOf(status);
}

/** By what has changed, where the book was read by pieces and its file is as it was written. */
function written({ header, book, devices, found }: BookToWrite, place: Place): WrittenBook {
  const head = bookHeadOf(book, header, place.sum, place.offset);
  return devices?.isSound && found?.state === 'indexed' && found.file.isAsWritten
    ? splicedBook(book, devices.moved, head, found.file)
    : writtenBook(book, head);
}
