import { Book, InvariantBroken } from '../../inventory/book/book.ts';
import type { Entry } from '../../inventory/book/change.ts';
import { RecordBroken } from '../../inventory/devices/device-record.ts';
import type { Kinds } from '../../inventory/devices/kinds.ts';
import { refuse } from '../../inventory/refusal.ts';
import { readEntry } from '../journal/entry-line.ts';
import type { Header } from '../journal/header.ts';
import { isJson } from '../journal/json.ts';
import { statedSum, verifiedSum } from '../journal/sealed-line.ts';
import type { StoreOptions } from '../store.ts';
import {
  type BookDocument,
  type BookHead,
  bookOf,
  bookRules,
  readBookFile,
  type WholeBook,
} from './book/book-file.ts';
import { IndexedBookFile, IndexedDevices } from './book/indexed-book.ts';
import { RecordedDevices } from './book/recorded-devices.ts';
import type { Descriptor, FileSystem } from './files/files.ts';
import type { StorePaths } from './files/paths.ts';
import { lines, numberEndingAt } from './journal/journal-lines.ts';
import { endsWith, headOf, nextEntry, type Place } from './journal/place.ts';
import { readWitness, type Witness } from './journal/witness.ts';

/** What stands after the last entry whose chain verifies. */
export type Tail =
  | { readonly state: 'clean' }
  /** A command that was interrupted before it was confirmed. */
  | { readonly state: 'torn'; readonly bytes: number }
  /** History that was confirmed and is not as it was written; `seen` is the last entry known to have been there. */
  | { readonly state: 'damaged'; readonly reason: DamageReason; readonly seen: number };

export type DamageReason = 'changed' | 'missing' | 'does-not-apply';

/** The book file: as it was written and open, to be read by pieces, or as it is found where it is read whole. */
export type FoundBook = { readonly state: 'indexed'; readonly file: IndexedBookFile } | WholeBook;

/** What the head of a book file says, where that is as stockbook wrote it. */
export function headIn(found: FoundBook): BookHead | undefined {
  if (found.state === 'indexed') return found.file.head;
  return found.state === 'sound' ? found.document.head : undefined;
}

/** A store as its files are found. */
export interface State {
  readonly header: Header;
  /** The byte where the first entry begins. */
  readonly firstEntry: number;
  readonly book: Book;
  /** What the book takes its devices from, where it is read by pieces. */
  readonly devices: RecordedDevices | null;
  /** The last entry whose chain verifies and that applies. */
  readonly last: Place;
  readonly tail: Tail;
  readonly journalSize: number;
  readonly found: FoundBook;
  /** Where the book file stands in this journal; null where it does not belong to it. */
  readonly bookPlace: Place | null;
  readonly witness: Witness | undefined;
}

/** What was read before the journal; the journal comes last, or writers beside us look like damage. */
export interface DerivedFiles {
  readonly witness: Witness | undefined;
  readonly found: FoundBook;
}

/** `byPieces`: where the book file is the one that the witness has seen, and has its index. */
export function readDerived(files: FileSystem, paths: StorePaths, byPieces: boolean): DerivedFiles {
  const witness = readWitness(files, paths.witness);
  const seen = byPieces ? witness?.book : null;
  const file = seen ? IndexedBookFile.open(files, paths, seen) : undefined;
  // An index that a crash has torn says nothing about its book file, which is then read whole.
  if (file?.knowsItsIds) return { witness, found: { state: 'indexed', file } };
  file?.close();
  // A writer beside us may just have replaced all three.
  const now = seen ? readWitness(files, paths.witness) : undefined;
  if (now !== undefined && now.book !== seen) return readDerived(files, paths, byPieces);
  return { witness, found: readBookFile(files, paths.book, maxBookBytes(files, paths)) };
}

/** How large a book file can be: its devices are all in the journal, in fewer words. */
export const maxBookBytes = (files: FileSystem, { journal }: StorePaths): number =>
  16 * (files.statusOf(journal)?.size ?? 0) + 64 * 1024;

/**
 * Reads a store. From the book file where it can, or with `everything` the whole journal again, which proves every
 * entry. Refuses a journal of a newer format, or without a header.
 */
