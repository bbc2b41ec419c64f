import { Book } from '../../../src/inventory/book/book.ts';
import { isOfDevice } from '../../../src/inventory/book/change.ts';
import type { Facts, Needs } from '../../../src/inventory/book/facts.ts';
import type { Journal } from '../../../src/inventory/book/journal.ts';
import type { Kinds } from '../../../src/inventory/devices/kinds.ts';
import { Refusal } from '../../../src/inventory/refusal.ts';
import { codeKey } from '../../../src/inventory/values/code.ts';
import { folded } from '../../../src/inventory/values/text.ts';

/** A store far away has not been asked for something yet. No decision may catch this. */
class NotFetched extends Error {
  override readonly name = 'NotFetched';
}

/** More trips than any decision should need. */
const maxTrips = 200;

const asText = (value: unknown): unknown => (value instanceof Set ? [...value].sort() : value);
const questionOf = (name: string, args: readonly unknown[]): string =>
  `${name}${JSON.stringify(args.map(asText))}`;

const isLazy = (found: unknown): found is Iterable<unknown> =>
  typeof found === 'object' && found !== null && 'next' in found && Symbol.iterator in found;

/** What a store far away has been asked, and what of it has come. */
class Remote {
  trips = 0;
  readonly #near: Facts;
  readonly #journal: Journal;
  readonly #fetched = new Set<string>();
  readonly #wanted = new Map<string, () => void>();
  /** Of what begins so, every code has come. */
  readonly #prefixes = new Set<string>();

  constructor(near: Facts, journal: Journal) {
    this.#near = near;
    this.#journal = journal;
  }

  get facts(): Facts {
    return this.#remote(this.#near, (name, args) => {
      if (name === 'idOfCode') this.#come({ code: String(args[0]) });
      if (name === 'idsOfName') this.#come({ name: String(args[0]) });
      if (name === 'stocked') this.#device(Number(args[0]));
    });
  }

  get journal(): Journal {
    const far = this.#remote(this.#journal, (name, args) => {
      if (name === 'entry') this.#entry(Number(args[0]));
      if (name === 'keyed') this.#key(String(args[0]));
    });
    return Object.assign(Object.create(far), { willNeed: (needs: () => Needs) => this.#willNeed(needs()) });
  }

  /** Each method of something, and each of its values, answered only once it has been fetched. */
  #remote<T extends object>(near: T, fetch: (name: string, args: readonly unknown[]) => void): T {
    return new Proxy(near, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return this.#answer('head', () => this.#come({}), value);
        return (...args: unknown[]) => {
          const name = String(key);
          const isKnown =
            name === 'idOfCode' && [...this.#prefixes].some((one) => String(args[0]).startsWith(one));
          if (!isKnown) this.#answer(questionOf(name, args), () => fetch(name, args), undefined);
          const found: unknown = Reflect.apply(value, target, args);
          // What comes over a wire is there as a whole.
          return isLazy(found) ? [...found] : found;
        };
      },
    });
  }

  #answer<T>(question: string, fetch: () => void, value: T): T {
    if (this.#fetched.has(question)) return value;
    this.#wanted.set(question, fetch);
    throw new NotFetched(question);
  }

  #willNeed({
    devices = [],
    codesBeginning,
    keys,
    entry,
    returnsOf = [],
    inQueues = [],
    serials = [],
    files = [],
    recent,
    undos,
    lastToUndo,
  }: Needs): void {
    const want = (name: string, args: readonly unknown[], fetch = () => {}) =>
      this.#wanted.set(questionOf(name, args), fetch);
    for (const typed of devices)
      want('typed', [typed], () => this.#come({ code: codeKey(typed.trim()), name: folded(typed.trim()) }));
    if (codesBeginning !== undefined)
      want('prefix', [codesBeginning], () => this.#prefixes.add(codeKey(codesBeginning)));
    const all = new Set(keys);
    if (all.size > 0) want('allKeyed', [all]);
    for (const key of all) {
      want('keyed', [key], () => this.#key(key));
      want('entryKeyed', [key]);
    }
    if (entry !== undefined) want('entry', [entry], () => this.#entry(entry));
    for (const n of returnsOf) {
      want('entry', [n], () => this.#entry(n));
      want('movesOf', [n]);
    }
    for (const n of inQueues)
      want('movesOf', [n], () => {
        for (const { change } of this.#journal.movesOf(n)) this.#device(change.id);
      });
    if (serials.length > 0) want('movesWithSerials', [serials]);
    for (const sha256 of files) want('importOf', [sha256]);
    if (recent === true) want('recent', []);
    if (undos === true) for (const name of ['undos', 'corrections']) want(name, []);
    if (lastToUndo !== undefined)
      want('lastToUndo', [lastToUndo], () => this.#entry(this.#journal.lastToUndo(lastToUndo)?.n));
  }

  /** Fetches all that was wanted, in one trip. */
  fetch(): void {
    this.#come({});
    for (const [question, fetch] of this.#wanted) {
      this.#fetched.add(question);
      fetch();
    }
    this.#wanted.clear();
    if (++this.trips > maxTrips) throw new Error('too many trips');
  }

  /** What comes with every trip, and the devices that something leads to. */
  #come({ code, name }: { readonly code?: string; readonly name?: string }): void {
    this.#fetched.add('head');
    if (code !== undefined) {
      this.#fetched.add(questionOf('idOfCode', [code]));
      this.#device(this.#near.idOfCode(code));
    }
    if (name === undefined) return;
    this.#fetched.add(questionOf('idsOfName', [name]));
    for (const id of this.#near.idsOfName(name)) this.#device(id);
  }

  /** A device comes with its parts and its users. */
  #device(id: number | undefined): void {
    if (id === undefined || this.#fetched.has(questionOf('stocked', [id]))) return;
    const known = this.#near.stocked(id);
    for (const name of ['stocked', 'idsPricedFrom']) this.#fetched.add(questionOf(name, [id]));
    for (const part of known?.device.components.values() ?? [])
      if ('device' in part) this.#device(part.device);
    for (const user of this.#near.idsPricedFrom(id)) this.#device(user);
  }

  /** An entry comes with its devices. */
  #entry(n: number | undefined): void {
    if (n === undefined) return;
    this.#fetched.add(questionOf('entry', [n]));
    for (const change of this.#journal.entry(n)?.changes ?? [])
      if (isOfDevice(change)) this.#device(change.id);
  }

  #key(key: string): void {
    this.#fetched.add(questionOf('keyed', [key]));
    this.#device(this.#journal.keyed(key)?.move.id);
  }
}

/**
 * Makes a decision on a store that answers nothing at first: it is asked again and again, each time with what it asked for
 * last fetched, until it comes to something.
 */
export function decidedFarAway<T>(
  facts: Facts,
  journal: Journal,
  kinds: Kinds,
  decide: (book: Book, journal: Journal) => T,
): { readonly outcome: T | Refusal; readonly trips: number } {
  const remote = new Remote(facts, journal);
  for (;;) {
    try {
      return { outcome: decide(new Book(remote.facts, kinds), remote.journal), trips: remote.trips };
    } catch (error) {
      if (error instanceof Refusal) return { outcome: error, trips: remote.trips };
      if (!(error instanceof NotFetched)) throw error;
      remote.fetch();
    }
  }
}
