import type { Device } from '../devices/device.ts';
import { costField, deviceOfRecord, moneyOf, patched } from '../devices/device-record.ts';
import type { Kinds } from '../devices/kinds.ts';
import { codeKey } from '../values/code.ts';
import { type Currency, type Money, valueOfStock } from '../values/money.ts';
import { folded, visible } from '../values/text.ts';
import type { Added, Change, Edited, Moved, Removed } from './change.ts';
import type { Counts } from './counts.ts';
import type { DeviceBook } from './device-json.ts';
import { type Facts, noFacts, type Stocked } from './facts.ts';
import { GeneratedCodes, type UsedNumbers, type UsedNumbersByPrefix } from './generated-codes.ts';
import { InvariantBroken } from './invariants.ts';
import { firstPlace, isQueue, type PlaceId } from './place-kinds.ts';
import type { Places } from './places.ts';
import {
  entriesInQueues,
  type Level,
  lastCostAsWritten,
  movedStock,
  onHandOf,
  quantityWithin,
  type StockState,
  stockLeft,
  Transfers,
} from './stock.ts';

/**
 * The state after some changes to the recorded one. A decision makes its changes to a book of its own, which holds no more
 * than what they have changed; all else is asked of the facts. Its invariants: codes are unique; nothing is below 0 or above
 * the limit at any place; a device is removed only at 0; what a device is priced from is in the book (checked where an entry
 * ends).
 */
export class Book implements Facts, DeviceBook {
  readonly #facts: Facts;
  /** The last entry that ended here. */
  #entry: number | undefined;
  /** The devices that were added or edited, and null for those that were removed. */
  readonly #devices = new Map<number, Device | null>();
  /** The stock that changed. */
  readonly #stock = new Map<number, StockState>();
  /** Codes that devices got, and null for those that they lost. */
  readonly #idOfCode = new Map<string, number | null>();
  /** What was priced from a device by a change. */
  readonly #pricedFrom = new Map<number, Set<number>>();
  /** The devices of the facts that were removed, even if they are back. */
  readonly #gone = new Set<number>();
  /** The devices that were added, in order, those that are back included. */
  readonly #added = new Set<number>();
  /** Devices to check when the entry ends: if others are priced from them, they must be in the book. */
  readonly #suspects = new Set<number>();
  readonly #transfers = new Transfers();
  #places: Places | undefined;
  #counts: Counts | undefined;
  /** The places that quantities are of, if they are not those on hand. */
  #within: ReadonlySet<PlaceId> | undefined;
  #at: PlaceId | undefined;
  #generated: GeneratedCodes | undefined;
  /** How many devices more there are than in the facts. */
  #more = 0;
  /** Above every id that was given here. */
  #nextId = 0;

  constructor(
    facts: Facts,
    readonly kinds: Kinds,
  ) {
    this.#facts = facts;
  }

  /** A book before its first entry. */
  static empty(currency: Currency, kinds: Kinds): Book {
    return new Book(noFacts(currency), kinds);
  }

  get currency(): Currency {
    return this.#facts.currency;
  }

  /** The number of the last entry applied. */
  get entry(): number {
    return this.#entry ?? this.#facts.entry;
  }

  get places(): Places {
    return this.#places ?? this.#facts.places;
  }

  get counts(): Counts {
    return this.#counts ?? this.#facts.counts;
  }

  get size(): number {
    return this.#facts.size + this.#more;
  }

