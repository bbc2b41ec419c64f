import type { Change, Entry, Moved } from './change.ts';

/** A device that has or once had a code. */
export interface Bearer {
  readonly id: number;
  /** What it was called last. */
  readonly name: string;
  /** The entry that gave it the code, and the one that took it away; null where it still has it. */
  readonly from: number;
  readonly until: number | null;
  /** The entry since which it is called as it is now, or has been out of the book. */
  readonly since: number;
}

/** What a decision may ask of the journal; each is found without reading more of it than needed. */
export interface Journal {
  /** The movement that used an idempotency key, in the entry that recorded it. */
  keyed(key: string): { readonly entry: Entry; readonly move: Moved } | undefined;
  /** The same for many keys in one pass. */
  allKeyed(keys: ReadonlySet<string>): ReadonlyMap<string, { readonly entry: Entry; readonly move: Moved }>;
  entry(n: number): Entry | undefined;
  /** The last entries, the newest first: about as many as a clerk makes in a day, however long the journal is. */
  recent(): Iterable<Entry>;
  /** The last changes of a device, the newest first, from the end of the journal only. */
  recentChangesOf(id: number): Iterable<{ readonly entry: Entry; readonly change: Change }>;
  /** The newest first. */
  backwards(): Iterable<Entry>;
  /** Every change of some devices, the oldest first, in one pass. */
  changesOf(ids: ReadonlySet<number>): Iterable<{ readonly entry: Entry; readonly change: Change }>;
  /** The entries that take another one back, the oldest first. */
  undos(): readonly { readonly n: number; readonly undoes: number }[];
  /** The entries that correct another one, the oldest first. */
  corrections(): readonly Entry[];
  /** The devices that have or once had some codes, the oldest first; by the codes' keys, those without one left out. */
  bearers(codes: Iterable<string>): ReadonlyMap<string, readonly Bearer[]>;
  /** Whether a device ever had that code. */
  wasUsed(code: string): boolean;
  /** The entry that imported a file of these bytes. */
  importOf(sha256: string): number | undefined;
}

/** A journal in which nothing has happened yet. */
export const emptyJournal: Journal = {
  keyed: () => undefined,
  allKeyed: () => new Map(),
  entry: () => undefined,
  backwards: () => [],
  changesOf: () => [],
  recent: () => [],
  recentChangesOf: () => [],
  undos: () => [],
  corrections: () => [],
  bearers: () => new Map(),
  wasUsed: () => false,
  importOf: () => undefined,
};
