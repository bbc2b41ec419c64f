import type { Book } from '../../inventory/book/book.ts';
import { deviceJson } from '../../inventory/book/device-json.ts';
import type { Attribute } from '../../inventory/devices/attribute.ts';
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
import type { Messages } from '../words/messages.ts';
import type { RowsToPrint } from './rows.ts';
import type { Cell, Column } from './table.ts';

type ShownColumn = Column & { cell(device: Device): Cell };

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
  return attribute.choices?.find((choice) => choice.value === json)?.term[language] ?? String(json);
}

/** The attributes that the abilities of all kinds bring, once each. */
const abilityAttributes = (kinds: Kinds): readonly Attribute<unknown>[] => [
  ...new Map(
    [...kinds].flatMap((kind) => kind.abilityAttributes).map((attribute) => [attribute.key, attribute]),
  ).values(),
];

/** The inventory: a row a device, with totals. */
export function deviceRows(
  devices: readonly Device[],
  book: Book,
  messages: Messages,
  language: Language,
): RowsToPrint<Device> {
  const shown = shownColumns(book, messages, language).filter(
    ({ always, cell }) => always || devices.some((device) => cell(device) !== ''),
  );
  const units = devices.reduce((sum, { id }) => sum + BigInt(book.onHand(id)), 0n);
  const value = devices.reduce((sum, device) => sum + book.value(device), 0n);
  const totals: { readonly [id: string]: string } = {
    name: messages.totals(devices.length),
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

function shownColumns(
  book: Book,
  messages: Messages,
  language: Language,
): readonly (ShownColumn & { id: string; always: boolean })[] {
  const { headings } = messages;
  const left = (attribute: Attribute<unknown>, priority: number, shrinkTo?: number) => ({
    id: attribute.key,
    always: priority === 0,
    heading: attribute.term[language],
    align:
      attribute === minimumAttribute || attribute.key === 'size' ? ('right' as const) : ('left' as const),
    priority,
    ...(shrinkTo === undefined ? {} : { shrinkTo }),
    cell: (device: Device): Cell => attributeText(device, attribute, book, language),
  });
  return [
    left(codeAttribute, 0),
    left(nameAttribute, 0, 16),
    left(brandAttribute, 4, 8),
    {
      id: 'kind',
      always: true,
      heading: headings.kind,
      align: 'left',
      priority: 5,
      cell: (device) => kindOf(device).term[language],
    },
    ...abilityAttributes(book.kinds).map((attribute, index) => left(attribute, 6 + index)),
    {
      id: 'price',
      always: true,
      heading: priceAttribute.term[language],
      align: 'right',
      priority: 2,
      cell: (device) => formatMoney(device.price(book), book.currency),
    },
    {
      id: 'quantity',
      always: true,
      heading: headings.onHand,
      align: 'right',
      priority: 0,
      cell: (device) => quantityCell(device, book, messages),
    },
    left(minimumAttribute, 9),
    {
      id: 'value',
      always: true,
      heading: `${headings.value} ${book.currency.code}`,
      align: 'right',
      priority: 3,
      cell: (device) => formatMoney(book.value(device), book.currency),
    },
  ];
}

/** Low stock is marked in words too, for paper and for eyes that do not tell colours apart. */
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
  messages: Messages,
  language: Language,
  time: (iso: string) => string,
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
    [headings.addedAt, time(addedAt)],
    [headings.changedAt, time(changedAt)],
  ];
  return pairs.filter(([, value]) => value !== '');
}
