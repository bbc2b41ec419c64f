import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { refuse } from '../../inventory/refusal.ts';

const { O_RDONLY, O_NONBLOCK = 0 } = constants;
const pieceBytes = 64 * 1024;
const lookAgainMs = 5;

/** A file to read rows from: its bytes, and the name it goes by. */
export interface Input {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly name: string;
  /** In bytes, if known. */
  readonly size?: number;
}

/** An input that is to be closed unless its bytes are read. */
export interface OpenInput extends Input {
  close(): void;
}

/**
 * Opens the file at a path that was typed, or a pipe; refuses one that is not there or cannot be read, and what is
 * neither: a folder, a device that has no end. A pipe without a writer is empty.
 */
export async function openInput(path: string): Promise<OpenInput> {
  if (path.includes('\0')) refuse('file-not-found', { path });
  try {
    const file = await open(path, O_RDONLY | O_NONBLOCK);
    const status = await file.stat();
    const name = basename(path);
    if (status.isFile()) {
      const stream = file.createReadStream();
      return { bytes: readable(stream, path), name, size: status.size, close: () => stream.destroy() };
    }
    if (status.isFIFO())
      return { bytes: readable(throughPipe(file), path), name, close: () => void file.close() };
    await file.close();
    if (!status.isDirectory()) refuse('file-is-device', { path });
  } catch (error) {
    refuseRead(error, path);
  }
  return refuse('file-is-folder', { path });
}

/**
 * Reads a pipe until it has no writer: nothing if it has none. It is polled, for a pipe
 * that is opened after its writer has ended never signals its end.
 */
async function* throughPipe(file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const read = await file.read({ buffer: Buffer.alloc(pieceBytes) }).catch((error: unknown) => {
        if (systemErrorCode(error) === 'EAGAIN') return null;
        throw error;
      });
      if (read?.bytesRead === 0) return;
      if (read === null) await setTimeout(lookAgainMs);
      else yield read.buffer.subarray(0, read.bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* readable(stream: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    refuseRead(error, path);
  }
}

function refuseRead(error: unknown, path: string): never {
  const reason = systemErrorCode(error);
  if (reason === null) throw error;
  if (reason === 'ENOENT' || reason === 'ENOTDIR') refuse('file-not-found', { path });
  if (reason === 'EISDIR') refuse('file-is-folder', { path });
  return refuse('file-unreadable', { path, reason });
}

/** The operating system's name of an error such as ENOENT, or null for any other error. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
