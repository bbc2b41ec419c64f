import type { Entry } from '../../../inventory/book/change.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { readAt } from '../files/whole-file.ts';
import { changeLength, changesOf, entryWith, headLength, wholeEntry } from './entry-bytes.ts';
import type { Posting } from './journal-index.ts';
import type { LinePart } from './journal-lines.ts';

const pieceBytes = 4096;

/** Entries read from where the index says that they are, without the rest of their lines. */
export class JournalPieces {
  readonly #files: FileSystem;
  readonly #file: Descriptor;
  readonly #end: number;
  #piece: { readonly start: number; readonly bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };
  #head: { readonly line: number; readonly bytes: Buffer } = { line: -1, bytes: Buffer.alloc(0) };

  constructor(files: FileSystem, file: Descriptor, end: number) {
    this.#files = files;
    this.#file = file;
    this.#end = end;
  }

  /** The entry at a posting, with the change there only or, where it is not about one, whole. */
  entry({ line, within }: Posting): Entry | undefined {
    if (within === 0) return wholeEntry(this.#until(line, (bytes) => bytes.indexOf(0x0a)));
    if (this.#head.line !== line) this.#head = { line, bytes: Buffer.from(this.#until(line, headLength)) };
    return entryWith(this.#head.bytes, this.#until(line + within, changeLength));
  }

  /** The entry of a posting without its changes. */
  head({ line }: Posting): Entry | undefined {
    return entryWith(this.#until(line, headLength), Buffer.alloc(0));
  }

  /** The bytes from a position on, as many as `length` finds in them. */
  #until(position: number, length: (bytes: Buffer) => number): Buffer {
    const held = this.#held(position);
    const inHeld = held.length === 0 ? -1 : length(held);
    if (inHeld !== -1) return held.subarray(0, inHeld);
    for (let most = pieceBytes; ; most *= 4) {
      const bytes = this.#at(position, most);
      const found = length(bytes);
      if (found !== -1) return bytes.subarray(0, found);
      if (bytes.length < most) return bytes.subarray(0, 0);
    }
  }

  /** What was read last, from a position on. */
  #held(position: number): Buffer {
    const offset = position - this.#piece.start;
    return this.#piece.bytes.subarray(offset < 0 ? this.#piece.bytes.length : offset);
  }

  /** Bytes from a position on, up to the end; reading near the previous bytes reads ahead. */
  #at(position: number, length: number): Buffer {
    const wanted = Math.min(length, this.#end - position);
    const held = this.#held(position);
    if (held.length >= wanted) return held.subarray(0, wanted);
    const { start, bytes } = this.#piece;
    const isNear = position >= start && position < start + bytes.length + 4 * pieceBytes;
    const more = Math.min(isNear ? Math.max(wanted, 16 * pieceBytes) : wanted, this.#end - position);
    this.#piece = { start: position, bytes: readAt(this.#files, this.#file, position, more) };
    return this.#piece.bytes.subarray(0, wanted);
  }
}

/** The entries on lines, one of a long line in pieces: each has the changes of one part of it. */
export function* entriesOf(parts: Iterable<LinePart>): Generator<Entry> {
  let head = Buffer.alloc(0);
  for (const { line, start, bytes, isLast } of parts) {
    const isFirst = start === line;
    const length = isFirst ? Math.max(headLength(bytes), 0) : 0;
    if (isFirst) head = Buffer.from(bytes.subarray(0, length));
    const entry =
      isFirst && isLast ? wholeEntry(bytes) : entryWith(head, changesOf(bytes.subarray(length), isLast));
    if (entry !== undefined) yield entry;
  }
}