  /** The id that the next device added gets; ids are never used again. */
  get nextId(): number {
    return Math.max(this.#facts.nextId, this.#nextId);
  }

  /** The devices that changed, or whose stock did, and those whose price or code on paper follows from one. */
  get changed(): ReadonlySet<number> {
    const ids = new Set([...this.#devices.keys(), ...this.#stock.keys()]);
    for (const id of this.#devices.keys()) for (const user of this.pricedFrom(id)) ids.add(user.id);
    return ids;
  }

  /** The devices of the facts that were removed, even if they are back. */
  get gone(): ReadonlySet<number> {
    return this.#gone;
  }

  /** The devices that were added, in order, those that are back included. */
  get added(): ReadonlySet<number> {
    return this.#added;
  }

  /** Whether a device, or its stock, is not as the facts have it. */
  hasChanged(id: number): boolean {
    return this.#stock.has(id) || this.#devices.has(id);
  }

  /** Keeps ids below this one from being given again: they were a device's that is gone. */
  reserveIds(below: number): void {
    this.#nextId = Math.max(this.#nextId, below);
  }

  /** How far the numbers of codes such as TV-0001 have been used, by the devices there are and those that are gone. */
  get usedNumbers(): UsedNumbersByPrefix {
    return this.#codesGenerated.byPrefix;
  }

  usedNumbersOf(prefix: string): UsedNumbers {
    return this.#codesGenerated.of(prefix);
  }

  /** Keeps codes of devices that are gone from being given again. */
  restoreUsedNumbers(used: UsedNumbersByPrefix): void {
    this.#codesGenerated.restore(used);
  }

  get #codesGenerated(): GeneratedCodes {
    if (this.#generated === undefined) {
      this.#generated = new GeneratedCodes(Array.from(this.kinds, ({ codePrefix }) => codePrefix));
      this.#generated.restore(this.#facts.usedNumbers);
    }
    return this.#generated;
  }

  /** In the order they were added. */
  *devices(): IterableIterator<Device> {
    for (const { device } of this.all()) yield device;
  }

  /** The codes of all devices. */
  codes(): Iterable<string> {
    return this.#devices.size === 0 ? this.#facts.codes() : Array.from(this.devices(), ({ code }) => code);
  }

  entriesInQueues(): Iterable<number> {
    return this.#devices.size + this.#stock.size === 0
      ? this.#facts.entriesInQueues()
      : entriesInQueues(this.all());
  }

  all(): Iterable<Stocked> {
    return this.#devices.size + this.#stock.size === 0 ? this.#facts.all() : this.#merged();
  }

  *#merged(): Generator<Stocked> {
    for (const stocked of this.#facts.all()) {
      const { id } = stocked.device;
      if (this.#gone.has(id)) continue;
      const device = this.#devices.get(id) ?? stocked.device;
      yield { device, stock: this.#stock.get(id) ?? stocked.stock };
    }
    for (const id of this.#added) {
      const stocked = this.stocked(id);
      if (stocked !== undefined) yield stocked;
    }
  }

  stocked(id: number): Stocked | undefined {
    const device = this.#devices.get(id);
    if (device === null) return undefined;
    const stock = this.#stock.get(id);
    if (device !== undefined && stock !== undefined) return { device, stock };
    const recorded = this.#recorded(id);
    if (recorded === undefined) return undefined;
    return device === undefined && stock === undefined
      ? recorded
      : { device: device ?? recorded.device, stock: stock ?? recorded.stock };
  }

  device(id: number): Device | undefined {
    const device = this.#devices.get(id);
    return device === undefined ? this.#recorded(id)?.device : (device ?? undefined);
  }

  /** What the facts have of an id; of one that was given here they are not asked. */
  #recorded(id: number): Stocked | undefined {
    return id < this.#facts.nextId ? this.#facts.stocked(id) : undefined;
  }

  /** What movements and time have made of a device of the book. Throws InvariantBroken if there is no such device. */
  stock(id: number): StockState {
    const stock = this.#stock.get(id) ?? this.stocked(id)?.stock;
    if (stock === undefined) throw new InvariantBroken(`there is no device ${id}`);
    return stock;
  }

  /** How many pieces of a device count as on hand, between the two rows of a transfer too; 0 if it is gone. */
  onHand(id: number): number {
    const stock = this.#stock.get(id) ?? this.stocked(id)?.stock;
    if (stock === undefined) return 0;
    if (this.#within !== undefined) return quantityWithin(stock.levels, this.#within);
    return onHandOf(stock.levels) - this.#transfers.underWay(id);
  }

  /** This book narrowed to a place and those below it: on hand is the stock there. Read-only. */
  at(place: PlaceId, places = this.places): Book {
    const view = new Book(this, this.kinds);
    view.#within = places.within(place);
    view.#at = place;
    return view;
  }

  /** Where a device lies, of what this book is about. */
  levels(id: number): readonly Level[] {
    const levels = (this.#stock.get(id) ?? this.stocked(id)?.stock)?.levels ?? [];
    return this.#within === undefined ? levels : levels.filter(({ place }) => this.#within?.has(place));
  }

  /** How many pieces of a device may be sold; 0 if it is gone. */
  sellable(id: number): number {
    let sum = 0;
    for (const { place, quantity } of this.levels(id)) if (this.places.isSellable(place)) sum += quantity;
    return sum;
  }

  /** Whether a device is at or below its reorder level. */
  isLow(device: Device): boolean {
    const minimum = this.minimum(device);
    return minimum !== null && this.onHand(device.id) <= minimum;
  }

  /** The reorder level of a device, or that of the place that this book is about. */
  minimum(device: Device): number | null {
    return this.#at === undefined ? device.minimum : device.minimumAt(this.#at);
  }

  /** Price × quantity on hand, in minor units. */
  value(device: Device): bigint {
    return valueOfStock(device.price(this), this.onHand(device.id));
  }

  idOfCode(key: string): number | undefined {
    const id = this.#idOfCode.get(key);
    return id === undefined ? this.#facts.idOfCode(key) : (id ?? undefined);
  }

  withCode(code: string): Device | undefined {
    const id = this.idOfCode(codeKey(code));
    return id === undefined ? undefined : this.device(id);
  }

  idsOfName(name: string): readonly number[] {
    const ids = new Set(this.#facts.idsOfName(name));
    for (const [id, device] of this.#devices)
      if (device !== null && folded(device.name) === name) ids.add(id);
    return [...ids].filter((id) => folded(this.device(id)?.name ?? '') === name);
  }

  /** Devices of exactly that name or, if there are none, of that name in another case or width. */
  withName(name: string): readonly Device[] {
    const typed = name.trim().normalize('NFC');
    const loose = this.idsOfName(folded(visible(typed)))
      .map((id) => this.device(id))
      .filter((device) => device !== undefined);
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

  idsPricedFrom(id: number): readonly number[] {
    return this.pricedFrom(id).map((user) => user.id);
  }

  /** The devices that take part of their price from this one. */
  pricedFrom(id: number): readonly Device[] {
    const recorded = id < this.#facts.nextId ? this.#facts.idsPricedFrom(id) : [];
    const users = new Set([...recorded, ...(this.#pricedFrom.get(id) ?? [])]);
    return [...users]
      .map((user) => this.device(user))
      .filter((user) => user !== undefined)
      .filter((user) => [...user.components.values()].some((part) => 'device' in part && part.device === id));
  }

  /** Takes over what a book that stands on this one has changed. */
  absorb(other: Book): void {
    for (const id of other.#gone) {
      this.#added.delete(id);
      if (this.#recorded(id) !== undefined) this.#gone.add(id);
    }
    for (const id of other.#added) this.#added.add(id);
    for (const [id, device] of other.#devices) this.#devices.set(id, device);
    for (const [id, device] of other.#devices) if (device === null) this.#stock.delete(id);
    for (const [id, stock] of other.#stock) this.#stock.set(id, stock);
    for (const [key, id] of other.#idOfCode) this.#idOfCode.set(key, id);
    for (const [part, users] of other.#pricedFrom)
      this.#pricedFrom.set(part, new Set([...(this.#pricedFrom.get(part) ?? []), ...users]));
    this.#more += other.#more;
    this.reserveIds(other.#nextId);
    if (other.#generated !== undefined) this.restoreUsedNumbers(other.usedNumbers);
    this.#places = other.#places ?? this.#places;
    this.#counts = other.#counts ?? this.#counts;
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
      case 'place':
      case 'place-edit':
      case 'place-remove':
        this.#places = this.places.after(change);
        return;
      case 'tally':
        return;
      case 'counted':
        return this.#post();
      case 'count-open':
      case 'count-close':
      case 'frozen':
      case 'draw':
        this.#counts = this.counts.after(change, this.entry + 1);
    }
  }

  /**
   * Checks what a movement says without regard to how much lies where: that comes when its device is asked for. Throws
   * InvariantBroken.
   */
  passMove(move: Moved): void {
    const { place = firstPlace, of } = move;
    const isRightNumber = isQueue(place) ? of !== undefined && of <= this.entry + 1 : this.places.has(place);
    if (!isRightNumber || !this.places.has(place))
      throw new InvariantBroken(`a movement of #${of} at place ${place}`, 4, place);
    if (isQueue(place)) this.#places = this.places.placed;
    if (move.counted !== undefined) this.#post();
    this.#transfers.pass(move);
  }

  /**
   * Takes over what a movement left at its place, where those before it were not applied. Throws InvariantBroken or
   * RecordBroken.
   */
  leave(move: Moved, at: string): void {
    const { id, place = firstPlace } = move;
    if (isQueue(place)) this.#places = this.places.placed;
    this.#stock.set(id, stockLeft(this.stock(id), move, at, this.currency));
  }

  #post(): void {
    this.#counts = this.counts.withPosted(this.entry + 1);
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
    this.#transfers.end();
    this.#entry = n;
  }

  /** Takes over the places and the counts that a book file holds. */
  restorePlaces(places: Places, counts: Counts): void {
    this.#places = places;
    this.#counts = counts;
  }

  /** Puts in a device as it stands, as a book file holds it. Throws InvariantBroken. */
  put(device: Device, stock: StockState): void {
    if (this.device(device.id) !== undefined)
      throw new InvariantBroken(`device ${device.id} is there already`);
    if (this.withCode(device.code) !== undefined)
      throw new InvariantBroken(`code ${device.code} is there already`);
    this.#more++;
    // One that is back comes last.
    this.#added.delete(device.id);
    this.#added.add(device.id);
    this.#stock.set(device.id, stock);
    this.#set(device);
    this.#useCode(device.code);
    this.reserveIds(device.id + 1);
  }

  #add({ id, device: record, addedAt }: Added, at: string): void {
    const lastCost = lastCostAsWritten(record[costField], this.currency);
    const stock = { levels: [], lastCost, addedAt: addedAt ?? at, changedAt: at };
    this.put(deviceOfRecord(id, record, this.kinds, this.currency), stock);
  }

  #edit({ id, before, after }: Edited, at: string): void {
    const device = this.#known(id);
    const edited = patched(device, after, this.currency);
    // What was before is what an undo brings back.
    patched(edited, before, this.currency);
    moneyOf(before[costField], this.currency);
    const lastCost =
      costField in after ? lastCostAsWritten(after[costField], this.currency) : this.stock(id).lastCost;
    const holder = this.withCode(edited.code);
    if (holder !== undefined && holder.id !== id)
      throw new InvariantBroken(`code ${edited.code} is there already`);
    this.#idOfCode.set(codeKey(device.code), null);
    const users = this.pricedFrom(id);
    const price = users.length === 0 ? null : device.price(this);
    this.#set(edited);
    this.#stock.set(id, { ...this.stock(id), lastCost, changedAt: at });
    this.#useCode(edited.code);
    if (price !== null && edited.price(this) !== price)
      // What a device is priced from has another price: that changes the device, too.
      for (const user of users) this.#stock.set(user.id, { ...this.stock(user.id), changedAt: at });
  }

  #useCode(code: string): void {
    this.#codesGenerated.use(code, (other) => this.withCode(other) !== undefined);
  }

  #remove({ id, device: record }: Removed): void {
    const device = this.#known(id);
    // An undo brings it back as this record has it.
    deviceOfRecord(id, record, this.kinds, this.currency);
    moneyOf(record[costField], this.currency);
    if (this.stock(id).levels.length > 0)
      throw new InvariantBroken(`${device.code} has ${this.onHand(id)} on hand`);
    this.#devices.set(id, null);
    this.#stock.delete(id);
    this.#idOfCode.set(codeKey(device.code), null);
    this.#more--;
    this.#added.delete(id);
    if (this.#recorded(id) !== undefined) this.#gone.add(id);
    this.#suspects.add(id);
  }

  #move(change: Moved, at: string): void {
    const { id } = change;
    const moved = movedStock(this.stock(id), change, at, this.currency, this.#transfers.underWay(id));
    this.passMove(change);
    this.#stock.set(id, moved);
  }

  #known(id: number): Device {
    const device = this.device(id);
    if (device === undefined) throw new InvariantBroken(`there is no device ${id}`);
    return device;
  }

  /** Has a device that is new or changed. */
  #set(device: Device): void {
    const { id, code, components } = device;
    this.#devices.set(id, device);
    this.#idOfCode.set(codeKey(code), id);
    for (const part of components.values()) {
      if (!('device' in part)) continue;
      this.#suspects.add(part.device);
      const users = this.#pricedFrom.get(part.device);
      if (users === undefined) this.#pricedFrom.set(part.device, new Set([id]));
      else users.add(id);
    }
  }
}
