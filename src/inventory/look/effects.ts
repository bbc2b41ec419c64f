import type { Book } from '../book/book.ts';
import { recordOf } from '../book/device-json.ts';
import type { PlaceId } from '../book/place-kinds.ts';
import { inPathOrder, patchInPaths } from '../book/places.ts';
import type { Level } from '../book/stock.ts';
import { type Device, priceAttribute } from '../devices/device.ts';
import type { Json } from '../refusal.ts';
import { formatMoney } from '../values/money.ts';

/** An attribute that has become another; null is an attribute that the device lacks. */
export interface AttributeEffect {
  readonly key: string;
  readonly from: Json;
  readonly to: Json;
}

/** What becomes of the quantity at one place. */
export interface PlaceQuantityEffect {
  readonly place: string;
  readonly from: number;
  readonly to: number;
}

/** What an entry makes of one device. */
export interface Effect {
  /** As the entry leaves them or, of a device that it takes out, as they were. */
  readonly code: string;
  readonly name: string;
  /** Whether the entry puts the device into the book or takes it out. */
  readonly presence: 'added' | 'removed' | null;
  /** Units on hand; 0 where the device is not in the book. */
  readonly onHand: { readonly from: number; readonly to: number };
  /** The places at which it has another quantity; none in a book with one place. */
  readonly places: readonly PlaceQuantityEffect[];
  /** The price of a combo is among them, though it follows from others. */
  readonly attributes: readonly AttributeEffect[];
}

/** A device as it is at one moment. */
interface Seen {
  readonly device: Device;
  readonly attributes: { readonly [key: string]: Json };
  readonly onHand: number;
  readonly levels: readonly Level[];
}

/**
 * Does something to a book and returns what that makes of some devices, and of those that are priced from them. A device of
 * which nothing changes is left out.
 */
export function effectsOf(book: Book, ids: Iterable<number>, action: () => void): readonly Effect[] {
  const watched = new Set(ids);
  for (const id of [...watched]) for (const user of book.pricedFrom(id)) watched.add(user.id);
  const before = new Map(Array.from(watched, (id) => [id, seen(book, id)]));
  action();
  return [...watched]
    .map((id) => effect(book, before.get(id), seen(book, id)))
    .filter((found) => found !== null);
}

/** Undefined where the device is not in the book, or is priced from one that is not while an entry is in the making. */
function seen(book: Book, id: number): Seen | undefined {
  const device = book.device(id);
  if (device === undefined) return undefined;
  const price = formatMoney(book.priceOf(id), book.currency);
  const attributes = { ...patchInPaths(recordOf(device, book), book.places), [priceAttribute.key]: price };
  return { device, attributes, onHand: book.onHand(id), levels: book.stock(id).levels };
}

function effect(book: Book, before: Seen | undefined, after: Seen | undefined): Effect | null {
  const now = after ?? before;
  if (now === undefined) return null;
  const { code, name } = now.device;
  const presence = before === undefined ? 'added' : after === undefined ? 'removed' : null;
  const onHand = { from: before?.onHand ?? 0, to: after?.onHand ?? 0 };
  const attributes = presence === null ? differences(before?.attributes ?? {}, after?.attributes ?? {}) : [];
  const places = book.places.isPlaced
    ? placeDifferences(book, before?.levels ?? [], after?.levels ?? [])
    : [];
  const isNothing =
    presence === null && onHand.from === onHand.to && attributes.length === 0 && places.length === 0;
  return isNothing ? null : { code, name, presence, onHand, places, attributes };
}

/** The places at which the levels differ; all that lies in a queue together. */
function placeDifferences(
  { places }: Book,
  before: readonly Level[],
  after: readonly Level[],
): readonly PlaceQuantityEffect[] {
  const sum = (levels: readonly Level[], id: PlaceId) =>
    levels.reduce((units, level) => units + (level.place === id ? level.quantity : 0), 0);
  const ids = new Set([...before, ...after].map(({ place }) => place));
  return inPathOrder(
    Array.from(ids, (id) => ({ place: places.pathOf(id), from: sum(before, id), to: sum(after, id) })).filter(
      ({ from, to }) => from !== to,
    ),
  );
}

function differences(
  before: { readonly [key: string]: Json },
  after: { readonly [key: string]: Json },
): readonly AttributeEffect[] {
  const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
  return Array.from(keys, (key) => ({ key, from: before[key] ?? null, to: after[key] ?? null })).filter(
    ({ from, to }) => !isSame(from, to),
  );
}

/** Components are the same where they lead to the same device, whatever its code is called. */
export function isSame(a: Json, b: Json): boolean {
  const comparable = (json: Json) =>
    JSON.stringify(json, (key, value) => (key === 'code' ? undefined : value));
  return comparable(a) === comparable(b);
}