export function readState(
  files: FileSystem,
  file: Descriptor,
  derived: DerivedFiles,
  paths: StorePaths,
  kinds: Kinds,
  everything = false,
  progress?: StoreOptions['progress'],
): State {
  const { found } = derived;
  const journalSize = files.status(file).size;
  const { header, place: first } = readFirstLine(files, file, journalSize, paths);
  const witness = ofStore(derived.witness, header);
  const bookPlace = placeOfBook(files, file, header, first, found, journalSize);
  const replay = (n: number) => replayed(files, file, { header, first, journalSize, n }, paths, kinds);
  const start =
    bookPlace !== null && !everything ? startFromBook(found, bookPlace, kinds, replay) : undefined;
  const book = start?.book ?? Book.empty(header.currency, kinds);
  const devices = start?.devices ?? null;
  const from = start?.place ?? first;
  const { last, stopped } = follow(files, file, { book, devices }, from, journalSize, progress);
  const seen = Math.max(
    witness?.n ?? 0,
    headIn(found)?.store === header.store ? (headIn(found)?.entry ?? 0) : 0,
  );
  const tail = judgeTail(files, file, { last, stopped, journalSize, seen });
  if (start !== undefined && tail.state === 'damaged' && tail.reason !== 'missing') {
    return readState(files, file, derived, paths, kinds, true, progress);
  }
  return {
    header,
    firstEntry: first.offset,
    book,
    devices,
    last,
    tail,
    journalSize,
    found,
    bookPlace,
    witness,
  };
}

function readFirstLine(
  files: FileSystem,
  file: Descriptor,
  size: number,
  paths: StorePaths,
): { header: Header; place: Place } {
  const [line] = lines(files, file, 0, Math.min(size, 1 << 16));
  return (
    headOf(line, paths.journal) ?? refuse('journal-headless', { path: paths.journal }, { entry: 0, byte: 0 })
  );
}

/** A witness, unless another store's was put in its place. */
const ofStore = (witness: Witness | undefined, { store }: Header): Witness | undefined =>
  witness?.store === undefined || witness.store === store ? witness : undefined;

/** The place that the book file says it stands at, where the journal agrees. */
function placeOfBook(
  files: FileSystem,
  file: Descriptor,
  header: Header,
  first: Place,
  found: FoundBook,
  size: number,
): Place | null {
  const head = headIn(found);
  if (head === undefined) return null;
  const { format: written, rules, store, currency, fractionDigits, entry, chain, offset } = head;
  if (store !== header.store || written !== header.format || rules !== bookRules) return null;
  if (currency !== header.currency.code || fractionDigits !== header.currency.fractionDigits) return null;
  if (offset < first.offset || offset > size || !endsWith(files, file, chain, offset)) return null;
  const number = offset === first.offset ? 0 : numberEndingAt(files, file, offset);
  return number === undefined || number === entry ? { n: entry, sum: chain, offset } : null;
}

/**
 * Whether the book file is of other rules, as another version of this program writes it, or from before the journal was
 * upgraded, as one that was killed then leaves it.
 */
export function isOutgrown({ found, header }: Pick<State, 'found' | 'header'>): boolean {
  const head = headIn(found);
  return (
    head !== undefined &&
    head.store === header.store &&
    (head.format < header.format || head.rules !== bookRules)
  );
}

interface Start {
  readonly book: Book;
  readonly devices: RecordedDevices | null;
  readonly place: Place;
}

function startFromBook(
  found: FoundBook,
  place: Place,
  kinds: Kinds,
  replay: (n: number) => Book,
): Start | undefined {
  if (found.state === 'indexed') {
    const { head } = found.file;
    const devices = new RecordedDevices(new IndexedDevices(found.file, kinds, () => replay(head.entry)));
    return { book: new Book(devices, kinds), devices, place };
  }
  const book = found.state === 'sound' ? tryBook(found.document, kinds) : undefined;
  return book === undefined ? undefined : { book, devices: null, place };
}

