import type { Book } from '../../../inventory/book/book.ts';
import { stockAsWritten } from '../../../inventory/book/device-json.ts';
import type { Facts, Stocked } from '../../../inventory/book/facts.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { entriesInQueues } from '../../../inventory/book/stock.ts';
import { deviceAsWritten, RecordBroken } from '../../../inventory/devices/device-record.ts';
import type { Kinds } from '../../../inventory/devices/kinds.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import type { Currency } from '../../../inventory/values/money.ts';
import { parseJson } from '../../journal/json.ts';
import { statedSum } from '../../journal/sealed-line.ts';
import { refuseUnlessFit } from '../../memory.ts';
import { type Descriptor, type FileSystem, fingerprintOf } from '../files/files.ts';
import type { StorePaths } from '../files/paths.ts';
import { ignoringErrors, orUndefined, readAt } from '../files/whole-file.ts';
import { CheckedFile, CheckFailed, ifSound } from '../index/checked-file.ts';
import { hashOf } from '../index/checksum.ts';
import {
  type BookDocument,
  type BookHead,
  countsOf,
  type DeviceLine,
  devicesIn,
  isDeviceLine,
  levelsOf,
  openingOf,
  placesOf,
} from './book-file.ts';
import { BookIndex, type IndexTables } from './book-index.ts';

/** No device takes more bytes than this: its texts are short. */
const longestLine = 64 * 1024;
/** What a device takes in memory at least, once it has been read. */
const bytesOfDevice = 1000;
/** Codes whose hashes are the same by chance are few. */
const maxAlike = 64;

/** The end of a book file that holds its seal. */
const tailBytes = 128;

/**
 * A book file with its index, both open: what they were when they were opened, whatever takes their place. Every block
 * that is read is held against its checksum.
 */
export class IndexedBookFile {
  readonly #files: FileSystem;
  #descriptors: readonly Descriptor[];
  readonly #content: CheckedFile;
  #document: BookDocument | undefined;
  #lines: Uint32Array | undefined;
  #tables: IndexTables | undefined;

  private constructor(
    files: FileSystem,
    book: Descriptor,
    indexFile: Descriptor,
    readonly index: BookIndex,
  ) {
    this.#files = files;
    this.#descriptors = [book, indexFile];
    let checks: Uint32Array | undefined;
    this.#content = new CheckedFile(files, book, 0, index.book.size, () => {
      checks ??= index.checks();
      return checks;
    });
  }

  /** Undefined where the book file is not the one that was seen last, or the index is not its own. */
  static open(files: FileSystem, paths: StorePaths, seen: string): IndexedBookFile | undefined {
    const book = orUndefined(() => files.openToRead(paths.book));
    if (book === undefined) return undefined;
    const indexFile = orUndefined(() => files.openToRead(paths.index));
    const index = orUndefined(() =>
      indexFile !== undefined && fingerprintOf(files.status(book)) === seen
        ? BookIndex.open(files, indexFile)
        : undefined,
    );
    if (
      indexFile !== undefined &&
      index !== undefined &&
      orUndefined(() => isIndexOf(files, book, index)) === true
    )
      return new IndexedBookFile(files, book, indexFile, index);
    for (const file of [book, indexFile]) if (file !== undefined) ignoringErrors(() => files.close(file));
    return undefined;
  }

  get head(): BookHead {
    return this.index.book.head;
  }

  get sizeBytes(): number {
    return this.index.book.size;
  }

  /** The device of an id as its line says. Throws CheckFailed. */
  line(id: number): DeviceLine | undefined {
    const place = this.index.line(id);
    if (place === undefined) return undefined;
    if (place.length > longestLine) throw new CheckFailed(`the length of the line of ${id}`);
    const { offset, length } = place;
    const bytes =
      this.#document?.bytes.subarray(offset, offset + length) ?? this.#content.read(offset, length);
    const json: unknown = parseJson(bytes);
    if (!isDeviceLine(json) || json['id'] !== id) throw new CheckFailed(`the line of ${id}`);
    return json;
  }

  /** Whether no device has an id that a new one could be given. */
  get knowsItsIds(): boolean {
    return (orUndefined(() => this.index.lastId) ?? this.head.nextId) < this.head.nextId;
  }

  /** The whole file, read once. Throws CheckFailed. */
  document(): BookDocument {
    const { head, sum } = this.index.book;
    this.#document ??= { head, sum, bytes: this.#content.whole() };
    return this.#document;
  }

  /**
   * The lines of the devices in their order, as texts of one character a byte that hold some whole lines each. Of a large file
   * that takes a third of the time of reading all of it. Throws CheckFailed.
   */
  *latin1Lines(): Generator<string> {
    let before = openingOf(this.head).length;
    let rest = '';
    for (const piece of this.#content.pieces()) {
      const text = rest + piece.toString('latin1', Math.min(before, piece.length));
      before -= Math.min(before, piece.length);
      const end = text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      yield text.slice(0, end);
    }
  }

  /** The lines of all devices, by id. Throws CheckFailed. */
  lines(): Uint32Array {
    this.#lines ??= this.index.lines();
    return this.#lines;
  }

  /** The tables of its index, read once. Throws CheckFailed. */
  tables(): IndexTables {
    this.#tables ??= this.index.tables();
    return this.#tables;
  }

  /** Whether every block of both files is as it was written. */
  get isAsWritten(): boolean {
    return ifSound(() => [this.document(), this.tables()]) !== undefined;
  }

  /** Closes both files, once: their numbers may be others' by the second time. */
  close(): void {
    const descriptors = this.#descriptors;
    this.#descriptors = [];
    for (const file of descriptors) ignoringErrors(() => this.#files.close(file));
  }
}

