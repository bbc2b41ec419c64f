import type { Book } from '../../../inventory/book/book.ts';
import { type ListRow, rowOf } from '../../../inventory/look/list-row.ts';
import { codeOrderKey, compareKeys } from '../../../inventory/values/order.ts';
import type { ListedLines } from '../../store.ts';
import { CheckFailed } from '../index/checked-file.ts';
import { maxIndexed } from '../index/index-file.ts';
import { lengthAt, lineWords, offsetAt } from './book-index.ts';
import type { IndexedBookFile } from './indexed-book.ts';

interface Coded {
  readonly id: number;
  readonly code: string;
}

const codeBegins = '"code":"';

/** The code on a line of the book file: no code has a character that JSON escapes. */
function codeOn(line: Buffer): string {
  const from = line.indexOf(codeBegins) + codeBegins.length;
  return line.toString('utf8', from, line.indexOf('"', from));
}

/**
 * The rows of the lines of a book file in the order of the codes, without those of some devices; others are put in where their codes
 * have them, each as -1 less its place among them. Throws CheckFailed.
 */
export function rowsByCode(
  file: IndexedBookFile,
  out: ReadonlySet<number>,
  others: readonly Coded[],
): Int32Array {
  const lines = file.lines();
  const rows = file.index.byCode();
  let kept = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    if (!out.has(lines[row * lineWords] ?? 0)) rows[kept++] = row;
  }
  const keys = new Map<number, string>();
  const keyOf = (row: number): string => {
    const known = keys.get(row);
    if (known !== undefined) return known;
    const offset = offsetAt(lines, row);
    const key = codeOrderKey(codeOn(file.document().bytes.subarray(offset, offset + lengthAt(lines, row))));
    keys.set(row, key);
    return key;
  };
  const keyed = others
    .map(({ code }, place) => ({ place, key: codeOrderKey(code) }))
    .sort((a, b) => compareKeys(a.key, b.key));
  const result = new Int32Array(kept + keyed.length);
  let [taken, end] = [0, 0];
  for (const { place, key } of keyed) {
    let [from, to] = [taken, kept];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (keyOf(rows[middle] ?? 0) < key) from = middle + 1;
      else to = middle;
    }
    result.set(rows.subarray(taken, from), end);
    end += from - taken;
    taken = from;
    result[end++] = -1 - place;
  }
  result.set(rows.subarray(taken, kept), end);
  return result;
}

/** The rows of a table of lines that some ids have. */
export function rowsOfIds(lines: Uint32Array, ids: Float64Array): Uint32Array {
  return Uint32Array.from(ids, (id) => {
    let [from, to] = [0, lines.length / lineWords - 1];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((lines[middle * lineWords] ?? 0) < id) from = middle + 1;
      else to = middle;
    }
    return from;
  });
}

/**
 * The devices of a book with one place as lines of its file, which is read once, with rows for those that are not as they are
 * there. Undefined if the file is too long for that, or what is recorded does not fit it. Throws CheckFailed.
 */
export function linesByCode(
  file: IndexedBookFile,
  book: Book,
  moved: ReadonlySet<number>,
): ListedLines | undefined {
  if (file.sizeBytes > maxIndexed) return undefined;
  const { changed, gone, added, currency } = book;
  const out = new Set([...moved, ...changed, ...gone]);
  for (const id of moved) if (!changed.has(id) && book.device(id) === undefined) return undefined;
  const others = [...new Set([...out, ...added])]
    .map((id) => book.device(id))
    .filter((device) => device !== undefined);
  const order = rowsByCode(file, out, others);
  const lines = file.lines();
  const { bytes } = file.document();
  const begins = new Uint32Array(order.length);
  const lengths = new Uint32Array(order.length);
  const rows = new Map<number, ListRow>();
  for (let place = 0; place < order.length; place++) {
    const row = order[place] ?? 0;
    const device = row < 0 ? others[-1 - row] : undefined;
    if (device !== undefined) {
      rows.set(place, rowOf(device, book));
      continue;
    }
    const offset = offsetAt(lines, row);
    if (!beginsWithId(bytes, offset, lines[row * lineWords] ?? 0))
      throw new CheckFailed(`the line of row ${row}`);
    begins[place] = offset;
    lengths[place] = lengthAt(lines, row);
  }
  return { currency, bytes, begins, lengths, rows };
}

const idBegins = Buffer.from('{"id":');
const [zero, nine, comma] = [0x30, 0x39, 0x2c];

/** Whether the line of a device is at an offset, so that none is there twice. */
function beginsWithId(bytes: Buffer, offset: number, id: number): boolean {
  for (let index = 0; index < idBegins.length; index++)
    if (bytes[offset + index] !== idBegins[index]) return false;
  let at = offset + idBegins.length;
  let found = 0;
  for (let byte = bytes[at] ?? 0; byte >= zero && byte <= nine; byte = bytes[++at] ?? 0)
    found = found * 10 + byte - zero;
  return found === id && bytes[at] === comma;
}
