import type { Book } from '../../../inventory/book/book.ts';
import type { Device } from '../../../inventory/devices/device.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import { sortedByCode } from '../../../inventory/values/order.ts';
import { folded, isSimple } from '../../../inventory/values/text.ts';
import { checksumsOf, hashOf } from '../index/checksum.ts';
import { maxIndexed } from '../index/index-file.ts';
import {
  type BookDocument,
  type BookHead,
  betweenDevices,
  documentOf,
  lineOf,
  openingOf,
} from './book-file.ts';
import { bookIndexBytes, type IndexTables, lineWords, pairOf } from './book-index.ts';
import { rowsByCode, rowsOfIds } from './by-code.ts';
import type { IndexedBookFile } from './indexed-book.ts';
import { quantityOn, unitsOf } from './units.ts';

/** A book file and its index, as they are to be written; no index where ids have outgrown it. */
export interface WrittenBook {
  readonly document: BookDocument;
  readonly index: Buffer | null;
}

/** The book file that a book is written to, without its index: to be held against one that is there. */
export const writtenDocument = (book: Book, head: BookHead): BookDocument =>
  linesOf(book, head, book.devices()).document();

function linesOf(book: Book, head: BookHead, devices: Iterable<Device>): DeviceLines {
  const lines = new DeviceLines(head, book.size);
  for (const device of devices) lines.add(device.id, lineOf(device, book));
  return lines;
}

/** A whole book, written from scratch. */
export function writtenBook(book: Book, head: BookHead): WrittenBook {
  const devices = [...book.devices()];
  const lines = linesOf(book, head, devices);
  const byCode = Float64Array.from(sortedByCode(devices), ({ id }) => id);
  return withIndex(book, lines, unitsOf(book), byCode, findingsOf(devices));
}

/** A book written by what has changed since its book file was: all other lines are taken over as they are. */
export function splicedBook(
  book: Book,
  moved: ReadonlySet<number>,
  head: BookHead,
  file: IndexedBookFile,
): WrittenBook {
  const before = file.document().bytes;
  const tables = file.tables();
  const { changed: changedInBook, gone, added } = book;
  const touched = new Set([...moved, ...changedInBook]);
  const lines = new DeviceLines(head, book.size);
  const changed: Device[] = [];
  /** The devices whose place in the order of codes is no longer that of their lines before. */
  const moving = new Set(gone);
  let { units } = file.index.book;
  const add = (id: number): string => {
    const device = book.device(id);
    if (device === undefined) return '';
    changed.push(device);
    const line = lineOf(device, book);
    lines.add(id, line);
    units += BigInt(book.onHand(id));
    return line;
  };
  eachLine(tables.lines, (id, offset, length) => {
    const isTouched = touched.has(id);
    if (!isTouched && !gone.has(id)) return lines.keep(id, before, offset, length);
    units -= BigInt(quantityOn(before.subarray(offset, offset + length)));
    if (gone.has(id)) return;
    const line = add(id);
    const beginning = line.slice(0, line.indexOf(afterCode));
    if (before.toString('latin1', offset, offset + beginning.length) !== beginning) moving.add(id);
  });
  for (const id of added) {
    moving.add(id);
    add(id);
  }
  const placed = changed.filter(({ id }) => moving.has(id));
  const byCode = Float64Array.from(rowsByCode(file, moving, placed), (row) =>
    row < 0 ? (placed[-1 - row]?.id ?? 0) : (tables.lines[row * lineWords] ?? 0),
  );
  const news = findingsOf(changed);
  return withIndex(book, lines, units, byCode, {
    codes: replaced(tables.codes, touched, news.codes),
    names: replaced(tables.names, touched, news.names),
    users: replaced(tables.users, touched, news.users),
    unusual: Uint32Array.from([...tables.unusual.filter((id) => !touched.has(id)), ...news.unusual]).sort(),
  });
}

/** What follows the code on a line. */
const afterCode = ',"kind":';

/** How many characters of lines are made bytes at once. */
const textCharacters = 256 * 1024;

/** The lines of a book file in the making, and where each is. */
class DeviceLines {
  readonly #head: BookHead;
  readonly #stretches: Buffer[] = [];
  readonly #ids: Float64Array;
  readonly #offsets: Float64Array;
  readonly #lengths: Float64Array;
  #count = 0;
  #end: number;
  /** Lines that were added, with what stands before each: a buffer for each of a million lines would take more than they do. */
  #text = '';
  /** The stretch of the file before that is being taken over. */
  #kept: { readonly from: Buffer; readonly start: number; end: number } | undefined;

  constructor(head: BookHead, devices: number) {
    this.#head = head;
    this.#ids = new Float64Array(devices);
    this.#offsets = new Float64Array(devices);
    this.#lengths = new Float64Array(devices);
    this.#end = openingOf(head).length;
  }

