import type { Descriptor, FileSystem } from '../files/files.ts';
import { readAt } from '../files/whole-file.ts';
import { checkedBlock, checksumOf } from './checksum.ts';

/** What was read is not what was written: a disk has changed it, or never wrote it. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** A stretch of a file, read in blocks, each of which is held against its checksum. */
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
    const [first, last] = [offset, offset + length - 1].map((at) => Math.floor(at / checkedBlock)) as [
      number,
      number,
    ];
    const from = offset - first * checkedBlock;
    const blocks =
      first === last
        ? this.block(first)
        : Buffer.concat(Array.from({ length: last - first + 1 }, (_, index) => this.block(first + index)));
    if (blocks.length < from + length) throw new CheckFailed(`nothing at ${offset}`);
    return blocks.subarray(from, from + length);
  }

  /** One block. Throws CheckFailed. */
  block(number: number): Buffer {
    const kept = this.#blocks.get(number);
    if (kept !== undefined) return kept;
    const from = number * checkedBlock;
    const length = Math.min(checkedBlock, Math.max(this.#length - from, 0));
    const block = readAt(this.#files, this.#file, this.#start + from, length);
    this.#hold(block, number);
    this.#blocks.set(number, block);
    return block;
  }

  /** All of it. Throws CheckFailed. */
  whole(): Buffer {
    const bytes = readAt(this.#files, this.#file, this.#start, this.#length);
    for (let from = 0; from < this.#length; from += checkedBlock)
      this.#hold(bytes.subarray(from, from + checkedBlock), from / checkedBlock);
    return bytes;
  }

  #hold(block: Buffer, number: number): void {
    if (this.#checks()[number] !== checksumOf(block)) throw new CheckFailed(`block ${number}`);
  }
}
