import type { WrittenValues } from '../devices/attribute.ts';
import { attributesOf, type Device, kindOf, minimumAttributeAt, type PriceList } from '../devices/device.ts';
import { componentJson, costField, type DeviceRecord } from '../devices/device-record.ts';
import { componentPrice } from '../devices/tv-dvd-combo.ts';
import type { Json } from '../refusal.ts';
import { type Currency, formatMoney, type Money, moneyAsWritten, valueOfStock } from '../values/money.ts';
import { inPathOrder, type Places } from './places.ts';
import type { Level, StockState } from './stock.ts';

/** The record of a device: the inverse of deviceOfRecord, with its last purchase cost. */
export function recordOf(device: Device, book: DeviceBook): DeviceRecord {
  const { currency } = book;
  const { lastCost } = book.stock(device.id);
  const record: { [key: string]: Json } = { kind: kindOf(device).id };
  for (const attribute of attributesOf(kindOf(device))) {
    const value = device.values.get(attribute);
    if (value !== null) record[attribute.key] = attribute.toJson(value, currency);
  }
  Object.assign(record, minimumsJson(device));
  for (const [key, component] of device.components)
    record[key] = componentJson(component, currency, (id) => book.codeOf(id));
  if (lastCost !== null) record[costField] = formatMoney(lastCost, currency);
  return record;
}

/** What a book knows of its devices beside what they are. */
export interface DeviceBook extends PriceList {
  readonly currency: Currency;
  codeOf(id: number): string;
  stock(id: number): StockState;
  onHand(id: number): number;
  sellable(id: number): number;
  /** Where a device lies, of what the book is about. */
  levels(id: number): readonly Level[];
  readonly places: Places;
}

/** A device as every JSON output carries it; in a book with more places than one with where its stock lies. */
export const deviceJson = (device: Device, book: DeviceBook): { readonly [key: string]: Json } =>
  book.places.isPlaced
    ? { ...deviceFields(device, book), ...lyingJson(device, book) }
    : deviceFields(device, book);

/** The reorder levels of a device at places, as records and lines of the book file carry them. */
export const minimumsJson = (device: Device): { readonly [key: string]: Json } =>
  Object.fromEntries(
    device.placesWithMinimum.map((place) => [minimumAttributeAt(place).key, device.minimumAt(place)]),
  );

function lyingJson(device: Device, book: DeviceBook): { readonly [key: string]: Json } {
  const { id } = device;
  const byPlace = new Map<string, number>();
  for (const { place, quantity } of book.levels(id)) {
    const path = book.places.pathOf(place);
    byPlace.set(path, (byPlace.get(path) ?? 0) + quantity);
  }
  for (const place of device.placesWithMinimum) {
    const path = book.places.pathOf(place);
    if (book.places.has(place)) byPlace.set(path, byPlace.get(path) ?? 0);
  }
  const minimumAt = (path: string) => device.minimumAt(book.places.idOf(path) ?? 0);
  const places = inPathOrder(Array.from(byPlace, ([place, quantity]) => ({ place, quantity }))).map(
    (lying) => {
      const minimum = minimumAt(lying.place);
      return minimum === null ? lying : { ...lying, minimum };
    },
  );
  return { sellable: book.sellable(id), places };
}

/** A device without its places, fields in the order of the contract ("Devices"). */
export function deviceFields(device: Device, book: DeviceBook): { readonly [key: string]: Json } {
  const { currency } = book;
  const { lastCost, addedAt, changedAt } = book.stock(device.id);
  const quantity = book.onHand(device.id);
  const kind = kindOf(device);
  const amount = (money: Money | bigint) => formatMoney(money, currency);
  const json: { [key: string]: Json } = {
    code: device.code,
    kind: kind.id,
    name: device.name,
    brand: device.brand,
  };
  for (const attribute of kind.abilityAttributes) {
    const value = device.values.get(attribute);
    json[attribute.key] = value === null ? null : attribute.toJson(value, currency);
  }
  for (const { key } of kind.componentSlots) {
    const component = device.components.get(key);
    json[key] = component !== undefined && 'device' in component ? book.codeOf(component.device) : null;
  }
  for (const { key, price } of kind.componentSlots) {
    json[price.key] = amount(componentPrice(device.components.get(key), book));
  }
  json['price'] = amount(device.price(book));
  json['weight'] = device.weightKg;
  json['quantity'] = quantity;
  json['minimum'] = device.minimum;
  json['lastCost'] = lastCost === null ? null : amount(lastCost);
  json['value'] = amount(valueOfStock(device.price(book), quantity));
  json['addedAt'] = addedAt;
  json['changedAt'] = changedAt;
  return json;
}

/** Reads back the stock of a device that `deviceFields` wrote: the checksum of the line was verified, so nothing is checked again. */
export function stockAsWritten(
  { lastCost = null, addedAt, changedAt }: WrittenValues,
  levels: StockState['levels'],
): StockState {
  return {
    levels,
    lastCost: lastCost === null ? null : moneyAsWritten(lastCost),
    addedAt: String(addedAt),
    changedAt: String(changedAt),
  };
}
