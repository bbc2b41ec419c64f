import { expect } from 'vitest';
import { Book } from '../../../src/inventory/book/book.ts';
import {
  type Change,
  type ChangeInCount,
  type CountChange,
  type DeviceChange,
  type Entry,
  isInCount,
  isOfCount,
  isOfDevice,
  isOfPlace,
  type Moved,
  type NewEntry,
  type PlaceChange,
} from '../../../src/inventory/book/change.ts';
import { deviceJson } from '../../../src/inventory/book/device-json.ts';
import { type Bearer, type Journal, maxRecent } from '../../../src/inventory/book/journal.ts';
import { decideAdd } from '../../../src/inventory/decide/devices/add.ts';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import { type Movement, parseReason } from '../../../src/inventory/decide/movements/movement.ts';
import type { Device } from '../../../src/inventory/devices/device.ts';
import { kinds } from '../../../src/inventory/devices/kinds.ts';
import { bearersAmong } from '../../../src/inventory/look/bearers.ts';
import { isToUndo, undoneEntries } from '../../../src/inventory/look/history.ts';
import { type Json, orRefuse, Refusal } from '../../../src/inventory/refusal.ts';
import { codeKey } from '../../../src/inventory/values/code.ts';
import { parseCurrency, parseMoney } from '../../../src/inventory/values/money.ts';
import { parseOnHand, parseQuantity } from '../../../src/inventory/values/quantity.ts';
import { haveCommon, parseSerials } from '../../../src/inventory/values/serials.ts';
import { parseName, parseNote, parseReference } from '../../../src/inventory/values/text.ts';
import { decidedFarAway } from './remote.ts';

const cny = orRefuse(parseCurrency('CNY'));
const opened = Date.UTC(2026, 10, 23, 2);

/** Fields as they are typed. */
export type Typed = { readonly [field: string]: string };

export const fieldsOf = (typed: Typed): ReadonlyMap<string, string> => new Map(Object.entries(typed));

/** A movement with a signed `change`. */
export interface TypedMove {
  readonly device: string;
  readonly change: number;
  readonly reason?: string;
  readonly cost?: string;
  readonly ref?: string;
  readonly note?: string;
  readonly key?: string;
  readonly expect?: number;
  readonly party?: string;
  readonly serials?: string;
  readonly of?: number;
}

export function movementOf(typed: TypedMove): Movement {
  const { device, change, reason, cost, ref, note, key, expect, party, serials, of } = typed;
  const direction = change > 0 ? 'stock-in' : 'stock-out';
  return {
    device,
    direction,
    quantity: orRefuse(parseQuantity(String(Math.abs(change)))),
    reason: orRefuse(parseReason(reason, direction)),
    ...(cost === undefined ? {} : { cost: orRefuse(parseMoney(cost, cny)) }),
    ...(ref === undefined ? {} : { ref: orRefuse(parseReference(ref)) }),
    ...(note === undefined ? {} : { note: orRefuse(parseNote(note)) }),
    ...(key === undefined ? {} : { key: orRefuse(parseReference(key)) }),
    ...(expect === undefined ? {} : { expect: orRefuse(parseOnHand(String(expect))) }),
    ...(of === undefined ? {} : { of }),
    ...(party === undefined ? {} : { party: orRefuse(parseName(party)) }),
    ...(serials === undefined ? {} : { serials: orRefuse(parseSerials(serials)) }),
  };
}

/** A journal as plain as can be: every question is answered by reading every entry. */
export class PlainJournal implements Journal {
  readonly list: Entry[] = [];

