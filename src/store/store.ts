import type { Book } from '../inventory/book/book.ts';
import type { Entry, NewEntry } from '../inventory/book/change.ts';
import type { EntryTimes } from '../inventory/book/clock.ts';
import type { Journal } from '../inventory/book/journal.ts';
import type { PlaceId } from '../inventory/book/place-kinds.ts';
import type { RecordedRow } from '../inventory/look/history.ts';
import type { ListRow } from '../inventory/look/list-row.ts';
import type { Listing, Selection } from '../inventory/look/listing.ts';
import type { RowQuery } from '../inventory/look/recorded/rows.ts';
import type { ReplayedChange } from '../inventory/look/valuation/valuation.ts';
import type { Currency } from '../inventory/values/money.ts';

/**
 * What is made of a book, the journal behind it, and the time. The book is its own, so it may apply changes to it. It has
 * no other effect until it returns, and returns all that will be said: a store far away may call it more than once, and
 * knows nothing of the book afterwards.
 */
export type Question<T> = (book: Book, journal: Journal, at: string) => T;

/**
 * What a command decides on: changes to record, or none, and an answer of its own; throwing a refusal records nothing.
 */
export type Decide<T> = Question<{
  readonly entry: NewEntry | null;
  readonly answer: T;
  /** Whether it would come to the same movement with any quantity on hand that is enough for it. */
  readonly anyEnough?: boolean;
}>;

/** What came of it. `entry` is null where there was nothing to record. */
export interface Committed<T> {
  readonly entry: Entry | null;
  readonly answer: T;
}

/** Where something was found: by the entry's number, and by whatever else finds it in a store of its kind. */
export interface FoundAt {
  readonly entry?: number;
  /** In the journal. */
  readonly byte?: number;
  readonly path?: string;
}

/**
 * Something a person should know although the command went well; the cli says it in words, on stderr. `where` is what it is
 * about, `keptAs` where what was replaced is kept, both as a person would name them.
 */
export type Notice =
  | { readonly key: 'torn-tail-set-aside'; readonly keptAs: string }
  | { readonly key: 'book-rebuilt'; readonly where: string; readonly keptAs: string | null }
  | { readonly key: 'book-not-as-written'; readonly where: string }
  | { readonly key: 'damaged-after'; readonly place: FoundAt & { readonly entry: number } }
  | {
      readonly key: 'upgraded';
      readonly from: number;
      readonly to: number;
      readonly keptAs: readonly string[];
    }
  | { readonly key: 'tables-upgraded'; readonly where: string }
  | { readonly key: 'restored-upgraded'; readonly from: number; readonly to: number }
  | { readonly key: 'backup-torn'; readonly where: string; readonly place: FoundAt }
  | { readonly key: 'after-commit' | 'after-repair'; readonly reason: string }
  | { readonly key: 'password-visible' };

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
  /** What it takes up, in whatever it is kept. */
  readonly sizeBytes: number;
  /** Perhaps without its changes. */
  readonly lastEntry: Entry | null;
  /** Whether a commit is on a second server, too, when it has been answered; left out where there are no servers. */
  readonly waitsForStandby?: boolean;
}

/** Which rows of the history are asked for. */
export interface HistoryQuery extends RowQuery {
  /** Only the last so many of them. */
  readonly last?: number | undefined;
}

/** Which devices are asked for, and in which order. */
export interface ListQuery extends Selection {
  /** As they stood at a time, in milliseconds since 1970: after the last entry made by then. */
  readonly asOf?: number | undefined;
  /**
   * As they are at a place of today, with those below it: what is on hand is what lies there. Which one that is may be asked of
   * the book with which the list is made.
   */
  readonly place?: PlaceId | Question<PlaceId> | undefined;
}

/** Devices of a book, a page of at most `maxPageRows` after the other. */
export interface Listed extends Omit<Listing, 'rows'> {
  readonly pages: AsyncIterable<readonly ListRow[]>;
}

/**
 * All devices of a book that has only the first place, in the order of their codes: where the line of each is among the bytes of a
 * file, as JSON that begins with what every JSON output says of a device (`deviceFields`) after its id. A device that is not
 * as its line has it has a row, by its place in the order.
 */
export interface ListedLines {
  readonly currency: Currency;
  readonly bytes: Uint8Array;
  readonly begins: Uint32Array;
  readonly lengths: Uint32Array;
  readonly rows: ReadonlyMap<number, ListRow>;
}

/** Where a book lives: the port that every kind of store implements, beside upkeep.ts. */
export interface Store {
  /** Where the store is, as a person would name it. */
  readonly where: string;
  /** Answers a question by what is recorded, without a lock, and records nothing. */
  ask<T>(question: Question<T>): Promise<T>;
  list(query: ListQuery): Promise<Listed>;
  /** All devices by code as lines, if the store has them so; undefined if there is none, or more than one place. */
  linesByCode(): Promise<ListedLines | undefined>;
  /** The rows of the history that are asked for, the oldest first, a page of at most `maxPageRows` after the other. */
  history(query: HistoryQuery): AsyncIterable<readonly RecordedRow[]>;
  /** From when entries count, also which is the last of those that count from before a time, in milliseconds since 1970. */
  entryTimes(since: number): Promise<EntryTimes>;
  /** Hands over all that has become of devices up to an entry, the oldest first, and keeps none of it. */
  replay(upTo: number, take: (change: ReplayedChange) => void): Promise<void>;
  /** Decides and records, alone; when it returns, the entry is on disk. */
  commit<T>(decide: Decide<T>): Promise<Committed<T>>;
  info(): Promise<StoreInfo>;
  close(): Promise<void>;
}

/** How a store is opened. */
export interface StoreOptions {
  /** The operator written into each entry. */
  readonly by: string;
  readonly waitMs: number;
  /** The variables that people set for servers. */
  readonly env?: { readonly [name: string]: string | undefined };
  /** Whether the place was typed, where others can see it. */
  readonly isTyped?: boolean;
  /** The clock: milliseconds since 1970. */
  now(): number;
  notice(notice: Notice): void;
  /** Calls something in which nothing is half done, and that Ctrl-C may break off; what it then throws is passed on. */
  interruptible?<T>(action: () => T): T;
  /** The same for waiting until another process has written. */
  waiting?<T>(action: () => T): T;
  /**
   * Called before an entry is written: from here on the command must not be interrupted. A store that waits for events
   * meanwhile passes `breakOff`, which asks it to give the entry up if it still can; then it calls `givenUp`.
   */
  recording?(breakOff?: () => void): void;
  /** Called when it is certain that an entry that was to be broken off is not recorded, and will not be. */
  givenUp?(): void;
  /** Called after each entry with how much of what is recorded has been read, and how much there is, in units of the store's own. */
  progress?(done: number, total: number): void;
}
