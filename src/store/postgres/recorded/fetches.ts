import type { Result, Row, Statement } from '../server/connection.ts';
import { type Head, readHead, selectHead } from '../tables/head.ts';

/** What a decision asks for has not been fetched yet. No decision may catch this. */
class NotFetched extends Error {
  override readonly name = 'NotFetched';
}

/** One for all: it says no more than that, and making an error takes time. */
const notFetched = new NotFetched('asked of the store');

/** A question to the server, and what is kept of its rows. */
export interface Want {
  readonly statement: Statement;
  keep(rows: readonly Row[]): void;
}

/** Sends statements that are to see the same moment. */
export type Send = (statements: readonly Statement[]) => Promise<readonly Result[]>;

/** More trips than any decision needs. */
const maxTrips = 1000;

/**
 * What has been fetched of a store for one decision, and what is to be fetched next: the decision is made again and again,
 * each time with all that it has asked for so far.
 */
export class Fetches {
  readonly store: string;
  #head: Head | undefined;
  /** What has been asked, by name; forgotten where the store has gone on since the last trip. */
  #wants = new Map<string, Want>();
  #next = new Map<string, Want>();
  #known = new Set<string>();
  /** Makes wants of what is asked of many at once, just before a trip. */
  readonly #gathered: (() => Iterable<readonly [string, Want]>)[] = [];
  readonly #forget: (() => void)[] = [];
  trips = 0;

  /** `check` refuses a store that must not be read or written. */
  constructor(
    store: string,
    readonly check: (head: Head) => void,
  ) {
    this.store = store;
  }

  /** Registers something that gathers questions of one kind, and forgets what was kept when that is no longer so. */
  register(gather: () => Iterable<readonly [string, Want]>, forget: () => void): void {
    this.#gathered.push(gather);
    this.#forget.push(forget);
  }

  get head(): Head {
    return this.#head ?? this.miss();
  }

  /** What has been fetched of the head, if anything has. */
  get fetchedHead(): Head | undefined {
    return this.#head;
  }

  /** Breaks the decision off, until what it asked for is there. */
  miss(): never {
    throw notFetched;
  }

  /** Notes a question; whether it has been answered. */
  want(name: string, want: () => Want): boolean {
    if (this.#known.has(name)) return true;
    if (!this.#next.has(name)) this.#next.set(name, want());
    return false;
  }

  /** Makes a decision on what has been fetched, fetching until it comes to something. `decide` may run several times. */
  async decided<T>(decide: () => T, send: Send): Promise<T> {
    for (;;) {
      try {
        const outcome = decide();
        // What was decided without any question still needs the head that it stands on.
        if (this.#head !== undefined) return outcome;
      } catch (error) {
        if (error !== notFetched) throw error;
      }
      if (++this.trips > maxTrips) throw new Error('a decision that never ends');
      await this.fetch(send);
    }
  }

  /** Fetches all that was asked for in one trip; all of it again where the store has gone on meanwhile. */
  async fetch(send: Send): Promise<void> {
    for (const gather of this.#gathered) for (const [name, want] of gather()) this.#next.set(name, want);
    const wants = [...this.#next];
    const [first, ...results] = await send([
      selectHead(this.store),
      ...wants.map(([, { statement }]) => statement),
    ]);
    const head = readHead(first?.rows[0] ?? refuseNoHead());
    this.check(head);
    for (const [name, want] of wants) this.#wants.set(name, want);
    if (this.#head !== undefined && this.#head.n !== head.n) {
      this.forget();
      return this.fetch(send);
    }
    this.#head = head;
    this.#next.clear();
    for (const [index, [name, want]] of wants.entries()) {
      want.keep(results[index]?.rows ?? []);
      this.#known.add(name);
    }
  }

  /** Forgets what was fetched, but not what was asked for. */
  forget(): void {
    this.#head = undefined;
    this.#known.clear();
    for (const forget of this.#forget) forget();
    this.#next = this.#wants;
    this.#wants = new Map();
  }
}

function refuseNoHead(): never {
  throw new Error('the head of the store is empty');
}
