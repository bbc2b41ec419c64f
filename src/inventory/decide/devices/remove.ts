import type { Book } from '../../book/book.ts';
import type { NewEntry } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';

/** Takes a device out of the book, at quantity 0 and where nothing is priced from it; its history stays. */
export function decideRemove(book: Book, journal: Journal, typed: string, at: string): NewEntry {
  const draft = new Draft(book, at);
  draft.remove(findDevice(book, journal, typed));
  return { command: 'remove', changes: draft.finish() };
}
