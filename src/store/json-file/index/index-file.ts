import { isObject } from '../../../inventory/devices/device-record.ts';
import { isCount, parseJson } from '../../journal/json.ts';
import { noSum, seal, verifiedSum } from '../../journal/sealed-line.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { readAt } from '../files/whole-file.ts';
import { CheckedFile, CheckFailed } from './checked-file.ts';
import { checkedBlock, checksumOf, checksumsOf, wordsOf } from './checksum.ts';

/**
 * The one format of all indexes. After a sealed first line, padded to `headBytes` or as often that as it needs, come tables of 32-bit words, then a
 * checksum for each block of them. A table has rows of a fixed width, sorted by one of their words. An index follows from
 * another file: one that is lost, damaged or of another format is made again.
 */
const indexFormat = 2;
/** Words are as the machine has them; one that has them the other way round makes do without an index. */
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const headBytes = 1024;
/** More than the places and counts of any shop take. */
const maxHeadBytes = 4 * 1024 * 1024;

/** What rows are found by is a word. */
export const maxIndexed = 2 ** 32 - 1;

/** The rows of a table: how many words each has, and the place of the one that they are sorted by. */
interface Shape {
  readonly width: number;
  readonly key: number;
}

/** The tables of a kind of index, in the order in which they stand in it. */
export type Shapes<Name extends string> = { readonly [name in Name]: Shape };

export type Tables<Name extends string> = { readonly [name in Name]: Uint32Array | BigUint64Array };

/** The exact bytes of an index; `said` is what its first line says beside its tables. */
export function indexBytes<Name extends string>(said: object, tables: Tables<Name>): Buffer {
  const all: [string, Uint32Array | BigUint64Array][] = Object.entries(tables);
  const words = all.reduce((total, [, { byteLength }]) => total + byteLength / 4, 0);
  const lengths = Object.fromEntries(all.map(([name, { byteLength }]) => [name, byteLength / 4]));
  const headLine = (check: number): Buffer =>
    Buffer.concat([
      seal(JSON.stringify({ ...said, indexFormat, lengths, check }), noSum).bytes,
      Buffer.from('\n'),
    ]);
  // The tables are put once where they stay: after the longest head that there can be.
  const mostHead = paddedLength(headLine(maxIndexed).length);
  const bytes = Buffer.alloc(mostHead + words * 4 + checksLength(words), ' ');
  let end = mostHead;
  for (const [, table] of all) {
    bytes.set(bytesOf(table), end);
    end += table.byteLength;
  }
  const checks = bytesOf(checksumsOf(bytes.subarray(mostHead, end)));
  bytes.set(checks, end);
  const head = headLine(checksumOf(checks));
  const begins = mostHead - paddedLength(head.length);
  head.copy(bytes, begins);
  return bytes.subarray(begins);
}

const paddedLength = (length: number): number => Math.ceil(length / headBytes) * headBytes;

const bytesOf = (numbers: Uint32Array | BigUint64Array): Buffer =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** How many bytes the checksums of so many words take. */
const checksLength = (words: number): number => Math.ceil((words * 4) / checkedBlock) * 4;

/** A table within the words of an index. */
interface Table extends Shape {
  readonly start: number;
  readonly words: number;
}

/** An index on disk, read block by block as it is asked. */
export class IndexFile<Name extends string> {
  /** What its first line says, as it was sealed. */
  readonly said: { readonly [key: string]: unknown };
  /** Where it ends in the file that it stands in. */
  readonly end: number;
  readonly #tables: { readonly [name in Name]: Table };
  readonly #content: CheckedFile;

  private constructor(
    said: { readonly [key: string]: unknown },
    end: number,
    tables: { readonly [name in Name]: Table },
    content: CheckedFile,
  ) {
    this.said = said;
    this.end = end;
    this.#tables = tables;
    this.#content = content;
  }

