import { isObject } from '../../../inventory/devices/device-record.ts';
import { type BookHead, readBookHead } from '../book/book-file.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { readAt } from '../files/whole-file.ts';
import { isCount } from '../journal/counts.ts';
import { parseJson } from '../journal/entry-line.ts';
import { isSum, noSum, seal, verifiedSum } from '../journal/sealed-line.ts';
import { CheckedFile, CheckFailed } from './checked-file.ts';
import { checkedBlock, checksumOf, checksumsOf, wordsOf } from './checksum.ts';

/**
 * The index tells where each device's line is in a book file, so that a command reads the lines that it needs and no
 * others. It follows from the book file: one that is lost or damaged is made anew. After a sealed first line, padded to
 * `headBytes`, come tables of 32-bit words, then a checksum for each block of them.
 */
const indexFormat = 1;
/** Words are as the machine has them; one that has them the other way round makes do without an index. */
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const headBytes = 1024;

/** The words of a line: the device's id, the line's offset (low, high) and its length in bytes. */
export const lineWords = 4;
/** Ids, and what they are found by, are words. */
export const maxIndexed = 2 ** 32 - 1;

/** What an index holds. A pair's high half is what is looked for, its low half a device's id. */
export interface IndexTables {
  /** By id. */
  readonly lines: Uint32Array;
  /** Hashes of codes, and whose they are; sorted, as the next two are. */
  readonly codes: BigUint64Array;
  readonly names: BigUint64Array;
  /** Devices, and those that take a price from them. */
  readonly users: BigUint64Array;
  /** The checksums of the book file's blocks. */
  readonly checks: Uint32Array;
}

/** The book file that an index is of: what its head says, the sum that seals it, and its size in bytes. */
export interface IndexedBook {
  readonly head: BookHead;
  readonly sum: string;
  readonly size: number;
}

export const pairOf = (key: number, id: number): bigint => (BigInt(key) << 32n) | BigInt(id);

const tableNames = [
  'lines',
  'codes',
  'names',
  'users',
  'checks',
] as const satisfies readonly (keyof IndexTables)[];
type TableName = (typeof tableNames)[number];
type PairTable = 'codes' | 'names' | 'users';

/** The exact bytes of an index. */
export function indexBytes({ head, sum, size }: IndexedBook, tables: IndexTables): Buffer {
  const body = Buffer.concat(tableNames.map((name) => bytesOf(tables[name])));
  const checks = bytesOf(checksumsOf(body));
  const lengths = Object.fromEntries(tableNames.map((name) => [name, tables[name].byteLength / 4]));
  const said = {
    ...head,
    stockbook: 'index',
    indexFormat,
    bookSum: sum,
    size,
    lengths,
    check: checksumOf(checks),
  };
  const { bytes } = seal(JSON.stringify(said), noSum);
  const padded = Buffer.alloc(headBytes, ' ');
  bytes.copy(padded);
  padded[bytes.length] = 0x0a;
  return Buffer.concat([padded, body, checks]);
}

const bytesOf = (numbers: Uint32Array | BigUint64Array): Buffer =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** A table within the words of an index. */
interface Table {
  readonly start: number;
  readonly words: number;
}

interface IndexHead {
  readonly book: IndexedBook;
  readonly tables: { readonly [name in TableName]: Table };
  readonly words: number;
  /** The checksum of the checksums. */
  readonly check: number;
}

/** An index on disk, read block by block as it is asked. */
export class BookIndex {
  readonly book: IndexedBook;
  readonly #tables: IndexHead['tables'];
  readonly #content: CheckedFile;

