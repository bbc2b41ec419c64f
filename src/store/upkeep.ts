import type { Currency } from '../inventory/values/money.ts';
import type { Store } from './store.ts';

/** What is wrong with a store; nothing where it is sound. */
export interface Verification {
  readonly entries: number;
  readonly devices: number;
  readonly findings: readonly Finding[];
}

/** One thing that a verification found. */
export type Finding =
  | {
      readonly key: 'entry-damaged';
      readonly entry: number;
      readonly byte: number;
      readonly reason: 'changed' | 'does-not-apply';
    }
  | { readonly key: 'entries-missing'; readonly entry: number; readonly seen: number }
  | { readonly key: 'torn-tail'; readonly byte: number; readonly bytes: number }
  | { readonly key: 'book-missing'; readonly path: string }
  /** By a crash, not by a hand: the next command that writes makes it anew. */
  | { readonly key: 'book-torn'; readonly path: string }
  | { readonly key: 'book-differs'; readonly path: string };

/** A copy of a store as of one moment. */
export interface Backup {
  readonly entries: number;
  readonly devices: number;
  /** Read as they are taken, while the store is open. */
  readonly bytes: Iterable<Uint8Array>;
}

/** What a repair did. */
export interface Repaired {
  /** Files with the damaged pieces, kept beside the store. */
  readonly setAside: readonly string[];
  /** The entries whose content is lost, by number. */
  readonly lost: readonly number[];
  readonly bookRebuilt: boolean;
  /** Whether the journal's first line was lost or damaged, and is there again. */
  readonly firstLineRebuilt: boolean;
  /** The entries that were kept although nothing is left that proves that they are as they were written. */
  readonly unproved: readonly number[];
  /** The entries that earlier repairs wrote, in the place of lost ones or to correct the stock. */
  readonly repairedBefore: readonly number[];
  /** The entries that bring the stock back to what is known of it, by number. */
  readonly corrections: readonly number[];
}

/** What keeps a store sound: the second port that every kind of store implements. */
export interface Upkeep {
  /** Replays the whole history and compares. */
  verify(): Promise<Verification>;
  /** All that is recorded, without a lock, in the form that a store is restored from; refuses damaged history. */
  backup(): Promise<Backup>;
  /** Rebuilds what can be rebuilt, and deletes nothing. `currency` is believed if nothing else tells it any more. */
  repair(currency?: Currency): Promise<Repaired>;
}

/** A store with both its ports. */
export type KeptStore = Store & Upkeep;
