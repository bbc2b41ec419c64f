import type { Book } from '../../inventory/book.ts';
import type { Decided, Entry } from '../../inventory/change.ts';
import { decideBridge } from '../../inventory/decide/bridge.ts';
import { decideBringTo } from '../../inventory/decide/bring-to.ts';
import { entryLine, readEntry } from './entry-line.ts';
import type { Descriptor, FileSystem } from './files.ts';
import { lines } from './journal-lines.ts';
import { statedSum, verifiedSum } from './sealed-line.ts';
import { applies, type Place } from './state.ts';

/** What can be kept of a damaged journal. */
export interface Salvaged {
  /** The lines that follow its sound part. */
  readonly lines: readonly Buffer[];
  readonly place: Place;
  /** The numbers of the entries whose content is lost; each stands in the new journal as a repair. */
  readonly lost: readonly number[];
  /** The numbers of the repairs that correct the stock. */
  readonly corrections: readonly number[];
}

/**
 * The entries after the damage that are still as they were written, in runs without a gap: each is sealed to what the
 * line before it says of itself, changed or not.
 */
export function soundRuns(
  files: FileSystem,
  file: Descriptor,
  last: Place,
  size: number,
): readonly (readonly Entry[])[] {
  const runs: Entry[][] = [];
  let previous: string | null = last.sum;
  let n = last.n;
  for (const { bytes, whole } of lines(files, file, last.offset, size)) {
    const verified = whole && previous !== null && verifiedSum(bytes, previous) !== null;
    const entry = verified ? readEntry(bytes) : undefined;
    previous = whole ? statedSum(bytes) : null;
    if (entry === undefined || entry.n <= n) continue;
    const run = runs.at(-1);
    if (run !== undefined && entry.n === n + 1) run.push(entry);
    else runs.push([entry]);
    n = entry.n;
  }
  return runs;
}

/** How repairs are written. */
export interface Repairer {
  readonly at: string;
  readonly by: string;
  /** The last entry known to have been there. */
  readonly seen: number;
  /** The book as it was at the end, where it is known. */
  readonly target: Book | undefined;
}

/**
 * Goes on from the sound part of a journal, whose book is changed on the way: entries that are whole keep their numbers
 * and contents, lost ones become repairs that correct the stock as far as anything tells.
 */
export function salvage(
  book: Book,
  last: Place,
  runs: readonly (readonly Entry[])[],
  { at, by, seen, target }: Repairer,
): Salvaged {
  const out: Buffer[] = [];
  const lost: number[] = [];
  const corrections: number[] = [];
  let place = last;

  const append = (entry: Entry): void => {
    const { bytes, sum } = entryLine(entry, place.sum);
    out.push(bytes);
    place = { n: entry.n, sum, offset: place.offset + bytes.length };
  };
  /** Repairs up to, not including, a number; the first of them holds what is to be corrected. */
  const bridge = (to: number, decided: Decided | null): void => {
    let changes = decided?.changes ?? [];
    while (place.n + 1 < to) {
      if (changes.length > 0) corrections.push(place.n + 1);
      lost.push(place.n + 1);
      append({ n: place.n + 1, at, by, command: 'repair', changes });
      changes = [];
    }
    book.endEntry(place.n);
  };

  for (const run of runs) {
    const first = run[0]?.n ?? 0;
    if (first === place.n + 1) break;
    const decided = decideBridge(book, run, target, at);
    if (decided === null) break;
    bridge(first, decided);
    for (const entry of run) {
      if (!applies(book, entry)) return { lines: out, place, lost, corrections };
      append(entry);
    }
  }
  const known = target !== undefined && target.entry >= place.n ? decideBringTo(book, target, at) : null;
  const end = Math.max(seen, place.n + (known === null ? 0 : 1));
  bridge(end + 1, known);
  return { lines: out, place, lost: lost.filter((n) => n <= seen), corrections };
}
