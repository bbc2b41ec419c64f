import type { PlaceId } from '../../../inventory/book/place-kinds.ts';
import { formerCodes } from '../../../inventory/decide/movements/find-device.ts';
import { findPlace } from '../../../inventory/decide/places/find-place.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { countedSinceTime } from '../../../inventory/look/counting/open-counts.ts';
import {
  type DeviceOrder,
  deviceOrders,
  type Forgiving,
  inOrder,
  type Listing,
  parseOrder,
  type Selection,
} from '../../../inventory/look/listing.ts';
import { refuseUnlessFit } from '../../../store/memory.ts';
import type { ListQuery, Question } from '../../../store/store.ts';
import { likenessFor, readingFor } from '../../ask/search/reading.ts';
import { describeProblem } from '../../errors.ts';
import { asTyped, choice, flag, listOf, option, type Values } from '../../options.ts';
import { deviceRows } from '../../render/device-rows.ts';
import { printLines } from '../../render/lines/lines-table.ts';
import { printRows, rowFormatOf, rowFormats } from '../../render/rows.ts';
import type { Session } from '../../session.ts';
import { beginningOf, momentOf, parseSpan } from '../history/timing.ts';
import { placeToRead } from '../places/place-options.ts';

const onlyKinds = listOf(kinds.choices);
const usualOrder = deviceOrders[0].value;
const orders = listOf(deviceOrders, usualOrder);

/** The options that choose devices by what they are. */
export const filterOptions = {
  kind: option(
    '--kind <kind>',
    { en: `only ${onlyKinds.en}`, zh: `只看 ${onlyKinds.zh}` },
    (text) => kinds.parse(text),
    kinds.choices,
  ),
  brand: option('--brand <brand>', { en: 'only this brand', zh: '只看该品牌' }, asTyped, 'brands'),
  inStock: flag('--in-stock', { en: 'only what is on hand', zh: '只看有库存的' }),
  low: flag('--low', { en: 'only what is at or below its minimum', zh: '只看已到最低库存的' }),
};

/** The options that list and search share. */
export const listingOptions = {
  ...filterOptions,
  sort: option('--sort <by>', orders, parseOrder, deviceOrders),
  desc: flag('--desc', { en: 'the largest first', zh: '从大到小' }),
  asOf: option(
    '--as-of <time>',
    { en: 'as it stood at a time, such as 2026-10-31', zh: '截至某一时间的库存，例如 2026-10-31' },
    parseSpan,
  ),
  notCountedSince: option(
    '--not-counted-since <time>',
    {
      en: 'only what no count has counted since, such as 2026-10-31',
      zh: '只看该时间以来没有盘过的，例如 2026-10-31',
    },
    parseSpan,
  ),
  place: placeToRead,
  byPlace: flag('--places', { en: 'a column for each place', zh: '每个地点一列' }),
  format: choice('--format <format>', listOf(rowFormats), rowFormats),
};

/** Which devices the options ask for, whatever the words and the order. */
export const filtersOf = ({
  kind,
  brand,
  inStock,
  low,
}: Values<typeof filterOptions>): Omit<Selection, 'words' | 'order' | 'descending'> => ({
  kind: kind?.id,
  brand,
  inStock,
  low,
});

/**
 * The place that a list is about, which is found as the list is made, and the devices that it leaves out as counted since a
 * time.
 */
async function foundBefore(session: Session, typedPlace: string | undefined, since: number | undefined) {
  const place: Question<PlaceId> | undefined =
    typedPlace === undefined ? undefined : (book, journal) => findPlace(book, journal, typedPlace);
  if (since === undefined) return { place, without: undefined };
  const without = await session.lookUp((...known) => {
    const [book, journal] = known;
    const within = place && book.places.within(place(...known));
    return countedSinceTime(book, journal, since, within);
  });
  return { place, without };
}

/** Whether the options leave the list and its order as they are. */
const isOfAll = (typed: Values<typeof listingOptions>): boolean => {
  const { kind, brand, asOf, notCountedSince, place, inStock, low, desc, byPlace } = typed;
  const isFiltered = [kind, brand, asOf, notCountedSince, place].some((option) => option !== undefined);
  return !isFiltered && !inStock && !low && !desc && !byPlace;
};

/** What a device and its row of a table take in memory. */
const bytesOfShown = 1500;

/** Prints the devices that the options and words ask for; `none` is shown if there are none. */
export async function printListing(
  session: Session,
  typed: Values<typeof listingOptions>,
  words: readonly string[],
  none: string,
): Promise<number> {
  const format = rowFormatOf(typed.format, session.json);
  const order: DeviceOrder = typed.sort ?? usualOrder;
  if (format === 'table' && order === usualOrder && words.length === 0 && isOfAll(typed)) {
    const lines = await session.linesByCode();
    if (lines !== undefined && (await printLines(session, lines))) return 0;
  }
  const asOf = momentOf(session.host, typed.asOf, 'asOf');
  const since = beginningOf(session.host, typed.notCountedSince, 'notCountedSince');
  const { place, without } = await foundBefore(session, typed.place, since);
  const query = { ...filtersOf(typed), without, words, order, descending: typed.desc, asOf, place };
  const found = await devicesMeant(session, query);
  if (found.rows.length === 0 && format === 'table') {
    // The words may be a former code of a device.
    const isCode = words.length === 1 && asOf === undefined;
    const former = isCode
      ? await session.lookUp((book, journal) => [...formerCodes(book, journal, words).values()])
      : [];
    const [{ problem } = { problem: null }] = former;
    session.note(problem === null ? none : describeProblem(problem, session.messages));
    return 0;
  }
  if (format === 'table') refuseUnlessFit(found.rows.length, bytesOfShown);
  const reading = await readingFor(found.rows, order);
  const rows = reading === undefined ? found.rows : inOrder(found.rows, { ...query, reading });
  await printRows(session, format, deviceRows({ ...found, rows }, session, typed));
  return 0;
}

/** The devices of a selection; where its words find nothing, they are looked for once more with less regard to spelling. */
export async function devicesMeant(session: Session, query: ListQuery): Promise<Listing> {
  const plain = await session.list(query);
  if (plain.rows.length > 0 || query.words.length === 0) return plain;
  return session.list({ ...query, forgiving: await forgivingSearch(query.words) });
}

/** How words are looked for where they find nothing as they are; the dictionaries are loaded only if words call for them. */
async function forgivingSearch(words: readonly string[]): Promise<Forgiving> {
  const likeness = await likenessFor(words);
  if (!words.some((word) => /^[a-z][a-z0-9]*$/.test(likeness.bare(word))))
    return { likeness, soundsLike: () => false };
  const { canBePinyin, soundsLike } = await import('../../ask/search/pinyin.ts');
  return { likeness, soundsLike: (text, word) => canBePinyin(word) && soundsLike(text, word) };
}
