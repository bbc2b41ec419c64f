import type { Change, Packed } from './change.ts';

const pieceBytes = 1024 * 1024;
/** The most bytes that UTF-8 takes for one unit of a text. */
const bytesPerUnit = 3;
const comma = 0x2c;
const zero = 0x30;
const minus = 0x2d;

/** Changes that are too many to be kept as objects: the elements of a JSON array, in UTF-8. */
export class PackedChanges implements Packed {
  readonly #whole: Uint8Array[] = [];
  #piece = new Uint8Array(pieceBytes);
  #used = 0;
  /** Where each change begins: the number of its piece, and the place there. */
  readonly #places: number[] = [];
  readonly #encoder = new TextEncoder();

  get length(): number {
    return this.#places.length;
  }

  add(change: Change): void {
    const json = JSON.stringify(change);
    this.begin(json.length * bytesPerUnit);
    this.#used += this.#encoder.encodeInto(json, this.#piece.subarray(this.#used)).written;
  }

  /** Begins a change of at most so many bytes, whose JSON is then put in part by part. */
  begin(most: number): void {
    if (this.#used + most + 1 > pieceBytes) this.#endPiece(most + 1);
    if (this.length > 0) this.#piece[this.#used++] = comma;
    this.#places.push(this.#whole.length * pieceBytes + this.#used);
  }

  /** Puts in JSON that is encoded already. */
  putBytes(bytes: Uint8Array): void {
    this.#piece.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Puts in JSON of ASCII only. */
  putAscii(text: string): void {
    const piece = this.#piece;
    let end = this.#used;
    for (let at = 0; at < text.length; at++) piece[end++] = text.charCodeAt(at);
    this.#used = end;
  }

  /** Puts in a whole number. */
  putNumber(number: number): void {
    if (number < 0) this.#piece[this.#used++] = minus;
    let end = this.#used + 1;
    for (let rest = Math.abs(number); rest >= 10; rest = Math.floor(rest / 10)) end++;
    this.#used = end;
    for (let rest = Math.abs(number), at = end - 1; ; at--) {
      this.#piece[at] = zero + (rest % 10);
      rest = Math.floor(rest / 10);
      if (rest === 0) return;
    }
  }

  #endPiece(wanted: number): void {
    this.#whole.push(this.#piece.subarray(0, this.#used));
    this.#piece = new Uint8Array(Math.max(pieceBytes, wanted));
    this.#used = 0;
  }

  /** The change at an index. */
  at(index: number): Change {
    const place = this.#places[index] ?? 0;
    const number = Math.floor(place / pieceBytes);
    const piece = this.#whole[number] ?? this.#piece.subarray(0, this.#used);
    const next = this.#places[index + 1] ?? Number.POSITIVE_INFINITY;
    const end = next < (number + 1) * pieceBytes ? (next % pieceBytes) - 1 : piece.length;
    return JSON.parse(new TextDecoder().decode(piece.subarray(place % pieceBytes, end)));
  }

  /** The elements of the array, piece by piece. */
  *pieces(): Generator<Uint8Array> {
    yield* this.#whole;
    yield this.#piece.subarray(0, this.#used);
  }
}
