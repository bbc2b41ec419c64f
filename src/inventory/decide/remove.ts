import type { Book } from '../book.ts';
import type { Decided } from '../change.ts';
import type { Past } from '../past.ts';
import { Draft } from './draft.ts';
import { findDevice } from './find-device.ts';

/** Takes a device out of the book, at quantity 0 and where nothing is priced from it; its history stays. */
export function decideRemove(book: Book, past: Past, typed: string, at: string): Decided {
  const draft = new Draft(book, at);
  draft.remove(findDevice(book, past, typed));
  return { command: 'remove', changes: draft.finish() };
}
