import type { Device } from '../devices/device.ts';
import type { Currency } from '../values/money.ts';
import { Counts } from './counts.ts';
import type { UsedNumbersByPrefix } from './generated-codes.ts';
import { Places } from './places.ts';
import type { StockState } from './stock.ts';

/** A device with what movements and time have made of it. */
export interface Stocked {
  readonly device: Device;
  readonly stock: StockState;
}

/**
 * The recorded facts, as a book asks for them: an answer, or undefined if there is none. What a question costs is the store's
 * matter; a large book is on disk, and few commands need all of it.
 */
export interface Facts {
  readonly currency: Currency;
  /** The number of the last entry; 0 before the first. */
  readonly entry: number;
  /** The id that the next device gets; ids are never used again. */
  readonly nextId: number;
  readonly usedNumbers: UsedNumbersByPrefix;
  readonly places: Places;
  readonly counts: Counts;
  /** How many devices there are. */
  readonly size: number;
  stocked(id: number): Stocked | undefined;
  /** The id of the device whose code has that key. */
  idOfCode(key: string): number | undefined;
  /** The ids of the devices whose name folds to that. */
  idsOfName(folded: string): readonly number[];
  /** The ids of the devices that take part of their price from one. */
  idsPricedFrom(id: number): readonly number[];
  /** The codes of all devices. */
  codes(): Iterable<string>;
  /** The entries under which something lies in a queue. */
  entriesInQueues(): Iterable<number>;
  /** Every device, in the order they were added. */
  all(): Iterable<Stocked>;
}

/**
 * What a decision is going to ask, as far as that is known before it asks: a store far away fetches it in one trip, and
 * each device with those that it is priced from and that are priced from it, each entry with its devices.
 */
export interface Needs {
  /** Codes or names, as typed. */
  readonly devices?: Iterable<string>;
  readonly codesBeginning?: string | undefined;
  readonly keys?: Iterable<string>;
  readonly entry?: number | undefined;
  /** Entries whose pieces come back, or may have: each with what belongs to it. */
  readonly returnsOf?: readonly number[] | undefined;
  /** Entries under which something lies in a queue: each with what belongs to it, and the devices of that. */
  readonly inQueues?: readonly number[] | undefined;
  /** The movements of pieces with these serial numbers. */
  readonly serials?: readonly string[] | undefined;
  /** Digests of files that may have been imported. */
  readonly files?: readonly string[];
  readonly recent?: boolean;
  /** Which entries are undone or corrected. */
  readonly undos?: boolean;
  /** The last entry that this operator can take back. */
  readonly lastToUndo?: string | undefined;
}

/** Before the first entry. */
export const noFacts = (currency: Currency): Facts => ({
  currency,
  entry: 0,
  nextId: 1,
  usedNumbers: {},
  places: Places.unplaced,
  counts: Counts.none,
  size: 0,
  stocked: () => undefined,
  idOfCode: () => undefined,
  idsOfName: () => [],
  idsPricedFrom: () => [],
  codes: () => [],
  entriesInQueues: () => [],
  all: () => [],
});
