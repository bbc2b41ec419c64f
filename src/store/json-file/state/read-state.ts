import { Book } from '../../../inventory/book/book.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { applies } from '../../journal/apply.ts';
import type { Header } from '../../journal/header.ts';
import { bookRules, maxBookBytes, readBookFile, tryBook } from '../book/book-file.ts';
import { type FoundBook, headOfFound } from '../book/found-book.ts';
import { IndexedBookFile, IndexedDevices } from '../book/indexed-book.ts';
import { RecordedDevices } from '../book/recorded-devices.ts';
import type { Descriptor } from '../files/files.ts';
import { JournalReplaced, type StoreFiles } from '../files/store-files.ts';
import { lines, numberEndingAt } from '../journal/journal-lines.ts';
import { endsWith, headOf, nextEntry, type Place, refuseDamaged } from '../journal/place.ts';
import { type DamageReason, judgeTail } from '../journal/tail.ts';
import { readWitness, type Witness } from '../journal/witness.ts';
import type { FoundState, State } from './state.ts';
import { isTornByCrash } from './torn-book.ts';

/** The files read before the journal; the journal comes last, or concurrent writers would look like damage. */
interface DerivedFiles {
  readonly witness: Witness | undefined;
  readonly found: FoundBook;
}

/**
 * The store as its files are found: from the book file on or, where the journal is not as it was left or `everything` is
 * wanted, from its first entry, which proves every one. Refuses a journal of a newer format, or without a header.
 */
export function readState(storeFiles: StoreFiles, file: Descriptor, everything = false): FoundState {
  const derived = readDerived(storeFiles, !everything);
  try {
    return readBeside(storeFiles, file, derived, everything);
  } catch (error) {
    if (derived.found.state === 'indexed') derived.found.file.close();
    throw error;
  }
}

/** The same of a journal without a name, from its first entry. */
export const readUnnamed = (storeFiles: StoreFiles, file: Descriptor): State =>
  readJournal(storeFiles, file, readDerived(storeFiles, false), true);

/** `byPieces`: where the book file is the one that the witness has seen, and has its index. */
function readDerived(storeFiles: StoreFiles, byPieces: boolean): DerivedFiles {
  const { files, paths } = storeFiles;
  const witness = readWitness(files, paths.witness);
  const seen = byPieces ? witness?.book : null;
  const file = seen ? IndexedBookFile.open(files, paths, seen) : undefined;
  // An index that a crash has torn says nothing about its book file, which is then read whole.
  if (file?.knowsItsIds) return { witness, found: { state: 'indexed', file } };
  file?.close();
  // A writer beside us may just have replaced all three.
  const now = seen ? readWitness(files, paths.witness) : undefined;
  if (now !== undefined && now.book !== seen) return readDerived(storeFiles, byPieces);
  return { witness, found: readBookFile(files, paths.book, maxBookBytes(files, paths)) };
}

function readBeside(
  storeFiles: StoreFiles,
  file: Descriptor,
  derived: DerivedFiles,
  everything: boolean,
): FoundState {
  const asLeft = isAsLeft(storeFiles, file, derived.witness);
  const whole = everything || !asLeft;
  const state = readJournal(storeFiles, file, derived, whole);
  // If another journal has replaced this one, the witness describes that one.
  if (state.tail.state === 'damaged' && !storeFiles.isCurrent(file)) throw new JournalReplaced();
  // What another store's witness says of this journal counts for nothing.
  if (!whole && state.witness === undefined) return readBeside(storeFiles, file, derived, true);
  const isBookTorn = state.found.state === 'not-as-written' && isTornByCrash(storeFiles, file, state);
  return { ...state, asLeft, isBookTorn };
}

/** Whether only stockbook has changed the journal. A concurrent writer may just have updated the witness. */
function isAsLeft({ files, paths }: StoreFiles, file: Descriptor, witness: Witness | undefined): boolean {
  const { size, modified } = files.status(file);
  const matches = (seen: Witness | undefined) => seen?.size === size && seen.modified === modified;
  return matches(witness) || matches(readWitness(files, paths.witness));
}

