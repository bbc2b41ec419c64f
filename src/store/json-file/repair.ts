import { Book } from '../../inventory/book.ts';
import type { Entry } from '../../inventory/change.ts';
import { decideBringTo } from '../../inventory/decide/bring-to.ts';
import { Refusal, refuse } from '../../inventory/refusal.ts';
import type { Repaired } from '../store.ts';
import { type BookDocument, bookHeadOf, bookOf, readBookFile } from './book-file.ts';
import { writtenBook } from './book-writer.ts';
import { entryLine, format, type Header, headerLine, oldestReader } from './entry-line.ts';
import type { Descriptor } from './files.ts';
import { type Ground, refuseNoStore } from './ground.ts';
import { lines } from './journal-lines.ts';
import { setTornTailAside } from './journal-writer.ts';
import { salvage, soundRuns } from './salvage.ts';
import { applies, headIn, nextEntry, type Place, type State, tryBook } from './state.ts';
import { bookFindings } from './verify.ts';
import { createWhole, readAt, readWhole } from './whole-file.ts';

/** Rebuilds what can be rebuilt; sets damaged pieces aside and deletes nothing. */
export function repairStore(ground: Ground): Repaired {
  const { files, paths } = ground;
  ground.refuseOtherKinds();
  const hasJournal = ground.io(paths.journal, () => files.statusOf(paths.journal) !== undefined);
  if (!hasJournal) return ground.io(paths.journal, () => restoreJournal(ground));
  return ground.locked((file) => {
    ground.removeLeftovers();
    const state = stateIfHeaded(ground, file);
    if (state === undefined) return replaceHeadlessJournal(ground);
    return state.tail.state === 'damaged' ? cutDamage(ground, file, state) : mend(ground, file, state);
  });
}

function stateIfHeaded(ground: Ground, file: Descriptor): State | undefined {
  try {
    return ground.readState(file, true);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'damaged') return undefined;
    throw error;
  }
}

/** A journal whose entries are all sound: a torn tail goes, a book that differs is rebuilt. */
function mend(ground: Ground, file: Descriptor, state: State): Repaired {
  const setAside: string[] = [];
  if (state.tail.state === 'torn') {
    const aside = ground.aside('torn', 'jsonl');
    setTornTailAside(ground.files, file, state.last.offset, state.journalSize, aside, ground.accessOf(aside));
    setAside.push(aside);
  }
  ground.settle(file, state);
  const bookRebuilt = bookFindings(ground, file, state).length > 0;
  if (bookRebuilt) setAside.push(...rebuildBook(ground, state, state.last));
  ground.witness(file, state.last, null);
  return { setAside, lost: [], bookRebuilt, corrections: [] };
}

function rebuildBook(ground: Ground, state: State, place: Place): readonly string[] {
  const aside = state.found.state === 'missing' ? [] : [ground.keepBookAside()];
  ground.writeBook({ header: state.header, book: state.book }, place, true);
  return aside;
}

/**
 * Sets a damaged journal aside and goes on with what is sound of it: the entries before the damage, and those after
 * it that are still whole. What was lost between them is corrected from those and from what the book file knows.
 */
function cutDamage(ground: Ground, file: Descriptor, state: State): Repaired {
  const { last, journalSize } = state;
  const sound = readAt(ground.files, file, 0, last.offset);
  const runs = soundRuns(ground.files, file, last, journalSize);
  const { place, book, lost, corrections, ...salvaged } = salvage(state.book, last, runs, {
    at: ground.now(),
    by: ground.options.by,
    seen: lastSeen(ground, file, state),
    target: bookBeyond(ground, file, state),
    copy: (original) => bookOf(documentOfBook(original, state.header, state.last), ground.kinds),
  });
  const aside = replaceJournal(ground, Buffer.concat([sound, ...salvaged.lines]));
  const bookRebuilt = state.bookPlace?.sum !== place.sum;
  const setAside = [aside, ...(bookRebuilt ? rebuildBook(ground, { ...state, book }, place) : [])];
  ground.writing((fresh) => ground.witness(fresh, place, null));
  return { setAside, lost, bookRebuilt, corrections };
}

