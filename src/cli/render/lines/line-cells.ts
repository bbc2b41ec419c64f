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

/** What a value of a column is called: its place among the cells that were made. */
interface Term {
  readonly bytes: Uint8Array;
  readonly place: number;
  readonly width: number;
}

const [quote, backslash, comma, brace, point, tilde] = [0x22, 0x5c, 0x2c, 0x7d, 0x2e, 0x7e];
const [zero, beginningOfNull] = [0x30, 0x6e];

/** The length of a cell that was made; no value of a device is as long. */
export const made = 0xffff;
/** A number of so many characters is exact, and its sum with one up to `carried`, too. */
const exactLength = 15;
const carried = 2 ** 52;

/**
 * What lines of devices hold for the columns of a table, read in one pass: where each cell stands among the bytes, and how wide it
 * is. Only a cell that is not shown as it is written becomes a text.
 */
export class LineCells {
  /** Where each cell begins among the bytes, row by row; or its place among those that were made, if it is one. */
  readonly starts: Uint32Array;
  /** How many bytes it has, or `made`. */
  readonly lengths: Uint16Array;
  readonly widths: Uint16Array;
  readonly bytes: Buffer;
  readonly widest: number[];
  readonly isFilled: boolean[];

  readonly #listed: ListedLines;
  readonly #columns: readonly DeviceColumn[];
  readonly #messages: Messages;
  readonly #made: MadeCell[] = [];
  /** By the column; undefined if a value is shown as it is written. */
  readonly #terms: readonly (Term[] | undefined)[];
  #units = 0n;
  #value = 0n;

  private constructor(listed: ListedLines, columns: readonly DeviceColumn[], messages: Messages) {
    const { bytes, begins } = listed;
    const cells = begins.length * columns.length;
    this.#listed = listed;
    this.#columns = columns;
    this.#messages = messages;
    this.#terms = columns.map(({ termOf }) => (termOf === undefined ? undefined : []));
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.starts = new Uint32Array(cells);
    this.lengths = new Uint16Array(cells);
    this.widths = new Uint16Array(cells);
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
    for (const [row, listRow] of listed.rows) cells.#takeRow(row, listRow);
    return cells.#readLines() ? cells : undefined;
  }

  get rows(): number {
    return this.#listed.begins.length;
  }

  get totals(): Totals {
    return { count: this.rows, units: this.#units, value: this.#value };
  }

  /**
   * Reads all lines that have no row. Loops over bytes are small functions, and this is one for all the rest: V8 takes long to
   * optimize several large ones that call each other.
   */
  #readLines(): boolean {
    const { bytes, starts, lengths, widths, widest, isFilled } = this;
    const { rows, begins, lengths: lineLengths } = this.#listed;
    const terms = this.#terms;
    const columns = this.#columns.length;
    const [ofQuantity = -1, ofMinimum = -1, ofValue = -1] = ['quantity', 'minimum', 'value'].map((key) =>
      this.#columnOf(key),
    );
    const beforeAll: Key = { bytes: new Uint8Array(), column: -1, next: [] };
    let [units, value] = [0, 0];
    for (let row = 0; row < begins.length; row++) {
      if (rows.size > 0 && rows.has(row)) continue;
      const first = row * columns;
      let at = begins[row] ?? 0;
      const end = at + (lineLengths[row] ?? 0);
      let key = beforeAll;
      let [from, to, quantity, minimum] = [0, 0, -1, -1];
      // The value is the last thing on a line that is shown.
      while (key.column !== ofValue) {
        // Past the brace before the first value, or the comma before another.
        at++;
        const following = key.next;
        let next: Key | undefined;
        for (let index = 0; next === undefined && index < following.length; index++)
          if (isAt(bytes, at, following[index]?.bytes)) next = following[index];
        next ??= this.#newKey(key, at, end);
        if (next === undefined) return false;
        key = next;
        at += key.bytes.length;
        from = at;
        let isPlain = true;
        if (bytes[at] === quote) {
          from++;
          to = endOfPlain(bytes, from, end);
          if (bytes[to] !== quote) {
            isPlain = false;
            to = endOfText(bytes, to, end);
          }
          at = to + 1;
        } else {
          at = endOfNumber(bytes, from, end);
          to = bytes[from] === beginningOfNull ? from : at;
        }
        const { column } = key;
        let width = to - from;
        if (at >= end || width >= made) return false;
        if (column === -1 || width === 0) continue;
        if (column === ofQuantity) quantity = digitsIn(bytes, from, to);
        if (column === ofMinimum) minimum = digitsIn(bytes, from, to);
        const cell = first + column;
        const known = terms[column];
        if (known !== undefined) {
          let term: Term | undefined;
          for (let index = 0; term === undefined && index < known.length; index++)
            if (known[index]?.bytes.length === width && isAt(bytes, from, known[index]?.bytes))
              term = known[index];
          term ??= this.#newTerm(known, column, from, to);
          starts[cell] = term.place;
          lengths[cell] = made;
          width = term.width;
        } else if (isPlain) {
          starts[cell] = from;
          lengths[cell] = width;
        } else width = this.#takeUnusual(cell, from, to);
        widths[cell] = width;
        isFilled[column] = true;
        if (width > (widest[column] ?? 0)) widest[column] = width;
      }
      if (quantity < 0) return false;
      units += quantity;
      if (to - from > exactLength) this.#value += BigInt(bytes.toString('latin1', from, to).replace('.', ''));
      else value += digitsIn(bytes, from, to);
      if (units > carried || value > carried) {
        this.#add(units, value);
        [units, value] = [0, 0];
      }
      if (quantity <= minimum)
        this.#make(first + ofQuantity, ofQuantity, quantityCell({ isLow: true, quantity }, this.#messages));
    }
    this.#add(units, value);
    return true;
  }

