import type { Invariant } from '../inventory/book/invariants.ts';
import type { Places } from '../inventory/book/places.ts';
import type { BrokenLine } from '../inventory/look/counting/count-audit.ts';
import type { QueueAudit } from '../inventory/look/queue-audit.ts';
import type { ValueAudit } from '../inventory/look/valuation/value-audit.ts';
import type { Currency } from '../inventory/values/money.ts';
import type { FoundAt, Store } from './store.ts';

/** The problems of a store; none if it is sound. */
export interface Verification {
  readonly entries: number;
  readonly devices: number;
  readonly findings: readonly Finding[];
}

/** The rule of the stock that an entry breaks, and the place where it does, if that is known. */
export type BrokenRule = { readonly invariant: Invariant; readonly place: string | null };

/** One thing that a verification found. */
export type Finding =
  | {
      readonly key: 'entry-damaged';
      readonly place: FoundAt & { readonly entry: number };
      readonly params: { readonly reason: 'changed' | 'does-not-apply'; readonly broken?: BrokenRule };
    }
  | {
      readonly key: 'entries-missing';
      readonly place: FoundAt & { readonly entry: number };
      readonly params: { readonly seen: number };
    }
  | {
      /** A posted line breaks the rule of counts: it is not what was counted less what the book had then. */
      readonly key: 'count-differs';
      readonly place: FoundAt & { readonly entry: number };
      readonly params: { readonly count: number; readonly code: string; readonly place: string };
    }
  | {
      /** Goods in a queue are not what their entry put there and is left of that. */
      readonly key: 'queue-differs';
      readonly place: FoundAt & { readonly entry: number };
      readonly params: { readonly queue: string; readonly code: string };
    }
  | {
      /** What is on hand of a device is not worth what its history says. */
      readonly key: 'value-differs';
      readonly place: FoundAt & { readonly entry: number };
      readonly params: { readonly code: string };
    }
  | { readonly key: 'torn-tail'; readonly place: FoundAt; readonly params: { readonly bytes: number } }
  | {
      /** `book-torn`: by a crash, not by an edit; the next command that writes rebuilds it. */
      readonly key: 'book-missing' | 'book-torn' | 'book-differs';
      readonly place: FoundAt;
      readonly params: Record<never, never>;
    };

/** What is wrong with counts. */
export const countFindings = (lines: readonly BrokenLine[], places: Places): readonly Finding[] =>
  lines.map(({ entry, count, code, place }) => ({
    key: 'count-differs',
    place: { entry },
    params: { count, code, place: places.pathOf(place) },
  }));

/** What is wrong with values. */
export const valueFindings = ({ broken }: ValueAudit): readonly Finding[] =>
  broken.map(({ entry, code }) => ({ key: 'value-differs', place: { entry }, params: { code } }));

/** What is wrong with queues. */
export const strayFindings = ({ strays }: QueueAudit): readonly Finding[] =>
  strays.map(({ entry, ...params }) => ({ key: 'queue-differs', place: { entry }, params }));

/** A copy of a store as of one moment. */
export interface Backup {
  readonly entries: number;
  readonly devices: number;
  /** Its lines as bytes, in pieces of any length, read as they are taken. */
  readonly lines: AsyncIterable<Uint8Array>;
}

/** What a repair did. */
export interface Repaired {
  /** Where damaged pieces are kept, beside the store. */
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
  /** The entries that reset the stock to the last known figures, by number. */
  readonly corrections: readonly number[];
}

/** What keeps a store sound: the second port that every kind of store implements. */
export interface Upkeep {
  /** What others must be granted to record here, a line of SQL each; left out of stores in files. */
  readonly grants?: readonly string[];
  /** Replays the whole history and compares. */
  verify(): Promise<Verification>;
  /** All that is recorded, without a lock, in the form that a store is restored from; refuses damaged history. */
  backup(): Promise<Backup>;
  /** Rebuilds what can be rebuilt, and deletes nothing. `currency` is used if no file holds it any more. */
  repair(currency?: Currency): Promise<Repaired>;
}

/** A store with both its ports. */
export type KeptStore = Store & Upkeep;
