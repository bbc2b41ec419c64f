import type { Book } from '../../book/book.ts';
import type { CountScope } from '../../book/change.ts';
import { isCounted, placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import type { Device } from '../../devices/device.ts';
import { sortedByCode } from '../../values/order.ts';
import type { CountLines } from '../counts.ts';

/** What is counted at one place, in the order of codes. */
export interface CountSheet {
  readonly place: PlaceId;
  readonly path: string;
  readonly devices: readonly Device[];
}

const dayMs = 24 * 60 * 60 * 1000;
/** What moved so lately may be there although the book has none. */
const recentMs = 90 * dayMs;

/** A sheet for each place of a count that has something on it. */
export function countSheets(
  book: Book,
  journal: Journal,
  scope: CountScope,
  now: number,
): readonly CountSheet[] {
  const places = placesOfCount(scope, book.places);
  const found = new Map<PlaceId, Map<number, Device>>();
  const put = (place: PlaceId, device: Device) => {
    const there = found.get(place) ?? new Map<number, Device>();
    found.set(place, there.set(device.id, device));
  };
  const recent = new Map<number, Device>();
  for (const { device, stock } of book.all()) {
    if (!isCounted(scope, device)) continue;
    const lying = stock.levels.filter(({ place }) => places.has(place));
    for (const { place } of lying) put(place, device);
    if (lying.length < places.size && now - Date.parse(stock.changedAt) <= recentMs)
      recent.set(device.id, device);
  }
  if (recent.size > 0)
    for (const { entry, change } of journal.changesOf(new Set(recent.keys()))) {
      if (change.do !== 'move' || now - Date.parse(entry.at) > recentMs) continue;
      const { id, place = firstPlace } = change;
      const device = recent.get(id);
      if (device !== undefined && places.has(place)) put(place, device);
    }
  return sheetsIn(book, found);
}

/** A sheet for each place where something is to be counted again, whether the book has it there or not. */
export function sheetsToRecount(book: Book, lines: CountLines): readonly CountSheet[] {
  const found = new Map<PlaceId, Map<number, Device>>();
  for (const { id, place, state } of lines.counted()) {
    const device = book.device(id);
    if (device === undefined || (state !== 'to recount' && state !== 'conflict')) continue;
    const there = found.get(place) ?? new Map<number, Device>();
    found.set(place, there.set(id, device));
  }
  return sheetsIn(book, found);
}

const sheetsIn = (
  book: Book,
  found: ReadonlyMap<PlaceId, ReadonlyMap<number, Device>>,
): readonly CountSheet[] =>
  book.places.all.flatMap(({ id: place, path }) => {
    const devices = sortedByCode(
      Array.from(found.get(place)?.values() ?? [], (device) => ({ code: device.code, device })),
    ).map(({ device }) => device);
    return devices.length === 0 ? [] : [{ place, path, devices }];
  });