/** Whether an index was made of a book file: both begin with the same head, and it knows the book's size and seal. */
function isIndexOf(files: FileSystem, book: Descriptor, { book: { head, size, sum } }: BookIndex): boolean {
  if (files.status(book).size !== size) return false;
  const opening = openingOf(head);
  if (!readAt(files, book, 0, opening.length).equals(opening)) return false;
  return statedSum(readAt(files, book, Math.max(size - tailBytes, 0), tailBytes).subarray(0, -1)) === sum;
}

/**
 * The devices of an indexed book file. Where a piece of it is not as it was written, `replay` makes the book that it
 * held, and that answers from then on.
 */
export class IndexedDevices implements Facts {
  readonly #file: IndexedBookFile;
  readonly #kinds: Kinds;
  readonly #replay: () => Book;
  #replayed: Book | undefined;
  #places: Places | undefined;

  constructor(file: IndexedBookFile, kinds: Kinds, replay: () => Book) {
    this.#file = file;
    this.#kinds = kinds;
    this.#replay = replay;
  }

  /** Whether all that has been read was as it was written. */
  get isSound(): boolean {
    return this.#replayed === undefined;
  }

  get currency(): Currency {
    const { currency: code, fractionDigits } = this.#file.head;
    return { code, fractionDigits };
  }
  get entry(): number {
    return this.#file.head.entry;
  }
  get nextId(): number {
    return this.#file.head.nextId;
  }
  get usedNumbers(): Facts['usedNumbers'] {
    return this.#file.head.codes;
  }
  get places(): Facts['places'] {
    this.#places ??= placesOf(this.#file.head);
    return this.#places;
  }
  get counts(): Facts['counts'] {
    return countsOf(this.#file.head);
  }
  get size(): number {
    return this.#file.index.size;
  }

  stocked(id: number): Stocked | undefined {
    return this.#read(
      () => {
        const line = this.#file.line(id);
        return line === undefined ? undefined : this.#stockedOf(line, (code) => this.#idOf(codeKey(code)));
      },
      (book) => book.stocked(id),
    );
  }

  idOfCode(key: string): number | undefined {
    return this.#read(
      () => this.#idOf(key),
      (book) => book.idOfCode(key),
    );
  }

  idsOfName(name: string): readonly number[] {
    return this.#read(
      () => this.#file.index.idsOf('names', hashOf(name)),
      (book) => book.idsOfName(name),
    );
  }

  idsPricedFrom(id: number): readonly number[] {
    return this.#read(
      () => this.#file.index.idsOf('users', id),
      (book) => book.idsPricedFrom(id),
    );
  }

  codes(): Iterable<string> {
    return Array.from(this.all(), ({ device }) => device.code);
  }

  entriesInQueues(): Iterable<number> {
    return entriesInQueues(this.all());
  }

  all(): Iterable<Stocked> {
    return this.#read<Iterable<Stocked>>(
      () => {
        refuseUnlessFit(this.size, bytesOfDevice);
        const devices = [...devicesIn(this.#file.document())];
        const ids = new Map(devices.map(({ code, id }) => [code, Number(id)]));
        return devices.map((line) => this.#stockedOf(line, (code) => ids.get(code)));
      },
      (book) => book.all(),
    );
  }

  #stockedOf(line: DeviceLine, idOf: (code: string) => number | undefined): Stocked {
    const kind = this.#kinds.named(String(line['kind']));
    if (kind === undefined) throw new RecordBroken(`kind: ${line['kind']}`);
    return {
      device: deviceAsWritten(Number(line['id']), line, kind, idOf),
      stock: stockAsWritten(line, levelsOf(line)),
    };
  }

  #idOf(key: string): number | undefined {
    const alike = this.#file.index.idsOf('codes', hashOf(key));
    if (alike.length > maxAlike) throw new CheckFailed(`codes like ${key}`);
    return alike.find((id) => codeKey(String(this.#file.line(id)?.['code'])) === key);
  }

  #read<T>(pieces: () => T, whole: (book: Book) => T): T {
    if (this.#replayed === undefined) {
      try {
        return pieces();
      } catch (error) {
        if (!(error instanceof CheckFailed || error instanceof RecordBroken)) throw error;
        this.#replayed = this.#replay();
      }
    }
    return whole(this.#replayed);
  }
}
