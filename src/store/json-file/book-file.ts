import { LowSync, type SyncAdapter } from 'lowdb';
import { Book } from '../../inventory/book.ts';
import { codeKey } from '../../inventory/code.ts';
import { attributesOf } from '../../inventory/device.ts';
import {
  costField,
  deviceJson,
  deviceOfRecord,
  isObject,
  kindOfRecord,
  moneyOf,
  RecordBroken,
} from '../../inventory/device-record.ts';
import type { Kinds } from '../../inventory/kinds.ts';
import { mostOnHand } from '../../inventory/quantity.ts';
import type { Json } from '../../inventory/refusal.ts';
import { type Header, parseJson } from './entry-line.ts';
import type { FileSystem } from './files.ts';
import { noSum, seal, verifiedSum } from './sealed-line.ts';
import { readWhole, replaceWhole } from './whole-file.ts';

/** What the book file holds: the book, and the entry of the journal that it stands at. */
export interface BookData {
  readonly format: number;
  readonly store: string;
  readonly currency: string;
  readonly fractionDigits: number;
  /** The number and the sum of the last entry in it, and where in the journal the next one begins. */
  readonly entry: number;
  readonly chain: string;
  readonly offset: number;
  readonly nextId: number;
  /** As every JSON output carries them, with the book's own number for each. */
  readonly devices: readonly { readonly [key: string]: unknown }[];
}

/** What was found where the book file should be. */
export type FoundBook =
  | { readonly state: 'sound'; readonly data: BookData; readonly sizeBytes: number }
  | { readonly state: 'missing' }
  /** Not as stockbook wrote it: edited by hand, torn, or something else altogether. */
  | { readonly state: 'not-as-written' };

/** The adapter through which lowdb reads and writes the book file: sealed, whole or not at all. */
class SealedFile implements SyncAdapter<BookData> {
  found: FoundBook = { state: 'missing' };
  readonly #files: FileSystem;
  readonly #path: string;
  readonly #temporary: string;
  readonly #durable: boolean;

  constructor(
    files: FileSystem,
    path: string,
    writing?: { readonly temporary: string; readonly durable: boolean },
  ) {
    this.#files = files;
    this.#path = path;
    this.#temporary = writing?.temporary ?? '';
    this.#durable = writing?.durable ?? false;
  }

  read(): BookData | null {
    const bytes = readWhole(this.#files, this.#path);
    if (bytes === undefined) return null;
    const data = unsealed(bytes);
    this.found =
      data === null ? { state: 'not-as-written' } : { state: 'sound', data, sizeBytes: bytes.length };
    return data;
  }

  write(data: BookData): void {
    replaceWhole(this.#files, this.#path, this.#temporary, sealedBook(data), { durable: this.#durable });
  }
}

/** What stands at the path of a book file. */
export function readBookFile(files: FileSystem, path: string): FoundBook {
  const adapter = new SealedFile(files, path);
  new LowSync<BookData | null>(adapter as SyncAdapter<BookData | null>, null).read();
  return adapter.found;
}

/** Replaces the book file, whole or not at all; `durable` waits until it is on disk. */
export function writeBookFile(
  files: FileSystem,
  path: string,
  temporary: string,
  data: BookData,
  durable: boolean,
): void {
  new LowSync<BookData>(new SealedFile(files, path, { temporary, durable }), data).write();
}

/** The exact bytes of a book file: one device a line, sealed. */
export function sealedBook({ devices, ...head }: BookData): Buffer {
  const opening = JSON.stringify({ stockbook: 'book', ...head }).slice(0, -1);
  const lines = devices.map((device) => JSON.stringify(device)).join(',\n');
  const { bytes } = seal(`${opening},"devices":[\n${lines}\n]}`, noSum);
  return Buffer.concat([bytes, Buffer.from('\n')]);
}

function unsealed(bytes: Buffer): BookData | null {
  const line = bytes.subarray(0, bytes.at(-1) === 0x0a ? -1 : undefined);
  if (verifiedSum(line, noSum) === null) return null;
  const json = parseJson(line);
  if (!isBookData(json)) return null;
  const { format, store, currency, fractionDigits, entry, chain, offset, nextId, devices } = json;
  return { format, store, currency, fractionDigits, entry, chain, offset, nextId, devices };
}

function isBookData(json: unknown): json is BookData {
  if (!isObject(json) || json['stockbook'] !== 'book') return false;
  const numbers = [json['format'], json['fractionDigits'], json['entry'], json['offset'], json['nextId']];
  const texts = [json['store'], json['currency'], json['chain']];
  return (
    numbers.every((number) => Number.isSafeInteger(number)) &&
    texts.every((text) => typeof text === 'string') &&
    Array.isArray(json['devices']) &&
    json['devices'].every(isObject)
  );
}

/** The data of a book file for a book, where the journal stands at the entry with that sum. */
export function dataOf(book: Book, header: Header, chain: string, offset: number): BookData {
  return {
    format: header.format,
    store: header.store,
    currency: header.currency.code,
    fractionDigits: header.currency.fractionDigits,
    entry: book.entry,
    chain,
    offset,
    nextId: book.nextId,
    devices: Array.from(book.devices(), (device) => ({ id: device.id, ...deviceJson(device, book) })),
  };
}

/** The book that a book file holds. Throws RecordBroken or InvariantBroken where it is none. */
export function bookOf(data: BookData, kinds: Kinds): Book {
  const book = new Book({ code: data.currency, fractionDigits: data.fractionDigits }, kinds);
  const ids = new Map(data.devices.map(({ code, id }) => [codeKey(String(code)), Number(id)]));
  for (const json of data.devices) {
    const { id, quantity, lastCost, addedAt, changedAt } = json;
    if (!isWhole(id) || !isWhole(quantity) || typeof addedAt !== 'string' || typeof changedAt !== 'string') {
      throw new RecordBroken(`device ${JSON.stringify(id)}`);
    }
    const standing = { quantity, lastCost: moneyOf(lastCost, book.currency), addedAt, changedAt };
    book.put(deviceOfRecord(id, recordOfJson(json, kinds, ids), standing, kinds, book.currency));
  }
  book.reserveIds(data.nextId);
  book.endEntry(data.entry);
  return book;
}

const isWhole = (json: unknown): json is number =>
  typeof json === 'number' && json >= 0 && json <= mostOnHand && Number.isInteger(json);

/** The record that a device's JSON comes from: codes of components become their ids again, derived fields go. */
function recordOfJson(
  json: { readonly [key: string]: unknown },
  kinds: Kinds,
  ids: ReadonlyMap<string, number>,
): { readonly [key: string]: Json } {
  const value = (key: string): Json => {
    const found = json[key];
    return typeof found === 'string' || typeof found === 'number' ? found : null;
  };
  const record: { [key: string]: Json } = { kind: value('kind') };
  const kind = kindOfRecord(record, kinds);
  for (const { key } of attributesOf(kind)) record[key] = value(key);
  for (const { key, price } of kind.componentSlots) {
    const code = value(key);
    record[key] =
      code === null ? { price: value(price.key) } : { device: ids.get(codeKey(String(code))) ?? null };
  }
  record[costField] = value('lastCost');
  return record;
}
