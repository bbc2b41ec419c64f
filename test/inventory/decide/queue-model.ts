import fc from 'fast-check';
import type { Book } from '../../../src/inventory/book/book.ts';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import { decideTransfer } from '../../../src/inventory/decide/movements/transfer.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { decideAccept } from '../../../src/inventory/decide/queues/accept.ts';
import { decideCancel } from '../../../src/inventory/decide/queues/cancel.ts';
import { decideDeliver } from '../../../src/inventory/decide/queues/deliver.ts';
import { decideInspect, decideOrder } from '../../../src/inventory/decide/queues/order.ts';
import { decideReceive } from '../../../src/inventory/decide/queues/receive.ts';
import { decideReject } from '../../../src/inventory/decide/queues/reject.ts';
import { decideWriteOff } from '../../../src/inventory/decide/queues/write-off.ts';
import { orRefuse } from '../../../src/inventory/refusal.ts';
import { parseQuantity } from '../../../src/inventory/values/quantity.ts';
import { movementOf, type PlainShop } from './plain-shop.ts';

const q = (units: number) => orRefuse(parseQuantity(String(units)));

type Device = 'T' | 'D';
type Place = 'main' | 'a';
type Queue = 'ordered' | 'inspection' | 'transit' | 'write-off' | 'sold';

/** What somebody asks for. */
export type Asked =
  | { readonly do: 'move'; readonly code: Device; readonly at: Place; readonly change: number }
  | { readonly do: 'sell' | 'write-off'; readonly code: Device; readonly at: Place; readonly units: number }
  | { readonly do: 'order' | 'inspect'; readonly code: Device; readonly at: Place; readonly units: number }
  | { readonly do: 'send'; readonly code: Device; readonly at: Place; readonly units: number }
  | {
      readonly do: 'receive';
      readonly of: number;
      readonly units?: number | undefined;
      readonly inspect: boolean;
      readonly over: boolean;
    }
  | { readonly do: 'accept' | 'cancel' | 'deliver'; readonly of: number; readonly units?: number | undefined }
  | { readonly do: 'reject'; readonly of: number; readonly units?: number | undefined; readonly why: boolean }
  | { readonly do: 'undo'; readonly of: number };

const code = fc.constantFrom<Device>('T', 'D');
const at = fc.constantFrom<Place>('main', 'a');
const units = fc.integer({ min: 1, max: 6 });
const of = fc.integer({ min: 5, max: 24 });

/** Of all that is left, or of some of it. */
const some = { of, units: fc.option(units, { nil: undefined }) };
const yes = fc.boolean();

const asked: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({
    do: fc.constant('move' as const),
    ...{ code, at, change: fc.integer({ min: -6, max: 6 }).filter((change) => change !== 0) },
  }),
  fc.record({ do: fc.constantFrom('sell' as const, 'write-off' as const), code, at, units }),
  fc.record({ do: fc.constantFrom('order' as const, 'inspect' as const), code, at, units }),
  fc.record({ do: fc.constant('send' as const), code, at, units }),
  fc.record({ do: fc.constant('receive' as const), ...some, inspect: yes, over: yes }),
  fc.record({ do: fc.constantFrom('accept' as const, 'cancel' as const, 'deliver' as const), ...some }),
  fc.record({ do: fc.constant('reject' as const), ...some, why: yes }),
  fc.record({ do: fc.constant('undo' as const), of }),
);
/** What one of two clerks asks for. */
export const turn = fc.record({ by: fc.constantFrom('li', 'zhao'), asked });

const other = (place: Place): Place => (place === 'main' ? 'a' : 'main');

/** What an entry has put into a queue, by its number. */
interface Line {
  readonly queue: Queue;
  readonly code: Device;
  readonly from: Place;
  readonly to: Place;
  readonly by: string;
}

