import type { Book } from '../../../inventory/book/book.ts';
import type { IndexedBookFile } from './indexed-book.ts';

const quantityBegins = ',"quantity":';
/** As many digits as an exact number has. */
const maxDigits = 16;

/** How many pieces a line of the book file has on hand: between the quotes of a JSON text every quote is escaped. */
export function quantityOn(line: Buffer): number {
  const at = line.indexOf(quantityBegins) + quantityBegins.length;
  return Number.parseInt(line.toString('latin1', at, at + maxDigits), 10);
}

/** The pieces on hand of all devices of a book. */
export function unitsOf(book: Book): bigint {
  let units = 0n;
  for (const { id } of book.devices()) units += BigInt(book.onHand(id));
  return units;
}

/** The same of a book that stands on an indexed file, by the devices that are not as that has them. Throws CheckFailed. */
export function unitsSince(file: IndexedBookFile, book: Book, moved: ReadonlySet<number>): bigint {
  let { units } = file.index.book;
  for (const id of new Set([...moved, ...book.changed, ...book.gone]))
    units += BigInt(book.onHand(id)) - BigInt(Number(file.line(id)?.['quantity'] ?? 0));
  return units;
}
