import type { Book } from '../../../inventory/book/book.ts';
import type { Entry } from '../../../inventory/book/change.ts';
import { Refusal, refuse } from '../../../inventory/refusal.ts';
import type { Currency } from '../../../inventory/values/money.ts';
import { applies } from '../../journal/apply.ts';
import { readEntry } from '../../journal/entry-line.ts';
import type { Header } from '../../journal/header.ts';
import type { Repaired } from '../../upkeep.ts';
import { type BookDocument, bookHeadOf, bookOf, readBookFile, tryBook } from '../book/book-file.ts';
import { writtenDocument } from '../book/book-writer.ts';
import { headOfFound } from '../book/found-book.ts';
import type { Descriptor } from '../files/files.ts';
import { removeDeadTemporaries, removeLeftovers } from '../files/names.ts';
import { refuseNoStore, type StoreFiles } from '../files/store-files.ts';
import { copyBytes, ignoringErrors, writeAll } from '../files/whole-file.ts';
import { lines, linesWith } from '../journal/journal-lines.ts';
import { keepTornTail } from '../journal/journal-writer.ts';
import { repairNeedle } from '../journal/needles.ts';
import { endsWith, nextEntry, type Place } from '../journal/place.ts';
import { moveWitness, replaceBook } from '../state/derived-files.ts';
import { readState, readUnnamed } from '../state/read-state.ts';
import { settle } from '../state/settle.ts';
import type { FoundState, State } from '../state/state.ts';
import { isTornByCrash } from '../state/torn-book.ts';
import { placeNewJournal } from './journal-replacement.ts';
import { isForeign, reheaded } from './rehead.ts';
import { salvage, soundRuns } from './salvage.ts';
import { bookFindings } from './verify.ts';

/**
 * Rebuilds what can be rebuilt; sets damaged pieces aside and deletes nothing. Until the first file is replaced, an error
 * is a refusal that changed nothing; from then on it is done, and an error is a note. `currency` is used if no file
 * holds it.
 */
export function repairStore(storeFiles: StoreFiles, currency?: Currency): Repaired {
  const { files, paths } = storeFiles;
  storeFiles.refuseOtherKinds();
  const hasJournal = storeFiles.io(paths.journal, () => files.statusOf(paths.journal) !== undefined);
  if (!hasJournal) return storeFiles.io(paths.journal, () => restoreJournal(storeFiles));
  return storeFiles.withLock((file) => {
    removeLeftovers(storeFiles);
    const state = stateIfHeaded(storeFiles, file);
    if (state === undefined) return rehead(storeFiles, file, { isForeign: false, currency });
    if (state.tail.state !== 'damaged') return settleSound(storeFiles, file, state);
    if (isForeign(storeFiles, file, state)) return rehead(storeFiles, file, { isForeign: true, currency });
    return cutDamage(storeFiles, file, state);
  }, 'after-repair');
}

function stateIfHeaded(storeFiles: StoreFiles, file: Descriptor): FoundState | undefined {
  try {
    return storeFiles.readingLong(file, () => readState(storeFiles, file, true));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'damaged') return undefined;
    throw error;
  }
}

/** A journal whose entries are all sound: a torn tail goes, a book that differs is rebuilt. */
function settleSound(storeFiles: StoreFiles, file: Descriptor, state: FoundState): Repaired {
  settle(storeFiles, file, state);
  const { reported, unreported } = repairsIn(storeFiles, file, state);
  const isBookWrong = bookFindings(storeFiles, file, state).length > 0;
  const setAside = state.tail.state === 'torn' ? [cutTornTail(storeFiles, file, state)] : [];
  let bookRebuilt = false;
  const rebuild = () => {
    setAside.push(...rebuildBook(storeFiles, state, state.last));
    bookRebuilt = true;
  };
  if (isBookWrong && setAside.length > 0) storeFiles.afterwards('after-repair', rebuild);
  else if (isBookWrong) rebuild();
  storeFiles.afterwards('after-repair', () =>
    moveWitness(storeFiles, file, state.header.store, state.last, null),
  );
  return {
    ...nothingDone,
    setAside,
    bookRebuilt,
    lost: unreported.map(({ n }) => n),
    corrections: unreported.filter(({ changes }) => changes.length > 0).map(({ n }) => n),
    repairedBefore: reported.map(({ n }) => n),
  };
}

const nothingDone: Repaired = {
  setAside: [],
  lost: [],
  bookRebuilt: false,
  firstLineRebuilt: false,
  corrections: [],
  unproved: [],
  repairedBefore: [],
};

/**
 * The repairs that a journal records, those that were reported apart: a repair ends by moving the witness on, so that
 * the next one reports again what an interrupted one may not have reported.
 */
function repairsIn(
  { files }: StoreFiles,
  file: Descriptor,
  { witness, firstEntry, last }: State,
): { readonly reported: readonly Entry[]; readonly unreported: readonly Entry[] } {
  const isWitnessed = witness !== undefined && endsWith(files, file, witness.sum, witness.size);
  const repairs = Array.from(linesWith(files, file, firstEntry, last.offset, [repairNeedle]), ({ bytes }) =>
    readEntry(bytes),
  ).filter((entry) => entry?.command === 'repair') as readonly Entry[];
  const known = isWitnessed ? witness.n : 0;
  return {
    reported: repairs.filter(({ n }) => n <= known),
    unreported: repairs.filter(({ n }) => n > known),
  };
}

/** Sets a torn tail aside and cuts it off; from then on an error is a note. */
function cutTornTail(storeFiles: StoreFiles, file: Descriptor, { last, journalSize }: State): string {
  const { files } = storeFiles;
  const aside = storeFiles.aside('torn', 'jsonl');
  keepTornTail(files, file, last.offset, journalSize, aside, storeFiles.accessOf(aside));
  try {
    files.truncate(file, last.offset);
  } catch (error) {
    ignoringErrors(() => files.remove(aside));
    throw error;
  }
  storeFiles.afterwards('after-repair', () => files.sync(file));
  return aside;
}

