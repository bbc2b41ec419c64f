import type { Device } from '../devices/device.ts';
import { costField, type DeviceBook, deviceOfRecord, moneyOf, patched } from '../devices/device-record.ts';
import type { Kinds } from '../devices/kinds.ts';
import { codeKey } from '../values/code.ts';
import { type Currency, type Money, valueOfStock } from '../values/money.ts';
import { maxOnHand } from '../values/quantity.ts';
import { folded } from '../values/text.ts';
import { type Added, type Change, type Edited, isPurchase, type Moved, type Removed } from './change.ts';
import { GeneratedCodes, type UsedNumbers, type UsedNumbersByPrefix } from './generated-codes.ts';
import {
  changedLevels,
  onHandChange,
  onHandOf,
  onlyFirstPlace,
  type Places,
  quantityAt,
  type StockState,
  whereaboutsOf,
} from './stock.ts';

/** A change that the book's invariants forbid. Commands are refused before they get here; a journal may be damaged. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

/** A device with what movements and time have made of it. */
export interface Stocked {
  readonly device: Device;
  readonly stock: StockState;
}

/**
 * Devices that a book has, of which it takes in only those that it is asked for: a large book is on disk, and few
 * commands need all of it.
 */
export interface DeviceSource {
  readonly size: number;
  device(id: number): Stocked | undefined;
  /** The id of the device whose code has that key. */
  withCode(key: string): number | undefined;
  /** The ids of the devices whose name folds to that. */
  withName(folded: string): readonly number[];
  /** The ids of the devices that take part of their price from one. */
  pricedFrom(id: number): readonly number[];
  /** Every device, in the order they were added. */
  all(): Iterable<Stocked>;
}

/**
 * The current state: every device with what is on hand, as all entries up to number `entry` add up to. Its
 * invariants: codes are unique; on hand is never below 0 or above the limit; a device is removed only at 0; what a
 * device is priced from is in the book (checked where an entry ends).
 */
export class Book implements DeviceBook {
  /** The number of the last entry applied; 0 before the first. */
  entry = 0;
  /** Those taken in: all of them where there is no source, or no longer. */
  #devices = new Map<number, Device>();
  /** Of each of them. */
  readonly #stock = new Map<number, StockState>();
  readonly #idOfCode = new Map<string, number>();
  readonly #pricedFrom = new Map<number, Set<number>>();
  /** Where the devices are that have not been taken in. */
  #source: DeviceSource | undefined;
  readonly #gone = new Set<number>();
  /** Movements of devices that have not been taken in. */
  readonly #waiting = new Map<number, { readonly change: Moved; readonly at: string }[]>();
  /** Devices to check when the entry ends: if others are priced from them, they must be in the book. */
  readonly #suspects = new Set<number>();
  readonly #touched = new Set<number>();
  readonly #added = new Set<number>();
  readonly #generated: GeneratedCodes;
  #size: number;
  #nextId = 1;

  constructor(
    readonly currency: Currency,
    readonly kinds: Kinds,
    source?: DeviceSource,
    readonly places: Places = onlyFirstPlace,
  ) {
    this.#source = source;
    this.#size = source?.size ?? 0;
    this.#generated = new GeneratedCodes(Array.from(kinds, ({ codePrefix }) => codePrefix));
  }

  get size(): number {
    return this.#size;
  }

  /** The id that the next device added gets; ids are never used again. */
  get nextId(): number {
    return this.#nextId;
  }

  /** Devices that changed since loading, and those whose price or code depends on one. */
  get touched(): ReadonlySet<number> {
    return this.#touched;
  }

  /** The devices of the source that have been removed since, even if they are back. */
  get gone(): ReadonlySet<number> {
    return this.#gone;
  }

  /** The devices that have been added since, in order, those that are back included. */
  get added(): ReadonlySet<number> {
    return this.#added;
  }

  /** Keeps ids below this one from being given again: they were a device's that is gone. */
  reserveIds(below: number): void {
    this.#nextId = Math.max(this.#nextId, below);
  }

  /** How far the numbers of codes such as TV-0001 have been used, by the devices there are and those that are gone. */
  get usedNumbers(): UsedNumbersByPrefix {
    return this.#generated.byPrefix;
  }

  usedNumbersOf(prefix: string): UsedNumbers {
    return this.#generated.of(prefix);
  }

  /** Keeps codes of devices that are gone from being given again. */
  restoreUsedNumbers(used: UsedNumbersByPrefix): void {
    this.#generated.restore(used);
  }

  /** In the order they were added. */
  devices(): IterableIterator<Device> {
    this.#takeAllIn();
    return this.#devices.values();
  }

