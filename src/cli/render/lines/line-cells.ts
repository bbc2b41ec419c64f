import { widthOf } from '../../../exchange/text/width.ts';
import type { ListRow } from '../../../inventory/look/list-row.ts';
import type { ListedLines } from '../../../store/store.ts';
import type { Messages } from '../../words/messages.ts';
import { type DeviceColumn, quantityCell, type Totals } from '../device-rows.ts';
import type { Tone } from '../paint.ts';
import { printable } from '../printable.ts';
import { type Cell, textOf, toneOf } from '../table.ts';

/** A cell that is a text: safe for a terminal, with its width there. */
export interface MadeCell {
  readonly text: string;
  readonly width: number;
  readonly tone: Tone | null;
}

/** A key as it stands on a line, with its colon. */
interface Key {
  readonly bytes: Uint8Array;
  /** The column that shows it; -1 if none does. */
  readonly column: number;
  /** The keys that have followed it on a line. */
  readonly next: Key[];
}

const [quote, backslash, comma, brace, point, tilde] = [0x22, 0x5c, 0x2c, 0x7d, 0x2e, 0x7e];
const [zero, nine, beginningOfNull] = [0x30, 0x39, 0x6e];

/** The length of a cell that was made; no value of a device is as long. */
export const made = 0xffff;
/** A number with no more digits than this is exact. */
const exactDigits = 15;

/** Whole numbers, added up exactly. */
class Sum {
  #few = 0;
  #many = 0n;

  add(number: number | bigint): void {
    if (typeof number === 'bigint') this.#many += number;
    else this.#few += number;
    if (this.#few < 2 ** 52) return;
    this.#many += BigInt(this.#few);
    this.#few = 0;
  }

  get total(): bigint {
    return this.#many + BigInt(this.#few);
  }
}

/**
 * What lines of devices hold for the columns of a table, read in one pass: where each cell stands among the bytes, and how wide it
 * is. Only a cell that is not shown as it is written becomes a text.
 */
export class LineCells {
  /** Where each cell begins among the bytes, row by row; or its place among those that were made, in whose place it is. */
  readonly starts: Uint32Array;
  /** How many bytes it has, or `made`. */
  readonly lengths: Uint16Array;
  readonly widths: Uint16Array;
  readonly bytes: Buffer;
  readonly #listed: ListedLines;
  readonly #columns: readonly DeviceColumn[];
  readonly #messages: Messages;
  readonly #made: MadeCell[] = [];
  /** What values are called, by the column: their places among the cells that were made. */
  readonly #terms: { readonly value: Uint8Array; readonly place: number }[][];
  readonly #units = new Sum();
  readonly #value = new Sum();
  readonly #beforeAll: Key = { bytes: new Uint8Array(), column: -1, next: [] };
  /** Where the columns are that are more than shown; the last of all on each line is that of the value. */
  readonly #quantity: number;
  readonly #minimum: number;
  readonly #last: number;

  readonly widest: number[];
  readonly isFilled: boolean[];

  private constructor(listed: ListedLines, columns: readonly DeviceColumn[], messages: Messages) {
    const { bytes, begins } = listed;
    const cells = begins.length * columns.length;
    this.#listed = listed;
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#columns = columns;
    this.#messages = messages;
    this.starts = new Uint32Array(cells);
    this.lengths = new Uint16Array(cells);
    this.widths = new Uint16Array(cells);
    this.#terms = columns.map(() => []);
    const columnOf = (key: string) => columns.findIndex(({ id }) => id === key);
    [this.#quantity, this.#minimum, this.#last] = [
      columnOf('quantity'),
      columnOf('minimum'),
      columnOf('value'),
    ];
    this.widest = columns.map(() => 0);
    this.isFilled = columns.map(() => false);
  }

  /** Undefined if a line is not as this reads them. */
  static of(
    listed: ListedLines,
    columns: readonly DeviceColumn[],
    messages: Messages,
  ): LineCells | undefined {
    const cells = new LineCells(listed, columns, messages);
    return cells.#readAll() ? cells : undefined;
  }

