import { constants } from 'node:fs';
import { type FileHandle, link, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { refuse } from '../../inventory/refusal.ts';
import { systemErrorCode } from '../read/input.ts';
import { isOurs, type OutputPlace, refuseWrite } from './output-place.ts';
import { openTemporary, type TryLock } from './temporary-file.ts';

type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** How long to wait between two attempts to write to a pipe that is full, or has no reader yet. */
const pipeWaitMs = 20;

/**
 * Writes a file whole or not at all: to a temporary file beside it, synced, that then takes its name. What was not there
 * when the place was looked at is not replaced. A pipe or a device is written to as it is.
 */
export async function replaceFile(place: OutputPlace, chunks: Chunks, tryLock: TryLock): Promise<void> {
  try {
    await (place.isStream ? writeThrough(place, chunks) : replace(place, chunks, tryLock));
  } catch (error) {
    refuseWrite(error, place.path);
  }
}

async function replace(place: OutputPlace, chunks: Chunks, tryLock: TryLock): Promise<void> {
  const { path, real } = place;
  const { path: temporary, file, end } = await openTemporary(dirname(real), tryLock);
  try {
    const size = await writeAll(file, chunks);
    await takePermissions(file, place);
    await file.sync();
    if ((await file.stat()).size !== size) refuse('file-unwritable', { path, reason: 'short write' });
    await takeName(temporary, place);
  } finally {
    await end();
  }
  await syncFolder(dirname(real));
}

/** The permissions of the user's own file that is replaced, else those of the umask: only read, write and execute. */
async function takePermissions(file: FileHandle, { existing }: OutputPlace): Promise<void> {
  if (existing === null || !isOurs(existing)) return file.chmod(0o666 & ~process.umask());
  const { uid, gid } = await file.stat({ bigint: true });
  const isOfGroup =
    gid === existing.gid ||
    (await file.chown(Number(uid), Number(existing.gid)).then(
      () => true,
      () => false,
    ));
  // What the group of the old file may do is not for another group.
  await file.chmod(Number(existing.mode) & (isOfGroup ? 0o777 : 0o707));
}

async function takeName(temporary: string, { path, real, existing }: OutputPlace): Promise<void> {
  if (existing !== null) return rename(temporary, real);
  try {
    // Unlike a rename, it replaces nothing that was made meanwhile.
    await link(temporary, real);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') refuse('file-exists', { path });
    // Some file systems have no hard links.
    await rename(temporary, real);
  }
}

/** Opened so that neither a pipe without a reader nor a slow one holds the process where no signal reaches it. */
async function writeThrough(place: OutputPlace, chunks: Chunks): Promise<void> {
  const file = await openStream(place);
  try {
    const { dev, ino } = await file.stat({ bigint: true });
    if (dev !== place.existing?.dev || ino !== place.existing.ino)
      refuse('file-unwritable', { path: place.path, reason: 'replaced' });
    await writeAll(file, chunks);
  } finally {
    await file.close();
  }
}

async function openStream({ real, existing }: OutputPlace): Promise<FileHandle> {
  const { O_WRONLY, O_APPEND, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants;
  for (;;) {
    try {
      return await open(real, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENXIO' || existing?.isFIFO() !== true) throw error;
      await wait(pipeWaitMs);
    }
  }
}

async function writeAll(file: FileHandle, chunks: Chunks): Promise<number> {
  let size = 0;
  for await (const bytes of batches(chunks)) {
    for (let at = 0; at < bytes.length; ) at += await writeSome(file, bytes, at);
    size += bytes.length;
  }
  return size;
}

/** Writes what a pipe has room for, which may be nothing. */
async function writeSome(file: FileHandle, bytes: Uint8Array, at: number): Promise<number> {
  try {
    return (await file.write(bytes, at)).bytesWritten;
  } catch (error) {
    if (systemErrorCode(error) !== 'EAGAIN') throw error;
    await wait(pipeWaitMs);
    return 0;
  }
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