/** One entry of the model: what it added where. A place is `T main`, a queue the number of its entry. */
interface Done {
  readonly by: string;
  readonly added: ReadonlyMap<string, number>;
  readonly undoes?: number;
}

/** The same shop as simply as can be: counters, and for each entry what it added to them. */
export class Model {
  readonly counters = new Map<string, number>([
    ['T main', 10],
    ['D main', 20],
  ]);
  readonly lines = new Map<number, Line>();
  readonly entries: (Done | null)[] = [null, null, null, null];

  left(n: number): number {
    return this.counters.get(`#${n}`) ?? 0;
  }

  isUndone(n: number): boolean {
    return this.entries.some((one, index) => one?.undoes === n && !this.isUndone(index + 1));
  }

  /** Adds to counters in an entry; returns false if one would fall below 0. */
  #add(by: string, parts: readonly (readonly [string, number])[], undoes?: number): boolean {
    const added = new Map<string, number>();
    for (const [key, change] of parts) added.set(key, (added.get(key) ?? 0) + change);
    for (const [key, change] of added) if ((this.counters.get(key) ?? 0) + change < 0) return false;
    for (const [key, change] of added) this.counters.set(key, (this.counters.get(key) ?? 0) + change);
    this.entries.push({ by, added, ...(undoes === undefined ? {} : { undoes }) });
    return true;
  }

  #begin(by: string, line: Omit<Line, 'by'>, quantity: number, more: readonly [string, number][]): boolean {
    const n = this.entries.length + 1;
    if (!this.#add(by, [...more, [`#${n}`, quantity]])) return false;
    this.lines.set(n, { ...line, by });
    return true;
  }

  /** Performs a step; returns false if it is refused. */
  do(by: string, one: Asked): boolean {
    switch (one.do) {
      case 'move':
        return this.#add(by, [[`${one.code} ${one.at}`, one.change]]);
      case 'order':
      case 'inspect': {
        const queue = one.do === 'order' ? 'ordered' : 'inspection';
        return this.#begin(by, { queue, code: one.code, from: one.at, to: one.at }, one.units, []);
      }
      case 'sell':
      case 'write-off':
      case 'send': {
        const queue = one.do === 'sell' ? 'sold' : one.do === 'send' ? 'transit' : 'write-off';
        const line = { queue, code: one.code, from: one.at, to: other(one.at) } as const;
        return this.#begin(by, line, one.units, [[`${one.code} ${one.at}`, -one.units]]);
      }
      case 'undo':
        return this.#undo(by, one.of);
      default:
        return this.#step(by, one);
    }
  }

  #step(by: string, one: Extract<Asked, { readonly of: number }>): boolean {
    const line = this.lines.get(one.of);
    const left = this.left(one.of);
    if (line === undefined || left === 0 || one.do === 'undo') return false;
    const { queue, from, to } = line;
    const wanted = one.units ?? left;
    const taken = [`#${one.of}`, -Math.min(wanted, left)] as const;
    const comesTo = (place: Place) => [`${line.code} ${place}`, wanted] as const;
    const mayBeMore = one.do === 'receive' && one.over && queue === 'ordered';
    if (wanted > left && !mayBeMore) return false;
    switch (`${one.do} ${queue}`) {
      case 'receive ordered':
        return one.do === 'receive' && one.inspect
          ? this.#begin(by, { queue: 'inspection', code: line.code, from: to, to }, wanted, [[...taken]])
          : this.#add(by, [taken, comesTo(to)]);
      case 'receive transit':
        return one.do === 'receive' && !one.inspect && !one.over && this.#add(by, [taken, comesTo(to)]);
      case 'accept inspection':
        return this.#add(by, [taken, comesTo(to)]);
      case 'accept write-off':
        return line.by !== by && this.#add(by, [taken]);
      case 'reject inspection':
        return one.do === 'reject' && one.why && this.#add(by, [taken]);
      case 'reject write-off':
        return one.do === 'reject' && !one.why && this.#add(by, [taken, comesTo(from)]);
      case 'cancel ordered':
      case 'deliver sold':
        return this.#add(by, [taken]);
      case 'cancel transit':
      case 'cancel sold':
        return this.#add(by, [taken, comesTo(from)]);
      default:
        return false;
    }
  }

  #undo(by: string, n: number): boolean {
    const undone = this.entries[n - 1];
    if (undone === undefined || undone === null || this.isUndone(n)) return false;
    const own = [...undone.added].filter(([key, change]) => key.startsWith('#') && change > 0);
    const isTakenOn = this.entries.some(
      (later, index) =>
        later !== null &&
        index + 1 > n &&
        later.undoes === undefined &&
        !this.isUndone(index + 1) &&
        own.some(([key]) => (later.added.get(key) ?? 0) < 0),
    );
    if (undone.undoes === undefined && isTakenOn) return false;
    return this.#add(
      by,
      [...undone.added].map(([key, change]) => [key, -change]),
      n,
    );
  }

  /** What is pending: queue, entry, device and how many are left. */
  get pending(): readonly (readonly [string, number, string, number])[] {
    return [...this.lines]
      .map(([n, line]) => [line.queue, n, line.code, this.left(n)] as const)
      .filter(([, , , left]) => left > 0);
  }
}

