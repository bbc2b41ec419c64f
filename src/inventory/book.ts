import { type Added, type Change, type Edited, isPurchase, type Moved, type Removed } from './change.ts';
import { codeKey } from './code.ts';
import { type Device, kindOf, type PriceList } from './device.ts';
import { costField, deviceOfRecord, moneyOf, patched } from './device-record.ts';
import type { Kinds } from './kinds.ts';
import type { Currency, Money } from './money.ts';
import { mostOnHand } from './quantity.ts';
import { folded } from './text.ts';

/** A change that the book's invariants forbid. Commands are refused before they get here; a journal may be damaged. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

/**
 * The current state: every device with what is on hand, as all entries up to number `entry` add up to. Its
 * invariants: codes are unique; on hand is never below 0 or above the limit; a device is removed only at 0; what a
 * device is priced from is in the book (checked where an entry ends).
 */
export class Book implements PriceList {
  /** How many changes have been applied: where it is the same as before, so is the book. */
  applied = 0;
  /** The number of the last entry applied; 0 before the first. */
  entry = 0;
  readonly #devices = new Map<number, Device>();
  readonly #idOfCode = new Map<string, number>();
  readonly #pricedFrom = new Map<number, Set<number>>();
  /** Devices that others are priced from but that are not in the book: none, once an entry ends. */
  readonly #missing = new Set<number>();
  #nextId = 1;

  constructor(
    readonly currency: Currency,
    readonly kinds: Kinds,
  ) {}

  get size(): number {
    return this.#devices.size;
  }

  /** The id that the next device added gets; ids are never used again. */
  get nextId(): number {
    return this.#nextId;
  }

  /** Keeps ids below this one from being given again: they were a device's that is gone. */
  reserveIds(below: number): void {
    this.#nextId = Math.max(this.#nextId, below);
  }

  /** In the order they were added. */
  devices(): IterableIterator<Device> {
    return this.#devices.values();
  }

  device(id: number): Device | undefined {
    return this.#devices.get(id);
  }

  withCode(code: string): Device | undefined {
    const id = this.#idOfCode.get(codeKey(code));
    return id === undefined ? undefined : this.#devices.get(id);
  }

  /** Those of exactly that name or, where there is none, of that name in another case or width. */
  withName(name: string): readonly Device[] {
    const typed = name.trim().normalize('NFC');
    const exact: Device[] = [];
    const loose: Device[] = [];
    const key = folded(typed);
    for (const device of this.#devices.values()) {
      if (device.name === typed) exact.push(device);
      else if (folded(device.name) === key) loose.push(device);
    }
    return exact.length > 0 ? exact : loose;
  }

  /** The code of a device; its number where it is gone, as within an entry that takes more than one out. */
  codeOf(id: number): string {
    return this.#devices.get(id)?.code ?? `#${id}`;
  }

  priceOf(id: number): Money {
    return this.#known(id).price(this);
  }

  /** The devices that take part of their price from this one. */
  pricedFrom(id: number): readonly Device[] {
    return [...(this.#pricedFrom.get(id) ?? [])].map((user) => this.#known(user));
  }

  /** Applies one change of an entry made at `at` (ISO 8601). Throws InvariantBroken or RecordBroken. */
  apply(change: Change, at: string): void {
    this.applied++;
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
    const [missing] = this.#missing;
    if (missing !== undefined)
      throw new InvariantBroken(`device ${missing} is missing, others are priced from it`);
    this.entry = n;
  }

  /** Puts in a device as it stands, as a book file holds it. Throws InvariantBroken. */
  put(device: Device): void {
    const key = codeKey(device.code);
    if (this.#devices.has(device.id)) throw new InvariantBroken(`device ${device.id} is there already`);
    if (this.#idOfCode.has(key)) throw new InvariantBroken(`code ${device.code} is there already`);
    this.#devices.set(device.id, device);
    this.#missing.delete(device.id);
    this.#idOfCode.set(key, device.id);
    this.#link(device);
    this.reserveIds(device.id + 1);
  }

  #add({ id, device: record, addedAt }: Added, at: string): void {
    const lastCost = moneyOf(record[costField], this.currency);
    const standing = { quantity: 0, lastCost, addedAt: addedAt ?? at, changedAt: at };
    this.put(deviceOfRecord(id, record, standing, this.kinds, this.currency));
  }

  #edit({ id, before, after }: Edited, at: string): void {
    const device = this.#known(id);
    const edited = patched(device, after, at, this.currency);
    // What was before is what an undo brings back.
    patched(edited, before, at, this.currency);
    const key = codeKey(edited.code);
    const holder = this.#idOfCode.get(key);
    if (holder !== undefined && holder !== id)
      throw new InvariantBroken(`code ${edited.code} is there already`);
    this.#idOfCode.delete(codeKey(device.code));
    this.#idOfCode.set(key, id);
    this.#unlink(device);
    this.#devices.set(id, edited);
    this.#link(edited);
  }

  #remove({ id, device: record }: Removed): void {
    const device = this.#known(id);
    // An undo brings it back as this record has it.
    deviceOfRecord(id, record, device.standing, this.kinds, this.currency);
    if (device.quantity !== 0) throw new InvariantBroken(`${device.code} has ${device.quantity} on hand`);
    this.#unlink(device);
    this.#devices.delete(id);
    if (this.#pricedFrom.has(id)) this.#missing.add(id);
    this.#idOfCode.delete(codeKey(device.code));
  }

  #move({ id, change, balance, reason, cost, lastCost }: Moved, at: string): void {
    const device = this.#known(id);
    const quantity = device.quantity + change;
    if (
      !Number.isSafeInteger(change) ||
      change === 0 ||
      quantity < 0 ||
      quantity > mostOnHand ||
      quantity !== balance
    ) {
      throw new InvariantBroken(`${device.code}: ${device.quantity} and ${change} is not ${balance}`);
    }
    const costNow = lastCost === undefined && isPurchase(reason) ? cost : lastCost;
    const standing = {
      ...device.standing,
      quantity,
      lastCost: costNow === undefined ? device.lastCost : moneyOf(costNow, this.currency),
      changedAt: at,
    };
    this.#devices.set(id, new (kindOf(device))(id, device.values, device.components, standing));
  }

  #known(id: number): Device {
    const device = this.#devices.get(id);
    if (device === undefined) throw new InvariantBroken(`there is no device ${id}`);
    return device;
  }

  #link(device: Device): void {
    for (const component of device.components.values()) {
      if (!('device' in component)) continue;
      const users = this.#pricedFrom.get(component.device) ?? new Set();
      this.#pricedFrom.set(component.device, users.add(device.id));
      if (!this.#devices.has(component.device)) this.#missing.add(component.device);
    }
  }

  #unlink(device: Device): void {
    for (const component of device.components.values()) {
      if (!('device' in component)) continue;
      const users = this.#pricedFrom.get(component.device);
      users?.delete(device.id);
      if (users?.size !== 0) continue;
      this.#pricedFrom.delete(component.device);
      this.#missing.delete(component.device);
    }
  }
}
