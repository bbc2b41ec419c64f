import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { refuse } from '../inventory/refusal.ts';
import { errorCode } from './input.ts';
import './problems.ts';

type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file whole or not at all: to a temporary file beside it, synced, that then takes its name and permissions. A
 * symbolic link stays and what it points to is replaced; a device or a pipe is written to as it is.
 */
export async function replaceFile(path: string, chunks: Chunks): Promise<void> {
  if (path.includes('\0')) refuse('usage', 'file-no-folder', { path });
  try {
    const existing = await statOrNull(path);
    if (existing?.isDirectory() === true) refuse('usage', 'file-is-folder', { path });
    if (existing === null || existing.isFile()) await replace(await target(path), existing, chunks);
    else await writeThrough(path, chunks);
  } catch (error) {
    refuseWrite(error, path);
  }
}

async function replace(path: string, existing: Stats | null, chunks: Chunks): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.stockbook-${randomBytes(8).toString('hex')}.tmp`);
  const file = await open(temporary, 'wx', 0o666);
  try {
    try {
      const size = await writeAll(file, chunks);
      if (existing !== null) await file.chmod(existing.mode & 0o7777);
      await file.sync();
      if ((await file.stat()).size !== size) refuse('io', 'file-unwritable', { path, reason: 'short write' });
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

async function writeThrough(path: string, chunks: Chunks): Promise<void> {
  const file = await open(path, 'w');
  try {
    await writeAll(file, chunks);
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunks: Chunks): Promise<number> {
  let size = 0;
  for await (const bytes of batches(chunks)) {
    for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
    size += bytes.length;
  }
  return size;
}

/** Joins chunks so that few writes carry them. */
async function* batches(chunks: Chunks): AsyncGenerator<Uint8Array> {
  let batch: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    batch.push(bytes);
    size += bytes.length;
    if (size < 256 * 1024) continue;
    yield Buffer.concat(batch);
    batch = [];
    size = 0;
  }
  yield Buffer.concat(batch);
}

async function syncFolder(folder: string): Promise<void> {
  // The file has its name by now: a folder that cannot be synced (on Windows none can) changes nothing about that.
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** The file that a path leads to through symbolic links, the last of which may point to nothing yet. */
async function target(path: string): Promise<string> {
  const absolute = resolve(path);
  if ((await statOrNull(absolute)) !== null) return realpath(absolute);
  const link = await lstat(absolute).catch(() => null);
  if (link?.isSymbolicLink() !== true) return absolute;
  return target(resolve(dirname(absolute), await readlink(absolute)));
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function refuseWrite(error: unknown, path: string): never {
  const reason = errorCode(error);
  if (reason === null) throw error;
  if (reason === 'ENOENT' || reason === 'ENOTDIR') refuse('usage', 'file-no-folder', { path });
  return refuse('io', 'file-unwritable', { path, reason });
}
