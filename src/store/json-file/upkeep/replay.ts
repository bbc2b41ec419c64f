import { Book } from '../../../inventory/book/book.ts';
import type { JournalReader } from '../journal/journal-reader.ts';
import type { StoreFiles } from '../store-files.ts';

/** The book that the first n entries of a journal make. */
export function bookAfter(
  storeFiles: StoreFiles,
  journal: JournalReader,
  currency: Book['currency'],
  n: number,
): Book {
  const book = new Book(currency, storeFiles.kinds);
  for (const entry of journal.entries()) {
    if (entry.n > n) break;
    book.applyEntry(entry);
  }
  return book;
}
