import type { Book } from '../../../inventory/book/book.ts';
import type { Entry, NewEntry } from '../../../inventory/book/change.ts';
import { InvariantBroken } from '../../../inventory/book/invariants.ts';
import { decideFillGap } from '../../../inventory/decide/repair/fill-gap.ts';
import { decideReconcile } from '../../../inventory/decide/repair/reconcile.ts';
import { Refusal } from '../../../inventory/refusal.ts';
import { applies } from '../../journal/apply.ts';
import { entryLine, readEntry } from '../../journal/entry-line.ts';
import type { Line } from '../../journal/line.ts';
import { statedSum, verifiedSum } from '../../journal/sealed-line.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { entriesRunTogether, lines } from '../journal/journal-lines.ts';
import type { Place } from '../journal/place.ts';

/** How many entries in a row may be lost; a number that implies more was not given by stockbook. */
const maxLost = 1_000_000;

/** What can be kept of a damaged journal. */
export interface Salvaged {
  /** The lines that follow its sound part. */
  readonly lines: readonly Buffer[];
  readonly place: Place;
  /** The book that they and the sound part add up to. */
  readonly book: Book;
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
  for (const { bytes, whole } of wholeLines(files, file, last.offset, size)) {
    const verified = whole && previous !== null && verifiedSum(bytes, previous) !== null;
    const entry = verified ? readEntry(bytes) : undefined;
    previous = whole ? statedSum(bytes) : null;
    if (entry === undefined || entry.n <= n || entry.n - n > maxLost) continue;
    const run = runs.at(-1);
    if (run !== undefined && entry.n === n + 1) run.push(entry);
    else runs.push([entry]);
    n = entry.n;
  }
  return runs;
}

function* wholeLines(files: FileSystem, file: Descriptor, start: number, end: number): Generator<Line> {
  for (const line of lines(files, file, start, end)) yield* entriesRunTogether(line);
}

/** How repairs are written. */
export interface Repairer {
  readonly at: string;
  readonly by: string;
  /** The last entry known to have been there. */
  readonly seen: number;
  /** The book as it was at the end, where it is known. */
  readonly target: Book | undefined;
  /** Another book that says the same, to try something on. */
  copy(book: Book): Book;
}

/**
 * Continues from the intact part of a journal: whole entries keep their numbers and contents, lost ones become
 * repairs that correct the stock as far as it is known.
 */
export function salvage(
  sound: Book,
  last: Place,
  runs: readonly (readonly Entry[])[],
  repairer: Repairer,
): Salvaged {
  const journal = new SalvagedJournal(sound, last, repairer);
  for (const run of runs) if (!journal.follow(run)) break;
  journal.end();
  const { lines: salvaged, place, book, lost, corrections } = journal;
  return { lines: salvaged, place, book, lost, corrections };
}

class SalvagedJournal implements Salvaged {
  readonly lines: Buffer[] = [];
  readonly lost: number[] = [];
  readonly corrections: number[] = [];
  place: Place;
  book: Book;
  readonly #repairer: Repairer;

  constructor(sound: Book, last: Place, repairer: Repairer) {
    this.book = sound;
    this.place = last;
    this.#repairer = repairer;
  }

  /** Takes a run of sound entries over, with what leads to it; false where nothing leads there. */
  follow(run: readonly Entry[]): boolean {
    const { at, target, copy } = this.#repairer;
    const first = run[0]?.n ?? 0;
    const trial = copy(this.book);
    const lost = first - 1;
    const isGap = lost > this.place.n;
    const bridge = isGap ? decidedAs(lost, trial, () => decideFillGap(trial, run, target, at)) : null;
    if ((isGap && bridge === null) || !run.every((entry) => applies(trial, entry))) return false;
    this.#lose(lost, bridge);
    for (const entry of run) this.#append(entry);
    this.book = trial;
    return true;
  }

  /** The entries lost at the end, and the stock as last known. */
  end(): void {
    const { at, target, copy, seen } = this.#repairer;
    const trial = copy(this.book);
    const last = Math.max(seen - this.place.n > maxLost ? 0 : seen, this.place.n);
    const correcting = Math.max(last, this.place.n + 1);
    const known =
      target !== undefined && target.entry >= this.place.n
        ? decidedAs(correcting, trial, () => reconciled(trial, target, at))
        : null;
    if (known !== null) this.book = trial;
    this.#lose(known === null ? last : correcting, known);
    this.book.endEntry(this.place.n);
  }

  /** Repairs up to a number. The last of them holds the corrections: they may put goods into the queue of any before it. */
  #lose(to: number, decided: NewEntry | null): void {
    const { at, by, seen } = this.#repairer;
    while (this.place.n < to) {
      const n = this.place.n + 1;
      const changes = n === to ? (decided?.changes ?? []) : [];
      if (changes.length > 0) this.corrections.push(n);
      if (n <= seen) this.lost.push(n);
      this.#append({ n, at, by, command: 'repair', changes });
    }
  }

  #append(entry: Entry): void {
    const { bytes, sum } = entryLine(entry, this.place.sum);
    this.lines.push(bytes);
    this.place = { n: entry.n, sum, offset: this.place.offset + bytes.length };
  }
}

/** What is decided as entry `n` of a book, in which those before it that are lost have changed nothing. */
function decidedAs(n: number, book: Book, decide: () => NewEntry | null): NewEntry | null {
  book.endEntry(n - 1);
  const decided = decide();
  if (decided !== null) book.endEntry(n);
  return decided;
}

/** What brings a book to another one; null where there is nothing to do, or no way. */
function reconciled(book: Book, target: Book, at: string): NewEntry | null {
  try {
    return decideReconcile(book, target, at);
  } catch (error) {
    if (error instanceof Refusal || error instanceof InvariantBroken) return null;
    throw error;
  }
}
