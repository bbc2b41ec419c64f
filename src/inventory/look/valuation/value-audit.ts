import type { Entry } from '../../book/change.ts';
import { type ReplayedChange, Valuation } from './valuation.ts';

/** A device whose worth is not that of what is on hand. */
export interface BrokenWorth {
  readonly entry: number;
  readonly code: string;
}

/** The entries that others undo or correct. */
export function revisedBy(entries: Iterable<Pick<Entry, 'undoes' | 'corrects'>>): ReadonlySet<number> {
  const revised = new Set<number>();
  for (const { undoes, corrects } of entries)
    for (const one of [undoes, corrects]) if (one !== undefined) revised.add(one);
  return revised;
}

/**
 * Checks the rule of values by a whole history, change after change: after each entry as many pieces are valued as are on hand,
 * none of them below 0, and no pieces have no value.
 */
export class ValueAudit {
  readonly #valuation: Valuation;
  readonly #broken = new Map<number, BrokenWorth>();
  #entry = 0;
  /** What the entry that is being replayed leaves on hand of each device that it moves. */
  readonly #onHand = new Map<number, { readonly code: string; readonly balance: number }>();

  constructor(revised: ReadonlySet<number>) {
    this.#valuation = new Valuation(revised);
  }

  take(replayed: ReplayedChange): void {
    const { entry, change } = replayed;
    if (entry.n !== this.#entry) this.#check();
    this.#entry = entry.n;
    this.#valuation.take(replayed);
    if (change.do === 'move') this.#onHand.set(change.id, { code: change.code, balance: change.balance });
  }

  /** The first entry that breaks the rule for each device, once the last change was taken. */
  get broken(): readonly BrokenWorth[] {
    this.#check();
    return [...this.#broken.values()];
  }

  #check(): void {
    this.#valuation.end();
    for (const [id, { code, balance }] of this.#onHand) {
      const { quantity, value, unknown } = this.#valuation.worthOf(id);
      const isNothing = quantity > 0 || (BigInt(value) === 0n && unknown === 0);
      const isSound = quantity === balance && value >= 0 && isNothing;
      if (!isSound && !this.#broken.has(id)) this.#broken.set(id, { entry: this.#entry, code });
    }
    this.#onHand.clear();
  }
}