export type Step = Parameters<PlainShop['do']>[0];

/** The same, asked of the decisions. */
export function stepFor(one: Asked, by: string): Step {
  return (book, journal, time) => {
    const taking = 'of' in one && one.do !== 'undo' ? { entry: one.of, ...quantityOf(one) } : { entry: 0 };
    switch (one.do) {
      case 'move': {
        const typed = movementOf({ device: one.code, change: one.change });
        return decideMove(book, journal, { ...typed, place: one.at }, time).entry;
      }
      case 'sell': {
        const typed = movementOf({ device: one.code, change: -one.units });
        return decideMove(book, journal, { ...typed, place: one.at, toDeliver: true }, time).entry;
      }
      case 'write-off': {
        const wanted = { device: one.code, quantity: q(one.units), reason: 'damage', place: one.at } as const;
        return decideWriteOff(book, journal, wanted, time).entry;
      }
      case 'order':
      case 'inspect': {
        const incoming = { device: one.code, quantity: q(one.units), to: one.at };
        return (one.do === 'order' ? decideOrder : decideInspect)(book, journal, incoming, time).entry;
      }
      case 'send': {
        const sides = { from: one.at, to: other(one.at), inTransit: true };
        const transfer = { device: one.code, quantity: q(one.units), ...sides };
        return decideTransfer(book, journal, transfer, time).entry;
      }
      case 'receive':
        return decideReceive(book, journal, { ...taking, inspect: one.inspect, over: one.over }, time).entry;
      case 'accept':
        return decideAccept(book, journal, taking, time, by).entry;
      case 'reject':
        return decideReject(book, journal, { ...taking, ...(one.why ? { reason: 'other' } : {}) }, time)
          .entry;
      case 'cancel':
        return decideCancel(book, journal, taking, time).entry;
      case 'deliver':
        return decideDeliver(book, journal, taking, time).entry;
      case 'undo':
        return decideUndo(book, journal, { entry: one.of, by }, time).entry;
    }
  };
}

const quantityOf = ({ units: some }: { readonly units?: number | undefined }) =>
  some === undefined ? {} : { quantity: q(some) };

/** How many of each device lie at each place and under each number. */
export function countersOf(book: Book): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { device, stock } of book.all())
    for (const { place, of: n, quantity } of stock.levels)
      found.set(n === null ? `${device.code} ${book.places.pathOf(place)}` : `#${n}`, quantity);
  return found;
}

/** Those that are not 0, in an order of their own. */
export const above0 = (counters: ReadonlyMap<string, number>) =>
  new Map([...counters].filter(([, quantity]) => quantity > 0).sort());
