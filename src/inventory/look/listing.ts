import type { Book } from '../book/book.ts';
import type { Places } from '../book/places.ts';
import { type Attribute, type Choice, parseChoice } from '../devices/attribute.ts';
import { type Device, type Kind, kindOf } from '../devices/device.ts';
import type { Parsed } from '../refusal.ts';
import type { Currency } from '../values/money.ts';
import { codeOrderKey, compareKeys, nameOrderKey, type Reading } from '../values/order.ts';
import { folded, isSimple } from '../values/text.ts';
import type { Likeness } from './likeness.ts';
import { type ListRow, rowIn } from './list-row.ts';

/** What devices can be listed by; the first is the usual one. */
export const deviceOrders = [
  { value: 'code', term: { en: 'code', zh: '入库编号' } },
  { value: 'name', term: { en: 'name', zh: '品名' } },
  { value: 'brand', term: { en: 'brand', zh: '品牌' } },
  { value: 'price', term: { en: 'price', zh: '售价' } },
  { value: 'quantity', term: { en: 'on hand', zh: '库存数量' } },
  { value: 'value', term: { en: 'value', zh: '金额' } },
] as const satisfies readonly Choice[];
export type DeviceOrder = (typeof deviceOrders)[number]['value'];

export const parseOrder = (text: string): Parsed<DeviceOrder> => parseChoice(text, deviceOrders);

/** What else a word may mean. */
export interface Forgiving {
  readonly likeness: Likeness;
  /** Whether a text may be typed as a word by its sound; tried for words that nothing contains even so. */
  soundsLike(text: string, word: string): boolean;
}

/** Which devices are wanted, and in which order. */
export interface Selection {
  readonly kind?: string | undefined;
  readonly brand?: string | undefined;
  readonly inStock: boolean;
  /** Only those at or below their minimum. */
  readonly low: boolean;
  /** Devices that are left out. */
  readonly without?: ReadonlySet<number> | undefined;
  /** Each must be contained in the code, name, brand, kind, panel or disc, in either language. */
  readonly words: readonly string[];
  /** How words are looked for where nothing contains them as they are. */
  readonly forgiving?: Forgiving;
  readonly order: DeviceOrder;
  readonly descending: boolean;
  /** How Chinese names and brands are pronounced, where devices are listed by them. */
  readonly reading?: Reading | undefined;
}

/** Every device, in the order of the codes. */
export const allByCode: Selection = {
  inStock: false,
  low: false,
  words: [],
  order: 'code',
  descending: false,
};

/** Devices of a book as they stood after an entry: what a store lists, and a report is made of. */
export interface Listing {
  readonly currency: Currency;
  readonly entry: number;
  readonly places: Places;
  readonly rows: readonly ListRow[];
}

/**
 * The devices wanted, in order; those that compare equal by code. All that are wanted must be `among` the devices to choose from,
 * in the order of the book.
 */
export function listed(
  book: Book,
  selection: Selection,
  among: Iterable<Device> = book.devices(),
): readonly ListRow[] {
  const { kind, brand, inStock, low, without, words, forgiving } = selection;
  const wantedBrand = brand === undefined ? undefined : folded(brand.trim());
  const hasWords = forgiving === undefined ? wordFinder(words) : forgivingFinder(book, words, forgiving);
  const devices = [...among].filter(
    (device) =>
      (kind === undefined || kindOf(device).id === kind) &&
      (wantedBrand === undefined || (device.brand !== null && folded(device.brand) === wantedBrand)) &&
      (!inStock || book.onHand(device.id) > 0) &&
      (!low || book.isLow(device)) &&
      without?.has(device.id) !== true &&
      hasWords(device),
  );
  return inOrder(
    devices.map((device) => rowIn(device, book)),
    selection,
  );
}

type WordFinder = (device: Device) => boolean;

/** Tells whether a device has every word. */
function wordFinder(words: readonly string[]): WordFinder {
  if (words.length === 0) return () => true;
  const wanted = words.map(folded);
  return (device) => {
    const text = searchText(device);
    return wanted.every((word) => text.includes(word));
  };
}

