import type { Change, Moved } from '../../../inventory/book/change.ts';
import type { Facts, Stocked } from '../../../inventory/book/facts.ts';
import { InvariantBroken } from '../../../inventory/book/invariants.ts';
import { entriesInQueues, movedStock, Transfers } from '../../../inventory/book/stock.ts';
import type { Currency } from '../../../inventory/values/money.ts';
import type { IndexedDevices } from './indexed-book.ts';

/**
 * The devices of a book file, each read when it is first asked for, with the movements that came after the file. Most
 * devices that have moved since are not asked for, so a movement waits until its device is.
 */
export class RecordedDevices implements Facts {
  readonly #file: IndexedDevices;
  readonly #read = new Map<number, Stocked>();
  readonly #waiting = new Map<number, { readonly change: Moved; readonly at: string }[]>();
  readonly #moved = new Set<number>();
  #areAllRead = false;

  constructor(file: IndexedDevices) {
    this.#file = file;
  }

  get currency(): Currency {
    return this.#file.currency;
  }
  get entry(): number {
    return this.#file.entry;
  }
  get nextId(): number {
    return this.#file.nextId;
  }
  get usedNumbers(): Facts['usedNumbers'] {
    return this.#file.usedNumbers;
  }
  get places(): Facts['places'] {
    return this.#file.places;
  }
  get counts(): Facts['counts'] {
    return this.#file.counts;
  }
  get size(): number {
    return this.#file.size;
  }

  /** Whether all that has been read of the file was as it was written. */
  get isSound(): boolean {
    return this.#file.isSound;
  }

  /** The devices that have moved since the file was written. */
  get moved(): ReadonlySet<number> {
    return this.#moved;
  }

  /** Defers a movement of a device that has not been loaded; returns false if it must be applied at once. */
  defer(change: Change, at: string): boolean {
    if (change.do !== 'move' || this.#areAllRead || this.#read.has(change.id)) return false;
    const waiting = this.#waiting.get(change.id);
    if (waiting === undefined) this.#waiting.set(change.id, [{ change, at }]);
    else waiting.push({ change, at });
    this.#moved.add(change.id);
    return true;
  }

  /** Throws InvariantBroken where a movement that waited cannot be. */
  stocked(id: number): Stocked | undefined {
    const read = this.#read.get(id);
    if (read !== undefined || this.#areAllRead) return read;
    const found = this.#file.stocked(id);
    return found === undefined ? undefined : this.#take(found);
  }

  idOfCode(key: string): number | undefined {
    return this.#file.idOfCode(key);
  }

  idsOfName(folded: string): readonly number[] {
    return this.#file.idsOfName(folded);
  }

  idsPricedFrom(id: number): readonly number[] {
    return this.#file.idsPricedFrom(id);
  }

  codes(): Iterable<string> {
    return this.#file.codes();
  }

  entriesInQueues(): Iterable<number> {
    return entriesInQueues(this.all());
  }

  all(): Iterable<Stocked> {
    if (!this.#areAllRead) {
      // In the order of the file, those that were read before with what they have moved since.
      const before = new Map(this.#read);
      this.#read.clear();
      for (const found of this.#file.all()) {
        const { id } = found.device;
        const known = before.get(id);
        if (known !== undefined) this.#read.set(id, known);
        else if (this.#waiting.has(id)) this.#take(found);
        else this.#read.set(id, found);
      }
      this.#areAllRead = true;
      const [unknown] = this.#waiting.keys();
      if (unknown !== undefined) throw new InvariantBroken(`there is no device ${unknown}`);
    }
    return this.#read.values();
  }

  #take({ device, stock: asWritten }: Stocked): Stocked {
    const { id } = device;
    const moves = this.#waiting.get(id) ?? [];
    this.#waiting.delete(id);
    const transfers = new Transfers();
    let stock = asWritten;
    for (const { change, at } of moves) {
      stock = movedStock(stock, change, at, this.currency, transfers.underWay(id));
      transfers.pass(change);
    }
    const stocked = { device, stock };
    this.#read.set(id, stocked);
    return stocked;
  }
}
