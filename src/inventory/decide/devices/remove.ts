import type { Book } from '../../book/book.ts';
import type { Decided } from '../../book/change.ts';
import type { Past } from '../../book/journal.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';

/** Takes a device out of the book, at quantity 0 and where nothing is priced from it; its history stays. */
export function decideRemove(book: Book, past: Past, typed: string, at: string): Decided {
  const draft = new Draft(book, at);
  draft.remove(findDevice(book, past, typed));
  return { command: 'remove', changes: draft.finish() };
}
