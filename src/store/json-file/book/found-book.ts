import type { BookHead, WholeBook } from './book-file.ts';
import type { IndexedBookFile } from './indexed-book.ts';

/** The book file: as it was written and open, to be read by pieces, or as it is found where it is read whole. */
export type FoundBook = { readonly state: 'indexed'; readonly file: IndexedBookFile } | WholeBook;

/** What the head of a book file says, where that is as stockbook wrote it. */
export function headOfFound(found: FoundBook): BookHead | undefined {
  if (found.state === 'indexed') return found.file.head;
  return found.state === 'sound' ? found.document.head : undefined;
}
