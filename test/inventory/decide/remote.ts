import { Book } from '../../../src/inventory/book/book.ts';
import type { Facts } from '../../../src/inventory/book/facts.ts';
import type { Journal } from '../../../src/inventory/book/journal.ts';
import type { Kinds } from '../../../src/inventory/devices/kinds.ts';
import { Refusal } from '../../../src/inventory/refusal.ts';

/** A store far away has not been asked for something yet. No decision may catch this. */
class NotFetched extends Error {
  override readonly name = 'NotFetched';
}

/** More trips than any decision should need. */
const maxTrips = 200;

/** Questions that have been asked, and those whose answers have come. */
class Trips {
  count = 0;
  readonly #fetched = new Set<string>();
  readonly #wanted = new Set<string>();

  /** The answer, if the question has been fetched. */
  answer<T>(question: string, answered: () => T): T {
    if (this.#fetched.has(question)) return answered();
    this.#wanted.add(question);
    throw new NotFetched(question);
  }

  /** Fetches all that was wanted. */
  fetch(): void {
    for (const question of this.#wanted) this.#fetched.add(question);
    this.#wanted.clear();
    if (++this.count > maxTrips) throw new Error('too many trips');
  }
}

const asText = (value: unknown): unknown => (value instanceof Set ? [...value].sort() : value);

const isLazy = (found: unknown): found is Iterable<unknown> =>
  typeof found === 'object' && found !== null && 'next' in found && Symbol.iterator in found;

/** Each method of something, answered only once it has been fetched; what is no method comes with the connection. */
function remote<T extends object>(near: T, name: string, trips: Trips): T {
  return new Proxy(near, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        trips.answer(`${name}.${String(key)}${JSON.stringify(args.map(asText))}`, () => {
          const found: unknown = Reflect.apply(value, target, args);
          // What comes over a wire is there as a whole.
          return isLazy(found) ? [...found] : found;
        });
    },
  });
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
  const trips = new Trips();
  const [farFacts, farJournal] = [remote(facts, 'facts', trips), remote(journal, 'journal', trips)];
  for (;;) {
    try {
      return { outcome: decide(new Book(farFacts, kinds), farJournal), trips: trips.count };
    } catch (error) {
      if (error instanceof Refusal) return { outcome: error, trips: trips.count };
      if (!(error instanceof NotFetched)) throw error;
      trips.fetch();
    }
  }
}