  get rows(): number {
    return this.#listed.begins.length;
  }

  get totals(): Totals {
    return { count: this.rows, units: this.#units.total, value: this.#value.total };
  }

  #readAll(): boolean {
    const { rows, begins, lengths } = this.#listed;
    for (let row = 0; row < begins.length; row++) {
      const listRow = rows.get(row);
      const begin = begins[row] ?? 0;
      const isRead =
        listRow === undefined
          ? this.#readLine(row, begin + 1, begin + (lengths[row] ?? 0)) && this.#readNumbers(row)
          : this.#takeRow(row, listRow);
      if (!isRead) return false;
      this.#measure(row);
    }
    return true;
  }

  #takeRow(row: number, listRow: ListRow): true {
    this.#columns.forEach(({ cell }, column) => {
      this.#make(row * this.#columns.length + column, cell(listRow));
    });
    this.#units.add(listRow.quantity);
    this.#value.add(listRow.value);
    return true;
  }

  #measure(row: number): void {
    const { widest, isFilled } = this;
    const first = row * widest.length;
    for (let column = 0; column < widest.length; column++) {
      if (this.lengths[first + column] !== 0) isFilled[column] = true;
      const width = this.widths[first + column] ?? 0;
      if (width > (widest[column] ?? 0)) widest[column] = width;
    }
  }

  /** Reads a line between two positions: after its first brace, and after its last. */
  #readLine(row: number, begin: number, end: number): boolean {
    const bytes = this.bytes;
    const first = row * this.#columns.length;
    let at = begin;
    for (let key = this.#beforeAll; key.column !== this.#last; ) {
      const found = this.#keyAt(key, at, end);
      if (found === undefined) return false;
      key = found;
      at += key.bytes.length;
      let from = at;
      let to = at;
      let isPlain = true;
      if (bytes[at] === quote) {
        from = ++at;
        for (let byte = bytes[at] ?? 0; byte !== quote && at < end; byte = bytes[++at] ?? 0) {
          if (byte > tilde) isPlain = false;
          if (byte !== backslash) continue;
          isPlain = false;
          at++;
        }
        to = at;
        at++;
      } else {
        for (let byte = bytes[at] ?? 0; byte !== comma && byte !== brace && at < end; )
          byte = bytes[++at] ?? 0;
        to = bytes[from] === beginningOfNull ? from : at;
      }
      if (at >= end || to - from >= made) return false;
      if (key.column >= 0) this.#take(first + key.column, key.column, from, to, isPlain);
      at++;
    }
    return true;
  }

  /** The key at a position, of those that have followed another one, or one more that does; undefined if there is none. */
  #keyAt({ next }: Key, at: number, end: number): Key | undefined {
    for (const key of next) if (this.#standsAt(key.bytes, at)) return key;
    const bytes = this.bytes;
    if (bytes[at] !== quote) return undefined;
    const colon = bytes.indexOf('":', at) + 1;
    if (colon === 0 || colon >= end) return undefined;
    const name = bytes.toString('utf8', at + 1, colon - 1);
    const column = this.#columns.findIndex(({ id }) => id === name);
    const key = { bytes: bytes.subarray(at, colon + 1), column, next: [] };
    next.push(key);
    return key;
  }

  #standsAt(wanted: Uint8Array, at: number): boolean {
    const bytes = this.bytes;
    for (let place = 0; place < wanted.length; place++) if (bytes[at + place] !== wanted[place]) return false;
    return true;
  }

  /** Takes a value as it is written, or what it is shown as. */
  #take(cell: number, column: number, from: number, to: number, isPlain: boolean): void {
    if (from === to) return;
    if (this.#columns[column]?.termOf !== undefined) return this.#takeTerm(cell, column, from, to);
    const width = isPlain ? to - from : widthOfPlain(this.bytes, from, to);
    if (width === undefined) return this.#make(cell, this.#valueAt(from, to));
    this.starts[cell] = from;
    this.lengths[cell] = to - from;
    this.widths[cell] = width;
  }

  #takeTerm(cell: number, column: number, from: number, to: number): void {
    const known = this.#terms[column] ?? [];
    for (const { value, place } of known)
      if (value.length === to - from && this.#standsAt(value, from)) return this.#put(cell, place);
    const value = this.#valueAt(from, to);
    this.#make(cell, this.#columns[column]?.termOf?.(value) ?? value);
    known.push({ value: this.bytes.subarray(from, to), place: this.starts[cell] ?? 0 });
  }

  /** The text that stands between two quotes. */
  #valueAt(from: number, to: number): string {
    return JSON.parse(this.bytes.toString('utf8', from - 1, to + 1));
  }

  #make(cell: number, shown: Cell): void {
    const text = printable(textOf(shown));
    if (text === '') return;
    this.#made.push({ text, width: widthOf(text), tone: toneOf(shown) });
    this.#put(cell, this.#made.length - 1);
  }

  #put(cell: number, place: number): void {
    this.starts[cell] = place;
    this.lengths[cell] = made;
    this.widths[cell] = this.madeAt(place).width;
  }

  /** Adds a row to the totals, and marks what is low. */
  #readNumbers(row: number): boolean {
    const first = row * this.#columns.length;
    const quantity = this.#numberIn(first + this.#quantity);
    const value = this.#numberIn(first + this.#last);
    if (typeof quantity !== 'number' || value === undefined) return false;
    this.#units.add(quantity);
    this.#value.add(value);
    const minimum = this.lengths[first + this.#minimum] === 0 ? null : this.#numberIn(first + this.#minimum);
    if (minimum === undefined) return false;
    const isLow = minimum !== null && quantity <= minimum;
    if (isLow) this.#make(first + this.#quantity, quantityCell({ isLow, quantity }, this.#messages));
    return true;
  }

  /** The digits in a cell as a number; undefined if it has none, or something else. */
  #numberIn(cell: number): number | bigint | undefined {
    const bytes = this.bytes;
    const from = this.starts[cell] ?? 0;
    const to = from + (this.lengths[cell] ?? 0);
    if (from === to) return undefined;
    let number = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      if (byte >= zero && byte <= nine) number = number * 10 + byte - zero;
      else if (byte !== point) return undefined;
    }
    return to - from <= exactDigits ? number : BigInt(bytes.toString('latin1', from, to).replace('.', ''));
  }

  /** What values of a column are called, by their places among the cells that were made. */
  termsOf(column: number): readonly (readonly [place: number, cell: MadeCell])[] {
    return (this.#terms[column] ?? []).map(({ place }) => [place, this.madeAt(place)]);
  }

  /** A cell as a text. */
  cellAt(cell: number): MadeCell {
    const start = this.starts[cell] ?? 0;
    const length = this.lengths[cell] ?? 0;
    if (length === made) return this.madeAt(start);
    const text = this.bytes.toString('utf8', start, start + length);
    return { text, width: this.widths[cell] ?? 0, tone: null };
  }

  /** Throws if that is no place of a cell that was made. */
  madeAt(place: number): MadeCell {
    const found = this.#made[place];
    if (found === undefined) throw new RangeError(`nothing was made at ${place}`);
    return found;
  }
}

/** How wide a stretch is that holds ASCII and the common Chinese characters; undefined if it holds others or an escape. */
function widthOfPlain(bytes: Uint8Array, from: number, to: number): number | undefined {
  let width = 0;
  for (let at = from; at < to; ) {
    const [byte = 0, second = 0] = [bytes[at], bytes[at + 1]];
    if (byte <= tilde && byte !== backslash) {
      width += 1;
      at += 1;
    } else if ((byte === 0xe4 && second >= 0xb8) || (byte > 0xe4 && byte <= 0xe9)) {
      width += 2;
      at += 3;
    } else return undefined;
  }
  return width;
}