  device(id: number): Device | undefined {
    const device = this.#devices.get(id);
    if (device !== undefined || this.#source === undefined || this.#gone.has(id)) return device;
    const found = this.#source.device(id);
    return found === undefined ? undefined : this.#takeIn(found);
  }

  /** What movements and time have made of a device of the book. Throws InvariantBroken if there is no such device. */
  stock(id: number): StockState {
    const stock = this.#known(id) && this.#stock.get(id);
    if (stock === undefined) throw new InvariantBroken(`there is no stock of device ${id}`);
    return stock;
  }

  /** How many pieces of a device count as on hand; 0 if it is gone. */
  onHand(id: number): number {
    const stock = this.device(id) && this.#stock.get(id);
    return stock === undefined ? 0 : onHandOf(stock.levels, this.places);
  }

  /** Whether a device is at or below its reorder level. */
  isLow({ id, minimum }: Device): boolean {
    return minimum !== null && this.onHand(id) <= minimum;
  }

  /** Price × quantity on hand, in minor units. */
  value(device: Device): bigint {
    return valueOfStock(device.price(this), this.onHand(device.id));
  }

  withCode(code: string): Device | undefined {
    const key = codeKey(code);
    const id = this.#idOfCode.get(key) ?? this.#source?.withCode(key);
    const device = id === undefined ? undefined : this.device(id);
    return device !== undefined && codeKey(device.code) === key ? device : undefined;
  }

  /** Those of exactly that name or, where there is none, of that name in another case or width. */
  withName(name: string): readonly Device[] {
    const typed = name.trim().normalize('NFC');
    const key = folded(typed);
    for (const id of this.#source?.withName(key) ?? []) this.device(id);
    const loose = [...this.#devices.values()].filter((device) => folded(device.name) === key);
    const exact = loose.filter((device) => device.name === typed);
    return (exact.length > 0 ? exact : loose).sort((a, b) => a.id - b.id);
  }

  /** The code of a device; its number where it is gone, as within an entry that takes more than one out. */
  codeOf(id: number): string {
    return this.device(id)?.code ?? `#${id}`;
  }

  priceOf(id: number): Money {
    return this.#known(id).price(this);
  }

  /** The devices that take part of their price from this one. */
  pricedFrom(id: number): readonly Device[] {
    const users = new Set([...(this.#source?.pricedFrom(id) ?? []), ...(this.#pricedFrom.get(id) ?? [])]);
    return [...users]
      .map((user) => this.device(user))
      .filter((user) => user !== undefined)
      .filter((user) => [...user.components.values()].some((part) => 'device' in part && part.device === id));
  }

  /** Applies one change of an entry made at `at` (ISO 8601). Throws InvariantBroken or RecordBroken. */
  apply(change: Change, at: string): void {
    switch (change.do) {
      case 'add':
        return this.#add(change, at);
      case 'edit':
        return this.#edit(change, at);
      case 'remove':
        return this.#remove(change);
      case 'move':
        return this.#move(change, at);
    }
  }

  /** Applies a whole entry. Throws InvariantBroken or RecordBroken. */
  applyEntry(entry: { readonly n: number; readonly at: string; readonly changes: readonly Change[] }): void {
    for (const change of entry.changes) this.apply(change, entry.at);
    this.endEntry(entry.n);
  }

  /** Checks what must hold between entries. Throws InvariantBroken. */
  endEntry(n: number): void {
    for (const id of this.#suspects)
      if (this.device(id) === undefined && this.pricedFrom(id).length > 0)
        throw new InvariantBroken(`device ${id} is missing, others are priced from it`);
    this.#suspects.clear();
    this.entry = n;
  }

  /** Puts in a device as it stands, as a book file holds it. Throws InvariantBroken. */
  put(device: Device, stock: StockState): void {
    if (this.device(device.id) !== undefined)
      throw new InvariantBroken(`device ${device.id} is there already`);
    if (this.withCode(device.code) !== undefined)
      throw new InvariantBroken(`code ${device.code} is there already`);
    this.#size++;
    this.#added.add(device.id);
    this.#stock.set(device.id, stock);
    this.#set(device);
    this.#useCode(device.code);
    this.#touchUsers(device.id);
    this.reserveIds(device.id + 1);
  }

  #add({ id, device: record, addedAt }: Added, at: string): void {
    const lastCost = moneyOf(record[costField], this.currency);
    const stock = { levels: [], lastCost, addedAt: addedAt ?? at, changedAt: at };
    this.put(deviceOfRecord(id, record, this.kinds, this.currency), stock);
  }

  #edit({ id, before, after }: Edited, at: string): void {
    const device = this.#known(id);
    const edited = patched(device, after, this.currency);
    // What was before is what an undo brings back.
    patched(edited, before, this.currency);
    moneyOf(before[costField], this.currency);
    const lastCost = costField in after ? moneyOf(after[costField], this.currency) : this.stock(id).lastCost;
    const holder = this.withCode(edited.code);
    if (holder !== undefined && holder.id !== id)
      throw new InvariantBroken(`code ${edited.code} is there already`);
    this.#idOfCode.delete(codeKey(device.code));
    this.#unlink(device);
    const users = this.pricedFrom(id);
    const price = users.length === 0 ? null : device.price(this);
    this.#set(edited);
    this.#stock.set(id, { ...this.stock(id), lastCost, changedAt: at });
    this.#useCode(edited.code);
    if (price !== null && edited.price(this) !== price) for (const user of users) this.#touchAt(user, at);
    this.#touchUsers(id);
  }

  #useCode(code: string): void {
    this.#generated.use(code, (other) => this.withCode(other) !== undefined);
  }

  /** What a device is priced from has another price: that changes the device, too. */
  #touchAt({ id }: Device, changedAt: string): void {
    this.#stock.set(id, { ...this.stock(id), changedAt });
    this.#touched.add(id);
  }

  #remove({ id, device: record }: Removed): void {
    const device = this.#known(id);
    // An undo brings it back as this record has it.
    deviceOfRecord(id, record, this.kinds, this.currency);
    moneyOf(record[costField], this.currency);
    if (this.stock(id).levels.length > 0)
      throw new InvariantBroken(`${device.code} has ${this.onHand(id)} on hand`);
    this.#unlink(device);
    this.#devices.delete(id);
    this.#stock.delete(id);
    this.#idOfCode.delete(codeKey(device.code));
    this.#size--;
    this.#gone.add(id);
    this.#added.delete(id);
    this.#touched.add(id);
    this.#suspects.add(id);
  }

  #move(change: Moved, at: string): void {
    const { id } = change;
    this.#touched.add(id);
    if (this.#source === undefined || this.#devices.has(id) || this.#gone.has(id)) {
      this.#stock.set(id, this.#moved(this.stock(id), change, at));
      return;
    }
    // Most devices that have moved since the source was written are not asked for.
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) this.#waiting.set(id, [{ change, at }]);
    else waiting.push({ change, at });
  }