  private constructor(files: FileSystem, file: Descriptor, { book, tables, words, check }: IndexHead) {
    this.book = book;
    this.#tables = tables;
    let checks: Uint32Array | undefined;
    this.#content = new CheckedFile(files, file, headBytes, words * 4, () => {
      checks ??= checksAfter(files, file, words, check);
      return checks;
    });
  }

  /** The index in an open file; undefined where that holds none, or one that another version made. */
  static open(files: FileSystem, file: Descriptor): BookIndex | undefined {
    const head = isLittleEndian ? readHead(readAt(files, file, 0, headBytes)) : undefined;
    if (head === undefined) return undefined;
    const { size } = files.status(file);
    return size === headBytes + head.words * 4 + checksLength(head.words)
      ? new BookIndex(files, file, head)
      : undefined;
  }

  /** The highest id of a device; 0 where there is none. Throws CheckFailed. */
  get lastId(): number {
    return this.size === 0 ? 0 : this.#word(this.#tables.lines, (this.size - 1) * lineWords);
  }

  /** How many devices the book has. */
  get size(): number {
    return this.#tables.lines.words / lineWords;
  }

  /** Where the line of a device is. Throws CheckFailed. */
  line(id: number): { readonly offset: number; readonly length: number } | undefined {
    const table = this.#tables.lines;
    const row = this.#firstNotBelow(table, lineWords, 0, id, this.book.head.nextId);
    if (row === this.size || this.#word(table, row * lineWords) !== id) return undefined;
    const [low = 0, high = 0, length = 0] = [1, 2, 3].map((place) =>
      this.#word(table, row * lineWords + place),
    );
    return { offset: high * 2 ** 32 + low, length };
  }

  /** The ids that stand beside a key. Throws CheckFailed. */
  idsOf(name: PairTable, key: number): readonly number[] {
    const table = this.#tables[name];
    const ids: number[] = [];
    const rows = table.words / 2;
    const most = name === 'users' ? this.book.head.nextId : maxIndexed;
    for (let row = this.#firstNotBelow(table, 2, 1, key, most); row < rows; row++) {
      if (this.#word(table, row * 2 + 1) !== key) break;
      ids.push(this.#word(table, row * 2));
    }
    return ids;
  }

  /** The checksums of the book file's blocks. Throws CheckFailed. */
  checks(): Uint32Array {
    const { start, words } = this.#tables.checks;
    return words === 0 ? new Uint32Array() : wordsOf(this.#content.read(start * 4, words * 4));
  }

  /** Everything. Throws CheckFailed. */
  tables(): IndexTables {
    const content = this.#content.whole();
    const of = ({ start, words }: Table) =>
      Uint8Array.from(content.subarray(start * 4, (start + words) * 4)).buffer;
    const { lines, codes, names, users, checks } = this.#tables;
    const table = new Uint32Array(of(lines));
    checkLines(table, this.book);
    return {
      lines: table,
      codes: new BigUint64Array(of(codes)),
      names: new BigUint64Array(of(names)),
      users: new BigUint64Array(of(users)),
      checks: new Uint32Array(of(checks)),
    };
  }

  /** The first row whose key is not below one: guessed from how keys are spread up to `most`, then halved. */
  #firstNotBelow(table: Table, width: number, place: number, key: number, most: number): number {
    let [from, to] = [0, table.words / width];
    let [low, high] = [0, most];
    for (let step = 0; from < to; step++) {
      const share =
        step % 3 === 2 || high <= low ? 0.5 : Math.min(Math.max((key - low) / (high - low), 0), 1);
      const middle = Math.min(from + Math.floor((to - from) * share), to - 1);
      const found = this.#word(table, middle * width + place);
      if (found < key) {
        from = middle + 1;
        low = found;
      } else {
        to = middle;
        high = found;
      }
    }
    return from;
  }

  #word({ start }: Table, place: number): number {
    const at = (start + place) * 4;
    return this.#content.block(Math.floor(at / checkedBlock)).readUInt32LE(at % checkedBlock);
  }
}

/** How many bytes the checksums of so many words take. */
const checksLength = (words: number): number => Math.ceil((words * 4) / checkedBlock) * 4;

/** Throws CheckFailed unless the lines are in the order of their ids, and can all be in the book file. */
function checkLines(lines: Uint32Array, { head, size }: IndexedBook): void {
  let [last, total] = [0, 0];
  for (let row = 0; row < lines.length; row += lineWords) {
    const [id = 0, low = 0, high = 0, length = 0] = lines.subarray(row, row + lineWords);
    total += length;
    if (id <= last || id >= head.nextId || high * 2 ** 32 + low + length > size || total > size)
      throw new CheckFailed(`the line of ${id}`);
    last = id;
  }
}

function checksAfter(files: FileSystem, file: Descriptor, words: number, check: number): Uint32Array {
  const length = checksLength(words);
  const bytes = readAt(files, file, headBytes + words * 4, length);
  if (bytes.length !== length || checksumOf(bytes) !== check) throw new CheckFailed('the checksums');
  return wordsOf(bytes);
}

function readHead(bytes: Buffer): IndexHead | undefined {
  const line = bytes.subarray(0, Math.max(bytes.indexOf(0x0a), 0));
  if (verifiedSum(line, noSum) === null) return undefined;
  const json: unknown = parseJson(line);
  if (!isObject(json) || json['stockbook'] !== 'index' || json['indexFormat'] !== indexFormat)
    return undefined;
  const head = readBookHead(json);
  const { bookSum, size, lengths, check } = json;
  if (head === undefined || !isSum(bookSum) || !isObject(lengths)) return undefined;
  if (!isCount(size) || !isCount(check) || !tableNames.every((name) => isCount(lengths[name])))
    return undefined;
  let words = 0;
  const table = (name: TableName): Table => {
    const start = words;
    words += Number(lengths[name]);
    return { start, words: Number(lengths[name]) };
  };
  const [lines, codes, names, users, checks] = tableNames.map(table) as [Table, Table, Table, Table, Table];
  const tables = { lines, codes, names, users, checks };
  const devices = lines.words / lineWords;
  const fits =
    Number.isInteger(devices) &&
    lines.words * 4 <= size &&
    codes.words === devices * 2 &&
    names.words === devices * 2 &&
    users.words % 2 === 0 &&
    users.words <= devices * 4 &&
    checks.words === Math.ceil(size / checkedBlock);
  return fits ? { book: { head, sum: bookSum, size }, tables, words, check } : undefined;
}
