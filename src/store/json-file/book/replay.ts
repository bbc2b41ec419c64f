import { Book } from '../../../inventory/book/book.ts';
import type { Kinds } from '../../../inventory/devices/kinds.ts';
import type { JournalReader } from '../journal/journal-reader.ts';

/** The book that the first n entries of a journal make. */
export function bookAfter(kinds: Kinds, journal: JournalReader, currency: Book['currency'], n: number): Book {
  const book = Book.empty(currency, kinds);
  for (const entry of journal.entries()) {
    if (entry.n > n) break;
    book.applyEntry(entry);
  }
  return book;
}