  #add(units: number | bigint, value: number | bigint): void {
    this.#units += BigInt(units);
    this.#value += BigInt(value);
  }

  #columnOf(key: string): number {
    return this.#columns.findIndex(({ id }) => id === key);
  }

  #takeRow(row: number, listRow: ListRow): void {
    this.#columns.forEach(({ cell }, column) => {
      this.#make(row * this.#columns.length + column, column, cell(listRow));
    });
    this.#add(listRow.quantity, listRow.value);
  }

  /** One more key that follows another one; undefined if none stands there. */
  #newKey({ next }: Key, at: number, end: number): Key | undefined {
    const colon = this.bytes[at] === quote ? this.bytes.indexOf('":', at) + 1 : 0;
    if (colon === 0 || colon >= end) return undefined;
    const column = this.#columnOf(this.bytes.toString('utf8', at + 1, colon - 1));
    const key = { bytes: this.bytes.subarray(at, colon + 1), column, next: [] };
    next.push(key);
    return key;
  }

  #newTerm(known: Term[], column: number, from: number, to: number): Term {
    const value = this.#textBetween(from, to);
    const cell = madeCell(this.#columns[column]?.termOf?.(value) ?? value);
    const term = { bytes: this.bytes.subarray(from, to), place: this.#made.length, width: cell.width };
    this.#made.push(cell);
    known.push(term);
    return term;
  }

  /** Takes a value in which a character is not ASCII or is escaped; returns how wide it is. */
  #takeUnusual(cell: number, from: number, to: number): number {
    const width = widthOfPlain(this.bytes, from, to);
    if (width !== undefined) {
      this.starts[cell] = from;
      this.lengths[cell] = to - from;
      return width;
    }
    const shown = madeCell(this.#textBetween(from, to));
    this.starts[cell] = this.#made.length;
    this.lengths[cell] = made;
    this.#made.push(shown);
    return shown.width;
  }

  /** What is written between two quotes. */
  #textBetween(from: number, to: number): string {
    return JSON.parse(this.bytes.toString('utf8', from - 1, to + 1));
  }

  #make(cell: number, column: number, shown: Cell): void {
    if (shown === '') return;
    const one = madeCell(shown);
    this.starts[cell] = this.#made.length;
    this.lengths[cell] = made;
    this.widths[cell] = one.width;
    this.isFilled[column] = true;
    this.widest[column] = Math.max(this.widest[column] ?? 0, one.width);
    this.#made.push(one);
  }

  /** What values of a column are called, by their places among the cells that were made. */
  termsOf(column: number): readonly (readonly [place: number, cell: MadeCell])[] {
    return (this.#terms[column] ?? []).map(({ place }) => [place, this.#madeAt(place)]);
  }

  /** A cell as a text. */
  cellAt(cell: number): MadeCell {
    const start = this.starts[cell] ?? 0;
    const length = this.lengths[cell] ?? 0;
    if (length === made) return this.#madeAt(start);
    const text = this.bytes.toString('utf8', start, start + length);
    return { text, width: this.widths[cell] ?? 0, tone: null };
  }

  #madeAt(place: number): MadeCell {
    const cell = this.#made[place];
    if (cell === undefined) throw new RangeError(`no cell was made at ${place}`);
    return cell;
  }
}

function madeCell(shown: Cell): MadeCell {
  const text = printable(textOf(shown));
  return { text, width: widthOf(text), tone: toneOf(shown) };
}

/** Whether some bytes stand at a place among others. */
function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array | undefined): boolean {
  if (wanted === undefined) return false;
  for (let index = 0; index < wanted.length; index++) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}

/** Where a text ends, or a character of it that is not plain. */
function endOfPlain(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === quote || byte === backslash || byte > tilde) break;
  }
  return at;
}

/** Where a text ends. */
function endOfText(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  for (; at < end && bytes[at] !== quote; at++) if (bytes[at] === backslash) at++;
  return at;
}

function endOfNumber(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== comma && bytes[at] !== brace) at++;
  return at;
}

/** The digits of a number as a whole one. */
function digitsIn(bytes: Uint8Array, from: number, to: number): number {
  // To V8 this zero is no small integer, so that it need not optimize once more at the first large number.
  let number = -0;
  for (let at = from; at < to; at++) if (bytes[at] !== point) number = number * 10 + (bytes[at] ?? 0) - zero;
  return number;
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
