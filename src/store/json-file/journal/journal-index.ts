import { isCount } from '../../journal/json.ts';
import { isSum, statedSum } from '../../journal/sealed-line.ts';
import type { Access, Descriptor, FileSystem } from '../files/files.ts';
import { openOrCreate, writeAll } from '../files/whole-file.ts';
import { CheckFailed, ifSound } from '../index/checked-file.ts';
import { IndexFile, indexBytes } from '../index/index-file.ts';
import { DeviceKeys, fieldsIn } from './indexed-fields.ts';
import { lineParts } from './journal-lines.ts';
import { endsWith } from './place.ts';

/**
 * The index of the journal gives the positions of the changes and entries for a key. It consists of parts, one after
 * the other, each an index of a stretch of the journal, and grows behind the journal: parts at the end that are short
 * compared with the added one are merged with it, so that there are always few, and no command rewrites the whole. The rest
 * of the journal, after the last part, is read directly.
 */
const kind = 'journal-index';

/** Where the line begins (low, high) and where in it the change, 0 where it is about the whole entry; behind the key. */
const postingWords = 4;
const shapes = { postings: { width: postingWords, key: 0 } };

/** How long parts are, in rows. */
export interface PartSizes {
  /** A part at most so many times as long as the added one, or with no more rows than `short`, is merged with it. */
  readonly timesAdded: number;
  readonly short: number;
  /** No more are joined, and none is made longer than by the changes of one entry. */
  readonly max: number;
}

/** The longest parts have 8 MiB. */
const partSizes: PartSizes = { timesAdded: 16, short: 256, max: 512 * 1024 };
const maxParts = 1024;
/** For more keys than one for so many rows, reading all rows is faster than searching for each. */
const rowsPerSearch = 32;

/** Where a line of the journal begins and, for a single change, where that begins in the line; 0 means the whole entry. */
export interface Posting {
  readonly line: number;
  readonly within: number;
}

/** The journal that an index is of. */
export interface IndexedJournal {
  readonly file: Descriptor;
  /** The store's id. */
  readonly store: string;
  /** The byte where its first entry begins. */
  readonly firstEntry: number;
}

/** The index of a stretch of the journal, between two places where lines begin. */
export class JournalPart {
  readonly start: number;
  readonly end: number;
  readonly #file: IndexFile<'postings'>;

  private constructor(start: number, end: number, file: IndexFile<'postings'>) {
    this.start = start;
    this.end = end;
    this.#file = file;
  }

  /** The part at a place in an index, if it is of the stretch of this journal that begins at `start`. */
  static open(
    files: FileSystem,
    index: Descriptor,
    { file, store }: IndexedJournal,
    at: number,
    start: number,
  ): JournalPart | undefined {
    const part = IndexFile.open(files, index, kind, shapes, at);
    if (part === undefined) return undefined;
    const { store: whose, start: from, end, chain } = part.said;
    if (whose !== store || from !== start || !isCount(end) || !isSum(chain)) return undefined;
    // A posting takes fewer bytes than the change that it is about.
    const isPossible = end > start && part.rows('postings') * postingWords * 4 <= end - start;
    const isThere = isPossible && end <= files.status(file).size;
    return isThere && endsWith(files, file, chain, end) ? new JournalPart(start, end, part) : undefined;
  }

  /** Where it ends in the index. */
  get endInIndex(): number {
    return this.#file.end;
  }

  get size(): number {
    return this.#file.rows('postings');
  }

  /** All of its rows. Throws CheckFailed. */
  rows(): Uint32Array {
    return this.#file.table('postings');
  }

