import { isOnHand, isQueue, type PlaceId } from '../../inventory/book/place-kinds.ts';
import { inPathOrder, type Places } from '../../inventory/book/places.ts';
import { type Attribute, termOf } from '../../inventory/devices/attribute.ts';
import {
  attributesOf,
  brandAttribute,
  codeAttribute,
  minimumAttribute,
  nameAttribute,
  priceAttribute,
} from '../../inventory/devices/device.ts';
import { kinds } from '../../inventory/devices/kinds.ts';
import type { ListRow } from '../../inventory/look/list-row.ts';
import type { Listing } from '../../inventory/look/listing.ts';
import { type Currency, formatMoney } from '../../inventory/values/money.ts';
import type { Language } from '../language.ts';
import type { Messages, Wording } from '../words/messages.ts';
import { placeHeading } from '../words/places.ts';
import { localTime } from './local-time.ts';
import type { RowsToPrint } from './rows.ts';
import { type Cell, left, right, type ShownColumn } from './table.ts';

/** A column of the inventory, by the key of what it shows. */
export type DeviceColumn = ShownColumn<ListRow> & {
  readonly id: string;
  readonly always: boolean;
  /** What people call a value; left out where they read it as JSON has it. */
  termOf?(value: string): string;
};

/** An attribute as people read it: choices by their label. */
export function attributeText(
  row: Pick<ListRow, 'attribute'>,
  attribute: Attribute<unknown>,
  language: Language,
): string {
  const value = row.attribute(attribute);
  return value === null ? '' : termOf(attribute.choices ?? [], String(value), language);
}