  *#changes(): Generator<{ entry: Entry; change: Change }> {
    for (const entry of this.list) for (const change of entry.changes) yield { entry, change };
  }

  keyed(key: string): { entry: Entry; move: Moved } | undefined {
    return this.allKeyed(new Set([key])).get(key);
  }

  allKeyed(keys: ReadonlySet<string>): ReadonlyMap<string, { entry: Entry; move: Moved }> {
    const found = new Map<string, { entry: Entry; move: Moved }>();
    for (const { entry, change } of this.#changes())
      if (change.do === 'move' && change.key !== undefined && keys.has(change.key))
        found.set(change.key, { entry, move: change });
    return found;
  }

  entryKeyed(key: string): Entry | undefined {
    return this.list.find(({ changes }) => changes.some((change) => 'key' in change && change.key === key));
  }

  changesInCount(n: number): Iterable<{ entry: Entry; change: ChangeInCount }> {
    return [...this.#changes()].flatMap(({ entry, change }) =>
      isInCount(change, n) ? [{ entry, change }] : [],
    );
  }

  countChanges(): Iterable<{ entry: Entry; change: CountChange }> {
    return [...this.#changes()].flatMap(({ entry, change }) =>
      isOfCount(change) ? [{ entry, change }] : [],
    );
  }

  movesAfter(n: number): Iterable<{ entry: Entry; change: Moved }> {
    return [...this.#changes()].flatMap(({ entry, change }) =>
      change.do === 'move' && entry.n > n ? [{ entry, change }] : [],
    );
  }

  seal(): string {
    return `seal of ${this.list.length}`;
  }

  entry(n: number): Entry | undefined {
    return this.list[n - 1];
  }

  willNeed(): void {}

  recent(): readonly Entry[] {
    return this.list.slice(-maxRecent).reverse();
  }

  lastToUndo(by: string): Entry | undefined {
    const undone = undoneEntries(this.undos());
    return this.list.toReversed().find((entry) => isToUndo(entry, by, undone));
  }

  *#deviceChanges(): Generator<{ entry: Entry; change: DeviceChange }> {
    for (const { entry, change } of this.#changes()) if (isOfDevice(change)) yield { entry, change };
  }

  placeChanges(): Iterable<{ entry: Entry; change: PlaceChange }> {
    return [...this.#changes()].flatMap(({ entry, change }) =>
      isOfPlace(change) ? [{ entry, change }] : [],
    );
  }

  movesOf(n: number): Iterable<{ entry: Entry; change: Moved }> {
    return [...this.#changes()].flatMap(({ entry, change }) =>
      change.do === 'move' && change.of === n ? [{ entry, change }] : [],
    );
  }

  movesWithSerials(serials: readonly string[]): Iterable<{ entry: Entry; change: Moved }> {
    return [...this.#changes()].flatMap(({ entry, change }) =>
      change.do === 'move' && haveCommon(change.serials ?? [], serials) ? [{ entry, change }] : [],
    );
  }

  changesOf(ids: ReadonlySet<number>): Iterable<{ entry: Entry; change: DeviceChange }> {
    return [...this.#deviceChanges()].filter(({ change }) => ids.has(change.id));
  }

  undos(): readonly { n: number; undoes: number }[] {
    return this.list.flatMap(({ n, undoes }) => (undoes === undefined ? [] : [{ n, undoes }]));
  }

  corrections(): readonly Entry[] {
    return this.list.filter(({ corrects }) => corrects !== undefined);
  }

  bearers(codes: Iterable<string>): ReadonlyMap<string, readonly Bearer[]> {
    return bearersAmong(this.#deviceChanges(), new Set(Array.from(codes, codeKey)));
  }

  wasUsed(code: string): boolean {
    return this.bearers([code]).size > 0;
  }

  importOf(sha256: string): number | undefined {
    return this.list.find(({ file }) => file?.sha256 === sha256)?.n;
  }
}

const asRecorded = (decided: unknown): unknown =>
  JSON.parse(
    JSON.stringify(decided ?? null, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  );

/** A shop without files, whose clock is its own: what decisions come to, and nothing else. */
export class PlainShop {
  readonly journal = new PlainJournal();
  /** Seconds since it was opened. */
  seconds = 0;
  /** How often the last decision would have had to ask a store far away. */
  trips = 0;

  /** Makes the book again from all entries. */
  get book(): Book {
    const book = Book.empty(cny, kinds);
    for (const entry of this.journal.list) book.applyEntry(entry);
    return book;
  }

  get at(): string {
    return new Date(opened + this.seconds * 1000).toISOString();
  }

  /** What a decision comes to, here and on a store far away: the same. */
  #decided<T>(decide: (book: Book, journal: Journal, at: string) => T): T {
    const { outcome, trips } = decidedFarAway(this.book, this.journal, kinds, (book, journal) =>
      decide(book, journal, this.at),
    );
    this.trips = trips;
    try {
      const near = decide(this.book, this.journal, this.at);
      expect(asRecorded(outcome)).toEqual(asRecorded(near));
      return near;
    } catch (error) {
      if (error instanceof Refusal) expect(outcome).toEqual(error);
      throw error;
    }
  }

  /** Decides on its own book and records the result; null if there is nothing to record. */
  do(decide: (book: Book, journal: Journal, at: string) => NewEntry | null, by = 'li'): Entry | null {
    this.seconds++;
    const decided = this.#decided(decide);
    if (decided === null) return null;
    const { packed, ...rest } = decided;
    const changes = [
      ...Array.from({ length: packed?.length ?? 0 }, (_, index) => packed?.at(index)),
      ...rest.changes,
    ];
    // As a journal's line has it.
    const entry: Entry = JSON.parse(
      JSON.stringify({ n: this.journal.list.length + 1, at: this.at, by, ...rest, changes }),
    );
    this.journal.list.push(entry);
    return entry;
  }

  /** The error code and details of a refused decision. Throws if it is not refused. */
  refused(decide: (book: Book, journal: Journal, at: string) => unknown): {
    readonly code: string;
    readonly problem: string;
    readonly details: { readonly [key: string]: Json };
  } {
    try {
      this.#decided(decide);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { code: error.code, problem: error.problem.key, details: error.details };
    }
    throw new Error('it was not refused');
  }

  add(kind: string, typed: Typed): Entry | null {
    return this.do((book, journal, at) =>
      decideAdd(book, journal, orRefuse(kinds.parse(kind)), fieldsOf(typed), at),
    );
  }

  move(typed: TypedMove): Entry | null {
    return this.do((book, journal, at) => decideMove(book, journal, movementOf(typed), at).entry);
  }

  device(code: string): Device {
    const device = this.book.withCode(code);
    if (device === undefined) throw new Error(`no device ${code}`);
    return device;
  }

  onHand(code: string): number {
    return this.book.onHand(this.device(code).id);
  }

  json(code: string): { readonly [key: string]: Json } {
    return deviceJson(this.device(code), this.book);
  }
}

export const television: Typed = { name: 'Set', size: '42', panel: 'lcd', price: '1000' };
export const player: Typed = { name: 'Player', disc: 'hd', price: '300' };

/** A television T with 10 on hand, a player D with 20, and a combo C that is priced from both. */
export function shop(): PlainShop {
  const made = new PlainShop();
  made.add('tv', { ...television, code: 'T', quantity: '10', cost: '600' });
  made.add('dvd', { ...player, code: 'D', quantity: '20', cost: '100' });
  made.add('combo', { code: 'C', name: 'Both', size: '22', panel: 'lcd', disc: 'hd', tv: 'T', dvd: 'D' });
  return made;
}
