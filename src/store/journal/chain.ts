import type { Entry } from '../../inventory/book/change.ts';
import { readEntry } from './entry-line.ts';
import { verifiedSum } from './sealed-line.ts';

/** How far a journal has come: its last entry's number, 0 before the first, and its sum. */
export interface Link {
  readonly n: number;
  readonly sum: string;
}

/** The entry on a whole line, and the link it makes, where it follows in number and sum; undefined for any other line. */
export function nextInChain(
  line: Buffer,
  last: Link,
): { readonly entry: Entry; readonly link: Link } | undefined {
  const sum = verifiedSum(line, last.sum);
  const entry = sum === null ? undefined : readEntry(line);
  if (sum === null || entry === undefined || entry.n !== last.n + 1) return undefined;
  return { entry, link: { n: entry.n, sum } };
}