/** The attributes that the abilities of all kinds bring, once each. */
const abilityAttributes: readonly Attribute<unknown>[] = [
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

/** The inventory: a row a device, with totals. What only people read is made only for them. */
export function deviceRows(listing: Listing, wording: Wording, shows: Shown): RowsToPrint<ListRow> {
  const { rows, places } = listing;
  let filled: readonly DeviceColumn[] | undefined;
  const shown = () => {
    filled ??= shownColumns(listing, wording, shows).filter(
      ({ always, cell }) => always || rows.some((row) => cell(row) !== ''),
    );
    return filled;
  };
  return {
    rows,
    columns: [...fieldColumns(), ...(places.isPlaced ? [{ key: 'sellable', text: false }] : [])],
    json: ({ json }) => json,
    get shown() {
      return shown();
    },
    get footer() {
      const totals = totalsOf(listing, wording);
      return shown().map(({ id }) => totals[id] ?? '');
    },
    instead(leftOut) {
      const ofPlaces = shown().filter(({ id }) => id.startsWith(ofPlace));
      const without = ofPlaces.filter(({ heading }) => leftOut.includes(heading)).length;
      if (without === 0) return null;
      return deviceRows(listing, wording, { ...shows, maxPlaces: ofPlaces.length - without });
    },
  };
}

function totalsOf({ rows, currency }: Listing, wording: Wording): TextsById {
  let [units, value] = [0n, 0n];
  for (const row of rows) {
    units += BigInt(row.quantity);
    value += row.value;
  }
  return totalTexts({ count: rows.length, units, value }, currency, wording);
}

type TextsById = { readonly [id: string]: string | undefined };

/** What an inventory comes to. */
export interface Totals {
  readonly count: number;
  readonly units: bigint;
  /** In minor units. */
  readonly value: bigint;
}

/** The line of totals, by the column's id. */
export const totalTexts = (
  { count, units, value }: Totals,
  currency: Currency,
  { messages }: Wording,
): TextsById => ({
  name: messages.totals(count),
  quantity: String(units),
  value: formatMoney(value, currency),
});

/** The columns of an inventory, whether there is anything in them or not. */
export function shownColumns(
  listing: Omit<Listing, 'entry'>,
  wording: Wording,
  { byPlace, low, maxPlaces }: Shown,
): readonly DeviceColumn[] {
  const { currency } = listing;
  const { messages, language } = wording;
  const { headings } = messages;
  const attribute = (shown: Attribute<unknown>, priority: number, shrinkTo?: number): DeviceColumn => ({
    ...left(shown.term[language], priority, (row) => attributeText(row, shown, language), shrinkTo),
    ...(shown === minimumAttribute || shown.key === 'size' ? { align: 'right' } : {}),
    ...(shown.choices === undefined
      ? {}
      : { termOf: (value: string) => termOf(shown.choices ?? [], value, language) }),
    id: shown.key,
    always: priority === 0,
  });
  const terms = new Map(Array.from(kinds, ({ id, term }) => [id, term[language]]));
  const kindTerm = (kind: string) => terms.get(kind) ?? kind;
  const price = (row: ListRow) => formatMoney(row.price, currency);
  const value = (row: ListRow) => formatMoney(row.value, currency);
  return [
    attribute(codeAttribute, 0),
    attribute(nameAttribute, 0, 16),
    attribute(brandAttribute, 4, 8),
    {
      id: 'kind',
      always: true,
      termOf: kindTerm,
      ...left(headings.kind, 5, ({ kind }: ListRow) => kindTerm(kind)),
    },
    ...abilityAttributes.map((ability, index) => attribute(ability, 6 + index)),
    { id: 'price', always: true, ...right(priceAttribute.term[language], 2, price) },
    {
      id: 'quantity',
      always: true,
      ...right(headings.onHand, 0, (row) => quantityCell(row, messages)),
    },
    ...sellableColumns(listing, messages),
    ...(byPlace ? placeColumns(listing, wording, maxPlaces) : []),
    minimumColumn(language, low ? 0 : 9),
    { id: 'value', always: true, ...right(`${headings.value} ${currency.code}`, 3, value) },
  ];
}

/** What may be sold, where that is not all that is on hand. */
function sellableColumns(
  { rows, places }: Pick<Listing, 'rows' | 'places'>,
  { headings }: Messages,
): readonly DeviceColumn[] {
  if (!places.isPlaced || rows.every(({ sellable, quantity }) => sellable === quantity)) return [];
  const sellable = (row: ListRow) => String(row.sellable);
  return [{ id: 'sellable', always: true, ...right(headings.sellable, 1, sellable) }];
}

/** Begins the ids of the columns of places. */
const ofPlace = 'quantity@';

/**
 * A column for each place where something lies, in the order of their paths, and one for what lies at those beyond `most`; the
 * last ones have room least.
 */
function placeColumns(
  { rows, places }: Pick<Listing, 'rows' | 'places'>,
  { messages, language }: Wording,
  most = Number.POSITIVE_INFINITY,
): readonly DeviceColumn[] {
  const used = new Set(rows.flatMap(({ levels }) => levels.map(({ place }) => place)));
  const inOrder = inPathOrder(Array.from(used, (id) => ({ id, place: places.pathOf(id) })));
  const all = [...inOrder.filter(({ id }) => !isQueue(id)), ...inOrder.filter(({ id }) => isQueue(id))];
  const unitsAt = ({ levels }: ListRow, isThere: (place: PlaceId) => boolean): string => {
    const units = levels.reduce((sum, { place, quantity }) => sum + (isThere(place) ? quantity : 0), 0);
    return units === 0 ? '' : String(units);
  };
  const shown = all.slice(0, most).map(({ id, place }, index): DeviceColumn => {
    const heading = placeHeading(place, language);
    const priority = leastPlace + index / (all.length + 1);
    const cell = (row: ListRow) => unitsAt(row, (at) => at === id);
    return { id: ofPlace + place, always: true, ...right(heading, priority, cell) };
  });
  const others = new Set(all.slice(most).map(({ id }) => id));
  if (others.size === 0) return shown;
  const elsewhere = (row: ListRow) => unitsAt(row, (at) => others.has(at) && isOnHand(at));
  return [
    ...shown,
    { id: 'elsewhere', always: true, ...right(messages.headings.elsewhere, leastPlace - 1, elsewhere) },
  ];
}

/** The columns of places that do not fit are left out before the price, and after what a device is. */
const leastPlace = 2;

const minimumColumn = (language: Language, priority: number): DeviceColumn => ({
  id: minimumAttribute.key,
  always: false,
  ...right(minimumAttribute.term[language], priority, ({ minimum }: ListRow) => String(minimum ?? '')),
});

/** Low stock is marked in words too, for paper and for eyes that see no difference in colour. */
export const quantityCell = (
  { isLow, quantity }: Pick<ListRow, 'isLow' | 'quantity'>,
  { low }: Messages,
): Cell => (isLow ? { text: `${low} ${quantity}`, tone: 'low' } : String(quantity));

/** The fields of device JSON as columns, those of all kinds in the order of the contract. */
function fieldColumns(): RowsToPrint<ListRow>['columns'] {
  const slots = kinds.componentSlots;
  const texts = new Set([
    'code',
    'kind',
    'name',
    'brand',
    ...abilityAttributes.filter(({ choices }) => choices).map(({ key }) => key),
    ...slots.map(({ key }) => key),
  ]);
  const keys = [
    'code',
    'kind',
    'name',
    'brand',
    ...abilityAttributes.map(({ key }) => key),
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
  { levels, sellable }: ListRow,
  places: Places,
  { messages, language }: Wording,
): (readonly [string, string])[] {
  if (!places.isPlaced) return [];
  const units = new Map<string, number>();
  for (const { place, quantity } of levels) {
    const path = places.pathOf(place);
    units.set(path, (units.get(path) ?? 0) + quantity);
  }
  const inOrder = inPathOrder(Array.from(units, ([place, quantity]) => ({ place, quantity })));
  const waits = ({ place }: { readonly place: string }) => isQueue(places.idOf(place) ?? 0);
  const lying = [...inOrder.filter((one) => !waits(one)), ...inOrder.filter(waits)];
  return [
    [messages.headings.sellable, String(sellable)],
    ...lying.map(({ place, quantity }): readonly [string, string] => [
      `  ${placeHeading(place, language)}`,
      String(quantity),
    ]),
  ];
}

/** Everything about one device, a label and a value each. */
export function deviceCard(
  row: ListRow,
  { currency, places }: Pick<Listing, 'currency' | 'places'>,
  { messages, language }: Wording,
): (readonly [string, string])[] {
  const { headings, inBrackets, low } = messages;
  const { json, isLow, minimum, addedAt, changedAt } = row;
  const kind = kinds.of(row.kind);
  const money = `${json['price']} ${currency.code}`;
  const attributes = attributesOf(kind)
    .filter(({ key }) => key !== priceAttribute.key && key !== minimumAttribute.key)
    .map((attribute): [string, string] => [
      attribute.term[language],
      attributeText(row, attribute, language),
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
    [headings.onHand, `${json['quantity']}${isLow ? inBrackets(low) : ''}`],
    ...lyingPairs(row, places, { messages, language }),
    [minimumAttribute.term[language], minimum === null ? '' : String(minimum)],
    [headings.lastCost, String(json['lastCost'] ?? '')],
    [headings.value, `${json['value']} ${currency.code}`],
    [headings.addedAt, localTime(addedAt)],
    [headings.changedAt, localTime(changedAt)],
  ];
  return pairs.filter(([, value]) => value !== '');
}
