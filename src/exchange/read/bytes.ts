import { createHash } from 'node:crypto';
import { refuse } from '../../inventory/refusal.ts';
import { maxFileBytes } from '../../limits.ts';

/** A whole input file in memory, as it arrived. */
export interface FileBytes {
  readonly name: string;
  readonly chunks: readonly Uint8Array[];
  readonly size: number;
  readonly sha256: string;
}

/**
 * Reads all bytes of a file, at most 256 MB. They are kept because an encoding is only certain at the last byte,
 * and no row may be handed out before it is.
 */
export async function collectBytes(bytes: AsyncIterable<Uint8Array>, name: string): Promise<FileBytes> {
  const chunks: Uint8Array[] = [];
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > maxFileBytes) {
      refuse('file-too-large', { name, limitMb: maxFileBytes / 1024 / 1024 });
    }
    hash.update(chunk);
    chunks.push(chunk);
  }
  if (size === 0) refuse('file-empty', { name });
  return { name, chunks, size, sha256: hash.digest('hex') };
}

/** The first bytes of a file. */
export function firstBytes(file: FileBytes, most: number): Uint8Array {
  const start: number[] = [];
  for (const chunk of file.chunks) {
    for (const byte of chunk.subarray(0, most - start.length)) start.push(byte);
    if (start.length >= most) break;
  }
  return Uint8Array.from(start);
}

/** Some bytes of a file, from a position; fewer at its end. */
export function bytesAt(file: FileBytes, at: number, length: number): Buffer {
  const found: Uint8Array[] = [];
  let start = 0;
  for (const chunk of file.chunks) {
    const from = Math.max(at - start, 0);
    const to = at + length - start;
    if (from < chunk.length && to > 0) found.push(chunk.subarray(from, to));
    start += chunk.length;
  }
  return Buffer.concat(found);
}

const sliceBytes = 64 * 1024;

/** The bytes of a file in slices of at most 64 KB, whatever the sizes of the chunks they came in. */
export function* slices(file: FileBytes): Generator<Uint8Array> {
  for (const chunk of file.chunks) {
    for (let from = 0; from < chunk.length; from += sliceBytes) yield chunk.subarray(from, from + sliceBytes);
  }
}
