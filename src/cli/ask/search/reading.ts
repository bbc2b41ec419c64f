import { Likeness } from '../../../inventory/look/likeness.ts';
import type { ListRow } from '../../../inventory/look/list-row.ts';
import type { DeviceOrder } from '../../../inventory/look/listing.ts';
import { hasChinese, type Reading } from '../../../inventory/values/order.ts';

/** Returns how Chinese names are pronounced; undefined, without loading the dictionary, if the order does not need it. */
export async function readingFor(
  devices: Iterable<Pick<ListRow, 'name' | 'brand'>>,
  order: DeviceOrder,
): Promise<Reading | undefined> {
  if (order !== 'name' && order !== 'brand') return undefined;
  for (const { name, brand } of devices)
    if (hasChinese((order === 'name' ? name : brand) ?? '')) return (await import('./pinyin.ts')).readingOf;
  return undefined;
}

/** Returns how words are compared in a forgiving search. Loads the traditional characters only if a word is Chinese. */
export async function likenessFor(words: readonly string[]): Promise<Likeness> {
  return new Likeness(words.some(hasChinese) ? (await import('./traditional.ts')).simplifiedCharacters : []);
}