  /** The rows of any of some keys, in the order of the journal. Throws CheckFailed. */
  postings(keys: ReadonlySet<number>): readonly Posting[] {
    const isMany = keys.size * rowsPerSearch > this.size;
    const rows = isMany ? [this.rows()] : Array.from(keys, (key) => this.#file.withKey('postings', key));
    const found = rows.flatMap((some) => this.#among(some, keys)).sort(compare);
    return found.filter((posting, at) => compare(posting, found[at - 1]) !== 0);
  }

  #among(rows: Uint32Array, keys: ReadonlySet<number>): readonly Posting[] {
    const found: Posting[] = [];
    for (let at = 0; at < rows.length; at += postingWords) {
      if (!keys.has(rows[at] ?? 0)) continue;
      const line = (rows[at + 2] ?? 0) * 2 ** 32 + (rows[at + 1] ?? 0);
      const within = rows[at + 3] ?? 0;
      if (line < this.start || line + within >= this.end) throw new CheckFailed(`an entry at ${line}`);
      found.push({ line, within });
    }
    return found;
  }
}

const compare = (a: Posting, b: Posting | undefined): number =>
  a.line - (b?.line ?? -1) || a.within - (b?.within ?? -1);

/** The parts of the index of a journal, up to the first that is not as it was written, or not of this journal. */
export function journalParts(files: FileSystem, index: Descriptor, journal: IndexedJournal): JournalPart[] {
  const parts: JournalPart[] = [];
  while (parts.length < maxParts) {
    const last = parts.at(-1);
    const [at, start] = [last?.endInIndex ?? 0, last?.end ?? journal.firstEntry];
    const part = JournalPart.open(files, index, journal, at, start);
    if (part === undefined) break;
    parts.push(part);
  }
  return parts;
}

/** Lets the index follow the journal up to a place where a line begins. */
export function extendJournalIndex(
  files: FileSystem,
  path: string,
  journal: IndexedJournal,
  journalEnd: number,
  like: Access | undefined,
  sizes = partSizes,
): void {
  const index = openOrCreate(files, path, like);
  try {
    while (addPart(files, index, journal, journalEnd, sizes));
  } finally {
    files.close(index);
  }
}

/** Adds what comes next of the journal; returns whether there may be more. */
function addPart(
  files: FileSystem,
  index: Descriptor,
  journal: IndexedJournal,
  journalEnd: number,
  { timesAdded, short, max }: PartSizes,
): boolean {
  const parts = journalParts(files, index, journal);
  const known = parts.at(-1)?.end ?? journal.firstEntry;
  const added = postingsFrom(files, journal.file, known, journalEnd, max);
  if (added.end === known) return false;
  const joined = [added.rows];
  let [start, size] = [known, added.rows.length / postingWords];
  for (let last = parts.at(-1); last !== undefined; last = parts.at(-1)) {
    if (last.size > Math.max(size * timesAdded, short) || last.size + size > max) break;
    parts.pop();
    const rows = ifSound(() => last.rows());
    if (rows === undefined) {
      files.truncate(index, parts.at(-1)?.endInIndex ?? 0);
      return true;
    }
    joined.push(rows);
    start = last.start;
    size += last.size;
  }
  const said = { stockbook: kind, store: journal.store, start, end: added.end, chain: added.chain };
  const bytes = indexBytes(said, { postings: sorted(joined, size) });
  const at = parts.at(-1)?.endInIndex ?? 0;
  files.truncate(index, at);
  writeAll(files, index, bytes, at);
  return added.end < journalEnd;
}

/** The rows of some parts, by key. */
function sorted(parts: readonly Uint32Array[], size: number): Uint32Array {
  const rows = new Uint32Array(size * postingWords);
  let end = 0;
  for (const part of parts) {
    rows.set(part, end);
    end += part.length;
  }
  // Sorted as numbers of 64 bits: the key, then the place where the row is now.
  const places = new Uint32Array(size * 2);
  for (let row = 0; row < size; row++) {
    places[row * 2] = row;
    places[row * 2 + 1] = rows[row * postingWords] ?? 0;
  }
  new BigUint64Array(places.buffer).sort();
  const result = new Uint32Array(rows.length);
  for (let row = 0; row < size; row++) {
    const from = (places[row * 2] ?? 0) * postingWords;
    for (let word = 0; word < postingWords; word++)
      result[row * postingWords + word] = rows[from + word] ?? 0;
  }
  return result;
}

/** The rows of a stretch of the journal, in its order: of as many whole lines as make about one part. */
function postingsFrom(
  files: FileSystem,
  journal: Descriptor,
  start: number,
  journalEnd: number,
  max: number,
): { readonly rows: Uint32Array; readonly end: number; readonly chain: string } {
  let rows = new Uint32Array(1024);
  let length = 0;
  let [end, chain] = [start, ''];
  const devices = new DeviceKeys();
  for (const part of lineParts(files, journal, start, journalEnd)) {
    const [low, high] = [part.line % 2 ** 32, Math.floor(part.line / 2 ** 32)];
    fieldsIn(part, devices, (key, within) => {
      if (length === rows.length) {
        const more = new Uint32Array(length * 2);
        more.set(rows);
        rows = more;
      }
      rows[length] = key;
      rows[length + 1] = low;
      rows[length + 2] = high;
      rows[length + 3] = within;
      length += postingWords;
    });
    if (!part.isLast) continue;
    end = part.start + part.bytes.length + 1;
    chain = statedSum(part.bytes) ?? '';
    if (length >= max * postingWords) break;
  }
  return { rows: rows.subarray(0, length), end, chain };
}
