import { Book } from '../../inventory/book.ts';
import { refuse } from '../../inventory/refusal.ts';
import type { Store } from '../store.ts';
import { isOpening, readOpening } from './backup.ts';
import { type Header, isHeader } from './entry-line.ts';
import { Ground, type JsonFileOptions } from './ground.ts';
import { type Line, linesOf } from './journal-lines.ts';
import { openJsonFileStore } from './json-file-store.ts';
import { applies, headOf, nextEntry, type Place } from './state.ts';

/** What a store is restored from: a backup, or a journal that was copied by hand. */
export interface RestoreSource {
  /** As a person would name it. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Makes a store of a backup, every line of which is verified before anything is written. Refuses where there is one. */
export async function restoreJsonFileStore(
  book: string,
  source: RestoreSource,
  options: JsonFileOptions,
): Promise<Store> {
  const ground = new Ground(book, options);
  ground.io(ground.paths.directory, () => {
    ground.refuseWhereOneIs();
    restore(
      ground,
      ground.interruptible(() => verified(ground, source)),
    );
  });
  return openJsonFileStore(book, options);
}

/** A journal of which every entry was verified. */
interface VerifiedJournal {
  readonly bytes: Buffer;
  readonly header: Header;
  readonly book: Book;
  readonly last: Place;
  /** What follows the last entry that verifies; none where all is as it was written. */
  readonly rest: Line | undefined;
}

function restore(ground: Ground, { bytes, header, book, last }: VerifiedJournal): void {
  ground.inDirectory(() => {
    if (!ground.createJournal(bytes)) ground.refuseExisting();
  });
  ground.afterCommit(() => {
    const seen = ground.writeBook({ header, book }, last, true);
    ground.writing((file) => ground.witness(file, header.store, last, seen));
  });
}

function verified(ground: Ground, { name, bytes }: RestoreSource): VerifiedJournal {
  const [first] = linesOf({ start: 0, bytes });
  if (first !== undefined && isOpening(first.bytes)) return verifiedBackup(ground, name, bytes, first);
  if (first === undefined || !isHeader(first.bytes))
    return refuse('invalid', 'backup-unknown', { path: name });
  const journal = verifiedJournal(ground, name, bytes);
  const { rest, last } = journal;
  if (rest?.whole) refuseChanged(name, last.n + 1, rest.start);
  // It was copied while a command was writing, or after one was interrupted.
  if (rest !== undefined) ground.options.notice({ key: 'backup-torn', path: name, byte: rest.start });
  return journal;
}

function verifiedBackup(ground: Ground, name: string, bytes: Buffer, first: Line): VerifiedJournal {
  const opening = readOpening(first.bytes) ?? refuseFirstLine(name);
  const journal = verifiedJournal(ground, name, bytes.subarray(first.end));
  const { rest, last } = journal;
  const { entries, chain } = opening;
  if (last.n < entries && !rest?.whole)
    return refuse(
      'damaged',
      'backup-cut',
      { path: name, entries, found: last.n },
      { entries, found: last.n },
    );
  return rest !== undefined || last.n !== entries || last.sum !== chain
    ? refuseChanged(name, last.n + 1, first.end + last.offset)
    : journal;
}

function verifiedJournal(ground: Ground, name: string, bytes: Buffer): VerifiedJournal {
  const [first, ...entries] = linesOf({ start: 0, bytes });
  const { header, place } = headOf(first, name) ?? refuseFirstLine(name);
  const book = new Book(header.currency, ground.kinds);
  let last = place;
  let rest: Line | undefined;
  for (const line of entries) {
    const next = nextEntry(line, last);
    if (next === undefined || !applies(book, next.entry)) {
      rest = line;
      break;
    }
    last = next.place;
    ground.options.progress?.(last.offset, bytes.length);
  }
  return { bytes: bytes.subarray(0, last.offset), header, book, last, rest };
}

const refuseFirstLine = (path: string): never =>
  refuse('damaged', 'backup-opening-damaged', { path }, { entry: 0, byte: 0 });

const refuseChanged = (path: string, entry: number, byte: number): never =>
  refuse('damaged', 'backup-damaged', { path, entry, byte }, { entry, byte });
