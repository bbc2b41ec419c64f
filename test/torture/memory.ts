import type { Entry } from '../../src/inventory/book/change.ts';
import { told } from './shop.ts';

/** Remembers the answers that clerks got, and checks a store against them. Throws if the store breaks its word. */
export class Memory {
  /** The entries as they were last found. */
  #entries: readonly string[] = [];
  /**
   * How many of them were acknowledged. One after them was found whole after a kill, but nobody has answered for it: a
   * power cut before the next answer may take it.
   */
  #promised = 0;
  /** The decisions of commands whose fate is unknown. */
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

  /** Checks the entries found against what is known; `crashed` says whether there was a crash since the last check. */
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

  /** Notes that a clerk was told that an entry is recorded: from now on it and all before it must be there. */
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

  /** Notes a repair of damage after an entry: everything before it is unchanged, the rest is as found. */
  beginAnew(found: readonly Entry[], sound: number): void {
    const entries = found.map(told);
    for (const [index, entry] of this.#entries.slice(0, sound).entries())
      if (entries[index] !== entry) throw new Error(`entry ${index + 1} stood before the damage: ${entry}`);
    this.#entries = entries;
    this.#promised = this.#entries.length;
    this.#open.clear();
  }
}