  /** The index with these tables at a position in an open file; undefined if there is none. */
  static open<Name extends string>(
    files: FileSystem,
    file: Descriptor,
    kind: string,
    shapes: Shapes<Name>,
    at = 0,
  ): IndexFile<Name> | undefined {
    const head = isLittleEndian ? readHead(files, file, at) : undefined;
    if (head === undefined) return undefined;
    const { said, length: headLength } = head;
    if (said['stockbook'] !== kind || said['indexFormat'] !== indexFormat) return undefined;
    const { lengths, check } = said;
    if (!isObject(lengths) || !isCount(check)) return undefined;
    const tables: Partial<{ [name in Name]: Table }> = {};
    let words = 0;
    for (const name in shapes) {
      const length = lengths[name];
      if (!isCount(length) || length % shapes[name].width !== 0) return undefined;
      tables[name] = { ...shapes[name], start: words, words: length };
      words += length;
    }
    const end = at + headLength + words * 4 + checksLength(words);
    if (end > files.status(file).size) return undefined;
    let checks: Uint32Array | undefined;
    const content = new CheckedFile(files, file, at + headLength, words * 4, () => {
      checks ??= checksBefore(files, file, end, checksLength(words), check);
      return checks;
    });
    return new IndexFile(said, end, tables as { [name in Name]: Table }, content);
  }

  /** How many rows a table has. */
  rows(name: Name): number {
    const { words, width } = this.#tables[name];
    return words / width;
  }

  /** A word of a row. Throws CheckFailed. */
  word(name: Name, row: number, place: number): number {
    const { start, width } = this.#tables[name];
    const at = (start + row * width + place) * 4;
    return this.#content.block(Math.floor(at / checkedBlock)).readUInt32LE(at % checkedBlock);
  }

  /** The rows with a key, one after the other; `highest` is the highest key that there can be. Throws CheckFailed. */
  withKey(name: Name, key: number, highest = maxIndexed): Uint32Array {
    const { key: place } = this.#tables[name];
    const rows = this.rows(name);
    const from = this.#firstNotBelow(name, key, highest);
    let to = from;
    while (to < rows && this.word(name, to, place) === key) to++;
    return this.#read(name, from, to);
  }

  /** All rows of a table, in words of their own. Throws CheckFailed. */
  table(name: Name): Uint32Array {
    return this.#read(name, 0, this.rows(name)).slice();
  }

  #read(name: Name, from: number, to: number): Uint32Array {
    const { start, width } = this.#tables[name];
    if (from === to) return new Uint32Array();
    return wordsOf(this.#content.read((start + from * width) * 4, (to - from) * width * 4));
  }

  /** The first row whose key is not below one: guessed from how keys are spread up to the highest, then halved. */
  #firstNotBelow(name: Name, key: number, highest: number): number {
    const { key: place } = this.#tables[name];
    let [from, to] = [0, this.rows(name)];
    let [low, high] = [0, highest];
    for (let step = 0; from < to; step++) {
      const share =
        step % 3 === 2 || high <= low ? 0.5 : Math.min(Math.max((key - low) / (high - low), 0), 1);
      const middle = Math.min(from + Math.floor((to - from) * share), to - 1);
      const found = this.word(name, middle, place);
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
}

/** The first line of an index, and how many bytes it takes with its padding; undefined if there is none. */
function readHead(
  files: FileSystem,
  file: Descriptor,
  at: number,
): { readonly said: { readonly [key: string]: unknown }; readonly length: number } | undefined {
  for (let most = headBytes; most <= maxHeadBytes; most *= 4) {
    const bytes = readAt(files, file, at, most);
    const end = bytes.indexOf(0x0a);
    if (end === -1 && bytes.length === most) continue;
    const line = bytes.subarray(0, Math.max(end, 0));
    const json: unknown = verifiedSum(line, noSum) === null ? undefined : parseJson(line);
    return isObject(json) ? { said: json, length: paddedLength(end + 1) } : undefined;
  }
  return undefined;
}

function checksBefore(
  files: FileSystem,
  file: Descriptor,
  end: number,
  length: number,
  check: number,
): Uint32Array {
  const bytes = readAt(files, file, end - length, length);
  if (bytes.length !== length || checksumOf(bytes) !== check) throw new CheckFailed('the checksums');
  return wordsOf(bytes);
}
