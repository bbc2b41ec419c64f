import type { Json } from '../refusal.ts';
import { type Currency, formatMoney, type Money, moneyAsWritten, parseMoney } from '../values/money.ts';
import { type Attribute, AttributeValues, type WrittenValues } from './attribute.ts';
import {
  attributesOf,
  type Component,
  type ComponentSlot,
  type Device,
  type Kind,
  kindOf,
  minimumsAtPlaces,
} from './device.ts';
import type { Kinds } from './kinds.ts';

/**
 * The stored form of a device's attributes: its kind, each attribute by key as JSON, each component by its slot's key,
 * and `cost` where a last purchase cost was given. What it lacks is left out.
 */
export type DeviceRecord = { readonly [key: string]: Json };

/** Some attributes of a device; `null` is an attribute that it lacks. */
export type Patch = { readonly [key: string]: Json };

/** A record that breaks the rules of its kind: what was read is not what stockbook wrote. */
export class RecordBroken extends Error {
  override readonly name = 'RecordBroken';
}

/** The field that carries a last purchase cost in records, patches and imports. */
export const costField = 'cost';

export const isObject = (json: unknown): json is { readonly [key: string]: unknown } =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

function attributeValue(attribute: Attribute<unknown>, json: unknown, currency: Currency): unknown {
  if (json === undefined || json === null) {
    if (attribute.required) throw new RecordBroken(`${attribute.key} is missing`);
    return null;
  }
  if (typeof json !== 'string' && typeof json !== 'number')
    throw new RecordBroken(`${attribute.key} is no value`);
  const value = attribute.parse(String(json), currency);
  if (!value.ok) throw new RecordBroken(`${attribute.key}: ${JSON.stringify(json)}`);
  return value.value;
}

export function moneyOf(json: unknown, currency: Currency): Money | null {
  if (json === undefined || json === null) return null;
  const money = typeof json === 'string' ? parseMoney(json, currency) : undefined;
  if (!money?.ok) throw new RecordBroken(`a price: ${JSON.stringify(json)}`);
  return money.value;
}

function componentOf(slot: ComponentSlot, json: unknown, currency: Currency): Component {
  if (isObject(json)) {
    const { device, price } = json;
    if (Number.isSafeInteger(device)) return { device: Number(device) };
    const money = moneyOf(price, currency);
    if (money !== null) return { price: money };
  }
  throw new RecordBroken(`${slot.key}: ${JSON.stringify(json)}`);
}

/** The kind that a record is of. */
export function kindOfRecord(record: DeviceRecord, kinds: Kinds): Kind {
  const kind = typeof record['kind'] === 'string' ? kinds.named(record['kind']) : undefined;
  if (kind === undefined) throw new RecordBroken(`kind: ${JSON.stringify(record['kind'])}`);
  return kind;
}

/** The device that a record describes; everything in it is checked. Throws RecordBroken. */
export function deviceOfRecord(id: number, record: DeviceRecord, kinds: Kinds, currency: Currency): Device {
  const kind = kindOfRecord(record, kinds);
  const values = AttributeValues.empty.with(
    [...attributesOf(kind), ...minimumsIn(record)].map((attribute) => [
      attribute,
      attributeValue(attribute, record[attribute.key], currency),
    ]),
  );
  const components = new Map(
    kind.componentSlots.map((slot) => [slot.key, componentOf(slot, record[slot.key], currency)]),
  );
  return new kind(id, values, components);
}

/** The reorder levels at places that a record holds. */
const minimumsIn = (record: DeviceRecord): readonly Attribute<unknown>[] =>
  minimumsAtPlaces(Object.keys(record)).map(({ attribute }) => attribute);

const noComponents: ReadonlyMap<string, Component> = new Map();

/**
 * Reads back what `deviceJson` wrote. The line's checksum was verified, so values are not validated again; each is read
 * when it is asked for. `idOf` returns the id of the device with a code.
 */
export function deviceAsWritten(
  id: number,
  json: WrittenValues,
  kind: Kind,
  idOf: (code: string) => number | undefined,
): Device {
  const componentIn = ({ key, price }: ComponentSlot): Component => {
    const { [key]: code = null, [price.key]: amount = null } = json;
    if (code === null) return { price: moneyAsWritten(amount) };
    const device = idOf(String(code));
    if (device === undefined) throw new RecordBroken(`${key}: ${code}`);
    return { device };
  };
  const { componentSlots } = kind;
  const components =
    componentSlots.length === 0
      ? noComponents
      : new Map(componentSlots.map((slot) => [slot.key, componentIn(slot)]));
  return new kind(id, AttributeValues.written(json), components);
}

/** The device with a patch applied; a last purchase cost in it is the stock's. Throws RecordBroken. */
export function patched(device: Device, patch: Patch, currency: Currency): Device {
  const kind = kindOf(device);
  const known = [...attributesOf(kind), ...minimumsIn(patch)];
  const changed = known.filter(({ key }) => Object.hasOwn(patch, key));
  const slots = kind.componentSlots.filter(({ key }) => Object.hasOwn(patch, key));
  const found = changed.length + slots.length + (Object.hasOwn(patch, costField) ? 1 : 0);
  if (found !== Object.keys(patch).length)
    throw new RecordBroken(`a patch of ${Object.keys(patch).join(', ')}`);
  const values = device.values.with(
    changed.map((attribute) => [attribute, attributeValue(attribute, patch[attribute.key], currency)]),
  );
  const components = new Map(device.components);
  for (const slot of slots) components.set(slot.key, componentOf(slot, patch[slot.key], currency));
  return new kind(device.id, values, components);
}

/** A component as records carry it; the code is there for people who read the journal. */
export function componentJson(
  component: Component,
  currency: Currency,
  codeOf: (id: number) => string,
): Json {
  return 'device' in component
    ? { device: component.device, code: codeOf(component.device) }
    : { price: formatMoney(component.price, currency) };
}
