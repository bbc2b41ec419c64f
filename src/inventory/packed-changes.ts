import type { Change } from './change.ts';

/** How many characters are packed at once. */
const pieceCharacters = 256 * 1024;

/** Changes that are too many to be kept as objects: the elements of a JSON array, in UTF-8. */
export class PackedChanges {
  readonly #pieces: Uint8Array[] = [];
  readonly #encoder = new TextEncoder();
  length = 0;

  /** Packs some changes, in their order. */
  add(changes: readonly Change[]): void {
    let text = '';
    for (const change of changes) {
      text += this.length++ === 0 ? JSON.stringify(change) : `,${JSON.stringify(change)}`;
      if (text.length < pieceCharacters) continue;
      this.#pieces.push(this.#encoder.encode(text));
      text = '';
    }
    if (text !== '') this.#pieces.push(this.#encoder.encode(text));
  }

  /** The elements of a JSON array of them, piece by piece. */
  get pieces(): readonly Uint8Array[] {
    return this.#pieces;
  }
}
