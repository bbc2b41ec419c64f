import type { Entry } from '../book/change.ts';
import { firstPlace, isQueue, queueNameOf } from '../book/place-kinds.ts';
import { undoneEntries } from './history.ts';

/** Goods in a queue that their entry did not put there. */
export interface StrayGoods {
  readonly entry: number;
  readonly queue: string;
  readonly code: string;
}

/** What one entry has of one device in one queue. */
interface Waiting extends StrayGoods {
  /** Whether the entry itself put something into that queue. */
  readonly isBegun: boolean;
  /** The entries that put some of it there, with how many. */
  readonly put: { readonly by: number; readonly units: number }[];
  left: number;
}

/**
 * Checks the rule of queues by a whole history, entry after entry: what lies in a queue is what its entry, and those that
 * added to it, have put there and is left of that.
 */
export class QueueAudit {
  readonly #waiting = new Map<string, Waiting>();
  /** The queues that entries put something into, as `-1 30`. */
  readonly #begun = new Set<string>();
  /** Lost entries, of which only the number is left: what they put into queues is unknown. */
  readonly #lost = new Set<number>();
  readonly #undos: { readonly n: number; readonly undoes: number }[] = [];

  take({ n, undoes, command, changes }: Entry): void {
    if (undoes !== undefined) this.#undos.push({ n, undoes });
    if (command === 'repair') this.#lost.add(n);
    for (const change of changes) {
      if (change.do !== 'move') continue;
      const { id, code, place = firstPlace, of: entry, change: units } = change;
      if (!isQueue(place) || entry === undefined) continue;
      const isPut = units > 0 && undoes === undefined;
      const queue = `${place} ${entry}`;
      if (isPut && entry === n) this.#begun.add(queue);
      const key = `${queue} ${id}`;
      const waiting = this.#waiting.get(key) ?? {
        ...{ entry, queue: queueNameOf(place), code },
        ...{ isBegun: this.#begun.has(queue), put: [], left: 0 },
      };
      this.#waiting.set(key, waiting);
      waiting.left += units;
      if (isPut) waiting.put.push({ by: n, units });
    }
  }

  /** What breaks the rule, once the last entry was taken. */
  get strays(): readonly StrayGoods[] {
    const undone = undoneEntries(this.#undos);
    const standing = ({ put }: Waiting) =>
      put.reduce((sum, { by, units }) => sum + (undone.has(by) ? 0 : units), 0);
    return [...this.#waiting.values()]
      .filter(({ entry }) => !this.#lost.has(entry))
      .filter((waiting) => !waiting.isBegun || waiting.left > standing(waiting))
      .map(({ entry, queue, code }) => ({ entry, queue, code }));
  }
}
