import type { Book } from '../../inventory/book/book.ts';
import { deviceJson } from '../../inventory/book/device-json.ts';
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

/** The inventory: a row a device, with totals. */
export function deviceRows(devices: readonly Device[], book: Book, wording: Wording): RowsToPrint<Device> {
  const shown = shownColumns(book, wording).filter(
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
    columns: fieldColumns(book.kinds),
    json: (device) => deviceJson(device, book),
    shown,
    footer: shown.map(({ id }) => totals[id] ?? ''),
  };
}

function shownColumns(book: Book, { messages, language }: Wording): readonly DeviceColumn[] {
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
    attribute(minimumAttribute, 9),
    { id: 'value', always: true, ...right(`${headings.value} ${currency.code}`, 3, value) },
  ];
}

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

/** Everything about one device, a label and a value each. */
export function deviceCard(
  device: Device,
  book: Book,
  { messages, language }: Wording,
): (readonly [string, string])[] {
  const { headings, low } = messages;
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
    [headings.onHand, `${json['quantity']}${book.isLow(device) ? ` (${low})` : ''}`],
    [minimumAttribute.term[language], device.minimum === null ? '' : String(device.minimum)],
    [headings.lastCost, String(json['lastCost'] ?? '')],
    [headings.value, `${json['value']} ${book.currency.code}`],
    [headings.addedAt, localTime(addedAt)],
    [headings.changedAt, localTime(changedAt)],
  ];
  return pairs.filter(([, value]) => value !== '');
}
