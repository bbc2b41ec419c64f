import { Book } from '../../../inventory/book/book.ts';
import { type Entry, isOfDevice } from '../../../inventory/book/change.ts';
import { InvariantBroken } from '../../../inventory/book/invariants.ts';
import { RecordBroken } from '../../../inventory/devices/device-record.ts';
import type { Kinds } from '../../../inventory/devices/kinds.ts';
import type { JournalReader } from '../journal/journal-reader.ts';
import type { RecordedDevices } from './recorded-devices.ts';

/** The book that the first n entries of a journal make. */
export function bookAfter(kinds: Kinds, journal: JournalReader, currency: Book['currency'], n: number): Book {
  const book = Book.empty(currency, kinds);
  for (const entry of journal.entries()) {
    if (entry.n > n) break;
    book.applyEntry(entry);
  }
  return book;
}

/** Applies an entry that was read; false where the book's invariants forbid it. Movements wait if `devices` lets them. */
export function applies(
  book: Book,
  { n, at, changes }: Entry,
  devices: RecordedDevices | null = null,
): boolean {
  try {
    for (const change of changes) {
      const waits = isOfDevice(change) && !book.hasChanged(change.id) && devices?.defer(change, at) === true;
      if (!waits) book.apply(change, at);
      else if (change.do === 'move') book.passMove(change);
    }
    book.endEntry(n);
    return true;
  } catch (error) {
    if (error instanceof RecordBroken || error instanceof InvariantBroken) return false;
    throw error;
  }
}