function readJournal(
  storeFiles: StoreFiles,
  file: Descriptor,
  derived: DerivedFiles,
  everything: boolean,
): State {
  const { files, paths, kinds } = storeFiles;
  const { found } = derived;
  const journalSize = files.status(file).size;
  const [firstLine] = lines(files, file, 0, Math.min(journalSize, 1 << 16));
  const headed = headOf(firstLine, paths.journal);
  if (headed === undefined) return refuse('journal-headless', { path: paths.journal }, { entry: 0, byte: 0 });
  const { header, place: first } = headed;
  const journal = { file, header, first, size: journalSize };
  const witness = ofStore(derived.witness, header);
  const bookPlace = placeOfBook(storeFiles, journal, found);
  const start = bookPlace !== null && !everything ? startFromBook(storeFiles, journal, found) : undefined;
  const read = start?.book ?? Book.empty(header.currency, kinds);
  const devices = start?.devices ?? null;
  const from = start === undefined || bookPlace === null ? first : bookPlace;
  const { last, stopped } = follow(storeFiles, journal, { book: read, devices }, from);
  const head = headOfFound(found);
  const seen = Math.max(witness?.n ?? 0, head?.store === header.store ? head.entry : 0);
  const tail = judgeTail(files, file, { last, stopped, journalSize, seen });
  if (start !== undefined && tail.state === 'damaged' && tail.reason !== 'missing')
    return readJournal(storeFiles, file, derived, true);
  // An entry that does not apply may have changed something before it failed.
  const book = stopped === 'does-not-apply' ? replayed(storeFiles, journal, last.n) : read;
  const firstEntry = first.offset;
  return { header, firstEntry, book, devices, last, tail, journalSize, found, bookPlace, witness };
}

/** A journal that begins as one should. */
interface HeadedJournal {
  readonly file: Descriptor;
  readonly header: Header;
  /** The place before its first entry. */
  readonly first: Place;
  readonly size: number;
}

/** A witness, unless another store's was put in its place. */
const ofStore = (witness: Witness | undefined, { store }: Header): Witness | undefined =>
  witness?.store === undefined || witness.store === store ? witness : undefined;

/** The place that the book file says it stands at, where the journal agrees. */
function placeOfBook(
  { files }: StoreFiles,
  { file, header, first, size }: HeadedJournal,
  found: FoundBook,
): Place | null {
  const head = headOfFound(found);
  if (head === undefined) return null;
  const { format: written, rules, store, currency, fractionDigits, entry, chain, offset } = head;
  if (store !== header.store || written !== header.format || rules !== bookRules) return null;
  if (currency !== header.currency.code || fractionDigits !== header.currency.fractionDigits) return null;
  if (offset < first.offset || offset > size || !endsWith(files, file, chain, offset)) return null;
  const number = offset === first.offset ? 0 : numberEndingAt(files, file, offset);
  return number === undefined || number === entry ? { n: entry, sum: chain, offset } : null;
}

/** What the entries after the book file are applied to. */
type Start = Pick<State, 'book' | 'devices'>;

function startFromBook(storeFiles: StoreFiles, journal: HeadedJournal, found: FoundBook): Start | undefined {
  const { kinds } = storeFiles;
  if (found.state === 'indexed') {
    const replay = () => replayed(storeFiles, journal, found.file.head.entry);
    const devices = new RecordedDevices(new IndexedDevices(found.file, kinds, replay));
    return { book: new Book(devices, kinds), devices };
  }
  const book = found.state === 'sound' ? tryBook(found.document, kinds) : undefined;
  return book === undefined ? undefined : { book, devices: null };
}

/** The book that the first n entries of a journal make. Refuses where it is damaged before. */
function replayed({ files, paths, kinds }: StoreFiles, journal: HeadedJournal, n: number): Book {
  const book = Book.empty(journal.header.currency, kinds);
  let last = journal.first;
  for (const line of lines(files, journal.file, last.offset, journal.size)) {
    if (last.n === n) break;
    const next = nextEntry(line, last);
    if (next === undefined || !applies(book, next.entry)) return refuseDamaged(paths.journal, last);
    last = next.place;
  }
  return book;
}

/** Applies the entries from a place on, up to the first that does not follow. */
function follow(
  { files, options: { progress } }: StoreFiles,
  { file, size }: HeadedJournal,
  { book, devices }: Start,
  from: Place,
): { last: Place; stopped: DamageReason | null } {
  const defer = devices === null ? undefined : devices.defer.bind(devices);
  let last = from;
  for (const line of lines(files, file, from.offset, size)) {
    const next = nextEntry(line, last);
    if (next === undefined) return { last, stopped: 'changed' };
    if (!applies(book, next.entry, defer)) return { last, stopped: 'does-not-apply' };
    last = next.place;
    progress?.(last.offset, size);
  }
  return { last, stopped: null };
}
