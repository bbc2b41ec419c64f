import type { Change, Packed } from './change.ts';

const pieceBytes = 1024 * 1024;
/** The most bytes that UTF-8 takes for one unit of a text. */
const bytesPerUnit = 3;
const comma = 0x2c;

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
    const most = json.length * bytesPerUnit + 1;
    if (this.#used + most > pieceBytes) this.#endPiece(most);
    if (this.length > 0) this.#piece[this.#used++] = comma;
    this.#places.push(this.#whole.length * pieceBytes + this.#used);
    this.#used += this.#encoder.encodeInto(json, this.#piece.subarray(this.#used)).written;
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
