import type { Book } from '../book/book.ts';
import { deviceJson } from '../book/device-json.ts';
import type { PlaceId } from '../book/place-kinds.ts';
import type { Level } from '../book/stock.ts';
import type { Attribute } from '../devices/attribute.ts';
import { type Device, kindOf } from '../devices/device.ts';
import type { Json } from '../refusal.ts';
import { type Money, valueOfStock } from '../values/money.ts';

/** A device as lists and reports show it: what it is, and what stock and prices make of it. */
export interface ListRow {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** As files and options name it: `tv`. */
  readonly kind: string;
  readonly brand: string | null;
  readonly price: Money;
  readonly quantity: number;
  /** How many of them may be sold. */
  readonly sellable: number;
  /** Where they lie, of what the list is about. */
  readonly levels: readonly Level[];
  /** The reorder level, or that of the place that the list is about. */
  readonly minimum: number | null;
  readonly isLow: boolean;
  readonly lastCost: Money | null;
  /** Price × quantity, in minor units. */
  readonly value: bigint;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  readonly changedAt: string;
  /** The reorder levels at places. */
  readonly minimums: ReadonlyMap<PlaceId, number>;
  /** What it has of an attribute; null where it lacks that. */
  attribute(attribute: Attribute<unknown>): Json;
  /** As every JSON output carries it. */
  readonly json: { readonly [key: string]: Json };
}

/** The row of a device, which no longer needs the book. */
export function rowOf(device: Device, book: Book): ListRow {
  const row = rowIn(device, book);
  const { id, code, name, kind, brand, price, quantity, sellable, levels } = row;
  const { minimum, minimums, isLow, lastCost, value, addedAt, changedAt, json } = row;
  const stock = { quantity, sellable, levels, minimum, minimums, isLow, lastCost, value, addedAt, changedAt };
  const attribute: ListRow['attribute'] = ({ key }) => json[key] ?? null;
  return { id, code, name, kind, brand, price, ...stock, attribute, json };
}

/** The row of a device in a book that is there as long as the row is. */
export const rowIn = (device: Device, book: Book): ListRow => new BookRow(device, book);

/** Many rows are never asked for more than a few of these: each is made when it is. */
class BookRow implements ListRow {
  readonly #device: Device;
  readonly #book: Book;
  #quantity: number | undefined;
  #price: Money | undefined;

  constructor(device: Device, book: Book) {
    this.#device = device;
    this.#book = book;
  }

  get id(): number {
    return this.#device.id;
  }
  get code(): string {
    return this.#device.code;
  }
  get name(): string {
    return this.#device.name;
  }
  get kind(): string {
    return kindOf(this.#device).id;
  }
  get brand(): string | null {
    return this.#device.brand;
  }
  get price(): Money {
    this.#price ??= this.#device.price(this.#book);
    return this.#price;
  }
  get quantity(): number {
    this.#quantity ??= this.#book.onHand(this.id);
    return this.#quantity;
  }
  get sellable(): number {
    return this.#book.sellable(this.id);
  }
  get levels(): readonly Level[] {
    return this.#book.levels(this.id);
  }
  get minimum(): number | null {
    return this.#book.minimum(this.#device);
  }
  get isLow(): boolean {
    return this.#book.isLow(this.#device);
  }
  get lastCost(): Money | null {
    return this.#book.stock(this.id).lastCost;
  }
  get value(): bigint {
    return valueOfStock(this.price, this.quantity);
  }
  get addedAt(): string {
    return this.#book.stock(this.id).addedAt;
  }
  get changedAt(): string {
    return this.#book.stock(this.id).changedAt;
  }
  get minimums(): ReadonlyMap<PlaceId, number> {
    const device = this.#device;
    return new Map(device.placesWithMinimum.map((place) => [place, device.minimumAt(place) ?? 0]));
  }
  attribute(attribute: Attribute<unknown>): Json {
    const value = this.#device.values.get(attribute);
    return value === null ? null : attribute.toJson(value, this.#book.currency);
  }
  get json(): ListRow['json'] {
    return deviceJson(this.#device, this.#book);
  }
}