  add(id: number, line: string): void {
    this.#flushKept();
    this.#text += this.#count > 0 ? betweenDevices + line : line;
    this.#place(id, Buffer.byteLength(line));
    if (this.#text.length >= textCharacters) this.#flushText();
  }

  /** Takes over a line of the file before. */
  keep(id: number, from: Buffer, offset: number, length: number): void {
    if (this.#kept?.end === offset - betweenDevices.length) {
      this.#kept.end = offset + length;
    } else {
      this.#flushKept();
      if (this.#count > 0) this.#text += betweenDevices;
      this.#flushText();
      this.#kept = { from, start: offset, end: offset + length };
    }
    this.#place(id, length);
  }

  #flushKept(): void {
    if (this.#kept !== undefined)
      this.#stretches.push(this.#kept.from.subarray(this.#kept.start, this.#kept.end));
    this.#kept = undefined;
  }

  #flushText(): void {
    if (this.#text !== '') this.#stretches.push(Buffer.from(this.#text));
    this.#text = '';
  }

  #place(id: number, length: number): void {
    if (this.#count > 0) this.#end += betweenDevices.length;
    this.#ids[this.#count] = id;
    this.#offsets[this.#count] = this.#end;
    this.#lengths[this.#count] = length;
    this.#count++;
    this.#end += length;
  }

  document(): BookDocument {
    this.#flushKept();
    this.#flushText();
    return documentOf(this.#head, this.#stretches);
  }

  /** Where each line is, by id. */
  table(): Uint32Array {
    const table = new Uint32Array(this.#count * lineWords);
    inOrder(this.#ids).forEach((place, row) => {
      const offset = this.#offsets[place] ?? 0;
      const words = [
        this.#ids[place] ?? 0,
        offset % 2 ** 32,
        Math.floor(offset / 2 ** 32),
        this.#lengths[place] ?? 0,
      ];
      table.set(words, row * lineWords);
    });
    return table;
  }
}

/** The places of some numbers, from the lowest on. */
function inOrder(numbers: Float64Array): Uint32Array {
  const places = Uint32Array.from(numbers, (_, place) => place);
  const isSorted = numbers.every((number, place) => place === 0 || (numbers[place - 1] ?? 0) <= number);
  return isSorted ? places : places.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
}

/** Each line of a table, in the order of the book file. */
function eachLine(table: Uint32Array, action: (id: number, offset: number, length: number) => void): void {
  const offsets = new Float64Array(table.length / lineWords);
  for (let row = 0; row < offsets.length; row++)
    offsets[row] = (table[row * lineWords + 1] ?? 0) + (table[row * lineWords + 2] ?? 0) * 2 ** 32;
  for (const row of inOrder(offsets))
    action(table[row * lineWords] ?? 0, offsets[row] ?? 0, table[row * lineWords + 3] ?? 0);
}

/** What devices are found by. */
type Findings = Pick<IndexTables, 'codes' | 'names' | 'users' | 'unusual'>;

function findingsOf(devices: readonly Device[]): Findings {
  const sorted = (pairs: readonly bigint[]) => BigUint64Array.from(pairs).sort();
  return {
    codes: sorted(devices.map(({ id, code }) => pairOf(hashOf(codeKey(code)), id))),
    names: sorted(devices.map(({ id, name }) => pairOf(hashOf(folded(name)), id))),
    users: sorted(
      devices.flatMap(({ id, components }) =>
        [...components.values()].flatMap((part) => ('device' in part ? [pairOf(part.device, id)] : [])),
      ),
    ),
    unusual: Uint32Array.from(
      devices.filter(({ code, name, brand }) => !isSimple(code + name + (brand ?? ''))),
      ({ id }) => id,
    ).sort(),
  };
}

/** Sorted pairs with those of some ids replaced by others. */
function replaced(pairs: BigUint64Array, ids: ReadonlySet<number>, others: BigUint64Array): BigUint64Array {
  const kept = pairs.filter((pair) => !ids.has(Number(pair & 0xffffffffn)));
  const result = new BigUint64Array(kept.length + others.length);
  result.set(kept);
  result.set(others, kept.length);
  return result.sort();
}

/** `byCode`: the ids of all devices, in the order of their codes. */
function withIndex(
  { nextId }: Book,
  lines: DeviceLines,
  units: bigint,
  byCode: Float64Array,
  findings: Findings,
): WrittenBook {
  const document = lines.document();
  if (nextId > maxIndexed) return { document, index: null };
  const { head, sum, bytes } = document;
  const table = lines.table();
  const tables = {
    lines: table,
    ...findings,
    byCode: rowsOfIds(table, byCode),
    checks: checksumsOf(bytes),
  };
  return { document, index: bookIndexBytes({ head, sum, size: bytes.length, units }, tables) };
}
