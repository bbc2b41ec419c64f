import { Book } from '../../inventory/book.ts';
import type { Ground } from './ground.ts';
import type { JournalPast } from './journal-past.ts';

/** The book that the first n entries of a journal make. */
export function bookAfter(ground: Ground, past: JournalPast, currency: Book['currency'], n: number): Book {
  const book = new Book(currency, ground.kinds);
  for (const entry of past.entries()) {
    if (entry.n > n) break;
    book.applyEntry(entry);
  }
  return book;
}
