import { dirname } from 'node:path';
import type { Access, Descriptor, FileSystem } from './files.ts';

/** The most bytes that are read or written at once: operating systems and Node take 2 GiB at most. */
const maxAtOnce = 1 << 30;

/** Writes all of the bytes at a position, however short each write falls. Throws what the file system throws. */
export function writeAll(files: FileSystem, file: Descriptor, bytes: Uint8Array, position: number): void {
  for (let written = 0; written < bytes.length; ) {
    const count = files.write(file, bytes.subarray(written, written + maxAtOnce), position + written);
    if (count <= 0) throw new Error('nothing was written');
    written += count;
  }
}

/** Reads up to `length` bytes from a position into `bytes`; fewer only where the file ends. */
export function readAt(
  files: FileSystem,
  file: Descriptor,
  position: number,
  length: number,
  bytes: Buffer = Buffer.allocUnsafe(length),
): Buffer {
  let filled = 0;
  while (filled < length) {
    const most = Math.min(length - filled, maxAtOnce);
    const count = files.read(file, bytes.subarray(filled, filled + most), position + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** How much of a long file is in memory at once. */
const copiedBytes = 1 << 20;

/**
 * Copies a stretch of a file to a position of another, all that is there of it; returns the position after it. Where
 * the other one ends there, zeros stay a hole: a crash may leave gigabytes of them.
 */
export function copyBytes(
  files: FileSystem,
  from: Descriptor,
  { start, end }: { readonly start: number; readonly end: number },
  to: Descriptor,
  position: number,
): number {
  let at = position;
  const appends = files.status(to).size <= position;
  for (let next = start; next < end; ) {
    const bytes = readAt(files, from, next, Math.min(copiedBytes, end - next));
    if (bytes.length === 0) break;
    const isLast = bytes.length < copiedBytes || next + bytes.length >= end;
    if (isLast || !appends || !isZero(bytes)) writeAll(files, to, bytes, at);
    next += bytes.length;
    at += bytes.length;
  }
  return at;
}

/** Each byte is as the one before it, and the first is zero. */
const isZero = (bytes: Buffer): boolean => bytes[0] === 0 && bytes.subarray(1).equals(bytes.subarray(0, -1));

/** The content of a file, or so many bytes of its beginning; undefined if there is no file. */
export function readContent(files: FileSystem, path: string, length?: number): Buffer | undefined {
  let file: Descriptor;
  try {
    file = files.openToRead(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return readAt(files, file, 0, length ?? files.status(file).size);
  } finally {
    files.close(file);
  }
}

/** A file to write at given positions; if there is none, a new one with the mode and owner of another file. */
export function openOrCreate(files: FileSystem, path: string, like: Access | undefined): Descriptor {
  try {
    return files.openToWrite(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return files.create(path, like);
  }
}

/** The code of a file system error: `ENOSPC`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What an error of the file system is called in messages: its code, else its text. */
export const reasonOf = (error: unknown): string =>
  errorCode(error) ?? (error instanceof Error ? error.message : String(error));

/** Calls something whose failure changes nothing that matters any more. */
export function ignoringErrors(action: () => void): void {
  try {
    action();
  } catch {
    // Leave the remains: the error that led here is the one to report.
  }
}

/** Runs an action; returns undefined if it throws, so that the caller can fall back. */
export function orUndefined<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** How a whole file is written. */
export interface WholeFileOptions {
  /** Waits until it is on disk. */
  readonly durable: boolean;
  /** Whose it is to be, and who may read it; by the user's umask where undefined. */
  readonly like: Access | undefined;
}

/** A new file with this content under a name that nothing has. */
export function createWhole(
  files: FileSystem,
  path: string,
  bytes: Uint8Array,
  options: WholeFileOptions,
): void {
  const fill = (file: Descriptor) => {
    writeAll(files, file, bytes, 0);
    return bytes.length;
  };
  createFilled(files, path, fill, options);
}

/** The same of a content that need not be in memory: `fill` writes it and returns its length. */
export function createFilled(
  files: FileSystem,
  path: string,
  fill: (file: Descriptor) => number,
  options: WholeFileOptions,
): void {
  const file = files.create(path, options.like);
  try {
    const length = fill(file);
    if (options.durable) files.sync(file);
    if (files.status(file).size !== length) throw new Error(`${path} has not the size that was written`);
  } catch (error) {
    ignoringErrors(() => files.close(file));
    ignoringErrors(() => files.remove(path));
    throw error;
  }
  files.close(file);
}

/**
 * Replaces a file whole or not at all, through a temporary file beside it. Unless `durable`, a power cut may leave
 * the old content, the new, or none that makes sense: for files that can be made again.
 */
export function replaceWhole(
  files: FileSystem,
  path: string,
  temporary: string,
  bytes: Uint8Array,
  options: WholeFileOptions,
): void {
  createWhole(files, temporary, bytes, options);
  try {
    files.rename(temporary, path);
  } catch (error) {
    ignoringErrors(() => files.remove(temporary));
    throw error;
  }
  if (options.durable) files.syncDirectory(dirname(path));
}
