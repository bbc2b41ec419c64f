import type { Descriptor, FileSystem } from '../files/files.ts';
import { readAt } from '../files/whole-file.ts';
import { checkedBlock, checksumsOf } from './checksum.ts';

/** What was read is not what was written: a disk has changed it, or never wrote it. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** What an action returns; undefined if it meets something that is not what was written. */
export function ifSound<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof CheckFailed) return undefined;
    throw error;
  }
}

/** The blocks of a piece that stays in the cache of a processor while it is checked and searched. */
const blocksAtOnce = 16;

/** A stretch of a file, read in blocks, each checked against its checksum. */
export class CheckedFile {
  readonly #files: FileSystem;
  readonly #file: Descriptor;
  readonly #start: number;
  readonly #length: number;
  readonly #checks: () => Uint32Array;
  readonly #blocks = new Map<number, Buffer>();

  /** `checks` are asked for when the first block is read. */
  constructor(files: FileSystem, file: Descriptor, start: number, length: number, checks: () => Uint32Array) {
    this.#files = files;
    this.#file = file;
    this.#start = start;
    this.#length = length;
    this.#checks = checks;
  }

  /** Some bytes of it. Throws CheckFailed. */
  read(offset: number, length: number): Buffer {
    const first = Math.floor(offset / checkedBlock);
    const count = Math.ceil((offset + length) / checkedBlock) - first;
    const from = offset - first * checkedBlock;
    const blocks = count === 1 ? this.block(first) : this.#readBlocks(first, count);
    if (blocks.length < from + length) throw new CheckFailed(`nothing at ${offset}`);
    return blocks.subarray(from, from + length);
  }

  /** One block, which is kept. Throws CheckFailed. */
  block(number: number): Buffer {
    const kept = this.#blocks.get(number);
    if (kept !== undefined) return kept;
    const block = this.#readBlocks(number, 1);
    this.#blocks.set(number, block);
    return block;
  }

  /** All of it. Throws CheckFailed. */
  whole(): Buffer {
    return this.#readBlocks(0, this.#count);
  }

  /** All of it in pieces, each there only until the next one is asked for. Throws CheckFailed. */
  *pieces(): Generator<Buffer> {
    const room = Buffer.allocUnsafe(blocksAtOnce * checkedBlock);
    for (let first = 0; first < this.#count; first += blocksAtOnce)
      yield this.#readBlocks(first, Math.min(blocksAtOnce, this.#count - first), room);
  }

  get #count(): number {
    return Math.ceil(this.#length / checkedBlock);
  }

  /** In memory of their own, unless there is `room` for them. */
  #readBlocks(first: number, count: number, room?: Buffer): Buffer {
    const from = first * checkedBlock;
    const length = Math.min(count * checkedBlock, Math.max(this.#length - from, 0));
    const bytes = readAt(this.#files, this.#file, this.#start + from, length, room);
    const [written, found] = [this.#checks(), checksumsOf(bytes)];
    for (let at = 0; at < count; at++)
      if (found[at] === undefined || written[first + at] !== found[at])
        throw new CheckFailed(`block ${first + at}`);
    return bytes;
  }
}
