import type { Book } from '../../inventory/book/book.ts';
import { type DeviceChange, type Entry, isOfDevice } from '../../inventory/book/change.ts';
import { InvariantBroken } from '../../inventory/book/invariants.ts';
import { RecordBroken } from '../../inventory/devices/device-record.ts';

/** Takes a change that a book need not know of before its device is asked for; false if it has to be applied at once. */
type Defer = (change: DeviceChange, at: string) => boolean;

/** Applies an entry that was read; false if the book's invariants forbid it. */
export function applies(book: Book, { n, at, changes }: Entry, defer: Defer = () => false): boolean {
  try {
    for (const change of changes) {
      const waits = isOfDevice(change) && !book.hasChanged(change.id) && defer(change, at);
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
