import type { Book } from '../../inventory/book/book.ts';
import { deviceJson } from '../../inventory/book/device-json.ts';
import { isOnHand, isQueue, type PlaceId, transit } from '../../inventory/book/place-kinds.ts';
import { inPathOrder } from '../../inventory/book/places.ts';
import { type Attribute, termOf } from '../../inventory/devices/attribute.ts';
import {
  attributesOf,
  brandAttribute,
  codeAttribute,
  type Device,
  kindOf,
  minimumAttribute,
  nameAttribute,
  priceAttribute,
} from '../../inventory/devices/device.ts';
import type { Kinds } from '../../inventory/devices/kinds.ts';
import type { Json } from '../../inventory/refusal.ts';
import { formatMoney } from '../../inventory/values/money.ts';
import type { Language } from '../language.ts';
import type { Messages, Wording } from '../words/messages.ts';
import { placeNamed } from '../words/places.ts';
import { localTime } from './history-rows.ts';
import type { RowsToPrint } from './rows.ts';
import { type Cell, left, right, type ShownColumn } from './table.ts';

type DeviceColumn = ShownColumn<Device> & { readonly id: string; readonly always: boolean };

/** An attribute as people read it: choices by their label. */
export function attributeText(
  device: Device,
  attribute: Attribute<unknown>,
  book: Book,
  language: Language,
): string {
  const value = device.values.get(attribute);
  if (value === null) return '';
  const json = attribute.toJson(value, book.currency);
  return termOf(attribute.choices ?? [], String(json), language);
}

/** The attributes that the abilities of all kinds bring, once each. */
const abilityAttributes = (kinds: Kinds): readonly Attribute<unknown>[] => [
  ...new Set([...kinds].flatMap((kind) => kind.abilityAttributes)),
];

/** What an inventory is to show. */
interface Shown {
  /** A column for each place. */
  readonly byPlace: boolean;
  /** What is low, which nobody understands without the minimum. */
  readonly low: boolean;
  /** The most places with a column of their own; the others are one column. */
  readonly maxPlaces?: number;
}

/** The inventory: a row a device, with totals. */
export function deviceRows(
  devices: readonly Device[],
  book: Book,
  wording: Wording,
  shows: Shown,
): RowsToPrint<Device> {
  const shown = shownColumns(devices, book, wording, shows).filter(
    ({ always, cell }) => always || devices.some((device) => cell(device) !== ''),
  );
  const units = devices.reduce((sum, { id }) => sum + BigInt(book.onHand(id)), 0n);
  const value = devices.reduce((sum, device) => sum + book.value(device), 0n);
  const totals: { readonly [id: string]: string } = {
    name: wording.messages.totals(devices.length),
    quantity: String(units),
    value: formatMoney(value, book.currency),
  };
  return {
    rows: devices,
    columns: [
      ...fieldColumns(book.kinds),
      ...(book.places.isPlaced ? [{ key: 'sellable', text: false }] : []),
    ],
    json: (device) => deviceJson(device, book),
    shown,
    footer: shown.map(({ id }) => totals[id] ?? ''),
    instead(leftOut) {
      const places = shown.filter(({ id }) => id.startsWith(ofPlace));
      const without = places.filter(({ heading }) => leftOut.includes(heading)).length;
      if (without === 0) return null;
      return deviceRows(devices, book, wording, { ...shows, maxPlaces: places.length - without });
    },
  };
}

function shownColumns(
  devices: readonly Device[],
  book: Book,
  wording: Wording,
  { byPlace, low, maxPlaces }: Shown,
): readonly DeviceColumn[] {
  const { messages, language } = wording;
  const { headings } = messages;
  const { currency } = book;
  const attribute = (shown: Attribute<unknown>, priority: number, shrinkTo?: number): DeviceColumn => ({
    ...left(
      shown.term[language],
      priority,
      (device) => attributeText(device, shown, book, language),
      shrinkTo,
    ),
    ...(shown === minimumAttribute || shown.key === 'size' ? { align: 'right' } : {}),
    id: shown.key,
    always: priority === 0,
  });
  const price = (device: Device) => formatMoney(device.price(book), currency);
  const value = (device: Device) => formatMoney(book.value(device), currency);
  return [
    attribute(codeAttribute, 0),
    attribute(nameAttribute, 0, 16),
    attribute(brandAttribute, 4, 8),
    { id: 'kind', always: true, ...left(headings.kind, 5, (device) => kindOf(device).term[language]) },
    ...abilityAttributes(book.kinds).map((ability, index) => attribute(ability, 6 + index)),
    { id: 'price', always: true, ...right(priceAttribute.term[language], 2, price) },
    {
      id: 'quantity',
      always: true,
      ...right(headings.onHand, 0, (device) => quantityCell(device, book, messages)),
    },
    ...sellableColumns(devices, book, messages),
    ...(byPlace ? placeColumns(devices, book, wording, maxPlaces) : []),
    minimumColumn(book, language, low ? 0 : 9),
    { id: 'value', always: true, ...right(`${headings.value} ${currency.code}`, 3, value) },
  ];
}

/** What may be sold, where that is not all that is on hand. */
function sellableColumns(
  devices: readonly Device[],
  book: Book,
  { headings }: Messages,
): readonly DeviceColumn[] {
  if (!book.places.isPlaced || devices.every(({ id }) => book.sellable(id) === book.onHand(id))) return [];
  const sellable = ({ id }: Device) => String(book.sellable(id));
  return [{ id: 'sellable', always: true, ...right(headings.sellable, 1, sellable) }];
}

/** Begins the ids of the columns of places. */
const ofPlace = 'quantity@';

/**
 * A column for each place where something lies, in the order of their paths, and one for what lies at those beyond `most`; the
 * last ones have room least.
 */
