import type { ChangeInCount, CountChange, DeviceChange, Entry, Moved, PlaceChange } from './change.ts';
import type { Needs } from './facts.ts';

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

/** How many entries are recent, at most. */
export const maxRecent = 200;

/** What a decision may ask of the journal; each is found without reading more of it than needed. */
export interface Journal {
  /** Tells a store far away what will be asked. One that answers at once never calls the function. */
  willNeed(needs: () => Needs): void;
  /** The movement that used an idempotency key, in the entry that recorded it; of a transfer, the one that came in. */
  keyed(key: string): { readonly entry: Entry; readonly move: Moved } | undefined;
  /** The same for many keys in one pass. */
  allKeyed(keys: ReadonlySet<string>): ReadonlyMap<string, { readonly entry: Entry; readonly move: Moved }>;
  /** The entry in which a change has an idempotency key, with that change at least. */
  entryKeyed(key: string): Entry | undefined;
  entry(n: number): Entry | undefined;
  /**
   * The last entries, the newest first: about as many as a clerk makes in a day, however long the journal is. They are the
   * last 200 of those that begin in the last 64 KiB of the journal's lines; lines above 16 KiB, large imports, are left out.
   */
  recent(): readonly Entry[];
  /** The last entry of an operator that is neither undone, nor an undo, nor made by repair. */
  lastToUndo(by: string): Entry | undefined;
  /** Every change of some devices, the oldest first, in one pass. */
  changesOf(ids: ReadonlySet<number>): Iterable<{ readonly entry: Entry; readonly change: DeviceChange }>;
  /** What has become of places, the oldest first. */
  placeChanges(): Iterable<{ readonly entry: Entry; readonly change: PlaceChange }>;
  /** The movements of what belongs to an entry, in that entry and in later ones, the oldest first. */
  movesOf(n: number): Iterable<{ readonly entry: Entry; readonly change: Moved }>;
  /** The movements of pieces with some serial numbers, the oldest first. */
  movesWithSerials(serials: readonly string[]): Iterable<{ readonly entry: Entry; readonly change: Moved }>;
  /** All that happened in a count, the oldest first. */
  changesInCount(n: number): Iterable<{ readonly entry: Entry; readonly change: ChangeInCount }>;
  /** What has become of counts as a whole, the oldest first. */
  countChanges(): Iterable<{ readonly entry: Entry; readonly change: CountChange }>;
  /** The movements in the entries after one, the oldest first. */
  movesAfter(n: number): Iterable<{ readonly entry: Entry; readonly change: Moved }>;
  /** The seal of the last entry: nobody can know it before that is recorded. */
  seal(): string;
  /** The entries that take another one back, the oldest first. */
  undos(): readonly { readonly n: number; readonly undoes: number }[];
  /** The entries that correct another one, the oldest first. */
  corrections(): readonly Entry[];
  /** The devices that have or once had some codes, the oldest first; by the codes' keys, those without one left out. */
  bearers(codes: Iterable<string>): ReadonlyMap<string, readonly Bearer[]>;
  /** Whether a device ever had that code. */
  wasUsed(code: string): boolean;
  /** The last entry that imported rows or bytes with this digest, and has not been undone. */
  importOf(sha256: string): number | undefined;
}

/** A journal in which nothing has happened yet. */
export const emptyJournal: Journal = {
  willNeed: () => undefined,
  keyed: () => undefined,
  entryKeyed: () => undefined,
  allKeyed: () => new Map(),
  entry: () => undefined,
  changesOf: () => [],
  recent: () => [],
  lastToUndo: () => undefined,
  placeChanges: () => [],
  movesOf: () => [],
  movesWithSerials: () => [],
  changesInCount: () => [],
  countChanges: () => [],
  movesAfter: () => [],
  seal: () => '',
  undos: () => [],
  corrections: () => [],
  bearers: () => new Map(),
  wasUsed: () => false,
  importOf: () => undefined,
};
