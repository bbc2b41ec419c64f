import { constants, openSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { refuse } from '../inventory/refusal.ts';
import './problems.ts';

/** A file to read rows from: its bytes, and the name it goes by. */
export interface Input {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly name: string;
}

/** Opens the file at a path that was typed; refuses one that is not there, is a folder or cannot be read. */
export async function openInput(path: string): Promise<Input> {
  if (path.includes('\0')) refuse('usage', 'file-not-found', { path });
  try {
    if ((await stat(path)).isFIFO()) return { bytes: readable(await pipe(path), path), name: basename(path) };
    const file = await open(path, 'r');
    if (!(await file.stat()).isDirectory())
      return { bytes: readable(file.createReadStream(), path), name: basename(path) };
    await file.close();
  } catch (error) {
    refuseRead(error, path);
  }
  return refuse('usage', 'file-is-folder', { path });
}

/** What comes through a pipe. A file's stream would wait for it in a thread that keeps the process from ending. */
async function pipe(path: string): Promise<AsyncIterable<Uint8Array>> {
  const { Socket } = await import('node:net');
  return new Socket({
    fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
}

async function* readable(stream: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    refuseRead(error, path);
  }
}

function refuseRead(error: unknown, path: string): never {
  const reason = errorCode(error);
  if (reason === null) throw error;
  if (reason === 'ENOENT' || reason === 'ENOTDIR') refuse('usage', 'file-not-found', { path });
  if (reason === 'EISDIR') refuse('usage', 'file-is-folder', { path });
  return refuse('io', 'file-unreadable', { path, reason });
}

/** The operating system's name of an error such as ENOENT, or null for any other error. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
