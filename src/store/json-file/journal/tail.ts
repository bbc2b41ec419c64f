import { readEntry } from '../../journal/entry-line.ts';
import { isJson } from '../../journal/json.ts';
import { statedSum, verifiedSum } from '../../journal/sealed-line.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { lines } from './journal-lines.ts';
import type { Place } from './place.ts';

/** What stands after the last entry whose chain verifies. */
export type Tail =
  | { readonly state: 'clean' }
  /** A command that was interrupted before it was confirmed. */
  | { readonly state: 'torn'; readonly bytes: number }
  /** History that was confirmed and is not as it was written; `seen` is the last entry known to have been there. */
  | { readonly state: 'damaged'; readonly reason: DamageReason; readonly seen: number };

export type DamageReason = 'changed' | 'missing' | 'does-not-apply';

/** Where reading a journal stopped, and why. */
interface Stop {
  readonly last: Place;
  readonly stopped: DamageReason | null;
  readonly journalSize: number;
  /** The last entry that the witness or the book file has seen. */
  readonly seen: number;
}

/** Torn tail or damage? A crash leaves part of one line behind; anything else that does not verify was confirmed once. */
export function judgeTail(
  files: FileSystem,
  file: Descriptor,
  { last, stopped, journalSize, seen }: Stop,
): Tail {
  const bytes = journalSize - last.offset;
  if (bytes === 0) return seen > last.n ? { state: 'damaged', reason: 'missing', seen } : { state: 'clean' };
  const after = lastReadable(files, file, last, journalSize);
  const reason = stopped ?? 'changed';
  if (reason === 'does-not-apply' || after.confirmed)
    return { state: 'damaged', reason, seen: Math.max(seen, after.n) };
  return seen > last.n ? { state: 'damaged', reason, seen } : { state: 'torn', bytes };
}

/** Whether what stands after a place was once whole, and the highest entry number that can be read there. */
function lastReadable(
  files: FileSystem,
  file: Descriptor,
  last: Place,
  size: number,
): { confirmed: boolean; n: number } {
  let previous: string | null = null;
  let confirmed = false;
  let n = last.n;
  for (const { bytes, whole } of lines(files, file, last.offset, size)) {
    const follows = previous !== null && whole && verifiedSum(bytes, previous) !== null;
    if (follows || (whole && isJson(bytes))) {
      confirmed = true;
      n = Math.max(n, readEntry(bytes)?.n ?? 0);
    }
    previous = statedSum(bytes);
  }
  return { confirmed, n };
}
