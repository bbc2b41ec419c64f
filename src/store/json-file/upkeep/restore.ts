import { Book } from '../../../inventory/book/book.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { type Header, isHeader } from '../../journal/header.ts';
import { applies } from '../book/replay.ts';
import type { Descriptor } from '../files/files.ts';
import { makeDirectory, removeDeadTemporaries } from '../files/names.ts';
import { placeJournal, refuseExisting, refuseWhereOneIs } from '../files/new-journal.ts';
import { type JsonFileOptions, StoreFiles } from '../files/store-files.ts';
import { ignoringErrors, writeAll } from '../files/whole-file.ts';
import { type Line, linesFrom } from '../journal/journal-lines.ts';
import { headOf, nextEntry, type Place } from '../journal/place.ts';
import { moveWitness, writeBook } from '../state/derived-files.ts';
import { type BackupOpening, isOpening, readOpening } from './backup.ts';

/** What a store is restored from: a backup, or a journal that was copied by hand. */
export interface RestoreSource {
  /** As a person would name it. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** How many bytes there are, if that is known. */
  readonly size?: number;
}

/**
 * Makes a store of a backup. Each line is verified as it comes, and written to a file that becomes the journal once the
 * last one has been: no more than a line is in memory, and what is no backup is refused at its first line. Refuses where
 * there is a store.
 */
export async function restoreJsonFileStore(
  book: string,
  source: RestoreSource,
  options: JsonFileOptions,
): Promise<void> {
  const storeFiles = new StoreFiles(book, options);
  const io = <T>(action: () => T) => storeFiles.io(storeFiles.paths.directory, action);
  io(() => refuseWhereOneIs(storeFiles));
  const incoming = linesFrom(source.bytes)[Symbol.asyncIterator]();
  const first = await firstLine(source.name, incoming);
  const takeDirectoryAway = io(() => makeDirectory(storeFiles));
  const temporary = storeFiles.temporary();
  const takeAway = () => {
    ignoringErrors(() => storeFiles.files.remove(temporary));
    takeDirectoryAway();
  };
  // A person who breaks it off ends the process.
  process.on('exit', takeAway);
  try {
    await restore(storeFiles, source, temporary, first, incoming);
  } finally {
    takeAway();
    process.off('exit', takeAway);
  }
}

type Lines = AsyncIterator<Line>;

/** Fills a new file with the journal, and puts it in place. */
async function restore(
  storeFiles: StoreFiles,
  source: RestoreSource,
  temporary: string,
  first: Line,
  incoming: Lines,
): Promise<void> {
  const { files, paths } = storeFiles;
  const io = <T>(action: () => T) => storeFiles.io(paths.directory, action);
  removeDeadTemporaries(storeFiles);
  const file = io(() => files.create(temporary));
  try {
    // Others who make a store here then know that this file is being written.
    ignoringErrors(() => files.tryLock(file));
    const journal = await fill(storeFiles, source, file, first, incoming);
    io(() => {
      files.sync(file);
      if (!placeJournal(storeFiles, temporary)) refuseExisting(storeFiles);
      // The journal has its own name now; nothing is to be left of this one if we are killed from here on.
      ignoringErrors(() => files.remove(temporary));
      storeFiles.afterCommit(() => {
        const seen = writeBook(storeFiles, journal, journal.last, true);
        moveWitness(storeFiles, file, journal.header.store, journal.last, seen);
      });
    });
  } finally {
    ignoringErrors(() => files.close(file));
  }
}

/** The first line, which says what it is: nothing else of what is no backup is read. */
async function firstLine(name: string, incoming: Lines): Promise<Line> {
  const { value: line } = await incoming.next();
  const isBackup = line !== undefined && (isOpening(line.bytes) || isHeader(line.bytes));
  return isBackup ? line : refuse('backup-unknown', { path: name });
}

/** A journal of which every entry was verified. */
interface VerifiedJournal {
  readonly header: Header;
  readonly book: Book;
  readonly last: Place;
}

/** Writes the journal of a backup to a file, as far as it verifies; refuses one that is cut short or changed. */
async function fill(
  storeFiles: StoreFiles,
  { name, size }: RestoreSource,
  file: Descriptor,
  first: Line,
  incoming: Lines,
): Promise<VerifiedJournal> {
  const opening = isOpening(first.bytes) ? (readOpening(first.bytes) ?? refuseFirstLine(name)) : null;
  const from = opening === null ? 0 : first.end;
  const headLine: Line | undefined = opening === null ? first : (await incoming.next()).value;
  const head = headLine === undefined ? undefined : movedBy(headLine, -from);
  const { header, place } = headOf(head, name) ?? refuseFirstLine(name);
  const book = Book.empty(header.currency, storeFiles.kinds);
  let last = place;
  let rest: Line | undefined;
  const write = ({ bytes, start }: Line) =>
    storeFiles.io(storeFiles.paths.directory, () => {
      writeAll(storeFiles.files, file, bytes, start);
      writeAll(storeFiles.files, file, lineBreak, start + bytes.length);
    });
  if (head !== undefined) write(head);
  for (let next = await incoming.next(); next.done !== true; next = await incoming.next()) {
    const line = movedBy(next.value, -from);
    const entry = nextEntry(line, last);
    if (entry === undefined || !applies(book, entry.entry)) {
      rest = line;
      break;
    }
    write(line);
    last = entry.place;
    if (size !== undefined) storeFiles.options.progress?.(last.offset, size);
  }
  if (opening === null) judgeCopy(storeFiles, name, last, rest);
  else judgeBackup(name, opening, last, rest, from);
  return { header, book, last };
}

const lineBreak = Buffer.from('\n');

const movedBy = (line: Line, by: number): Line => ({ ...line, start: line.start + by, end: line.end + by });

/** A journal was copied while a command was writing, or after one was interrupted, where its last line is not whole. */
function judgeCopy(storeFiles: StoreFiles, name: string, last: Place, rest: Line | undefined): void {
  if (rest?.whole) refuseChanged(name, last.n + 1, rest.start);
  if (rest !== undefined) storeFiles.options.notice({ key: 'backup-torn', path: name, byte: rest.start });
}

function judgeBackup(
  name: string,
  { entries, chain }: BackupOpening,
  last: Place,
  rest: Line | undefined,
  from: number,
): void {
  const found = last.n;
  if (found < entries && !rest?.whole)
    refuse('backup-cut', { path: name, entries, found }, { entries, found });
  if (rest !== undefined || found !== entries || last.sum !== chain)
    refuseChanged(name, found + 1, from + last.offset);
}

const refuseFirstLine = (path: string): never =>
  refuse('backup-opening-damaged', { path }, { entry: 0, byte: 0 });

const refuseChanged = (path: string, entry: number, byte: number): never =>
  refuse('backup-damaged', { path, entry, byte }, { entry, byte });
