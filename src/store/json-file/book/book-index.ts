import { isCount } from '../../journal/json.ts';
import { isSum } from '../../journal/sealed-line.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { CheckFailed } from '../index/checked-file.ts';
import { checkedBlock } from '../index/checksum.ts';
import { IndexFile, indexBytes } from '../index/index-file.ts';
import { type BookHead, readBookHead } from './book-file.ts';

/**
 * The index of a book file gives the position of each device's line, so that a command reads the lines that it needs and no
 * others.
 */
const kind = 'index';

/** The words of a line: the device's id, the line's offset (low, high) and its length in bytes. */
export const lineWords = 4;

/** A pair's high half is the search key, its low half a device's id. */
const pair = { width: 2, key: 1 };

const shapes = {
  /** By id. */
  lines: { width: lineWords, key: 0 },
  /** Hashes of codes and of names, and whose they are. */
  codes: pair,
  names: pair,
  /** Devices, and those that take a price from them. */
  users: pair,
  /** The devices in whose texts more than the case of letters may matter to a search. */
  unusual: { width: 1, key: 0 },
  /** The rows of the lines in the order of the codes, so that a list need not sort. */
  byCode: { width: 1, key: 0 },
  /** The checksums of the book file's blocks, in their order. */
  checks: { width: 1, key: 0 },
};

/** What an index holds. */
export interface IndexTables {
  readonly lines: Uint32Array;
  readonly codes: BigUint64Array;
  readonly names: BigUint64Array;
  readonly users: BigUint64Array;
  readonly unusual: Uint32Array;
  readonly byCode: Uint32Array;
  readonly checks: Uint32Array;
}

/** The book file that an index is of: what its head says, the sum that seals it, and its size in bytes. */
export interface IndexedBook {
  readonly head: BookHead;
  readonly sum: string;
  readonly size: number;
  /** The pieces on hand of all its devices. */
  readonly units: bigint;
}

/** More pieces than a number holds may be on hand in all. */
const isUnits = (json: unknown): json is string => typeof json === 'string' && /^\d{1,40}$/.test(json);

export const pairOf = (key: number, id: number): bigint => (BigInt(key) << 32n) | BigInt(id);

/** The exact bytes of the index of a book file. */
export function bookIndexBytes(
  { head, sum, size, units }: IndexedBook,
  { lines, codes, names, users, unusual, byCode, checks }: IndexTables,
): Buffer {
  const said = { ...head, stockbook: kind, bookSum: sum, size, units: String(units) };
  return indexBytes(said, { lines, codes, names, users, unusual, byCode, checks });
}

/** The index of a book file, on disk. */
export class BookIndex {
  readonly book: IndexedBook;
  readonly #file: IndexFile<keyof typeof shapes>;

  private constructor(book: IndexedBook, file: IndexFile<keyof typeof shapes>) {
    this.book = book;
    this.#file = file;
  }

  /** The index in an open file; undefined where that holds none, or one that another version made. */
  static open(files: FileSystem, file: Descriptor): BookIndex | undefined {
    const index = IndexFile.open(files, file, kind, shapes);
    if (index === undefined || index.end !== files.status(file).size) return undefined;
    const head = readBookHead(index.said);
    const { bookSum, size, units } = index.said;
    if (head === undefined || !isSum(bookSum) || !isCount(size) || !isUnits(units)) return undefined;
    const devices = index.rows('lines');
    const fits =
      devices * lineWords * 4 <= size &&
      index.rows('codes') === devices &&
      index.rows('names') === devices &&
      index.rows('users') <= devices * 2 &&
      index.rows('unusual') <= devices &&
      index.rows('byCode') === devices &&
      index.rows('checks') === Math.ceil(size / checkedBlock);
    return fits ? new BookIndex({ head, sum: bookSum, size, units: BigInt(units) }, index) : undefined;
  }

  /** The highest id of a device; 0 if there are no devices. Throws CheckFailed. */
  get lastId(): number {
    return this.size === 0 ? 0 : this.#file.word('lines', this.size - 1, 0);
  }

  /** How many devices the book has. */
  get size(): number {
    return this.#file.rows('lines');
  }

  /** Where the line of a device is. Throws CheckFailed. */
  line(id: number): { readonly offset: number; readonly length: number } | undefined {
    const [found, low = 0, high = 0, length = 0] = this.#file.withKey('lines', id, this.book.head.nextId);
    return found === undefined ? undefined : { offset: high * 2 ** 32 + low, length };
  }

  /** The ids that stand beside a key. Throws CheckFailed. */
  idsOf(name: 'codes' | 'names' | 'users', key: number): readonly number[] {
    const highest = name === 'users' ? this.book.head.nextId : undefined;
    return [...this.#file.withKey(name, key, highest)].filter((_, place) => place % pair.width === 0);
  }

  /** The ids of the devices with unusual texts. Throws CheckFailed. */
  unusual(): Uint32Array {
    return this.#file.table('unusual');
  }

  /** The lines of all devices, by id. Throws CheckFailed. */
  lines(): Uint32Array {
    const lines = this.#file.table('lines');
    checkLines(lines, this.book);
    return lines;
  }

  /** The rows of the lines in the order of the codes, each once. Throws CheckFailed. */
  byCode(): Uint32Array {
    const rows = this.#file.table('byCode');
    const isThere = new Uint8Array(rows.length);
    for (const row of rows) {
      if (isThere[row] !== 0) throw new CheckFailed(`row ${row} in the order of the codes`);
      isThere[row] = 1;
    }
    return rows;
  }

  /** The checksums of the book file's blocks. Throws CheckFailed. */
  checks(): Uint32Array {
    return this.#file.table('checks');
  }

  /** Everything. Throws CheckFailed. */
  tables(): IndexTables {
    const pairs = (name: 'codes' | 'names' | 'users') => new BigUint64Array(this.#file.table(name).buffer);
    return {
      lines: this.lines(),
      codes: pairs('codes'),
      names: pairs('names'),
      users: pairs('users'),
      unusual: this.unusual(),
      byCode: this.byCode(),
      checks: this.checks(),
    };
  }
}

/** Throws CheckFailed unless the lines are in the order of their ids, and can all be in the book file. */
function checkLines(lines: Uint32Array, { head, size }: IndexedBook): void {
  let [last, total] = [0, 0];
  for (let row = 0; row * lineWords < lines.length; row++) {
    const id = lines[row * lineWords] ?? 0;
    const length = lengthAt(lines, row);
    total += length;
    if (id <= last || id >= head.nextId || offsetAt(lines, row) + length > size || total > size)
      throw new CheckFailed(`the line of ${id}`);
    last = id;
  }
}

/** Where the line of a row begins in the book file. */
export function offsetAt(lines: Uint32Array, row: number): number {
  const low = lines[row * lineWords + 1] ?? 0;
  const high = lines[row * lineWords + 2] ?? 0;
  return high === 0 ? low : high * 2 ** 32 + low;
}

export const lengthAt = (lines: Uint32Array, row: number): number => lines[row * lineWords + 3] ?? 0;
