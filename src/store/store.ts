import type { Book } from '../inventory/book/book.ts';
import type { Edited, Entry, NewEntry } from '../inventory/book/change.ts';
import type { Journal } from '../inventory/book/journal.ts';
import type { PlaceId } from '../inventory/book/place-kinds.ts';
import type { HistoryRow } from '../inventory/look/history.ts';
import type { Currency } from '../inventory/values/money.ts';

/**
 * What a command decides on: changes to record, or none, and an answer of its own. It may apply changes to the book
 * it is given, which is its own; throwing a refusal records nothing.
 */
export type Decide<T> = (
  book: Book,
  journal: Journal,
  at: string,
) => { readonly entry: NewEntry | null; readonly answer: T };

/** What came of it. `entry` is null where there was nothing to record. */
export interface Committed<T> {
  readonly entry: Entry | null;
  readonly answer: T;
}

/** Something a person should know although the command went well; the cli says it in words, on stderr. */
export type Notice =
  | { readonly key: 'torn-tail-set-aside'; readonly path: string }
  | { readonly key: 'book-rebuilt'; readonly path: string; readonly keptAs: string | null }
  | { readonly key: 'book-not-as-written'; readonly path: string }
  | { readonly key: 'damaged-after'; readonly entry: number; readonly byte: number }
  | {
      readonly key: 'upgraded';
      readonly from: number;
      readonly to: number;
      readonly keptAs: readonly string[];
    }
  | { readonly key: 'backup-torn'; readonly path: string; readonly byte: number }
  | { readonly key: 'after-commit' | 'after-repair'; readonly reason: string };

/** A book as it stands, and what it came from. */
export interface Snapshot {
  readonly book: Book;
  readonly journal: Journal;
}

export interface StoreInfo {
  /** Where the store is, as a person would name it. */
  readonly where: string;
  readonly format: number;
  /** The format that it was upgraded from; null where it was not. */
  readonly upgradedFrom: number | null;
  readonly currency: Currency;
  readonly devices: number;
  readonly units: bigint;
  readonly entries: number;
  readonly sizeBytes: number;
  readonly lastEntry: Entry | null;
}

/** A row of a history, and the device and the place it is about, whatever they were called then. */
export interface RecordedRow {
  /** Null for a change of places, which has no device. */
  readonly device: number | null;
  /** Null for a row without a place. */
  readonly place: PlaceId | null;
  /** The count that it belongs to; null for all else. */
  readonly count: number | null;
  readonly row: HistoryRow;
  /** What the row's note says of an edit; null for all other rows. */
  readonly edited: Edited | null;
}

export interface HistoryQuery {
  /** Only this device's changes, through all its names. */
  readonly device?: number;
  /** Whether what was counted is told, too, and not only what came of it. */
  readonly tallies?: boolean;
}

/** Where a book lives: the port that every kind of store implements, beside upkeep.ts. */
export interface Store {
  /** Where the store is, as a person would name it. */
  readonly where: string;
  /** The current book, without a lock, which can be asked until the store is closed. */
  read(): Promise<Snapshot>;
  /** The book as it stood at a time, in milliseconds since 1970: all entries up to the last one made by then. */
  readAsOf(time: number): Promise<Book>;
  /** Every row of the history, the oldest first, each with the id of its device; each iteration reads them again. */
  history(query: HistoryQuery): Promise<Iterable<RecordedRow>>;
  /** Decides and records, alone; when it returns, the entry is on disk. */
  commit<T>(decide: Decide<T>): Promise<Committed<T>>;
  /** Decides as commit would, and records nothing. */
  rehearse<T>(decide: Decide<T>): Promise<Committed<T>>;
  info(): Promise<StoreInfo>;
  close(): Promise<void>;
}

/** How a store is opened. */
export interface StoreOptions {
  /** The operator written into each entry. */
  readonly by: string;
  readonly waitMs: number;
  /** The clock: milliseconds since 1970. */
  now(): number;
  notice(notice: Notice): void;
  /** Calls something in which nothing is half done, and that Ctrl-C may break off; what it then throws is passed on. */
  interruptible?<T>(action: () => T): T;
  /** The same for waiting until another process has written. */
  waiting?<T>(action: () => T): T;
  /** Called before an entry is written: from here on the command must not be interrupted. */
  recording?(): void;
  /** Told after each entry how much of the journal has been read, in bytes. */
  progress?(done: number, total: number): void;
}