  #known(id: number): Device {
    const device = this.device(id);
    if (device === undefined) throw new InvariantBroken(`there is no device ${id}`);
    return device;
  }

  /** Takes a device of the source in, with what has moved since. */
  #takeIn({ device, stock }: Stocked): Device {
    const waiting = this.#waiting.get(device.id) ?? [];
    this.#waiting.delete(device.id);
    this.#stock.set(
      device.id,
      waiting.reduce((before, { change, at }) => this.#moved(before, change, at), stock),
    );
    this.#keep(device);
    return device;
  }

  #takeAllIn(): void {
    if (this.#source === undefined) return;
    const before = this.#devices;
    this.#devices = new Map();
    for (const stocked of this.#source.all()) {
      const { id } = stocked.device;
      if (this.#gone.has(id)) continue;
      const known = before.get(id);
      if (known === undefined) this.#takeIn(stocked);
      else this.#devices.set(id, known);
    }
    for (const [id, device] of before) if (!this.#devices.has(id)) this.#devices.set(id, device);
    this.#source = undefined;
    const [unknown] = this.#waiting.keys();
    if (unknown !== undefined) throw new InvariantBroken(`there is no device ${unknown}`);
  }

  /** Has a device that is new or changed. */
  #set(device: Device): void {
    this.#keep(device);
    this.#touched.add(device.id);
    for (const part of device.components.values()) if ('device' in part) this.#suspects.add(part.device);
  }

  #keep(device: Device): void {
    this.#devices.set(device.id, device);
    this.#idOfCode.set(codeKey(device.code), device.id);
    for (const part of device.components.values()) {
      if (!('device' in part)) continue;
      const users = this.#pricedFrom.get(part.device);
      if (users === undefined) this.#pricedFrom.set(part.device, new Set([device.id]));
      else users.add(device.id);
    }
  }

  #unlink({ id, components }: Device): void {
    for (const part of components.values())
      if ('device' in part) this.#pricedFrom.get(part.device)?.delete(id);
  }

  /** What is priced from a device tells its code and price. */
  #touchUsers(id: number): void {
    for (const user of this.pricedFrom(id)) this.#touched.add(user.id);
  }

  /** The stock of a device after a movement. Throws InvariantBroken or RecordBroken. */
  #moved(before: StockState, move: Moved, at: string): StockState {
    const { id, change, balance, reason, cost, lastCost } = move;
    const where = whereaboutsOf(move);
    const levels = changedLevels(before.levels, where, change);
    const onHand = onHandOf(before.levels, this.places);
    const isSound =
      levels !== null &&
      change !== 0 &&
      onHand + onHandChange(move, this.places) === balance &&
      balance <= maxOnHand &&
      (move.at === undefined || quantityAt(levels, where) === move.at);
    if (!isSound) throw new InvariantBroken(`device ${id}: ${onHand} and ${change} is not ${balance}`);
    const costNow = lastCost === undefined && isPurchase(reason) ? cost : lastCost;
    return {
      levels,
      lastCost: costNow === undefined ? before.lastCost : moneyOf(costNow, this.currency),
      addedAt: before.addedAt,
      changedAt: at,
    };
  }
}
