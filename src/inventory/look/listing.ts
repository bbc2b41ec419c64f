import type { Book } from '../book/book.ts';
import { type Choice, parseChoice } from '../devices/attribute.ts';
import { type Device, kindOf } from '../devices/device.ts';
import type { Parsed } from '../refusal.ts';
import { codeOrderKey, compareKeys, nameOrderKey, type Reading } from '../values/order.ts';
import { folded } from '../values/text.ts';

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

/** Which devices are wanted, and in which order. */
export interface Selection {
  readonly kind?: string | undefined;
  readonly brand?: string | undefined;
  readonly inStock: boolean;
  /** Only those at or below their minimum. */
  readonly low: boolean;
  /** Each must be contained in the code, name, brand, kind, panel or disc, in either language. */
  readonly words: readonly string[];
  /** Whether a text may be typed as a word by its sound; tried for words that nothing contains. */
  readonly soundsLike?: (text: string, word: string) => boolean;
  readonly order: DeviceOrder;
  readonly descending: boolean;
  /** How Chinese names and brands are pronounced, where devices are listed by them. */
  readonly reading?: Reading | undefined;
}

/** The devices wanted, in order; those that compare equal by code. */
export function selectDevices(book: Book, selection: Selection): readonly Device[] {
  const { kind, brand, inStock, low, words, soundsLike } = selection;
  const wantedBrand = brand === undefined ? undefined : folded(brand.trim());
  const hasWords = wordFinder(book, words.map(folded), soundsLike);
  const devices = [...book.devices()].filter(
    (device) =>
      (kind === undefined || kindOf(device).id === kind) &&
      (wantedBrand === undefined || (device.brand !== null && folded(device.brand) === wantedBrand)) &&
      (!inStock || book.onHand(device.id) > 0) &&
      (!low || book.isLow(device)) &&
      hasWords(device),
  );
  return sorted(devices, book, selection);
}

/** Tells whether a device has every word: contained in its texts or, for one that no device contains, by its sound. */
function wordFinder(
  book: Book,
  words: readonly string[],
  soundsLike: Selection['soundsLike'],
): (device: Device) => boolean {
  if (words.length === 0) return () => true;
  if (soundsLike === undefined) {
    return (device) => {
      const text = searchText(device);
      return words.every((word) => text.includes(word));
    };
  }
  const texts = new Map(Array.from(book.devices(), (device) => [device.id, searchText(device)]));
  const sounded = new Set(words.filter((word) => ![...texts.values()].some((text) => text.includes(word))));
  const sounds = ({ name, brand }: Device, word: string) =>
    soundsLike(name, word) || (brand !== null && soundsLike(brand, word));
  return (device) =>
    words.every((word) => (sounded.has(word) ? sounds(device, word) : texts.get(device.id)?.includes(word)));
}

/** Everything a device is found by, folded: its own texts, and its choices and kind in both languages. */
export function searchText(device: Device): string {
  const kind = kindOf(device);
  const texts: string[] = [kind.id, kind.term.en, kind.term.zh];
  for (const attribute of kind.abilityAttributes) {
    if (attribute.choices === undefined) continue;
    const value = device.values.get(attribute);
    const choice = attribute.choices.find((one) => one.value === value);
    if (choice !== undefined) texts.push(choice.value, choice.term.en, choice.term.zh);
  }
  texts.push(device.code, device.name, device.brand ?? '');
  return folded(texts.join('\n'));
}

function sorted(devices: readonly Device[], book: Book, selection: Selection): readonly Device[] {
  const { order, descending } = selection;
  const keyOf = keysOf(order, book, selection.reading);
  const keyed = devices.map((device) => {
    const code = codeOrderKey(device.code);
    return { device, code, key: keyOf?.(device) ?? code };
  });
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => sign * compareKeys(a.key, b.key) || compareKeys(a.code, b.code));
  return keyed.map(({ device }) => device);
}

/** What devices are ordered by; null where that is the code alone. */
function keysOf(
  order: DeviceOrder,
  book: Book,
  reading: Reading | undefined,
): ((device: Device) => string | bigint) | null {
  switch (order) {
    case 'code':
      return null;
    case 'name':
      return ({ name }) => nameOrderKey(name, reading);
    case 'brand':
      return brandKeys(reading);
    case 'price':
      return (device) => BigInt(device.price(book));
    case 'quantity':
      return ({ id }) => BigInt(book.onHand(id));
    case 'value':
      return (device) => book.value(device);
  }
}

/** Many devices have the same brand: its key is made once. */
function brandKeys(reading: Reading | undefined): (device: Device) => string {
  const keys = new Map<string, string>();
  return ({ brand }) => {
    const text = brand ?? '';
    const key = keys.get(text) ?? nameOrderKey(text, reading);
    keys.set(text, key);
    return key;
  };
}