/** The book that a sealed book file holds; undefined where it breaks a rule of this program's. */
export function tryBook(document: BookDocument, kinds: Kinds): Book | undefined {
  try {
    return bookOf(document, kinds);
  } catch (error) {
    if (error instanceof RecordBroken || error instanceof InvariantBroken) return undefined;
    throw error;
  }
}

/** The book that the first n entries of a journal make. Refuses where it is damaged before. */
function replayed(
  files: FileSystem,
  file: Descriptor,
  journal: {
    readonly header: Header;
    readonly first: Place;
    readonly journalSize: number;
    readonly n: number;
  },
  paths: StorePaths,
  kinds: Kinds,
): Book {
  const book = Book.empty(journal.header.currency, kinds);
  let last = journal.first;
  for (const line of lines(files, file, last.offset, journal.journalSize)) {
    if (last.n === journal.n) break;
    const next = nextEntry(line, last);
    if (next === undefined || !applies(book, next.entry)) return refuseDamaged(paths, last);
    last = next.place;
  }
  return book;
}

/** Refuses to go on where confirmed history is not as it was written, after a place. */
export function refuseDamaged({ journal: path }: StorePaths, { n, offset }: Place): never {
  const where = { entry: n + 1, byte: offset };
  return refuse('store-damaged', { path, ...where }, where);
}

/** Applies the entries from a place on, up to the first that does not follow. */
function follow(
  files: FileSystem,
  file: Descriptor,
  { book, devices }: Pick<State, 'book' | 'devices'>,
  from: Place,
  size: number,
  progress: StoreOptions['progress'],
): { last: Place; stopped: DamageReason | null } {
  let last = from;
  for (const line of lines(files, file, from.offset, size)) {
    const next = nextEntry(line, last);
    if (next === undefined) return { last, stopped: 'changed' };
    if (!applies(book, next.entry, devices)) return { last, stopped: 'does-not-apply' };
    last = next.place;
    progress?.(last.offset, size);
  }
  return { last, stopped: null };
}

/** Applies an entry that was read; false where the book's invariants forbid it. Movements wait if `devices` lets them. */
export function applies(
  book: Book,
  { n, at, changes }: Entry,
  devices: RecordedDevices | null = null,
): boolean {
  try {
    for (const change of changes)
      if (book.hasChanged(change.id) || devices?.defer(change, at) !== true) book.apply(change, at);
    book.endEntry(n);
    return true;
  } catch (error) {
    if (error instanceof RecordBroken || error instanceof InvariantBroken) return false;
    throw error;
  }
}

interface Stop {
  readonly last: Place;
  readonly stopped: DamageReason | null;
  readonly journalSize: number;
  /** The last entry that the witness or the book file has seen. */
  readonly seen: number;
}

/** Torn tail or damage? A crash leaves part of one line behind; anything else that does not verify was confirmed once. */
function judgeTail(files: FileSystem, file: Descriptor, { last, stopped, journalSize, seen }: Stop): Tail {
  const bytes = journalSize - last.offset;
  if (bytes === 0) return seen > last.n ? { state: 'damaged', reason: 'missing', seen } : { state: 'clean' };
  const after = lastReadable(files, file, last, journalSize);
  const reason = stopped ?? 'changed';
  if (reason === 'does-not-apply' || after.confirmed)
    return { state: 'damaged', reason, seen: Math.max(seen, after.n) };
  return seen > last.n ? { state: 'damaged', reason, seen } : { state: 'torn', bytes };
}

/** Whether what stands after a place was once whole, and the highest entry number that can be read there. */
function lastReadable(
  files: FileSystem,
  file: Descriptor,
  last: Place,
  size: number,
): { confirmed: boolean; n: number } {
  let previous: string | null = null;
  let confirmed = false;
  let n = last.n;
  for (const { bytes, whole } of lines(files, file, last.offset, size)) {
    const follows = previous !== null && whole && verifiedSum(bytes, previous) !== null;
    if (follows || (whole && isJson(bytes))) {
      confirmed = true;
      n = Math.max(n, readEntry(bytes)?.n ?? 0);
    }
    previous = statedSum(bytes);
  }
  return { confirmed, n };
}
