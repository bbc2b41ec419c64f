import { type PlaceId, placeKinds } from '../../../inventory/book/place-kinds.ts';
import { parseRate } from '../../../inventory/book/places.ts';
import { findPlace } from '../../../inventory/decide/places/find-place.ts';
import { asTyped, choice, option } from '../../options.ts';
import type { Session } from '../../session.ts';

/** Where something is recorded. */
export const place = option(
  '--place <place>',
  {
    en: 'where (default: $STOCKBOOK_PLACE, else the first place)',
    zh: '地点（默认 $STOCKBOOK_PLACE，否则主库）',
  },
  asTyped,
  'places',
);

/** The place to read, with those below it. */
export const placeToRead = option(
  '--place <place>',
  { en: 'only this place and those below it', zh: '只看该地点及其下级地点' },
  asTyped,
  'places',
);

/** Where a minimum is meant. */
export const placeOfMinimum = option(
  '--place <place>',
  { en: 'the minimum is that of this place only', zh: '该地点的最低库存' },
  asTyped,
  'places',
);

export const from = option(
  '--from <place>',
  { en: 'where it comes from', zh: '调出地点' },
  asTyped,
  'places',
);
export const to = option('--to <place>', { en: 'where it goes', zh: '调入地点' }, asTyped, 'places');

export const kind = choice(
  '--kind <kind>',
  {
    en: 'stock, which may be sold, or hold (default: that of the place above)',
    zh: 'stock 在库（可售）或 hold 待处理（默认同上级地点）',
  },
  placeKinds,
);

export const recount = option(
  '--recount <rate>',
  { en: 'the share that is counted again in a stocktake, such as 40%', zh: '复盘率，例如 40%' },
  parseRate,
);

/** The places that are looked at: the one that is named, with all below it; undefined for everywhere. */
export const placesToRead = async (
  session: Session,
  typed: string | undefined,
): Promise<ReadonlySet<PlaceId> | undefined> =>
  typed === undefined
    ? undefined
    : session.lookUp((book, journal) => book.places.within(findPlace(book, journal, typed)));

/** Where a command writes: as typed, else `$STOCKBOOK_PLACE`; the first place if there is neither. */
export const placeToWrite = (session: Session, typed: string | undefined): string | undefined =>
  typed ?? (session.host.env['STOCKBOOK_PLACE'] || undefined);