/** The last entry known to have been there; a number that only a damaged line tells counts as far as lines go. */
function lastSeen(
  ground: Ground,
  file: Descriptor,
  { tail, last, journalSize, witness, found, header }: State,
): number {
  let damaged = 0;
  for (const { whole } of lines(ground.files, file, last.offset, journalSize)) if (whole) damaged++;
  const told = tail.state === 'damaged' ? tail.seen : last.n;
  const head = headIn(found);
  const ofBook = head?.store === header.store ? head.entry : 0;
  return Math.max(last.n, witness?.n ?? 0, ofBook, Math.min(told, last.n + damaged));
}

/** The book file's book with the sound entries after it, where it knows more than the sound part of the journal. */
function bookBeyond(
  ground: Ground,
  file: Descriptor,
  { found, header, last, journalSize, bookPlace }: State,
): Book | undefined {
  if (found.state !== 'sound') return undefined;
  const { head } = found.document;
  if (head.store !== header.store || head.entry <= last.n) return undefined;
  const book = tryBook(found.document, ground.kinds);
  if (book === undefined || bookPlace === null) return book;
  let place = bookPlace;
  for (const line of lines(ground.files, file, place.offset, journalSize)) {
    const next = nextEntry(line, place);
    if (next === undefined || !applies(book, next.entry)) break;
    place = next.place;
  }
  // An entry that could not be applied may have been half applied: make the book anew.
  return tryBook(documentOfBook(book, header, place), ground.kinds);
}

const documentOfBook = (book: Book, header: Header, { sum, offset }: Place): BookDocument =>
  writtenBook(book, bookHeadOf(book, header, sum, offset)).document;

/** Puts new content in the journal's place; the old file is kept under the name that is returned. */
function replaceJournal(ground: Ground, bytes: Uint8Array): string {
  const { directory, journal } = ground.paths;
  const aside = ground.aside('damaged', 'jsonl');
  const temporary = ground.temporary();
  const options = { durable: true, like: ground.accessOf(journal) };
  createWhole(ground.files, aside, readWhole(ground.files, journal) ?? bytes, options);
  createWhole(ground.files, temporary, bytes, options);
  ground.files.syncDirectory(directory);
  ground.files.rename(temporary, journal);
  ground.files.syncDirectory(directory);
  return aside;
}

/** Without its first line a journal cannot be read: it is set aside whole, and the book file is all there is. */
function replaceHeadlessJournal(ground: Ground): Repaired {
  const { files, paths } = ground;
  if (readBookFile(files, paths.book).state !== 'sound') return restoreJournal(ground);
  const aside = ground.aside('damaged', 'jsonl');
  files.rename(paths.journal, aside);
  const repaired = restoreJournal(ground);
  return { ...repaired, setAside: [aside, ...repaired.setAside] };
}

/** Without a journal the book file is all there is: a new journal begins with what it says. */
function restoreJournal(ground: Ground): Repaired {
  const { book: path } = ground.paths;
  const found = readBookFile(ground.files, path);
  if (found.state === 'missing') return refuseNoStore(path);
  const target = found.state === 'sound' ? tryBook(found.document, ground.kinds) : undefined;
  if (found.state !== 'sound' || target === undefined) {
    return refuse('damaged', 'beyond-repair', { path }, { entry: 0, byte: 0 });
  }
  const at = ground.now();
  const { by } = ground.options;
  const { store } = found.document.head;
  const header: Header = { format, reader: oldestReader, store, currency: target.currency };
  const first = headerLine(header, at, by);
  const book = new Book(target.currency, ground.kinds);
  const record = decideBringTo(book, target, at);
  const entries: readonly Entry[] = record === null ? [] : [{ n: 1, at, by, ...record }];
  const sealed = entries.map((entry) => entryLine(entry, first.sum));
  const bytes = Buffer.concat([first.bytes, ...sealed.map((line) => line.bytes)]);
  if (!ground.createJournal(bytes, ground.accessOf(path)))
    return refuse('exists', 'store-exists', { path }, { path });
  book.endEntry(entries.length);
  const place: Place = { n: entries.length, sum: sealed.at(-1)?.sum ?? first.sum, offset: bytes.length };
  const aside = ground.keepBookAside();
  ground.writeBook({ header, book }, place, true);
  ground.writing((fresh) => ground.witness(fresh, place, null));
  const lost = Array.from({ length: found.document.head.entry }, (_, index) => index + 1);
  return { setAside: [aside], lost, bookRebuilt: true, corrections: entries.map(({ n }) => n) };
}
