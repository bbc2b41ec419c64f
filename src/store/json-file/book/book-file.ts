import { LowSync, type SyncAdapter } from 'lowdb';
import { Book } from '../../../inventory/book/book.ts';
import { Counts, type CountsJson, type OpenCount } from '../../../inventory/book/counts.ts';
import { deviceFields, minimumsJson } from '../../../inventory/book/device-json.ts';
import type { Stocked } from '../../../inventory/book/facts.ts';
import type { UsedNumbersByPrefix } from '../../../inventory/book/generated-codes.ts';
import { InvariantBroken } from '../../../inventory/book/invariants.ts';
import { firstPlace, isQueue, placeKinds, queues } from '../../../inventory/book/place-kinds.ts';
import { type PlaceJson, Places } from '../../../inventory/book/places.ts';
import { atFirstPlace, type Level } from '../../../inventory/book/stock.ts';
import { attributesOf, type Device, minimumsAtPlaces } from '../../../inventory/devices/device.ts';
import {
  costField,
  deviceOfRecord,
  isObject,
  kindOfRecord,
  moneyOf,
  RecordBroken,
} from '../../../inventory/devices/device-record.ts';
import type { Kinds } from '../../../inventory/devices/kinds.ts';
import type { Json } from '../../../inventory/refusal.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import type { Currency } from '../../../inventory/values/money.ts';
import { maxOnHand } from '../../../inventory/values/quantity.ts';
import { type Header, isCurrencyCode, isFractionDigits } from '../../journal/header.ts';
import { isCount, parseJson } from '../../journal/json.ts';
import { endingOf, isSum, noSum, sealLength, verifiedSum } from '../../journal/sealed-line.ts';
import type { FileSystem } from '../files/files.ts';
import type { StorePaths } from '../files/paths.ts';
import { readContent, replaceWhole, type WholeFileOptions } from '../files/whole-file.ts';

/**
 * The rules by which a book follows from a journal. A book file of other rules is rebuilt, without alarm: 2 has the change
 * of a combo's price as a change of the combo, and the numbers that generated codes have used; 3 has no last cost of 0.
 */
export const bookRules = 3;

/** What the head of a book file says: whose book it is, and the entry of the journal that it stands at. */
export interface BookHead {
  readonly format: number;
  readonly rules: number;
  readonly store: string;
  readonly currency: string;
  readonly fractionDigits: number;
  /** The number and the sum of the last entry in it, and where in the journal the next one begins. */
  readonly entry: number;
  readonly chain: string;
  readonly offset: number;
  readonly nextId: number;
  /** How far the numbers of generated codes have been used. */
  readonly codes: UsedNumbersByPrefix;
  /** The places; left out while there is only the first. */
  readonly places?: readonly PlaceJson[];
  /** The counts; left out while there has been none. */
  readonly counts?: CountsJson;
}

/** A device as every JSON output carries it, with the book's own number for it. */
export type DeviceLine = { readonly [key: string]: Json };

/** What JSON.parse makes of a line of a device. */
export const isDeviceLine = (json: unknown): json is DeviceLine => isObject(json);

/** A book file as it is on disk: its exact bytes, sealed by their sum. */
export interface BookDocument {
  readonly head: BookHead;
  readonly sum: string;
  readonly bytes: Buffer;
}

/** The content found in the place of the book file, read whole. */
export type WholeBook =
  | { readonly state: 'sound'; readonly document: BookDocument }
  | { readonly state: 'missing' }
  /** Not as stockbook wrote it: edited by hand, torn, or something else altogether. */
  | { readonly state: 'not-as-written' };

interface BookWriting extends WholeFileOptions {
  readonly temporary: string;
}

/** The adapter through which lowdb reads and writes the book file: sealed, whole or not at all. */
class SealedFile implements SyncAdapter<BookDocument> {
  found: WholeBook = { state: 'missing' };
  readonly #files: FileSystem;
  readonly #path: string;
  readonly #writing: BookWriting | undefined;

  constructor(files: FileSystem, path: string, writing?: BookWriting) {
    this.#files = files;
    this.#path = path;
    this.#writing = writing;
  }

