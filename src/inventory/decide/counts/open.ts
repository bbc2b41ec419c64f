import type { Book } from '../../book/book.ts';
import type { CountOpened, CountScope, Entry } from '../../book/change.ts';
import { placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { isQueue, type PlaceId } from '../../book/place-kinds.ts';
import { parentPath } from '../../book/places.ts';
import { refuse } from '../../refusal.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { findPlace } from '../places/find-place.ts';
import { differentTerms, type EntryTerms, termsIn } from './find-count.ts';

/** What is to be counted; devices and places as typed. */
export interface NewCount extends EntryTerms {
  /** All of them if none is named. */
  readonly devices: readonly string[];
  readonly places: readonly string[];
  readonly kind?: string | undefined;
  readonly brand?: string | undefined;
  /** Whether nothing may move there meanwhile. */
  readonly freeze: boolean;
  /** Whether its counters may post it. */
  readonly solo: boolean;
}

/** Opens a count. Its number is that of the entry. */
export function decideOpenCount(book: Book, journal: Journal, wanted: NewCount, at: string): EntryOutcome {
  journal.willNeed(() => ({
    devices: wanted.devices,
    keys: wanted.key === undefined ? [] : [wanted.key],
    undos: wanted.key !== undefined,
  }));
  const answer = alreadyRecorded(journal, wanted.key, 'count-open', (entry) =>
    difference(book, journal, wanted, entry),
  );
  if (answer !== null) return { entry: null, answer };
  const scope = scopeOf(book, journal, wanted);
  const places = placesOfCount(scope, book.places);
  refuseCounting(book, places);
  const draft = new Draft(book, at);
  const opened: CountOpened = {
    do: 'count-open',
    count: book.entry + 1,
    ...scope,
    ...(wanted.solo ? { solo: true } : {}),
    ...(wanted.freeze ? { frozen: [...places] } : {}),
    ...termsIn(wanted),
  };
  draft.count(opened);
  return { entry: { command: 'count-open', changes: draft.finish() }, answer: null };
}

/** Refuses places that are being counted already. */
export function refuseCounting(book: Book, places: ReadonlySet<PlaceId>): void {
  const other = book.counts.under(book.places, places);
  if (other === undefined) return;
  const shared = placesOfCount(other, book.places);
  const place = [...places].find((id) => shared.has(id)) ?? 0;
  refuse('counting', { place: book.places.pathOf(place), count: other.count });
}

function scopeOf(book: Book, journal: Journal, { devices, places, kind, brand }: NewCount): CountScope {
  const ids = new Set(places.map((typed) => countable(book, journal, typed)));
  const roots = [...ids].filter((id) => ![...ids].some((other) => other !== id && isWithin(book, id, other)));
  return {
    places: places.length === 0 ? topPlaces(book) : roots,
    ...(devices.length === 0
      ? {}
      : { devices: [...new Set(devices.map((typed) => findDevice(book, journal, typed).id))] }),
    ...(kind === undefined ? {} : { kind }),
    ...(brand === undefined ? {} : { brand }),
  };
}

const isWithin = (book: Book, id: PlaceId, other: PlaceId): boolean => book.places.within(other).has(id);

function countable(book: Book, journal: Journal, typed: string): PlaceId {
  const id = findPlace(book, journal, typed);
  if (isQueue(id)) refuse('queue', { place: book.places.pathOf(id) });
  return id;
}

const topPlaces = (book: Book): readonly PlaceId[] =>
  book.places.all.filter(({ path }) => parentPath(path) === undefined).map(({ id }) => id);

/** What of a count that is open is not as it is asked for again. */
function difference(book: Book, journal: Journal, wanted: NewCount, { changes }: Entry): string | undefined {
  const opened = changes.find((change): change is CountOpened => change.do === 'count-open');
  if (opened === undefined) return 'type';
  const { places, devices, kind, brand } = scopeOf(book, journal, wanted);
  const list = (ids: readonly number[] | undefined) => ids?.toSorted((a, b) => a - b).join();
  if (list(places) !== list(opened.places)) return 'place';
  if (list(devices) !== list(opened.devices)) return 'device';
  if (kind !== opened.kind) return 'kind';
  if (brand !== opened.brand) return 'brand';
  if (wanted.freeze !== (opened.frozen !== undefined)) return 'freeze';
  if (wanted.solo !== (opened.solo === true)) return 'solo';
  return differentTerms(wanted, opened);
}