/** The same, but words need only resemble the text or, if no device matches, sound like a name or a brand. */
function forgivingFinder(
  book: Book,
  words: readonly string[],
  { likeness, soundsLike }: Forgiving,
): WordFinder {
  const devices = [...book.devices()];
  const finders = words.map((word): WordFinder => {
    const pattern = likeness.pattern(word);
    const isLike: WordFinder = (device) => pattern.test(searchText(device));
    if (devices.some(isLike)) return isLike;
    const bare = likeness.bare(word);
    return ({ name, brand }) => soundsLike(name, bare) || (brand !== null && soundsLike(brand, bare));
  });
  return (device) => finders.every((has) => has(device));
}

/**
 * The parts that the codes, names and brands of all devices with these words have, as far as nothing but case matters in those:
 * the words that are in nothing else that a device is found by, the longest first.
 */
export function ownTextsIn(words: readonly string[], kinds: Iterable<Kind>): readonly string[] {
  const others = Array.from(kinds, (kind) => {
    const { ofKind, ofChoices } = labelsOf(kind);
    return ofKind + ofChoices.map(([, terms]) => [...terms.values()].join('')).join('');
  });
  const own = words
    .map(folded)
    .filter((word) => isSimple(word) && !others.some((text) => text.includes(word)));
  return own.sort((a, b) => b.length - a.length);
}

/** Everything a device is found by, folded: its own texts, and its choices and kind in both languages. */
export function searchText(device: Device): string {
  const { ofKind, ofChoices } = labelsOf(kindOf(device));
  let text = ofKind;
  for (const [attribute, terms] of ofChoices) text += terms.get(device.values.get(attribute)) ?? '';
  return text + folded(`${device.code}\n${device.name}\n${device.brand ?? ''}`);
}

/** How the text that a device is found by begins, what it contains and how it ends, if the device is wanted. */
export const searchParts = ({
  kind,
  brand,
  words,
}: Pick<Selection, 'kind' | 'brand' | 'words'>): {
  readonly begins: string;
  readonly contains: readonly string[];
  readonly ends: string;
} => ({
  begins: kind === undefined ? '' : `${folded(kind)}\n`,
  contains: words.map(folded),
  ends: brand === undefined ? '' : `\n${folded(brand.trim())}`,
});

/** What a kind and its choices are called, folded, each with a line feed at its end. */
interface Labels {
  readonly ofKind: string;
  readonly ofChoices: readonly (readonly [Attribute<unknown>, ReadonlyMap<unknown, string>])[];
}

const labels = new Map<Kind, Labels>();
const calledIn = ({ value, term }: Choice): string => `${folded(`${value}\n${term.en}\n${term.zh}`)}\n`;

function labelsOf(kind: Kind): Labels {
  const known = labels.get(kind);
  if (known !== undefined) return known;
  const ofChoices = kind.abilityAttributes.flatMap((attribute) => {
    const { choices } = attribute;
    return choices === undefined
      ? []
      : [[attribute, new Map(choices.map((choice) => [choice.value, calledIn(choice)]))] as const];
  });
  const made = { ofKind: calledIn({ value: kind.id, term: kind.term }), ofChoices };
  labels.set(kind, made);
  return made;
}

/** Rows in the order of a selection. */
export function inOrder(
  rows: readonly ListRow[],
  { order, descending, reading }: Pick<Selection, 'order' | 'descending' | 'reading'>,
): readonly ListRow[] {
  const keyOf = keysOf(order, reading);
  const keyed = rows.map((row) => {
    const code = codeOrderKey(row.code);
    return { row, code, key: keyOf?.(row) ?? code };
  });
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => sign * compareKeys(a.key, b.key) || compareKeys(a.code, b.code));
  return keyed.map(({ row }) => row);
}

/** What devices are ordered by; null where that is the code alone. */
function keysOf(
  order: DeviceOrder,
  reading: Reading | undefined,
): ((row: ListRow) => string | bigint) | null {
  switch (order) {
    case 'code':
      return null;
    case 'name':
      return ({ name }) => nameOrderKey(name, reading);
    case 'brand':
      return brandKeys(reading);
    case 'price':
      return ({ price }) => BigInt(price);
    case 'quantity':
      return ({ quantity }) => BigInt(quantity);
    case 'value':
      return ({ value }) => value;
  }
}

/** Many devices have the same brand: its key is made once. */
function brandKeys(reading: Reading | undefined): (row: ListRow) => string {
  const keys = new Map<string, string>();
  return ({ brand }) => {
    const text = brand ?? '';
    const key = keys.get(text) ?? nameOrderKey(text, reading);
    keys.set(text, key);
    return key;
  };
}