function placeColumns(
  devices: readonly Device[],
  book: Book,
  { messages, language }: Wording,
  most = Number.POSITIVE_INFINITY,
): readonly DeviceColumn[] {
  const { places } = book;
  const used = new Set(devices.flatMap(({ id }) => book.levels(id).map(({ place }) => place)));
  const inOrder = inPathOrder(Array.from(used, (id) => ({ id, place: places.pathOf(id) })));
  const all = [...inOrder.filter(({ id }) => !isQueue(id)), ...inOrder.filter(({ id }) => isQueue(id))];
  const unitsAt = (device: Device, isThere: (place: PlaceId) => boolean): string => {
    const units = book
      .levels(device.id)
      .reduce((sum, { place, quantity }) => sum + (isThere(place) ? quantity : 0), 0);
    return units === 0 ? '' : String(units);
  };
  const shown = all.slice(0, most).map(({ id, place }, index): DeviceColumn => {
    const heading = id === transit ? messages.headings.inTransit : placeNamed(place, language);
    const priority = leastPlace + index / (all.length + 1);
    const cell = (device: Device) => unitsAt(device, (at) => at === id);
    return { id: ofPlace + place, always: true, ...right(heading, priority, cell) };
  });
  const others = new Set(all.slice(most).map(({ id }) => id));
  if (others.size === 0) return shown;
  const elsewhere = (device: Device) => unitsAt(device, (at) => others.has(at) && isOnHand(at));
  return [
    ...shown,
    { id: 'elsewhere', always: true, ...right(messages.headings.elsewhere, leastPlace - 1, elsewhere) },
  ];
}

/** The columns of places that do not fit are left out before the price, and after what a device is. */
const leastPlace = 2;

/** The reorder level, or that of the place which the book is about. */
const minimumColumn = (book: Book, language: Language, priority: number): DeviceColumn => ({
  id: minimumAttribute.key,
  always: false,
  ...right(minimumAttribute.term[language], priority, (device: Device) => String(book.minimum(device) ?? '')),
});

/** Low stock is marked in words too, for paper and for eyes that see no difference in colour. */
const quantityCell = (device: Device, book: Book, { low }: Messages): Cell =>
  book.isLow(device)
    ? { text: `${low} ${book.onHand(device.id)}`, tone: 'low' }
    : String(book.onHand(device.id));

/** The fields of device JSON as columns, those of all kinds in the order of the contract. */
function fieldColumns(kinds: Kinds): RowsToPrint<Device>['columns'] {
  const slots = [...kinds].flatMap(({ componentSlots }) => componentSlots);
  const texts = new Set([
    'code',
    'kind',
    'name',
    'brand',
    ...abilityAttributes(kinds)
      .filter(({ choices }) => choices)
      .map(({ key }) => key),
    ...slots.map(({ key }) => key),
  ]);
  const keys = [
    'code',
    'kind',
    'name',
    'brand',
    ...abilityAttributes(kinds).map(({ key }) => key),
    ...slots.map(({ key }) => key),
    ...slots.map(({ price }) => price.key),
    'price',
    'weight',
    'quantity',
    'minimum',
    'lastCost',
    'value',
    'addedAt',
    'changedAt',
  ];
  return [...new Set(keys)].map((key) => ({ key, text: texts.has(key) }));
}

/** Where a device lies, and how much of it may be sold; nothing in a book with one place. */
function lyingPairs(
  device: Device,
  book: Book,
  { messages, language }: Wording,
): (readonly [string, string])[] {
  const { places } = book;
  if (!places.isPlaced) return [];
  const units = new Map<string, number>();
  for (const { place, quantity } of book.levels(device.id)) {
    const path = places.pathOf(place);
    units.set(path, (units.get(path) ?? 0) + quantity);
  }
  const lying = inPathOrder(Array.from(units, ([place, quantity]) => ({ place, quantity })));
  return [
    [messages.headings.sellable, String(book.sellable(device.id))],
    ...lying.map(({ place, quantity }): readonly [string, string] => [
      `  ${placeNamed(place, language)}`,
      String(quantity),
    ]),
  ];
}

/** Everything about one device, a label and a value each. */
export function deviceCard(
  device: Device,
  book: Book,
  { messages, language }: Wording,
): (readonly [string, string])[] {
  const { headings, inBrackets, low } = messages;
  const { addedAt, changedAt } = book.stock(device.id);
  const json: { readonly [key: string]: Json } = deviceJson(device, book);
  const kind = kindOf(device);
  const money = `${json['price']} ${book.currency.code}`;
  const attributes = attributesOf(kind)
    .filter(({ key }) => key !== priceAttribute.key && key !== minimumAttribute.key)
    .map((attribute): [string, string] => [
      attribute.term[language],
      attributeText(device, attribute, book, language),
    ]);
  const components = kind.componentSlots.map((slot): [string, string] => [
    slot.price.term[language],
    [json[slot.price.key], json[slot.key] ?? ''].join(' ').trim(),
  ]);
  const pairs: (readonly [string, string])[] = [
    ...attributes.slice(0, 1),
    [headings.kind, kind.term[language]],
    ...attributes.slice(1),
    ...components,
    [priceAttribute.term[language], money],
    [headings.onHand, `${json['quantity']}${book.isLow(device) ? inBrackets(low) : ''}`],
    ...lyingPairs(device, book, { messages, language }),
    [minimumAttribute.term[language], device.minimum === null ? '' : String(device.minimum)],
    [headings.lastCost, String(json['lastCost'] ?? '')],
    [headings.value, `${json['value']} ${book.currency.code}`],
    [headings.addedAt, localTime(addedAt)],
    [headings.changedAt, localTime(changedAt)],
  ];
  return pairs.filter(([, value]) => value !== '');
}