  read(): BookDocument | null {
    const bytes = readContent(this.#files, this.#path);
    if (bytes === undefined) return null;
    const document = documentIn(bytes);
    this.found = document === null ? { state: 'not-as-written' } : { state: 'sound', document };
    return document;
  }

  write({ bytes }: BookDocument): void {
    if (this.#writing === undefined) throw new Error('opened to be read');
    replaceWhole(this.#files, this.#path, this.#writing.temporary, bytes, this.#writing);
  }
}

/** What stands at the path of a book file; it was not written by stockbook if it has more than `most` bytes. */
export function readBookFile(files: FileSystem, path: string, most = Number.POSITIVE_INFINITY): WholeBook {
  if ((files.statusOf(path)?.size ?? 0) > most) return { state: 'not-as-written' };
  const adapter = new SealedFile(files, path);
  new LowSync<BookDocument | null>(adapter as SyncAdapter<BookDocument | null>, null).read();
  return adapter.found;
}

/** How large a book file can be: its devices are all in the journal, in fewer words. */
export const maxBookBytes = (files: FileSystem, { journal }: StorePaths): number =>
  16 * (files.statusOf(journal)?.size ?? 0) + 64 * 1024;

/** Replaces the book file, whole or not at all. */
export function writeBookFile(
  files: FileSystem,
  path: string,
  temporary: string,
  document: BookDocument,
  options: WholeFileOptions,
): void {
  new LowSync<BookDocument>(new SealedFile(files, path, { temporary, ...options }), document).write();
}

const bookBegins = '{"stockbook":"book",';
const beforeDevices = ',"devices":[\n';
/** What stands between the lines of two devices. */
export const betweenDevices = ',\n';
const afterDevices = Buffer.from('\n]');
const openingBracket = Buffer.from('[');
const closingBracket = Buffer.from(']');

/** The bytes of a book file before its first device. */
export const openingOf = (head: BookHead): Buffer =>
  Buffer.from(JSON.stringify({ stockbook: 'book', ...head }).slice(0, -1) + beforeDevices);

/** A book file of some stretches of bytes, lines of devices with what stands between them. */
export function documentOf(head: BookHead, stretches: readonly Buffer[]): BookDocument {
  const parts = [openingOf(head), ...stretches, afterDevices];
  const length = parts.reduce((total, part) => total + part.length, 0);
  const bytes = Buffer.concat(parts, length + sealLength + 1);
  const { sum, ending } = endingOf(bytes.subarray(0, length), noSum);
  ending.copy(bytes, length);
  bytes[bytes.length - 1] = 0x0a;
  return { head, sum, bytes };
}

/** The line of a device: where its stock lies is left out while all of it lies at the first place. */
export function lineOf(device: Device, book: Book): string {
  const { id } = device;
  const { levels } = book.stock(id);
  const isAtFirst = levels.every(({ place, of }) => place === firstPlace && of === null);
  const lying = isAtFirst ? {} : { levels: levels.map(levelJson) };
  return JSON.stringify({ id, ...deviceFields(device, book), ...minimumsJson(device), ...lying });
}

const levelJson = ({ place, quantity, of }: Level): readonly number[] =>
  of === null ? [place, quantity] : [place, quantity, of];

/** Where the stock on a line lies. Throws RecordBroken. */
export function levelsOf({ id, quantity, levels }: DeviceLine): readonly Level[] {
  const broken = (): never => {
    throw new RecordBroken(`the stock of device ${JSON.stringify(id)}`);
  };
  if (!isWhole(quantity)) return broken();
  if (levels === undefined) return atFirstPlace(quantity);
  if (!Array.isArray(levels)) return broken();
  return levels.map((level: unknown): Level => {
    if (!Array.isArray(level) || level.length > 3) return broken();
    const [place, units, of = null]: readonly unknown[] = level;
    if (!isPlaceId(place) || !isWhole(units) || units === 0) return broken();
    if (isQueue(place) ? !isWhole(of) : of !== null) return broken();
    return { place, of: isWhole(of) ? of : null, quantity: units };
  });
}

function documentIn(bytes: Buffer): BookDocument | null {
  const line = bytes.subarray(0, bytes.at(-1) === 0x0a ? -1 : undefined);
  const sum = verifiedSum(line, noSum);
  const isBook = sum !== null && bytes.toString('latin1', 0, bookBegins.length) === bookBegins;
  const head = isBook ? headIn(bytes) : undefined;
  return sum === null || head === undefined ? null : { head, sum, bytes };
}

/** The head that some bytes of a book file begin with, whether or not they are as they were written. */
export function headIn(bytes: Buffer): BookHead | undefined {
  const end = bytes.indexOf(beforeDevices);
  return end === -1
    ? undefined
    : readBookHead(parseJson(Buffer.concat([bytes.subarray(0, end), Buffer.from('}')])));
}

/** The head of a book in some JSON; undefined if there is none. */
export function readBookHead(json: unknown): BookHead | undefined {
  if (!isObject(json)) return undefined;
  const {
    format,
    rules = 1,
    store,
    currency,
    fractionDigits,
    entry,
    chain,
    offset,
    nextId,
    codes = {},
    places,
    counts,
  } = json;
  if (!isCount(format) || !isCount(rules) || typeof store !== 'string' || !isSum(chain)) return undefined;
  if (!isCurrencyCode(currency) || !isFractionDigits(fractionDigits)) return undefined;
  if (!isCount(entry) || !isCount(offset) || !isCount(nextId) || !areUsedNumbers(codes)) return undefined;
  if (places !== undefined && !arePlaces(places)) return undefined;
  if (counts !== undefined && !areCounts(counts)) return undefined;
  // Every entry, and every device that was ever added, takes some bytes of the journal.
  if (entry > offset || nextId < 1 || nextId > offset) return undefined;
  const head = { format, rules, store, currency, fractionDigits, entry, chain, offset, nextId, codes };
  return {
    ...head,
    ...(places === undefined ? {} : { places }),
    ...(counts === undefined ? {} : { counts }),
  };
}

const areUsedNumbers = (json: unknown): json is UsedNumbersByPrefix =>
  isObject(json) &&
  Object.values(json).every((used) => isObject(used) && isCount(used['next']) && isCount(used['highest']));

const isPlaceId = (json: unknown): json is number =>
  Number.isSafeInteger(json) && (Number(json) >= firstPlace || queues.some(({ id }) => id === json));

const arePlaces = (json: unknown): json is readonly PlaceJson[] =>
  Array.isArray(json) &&
  json.every(
    (place: unknown) =>
      isObject(place) &&
      isPlaceId(place['id']) &&
      typeof place['path'] === 'string' &&
      placeKinds.some(({ value }) => value === place['kind']) &&
      [place['recount'], place['note']].every((text) => text === null || typeof text === 'string') &&
      [undefined, true].includes(place['isRemoved'] as undefined | true),
  ) &&
  json.some((place) => place.id === firstPlace);

const areCounts = (json: unknown): json is CountsJson =>
  isObject(json) && isCount(json['posted']) && Array.isArray(json['open']) && json['open'].every(isOpenCount);

const isOpenCount = (json: unknown): json is OpenCount =>
  isObject(json) &&
  isCount(json['count']) &&
  typeof json['solo'] === 'boolean' &&
  [json['places'], json['frozen'], json['drawn'], json['devices'] ?? []].every(
    (ids) => Array.isArray(ids) && ids.every(Number.isSafeInteger),
  ) &&
  [json['kind'], json['brand']].every((text) => text === undefined || typeof text === 'string');

/** The counts that a book file holds. */
export const countsOf = ({ counts }: BookHead): Counts =>
  counts === undefined ? Counts.none : Counts.of(counts);

/** The places that a book file holds. */
export const placesOf = ({ places }: BookHead): Places =>
  places === undefined ? Places.unplaced : Places.of(places);

/** What a head says of the places: nothing while there is only the first. */
function placesIn(places: Places): Pick<BookHead, 'places'> {
  const json = places.toJson();
  return json === null ? {} : { places: json };
}

function countsIn(counts: Counts): Pick<BookHead, 'counts'> {
  const json = counts.toJson();
  return json === null ? {} : { counts: json };
}

/** About how many bytes of lines are read at once: no text may hold a large book file. */
const bytesAtOnce = 1024 * 1024;

/** The lines of the devices in a sealed book file, with what stands between them, in pieces. */
export function* linesIn({ bytes }: BookDocument, atOnce = bytesAtOnce): Generator<Buffer> {
  const end = bytes.length - sealLength - 1 - afterDevices.length;
  for (let from = bytes.indexOf(beforeDevices) + beforeDevices.length; from < end; ) {
    const between = bytes.indexOf(betweenDevices, Math.min(from + atOnce, end));
    const to = between === -1 ? end : between;
    yield bytes.subarray(from, to);
    from = to + betweenDevices.length;
  }
}

/** The devices that a sealed book file holds. Throws RecordBroken. */
export function* devicesIn(document: BookDocument, atOnce?: number): Generator<DeviceLine> {
  for (const lines of linesIn(document, atOnce)) {
    const devices = parseJson(Buffer.concat([openingBracket, lines, closingBracket]));
    if (!Array.isArray(devices) || !devices.every(isDeviceLine)) throw new RecordBroken('devices');
    yield* devices;
  }
}

/** The head of a book file for a book, where its journal stands at the entry with that sum. */
export const bookHeadOf = (book: Book, header: Header, chain: string, offset: number): BookHead => ({
  ...headOf(book, header, chain, offset),
  ...placesIn(book.places),
  ...countsIn(book.counts),
});

const headOf = (book: Book, header: Header, chain: string, offset: number): BookHead => ({
  format: header.format,
  rules: bookRules,
  store: header.store,
  currency: header.currency.code,
  fractionDigits: header.currency.fractionDigits,
  entry: book.entry,
  chain,
  offset,
  nextId: book.nextId,
  codes: book.usedNumbers,
});

/** The book that a book file holds. Throws RecordBroken or InvariantBroken if it is not a valid book. */
export function bookOf(document: BookDocument, kinds: Kinds): Book {
  const { head } = document;
  const { currency: code, fractionDigits } = head;
  const devices = [...devicesIn(document)];
  const book = Book.empty({ code, fractionDigits }, kinds);
  const ids = new Map(devices.map(({ code, id }) => [codeKey(String(code)), Number(id)]));
  for (const line of devices) {
    const { device, stock } = stockedOfLine(line, kinds, book.currency, (key) => ids.get(key));
    book.put(device, stock);
  }
  continueFrom(book, head);
  return book;
}

/** The book that a sealed book file holds; undefined where it breaks a rule of this program's. */
export function tryBook(document: BookDocument, kinds: Kinds): Book | undefined {
  try {
    return bookOf(document, kinds);
  } catch (error) {
    if (error instanceof RecordBroken || error instanceof InvariantBroken) return undefined;
    throw error;
  }
}

/** Has a book go on from where its file stood. */
export function continueFrom(book: Book, head: BookHead): void {
  book.reserveIds(head.nextId);
  book.restorePlaces(placesOf(head), countsOf(head));
  book.restoreUsedNumbers(head.codes);
  book.endEntry(head.entry);
}

/** The device on a line, with its stock; `idOf` gives the id of the device whose code has a key. Throws RecordBroken. */
export function stockedOfLine(
  line: DeviceLine,
  kinds: Kinds,
  currency: Currency,
  idOf: (key: string) => number | undefined,
): Stocked {
  const { id, lastCost, addedAt, changedAt } = line;
  if (!isWhole(id) || typeof addedAt !== 'string' || typeof changedAt !== 'string')
    throw new RecordBroken(`device ${JSON.stringify(id)}`);
  return {
    device: deviceOfRecord(id, recordOfLine(line, kinds, idOf), kinds, currency),
    stock: { levels: levelsOf(line), lastCost: moneyOf(lastCost, currency), addedAt, changedAt },
  };
}

const isWhole = (json: unknown): json is number =>
  typeof json === 'number' && json >= 0 && json <= maxOnHand && Number.isInteger(json);

/** The record that a device's line comes from: codes of components become their ids again, derived fields go. */
function recordOfLine(
  line: DeviceLine,
  kinds: Kinds,
  idOf: (key: string) => number | undefined,
): { readonly [key: string]: Json } {
  const value = (key: string): Json => {
    const found = line[key];
    return typeof found === 'string' || typeof found === 'number' ? found : null;
  };
  const record: { [key: string]: Json } = { kind: value('kind') };
  const kind = kindOfRecord(record, kinds);
  for (const { key } of attributesOf(kind)) record[key] = value(key);
  for (const { attribute } of minimumsAtPlaces(Object.keys(line)))
    record[attribute.key] = value(attribute.key);
  for (const { key, price } of kind.componentSlots) {
    const code = value(key);
    record[key] =
      code === null ? { price: value(price.key) } : { device: idOf(codeKey(String(code))) ?? null };
  }
  record[costField] = value('lastCost');
  return record;
}