/** Rebuilds the book file; an existing one is kept under the name returned. Done once it is in its place. */
function rebuildBook(
  storeFiles: StoreFiles,
  state: Pick<FoundState, 'header' | 'book' | 'isBookTorn'>,
  place: Place,
): readonly string[] {
  const { header, book, isBookTorn } = state;
  const how = { keep: !isBookTorn, key: 'after-repair', durable: true } as const;
  const { keptAs } = replaceBook(storeFiles, { header, book }, place, how);
  return keptAs === null ? [] : [keptAs];
}

/**
 * Sets a damaged journal aside and continues with its intact part: the entries before the damage, and those after
 * it that are still whole. What was lost between them is corrected from those and from what the book file knows. `file`
 * is the journal, or a copy of it with another first line.
 */
function cutDamage(storeFiles: StoreFiles, file: Descriptor, state: State): Repaired {
  const { files } = storeFiles;
  const { last, journalSize, bookPlace } = state;
  const isBookSound =
    bookPlace !== null && bookPlace.n <= last.n && bookFindings(storeFiles, file, state).length === 0;
  const isBookTorn = isTornByCrash(storeFiles, file, state);
  const runs = soundRuns(files, file, last, journalSize);
  const salvaged = salvage(state.book, last, runs, {
    at: storeFiles.now(),
    by: storeFiles.options.by,
    seen: lastSeen(storeFiles, file, state),
    target: bookBeyond(storeFiles, file, state),
    copy: (original) => bookOf(documentOfBook(original, state.header, state.last), storeFiles.kinds),
  });
  const { place, book, lost, corrections } = salvaged;
  const fresh = placeNewJournal(storeFiles, (to) => {
    let end = copyBytes(files, file, { start: 0, end: last.offset }, to, 0);
    for (const line of salvaged.lines) {
      writeAll(files, to, line, end);
      end += line.length;
    }
  });
  const setAside = fresh.aside === undefined ? [] : [fresh.aside];
  let bookRebuilt = false;
  if (!isBookSound)
    storeFiles.afterwards('after-repair', () => {
      setAside.push(...rebuildBook(storeFiles, { header: state.header, book, isBookTorn }, place));
      bookRebuilt = true;
    });
  // The witness stays behind what may not be on disk: the next command that writes then settles it first.
  if (fresh.isOnDisk)
    storeFiles.afterwards('after-repair', () =>
      moveWitness(storeFiles, fresh.file, state.header.store, place, null),
    );
  ignoringErrors(() => files.close(fresh.file));
  return { ...nothingDone, setAside, lost, bookRebuilt, corrections };
}

/** The last entry known to have existed; a number found only in a damaged line counts up to the number of lines. */
function lastSeen(
  storeFiles: StoreFiles,
  file: Descriptor,
  { tail, last, journalSize, witness, found, header }: State,
): number {
  let damaged = 0;
  for (const { whole } of lines(storeFiles.files, file, last.offset, journalSize)) if (whole) damaged++;
  const known = tail.state === 'damaged' ? tail.seen : last.n;
  const head = headOfFound(found);
  const ofBook = head?.store === header.store ? head.entry : 0;
  return Math.max(last.n, witness?.n ?? 0, ofBook, Math.min(known, last.n + damaged));
}

/** The book file's book with the sound entries after it, where it knows more than the sound part of the journal. */
function bookBeyond(
  storeFiles: StoreFiles,
  file: Descriptor,
  { found, header, last, journalSize, bookPlace }: State,
): Book | undefined {
  if (found.state !== 'sound') return undefined;
  const { head } = found.document;
  if (head.store !== header.store || head.entry <= last.n) return undefined;
  const book = tryBook(found.document, storeFiles.kinds);
  if (book === undefined || bookPlace === null) return book;
  let place = bookPlace;
  for (const line of lines(storeFiles.files, file, place.offset, journalSize)) {
    const next = nextEntry(line, place);
    if (next === undefined || !applies(book, next.entry)) break;
    place = next.place;
  }
  // An entry that failed to apply may be half applied: rebuild the book.
  return tryBook(documentOfBook(book, header, place), storeFiles.kinds);
}

const documentOfBook = (book: Book, header: Header, { sum, offset }: Place): BookDocument =>
  writtenDocument(book, bookHeadOf(book, header, sum, offset));

/** Continues from a copy with a readable first line. */
function rehead(
  storeFiles: StoreFiles,
  file: Descriptor | undefined,
  options: Parameters<typeof reheaded>[2],
): Repaired {
  const { files } = storeFiles;
  const copy = reheaded(storeFiles, file, options);
  try {
    const repaired = cutDamage(storeFiles, copy.file, readUnnamed(storeFiles, copy.file));
    return { ...repaired, firstLineRebuilt: file !== undefined, unproved: copy.isFirstUnproved ? [1] : [] };
  } finally {
    ignoringErrors(() => files.close(copy.file));
  }
}

/** Without a journal, a new one begins with the contents of the book file, and continues its numbers. */
function restoreJournal(storeFiles: StoreFiles): Repaired {
  const { book: path } = storeFiles.paths;
  const found = readBookFile(storeFiles.files, path);
  if (found.state === 'missing') return refuseNoStore(path);
  if (found.state !== 'sound' || tryBook(found.document, storeFiles.kinds) === undefined)
    return refuse('beyond-repair', { path }, { entry: 0, byte: 0 });
  removeDeadTemporaries(storeFiles);
  return rehead(storeFiles, undefined, { isForeign: false, currency: undefined });
}
