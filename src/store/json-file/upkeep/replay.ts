import { Book } from '../../../inventory/book/book.ts';
import type { JournalPast } from '../journal/journal-reader.ts';
import type { Ground } from '../store-files.ts';

/** The book that the first n entries of a journal make. */
export function bookAfter(ground: Ground, past: JournalPast, currency: Book['currency'], n: number): Book {
  const book = new Book(currency, ground.kinds);
  for (const entry of past.entries()) {
    if (entry.n > n) break;
    book.applyEntry(entry);
  }
  return book;
}
