import type { Change, Packed } from './change.ts';

const pieceBytes = 1024 * 1024;
/** The most bytes that UTF-8 takes for one unit of a text. */
const bytesPerUnit = 3;
/** So many bytes are put together as a text before they are encoded, which costs as much for few as for many. */
const textBytes = 16 * 1024;

/** Changes that are too many to be kept as objects: the elements of a JSON array, in UTF-8. */
export class PackedChanges implements Packed {
  readonly #whole: Uint8Array[] = [];
  #piece = new Uint8Array(pieceBytes);
  #used = 0;
  /** What comes next in the piece, and how many bytes that takes. */
  #text = '';
  #textBytes = 0;
  /** Where each change begins: the number of its piece, and the place there. */
  readonly #places: number[] = [];
  readonly #encoder = new TextEncoder();

  get length(): number {
    return this.#places.length;
  }

  add(change: Change): void {
    const json = JSON.stringify(change);
    this.#place(json.length * bytesPerUnit + 1);
    this.#encode();
    this.#used += this.#encoder.encodeInto(json, this.#piece.subarray(this.#used)).written;
  }

  /** Adds a change as JSON that takes so many bytes. */
  addJson(json: string, bytes: number): void {
    this.#place(bytes + 1);
    this.#text += json;
    this.#textBytes += bytes;
    if (this.#textBytes >= textBytes) this.#encode();
  }

  /** Has the next change begin, which takes at most so many bytes with the comma before it. */
  #place(most: number): void {
    if (this.#used + this.#textBytes + most > pieceBytes) this.#endPiece(most);
    if (this.length > 0) {
      this.#text += ',';
      this.#textBytes++;
    }
    this.#places.push(this.#whole.length * pieceBytes + this.#used + this.#textBytes);
  }

  #encode(): void {
    if (this.#text === '') return;
    this.#used += this.#encoder.encodeInto(this.#text, this.#piece.subarray(this.#used)).written;
    this.#text = '';
    this.#textBytes = 0;
  }

  #endPiece(wanted: number): void {
    this.#encode();
    this.#whole.push(this.#piece.subarray(0, this.#used));
    this.#piece = new Uint8Array(Math.max(pieceBytes, wanted));
    this.#used = 0;
  }

  /** The change at an index. */
  at(index: number): Change {
    this.#encode();
    const place = this.#places[index] ?? 0;
    const number = Math.floor(place / pieceBytes);
    const piece = this.#whole[number] ?? this.#piece.subarray(0, this.#used);
    const next = this.#places[index + 1] ?? Number.POSITIVE_INFINITY;
    const end = next < (number + 1) * pieceBytes ? (next % pieceBytes) - 1 : piece.length;
    return JSON.parse(new TextDecoder().decode(piece.subarray(place % pieceBytes, end)));
  }

  /** The elements of the array, piece by piece. */
  *pieces(): Generator<Uint8Array> {
    this.#encode();
    yield* this.#whole;
    yield this.#piece.subarray(0, this.#used);
  }
}
