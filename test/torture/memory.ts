import type { Entry } from '../../src/inventory/book/change.ts';
import { told } from './shop.ts';

/** What the clerks were told, against which a store is held. Throws an error where it does not keep its word. */
export class Memory {
  /** The entries as they were last found. */
  #entries: readonly string[] = [];
  /**
   * How many of them were acknowledged. One after them was found whole after a kill, but nobody has answered for it: a
   * power cut before the next answer may take it.
   */
  #promised = 0;
  /** What was decided by commands of which nobody knows whether they were recorded. */
  readonly #open = new Set<string>();

  get promised(): number {
    return this.#promised;
  }

  get entries(): number {
    return this.#entries.length;
  }

  leaveOpen(decided: string | null): void {
    if (decided !== null) this.#open.add(decided);
  }

  /** The same, if what was decided is not there by now. */
  leaveOpenUnlessThere(decided: string | null): void {
    if (decided !== null && !this.#entries.includes(decided)) this.#open.add(decided);
  }

  /** Holds the entries that are found against what is known. `crashed`: since they were last found. */
  compare(found: readonly Entry[], crashed: boolean): void {
    const entries = found.map(told);
    const kept = crashed ? this.#promised : this.#entries.length;
    if (entries.length < kept) throw new Error(`entry ${entries.length + 1} is lost, of ${kept}`);
    for (const [index, entry] of entries.entries()) {
      if (found[index]?.n !== index + 1) throw new Error(`entry ${index + 1} is numbered ${found[index]?.n}`);
      if (entry === this.#entries[index]) continue;
      if (index < this.#promised)
        throw new Error(`entry ${index + 1} is not as it was acknowledged: ${entry}`);
      if (!this.#open.delete(entry))
        throw new Error(`entry ${index + 1} was refused, doubled or never asked for: ${entry}`);
    }
    this.#entries = entries;
  }

  /** A clerk was told that an entry is recorded; it has been found there, and so will it and those before it be. */
  acknowledge(entry: Pick<Entry, 'n'> | Entry): void {
    const { n } = entry;
    const known = this.#entries[n - 1];
    if (known === undefined) throw new Error(`entry ${n} was acknowledged and is not there`);
    if ('changes' in entry && known !== told(entry))
      throw new Error(`entry ${n} is not as it was acknowledged: ${known}`);
    this.#promised = Math.max(this.#promised, n);
    if (this.#promised === this.#entries.length) this.#open.clear();
  }

  /** After a power cut nothing is in the cache that could still come to the disk. */
  forgetOpen(): void {
    this.#open.clear();
  }

  /** History was damaged after an entry and repaired: what stood before is as it was, the rest is what there is. */
  beginAnew(found: readonly Entry[], sound: number): void {
    const entries = found.map(told);
    for (const [index, entry] of this.#entries.slice(0, sound).entries())
      if (entries[index] !== entry) throw new Error(`entry ${index + 1} stood before the damage: ${entry}`);
    this.#entries = entries;
    this.#promised = this.#entries.length;
    this.#open.clear();
  }
}
