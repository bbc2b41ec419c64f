import type { Book } from '../../book/book.ts';
import type { NewEntry } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { CountLines } from '../../look/counts.ts';
import { refuse } from '../../refusal.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';

/** Takes a device out of the book, at quantity 0 and where nothing is priced from it; its history stays. */
export function decideRemove(book: Book, journal: Journal, typed: string, at: string): NewEntry {
  const draft = new Draft(book, at);
  const device = findDevice(book, journal, typed);
  for (const { count } of book.counts.open)
    if (CountLines.ofDevice(book, journal, count, device.id).hasCounted)
      refuse('counting-device', { code: device.code, count });
  draft.remove(device);
  return { command: 'remove', changes: draft.finish() };
}
