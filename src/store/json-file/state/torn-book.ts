import { bookHeadOf, headIn, maxBookBytes } from '../book/book-file.ts';
import { writtenDocument } from '../book/book-writer.ts';
import { bookAfter } from '../book/replay.ts';
import type { Descriptor } from '../files/files.ts';
import type { StoreFiles } from '../files/store-files.ts';
import { readContent } from '../files/whole-file.ts';
import { JournalReader } from '../journal/journal-reader.ts';
import { endsWith, type Place } from '../journal/place.ts';
import type { State } from './state.ts';

/** What a disk writes at once: after a power cut it is there, or zeros are. */
const sectorBytes = 512;

/**
 * Whether a book file that is not as it was written was torn by a crash: then nothing is wrong, and nothing in it is worth
 * keeping. No command waits until the book file is on disk, so a power cut can leave it empty, short, or with zeros in it. Two
 * things must hold: all that is in it is what stockbook wrote for an entry of this journal, or zero; and a crash can be
 * why, since the witness did not come to the disk either, or saw its book file later than anybody has touched this one.
 */
export function isTornByCrash(storeFiles: StoreFiles, file: Descriptor, state: State): boolean {
  const { found } = state;
  const isAsWritten = found.state === 'indexed' ? found.file.isAsWritten : found.state !== 'not-as-written';
  if (isAsWritten || !mayHaveCrashed(storeFiles, state)) return false;
  const { files, paths } = storeFiles;
  if ((files.statusOf(paths.book)?.size ?? 0) > maxBookBytes(files, paths)) return false;
  const bytes = readContent(files, paths.book) ?? Buffer.alloc(0);
  if (isZero(bytes)) return true;
  const { last } = state;
  const head = headIn(bytes);
  const places = [last, ...(head === undefined ? [] : [{ ...head, n: head.entry, sum: head.chain }])];
  return places.some(
    (place) =>
      place.n <= last.n &&
      endsWith(storeFiles.files, file, place.sum, place.offset) &&
      isPartOf(bytes, writtenAt(storeFiles, file, state, place)),
  );
}

function mayHaveCrashed({ files, paths }: StoreFiles, { witness, last }: State): boolean {
  if (witness?.sum !== last.sum) return true;
  const there = files.statusOf(paths.book);
  return there !== undefined && isNotLater(there.changed, witness.book?.split(' ').at(-1));
}

const isNotLater = (time: string, than: string | undefined): boolean =>
  than !== undefined && /^\d+$/.test(time) && /^\d+$/.test(than) && BigInt(time) <= BigInt(than);

/** The exact bytes of the book file as it was written when the journal ended at a place. */
function writtenAt(
  storeFiles: StoreFiles,
  file: Descriptor,
  { header, firstEntry, last }: State,
  { n, sum, offset }: Place,
): Buffer {
  const journal = new JournalReader(storeFiles.files, file, firstEntry, last.offset);
  const book = bookAfter(storeFiles.kinds, journal, header.currency, n);
  return writtenDocument(book, bookHeadOf(book, header, sum, offset)).bytes;
}

function isPartOf(bytes: Buffer, written: Buffer): boolean {
  if (bytes.length > written.length) return false;
  for (let at = 0; at < bytes.length; at += sectorBytes) {
    const sector = bytes.subarray(at, at + sectorBytes);
    if (!sector.equals(written.subarray(at, at + sector.length)) && !isZero(sector)) return false;
  }
  return true;
}

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);
