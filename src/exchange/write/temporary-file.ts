import { randomBytes } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isOurs } from './output-place.ts';

/** Tries to lock an open file; false if another process holds the lock. Throws if locks are not supported. */
export type TryLock = (descriptor: number) => boolean;

/** A file under a name of its own, for its owner only, until it takes the name that it is meant for. */
export interface TemporaryFile {
  readonly path: string;
  readonly file: FileHandle;
  /** Closes it and takes its own name away. */
  end(): Promise<void>;
}

/** The writer of a file of this name holds a lock on it as long as it lives. */
const lockedName = /^\.stockbook-locked-[0-9a-f]{16}\.tmp$/;
const maxTries = 10;

/**
 * Opens a temporary file in a folder, and removes those that dead processes have left there. One that is written can be
 * known by its lock; if files cannot be locked it has another name, which is never taken for a leftover.
 */
export async function openTemporary(folder: string, tryLock: TryLock): Promise<TemporaryFile> {
  await removeLeftBehind(folder, tryLock);
  for (let tries = 1; tries <= maxTries; tries++) {
    const temporary = await makeTemporary(folder, '.stockbook-locked-');
    const isLocked = await lockTemporary(temporary, tryLock);
    if (isLocked === true) return temporary;
    await temporary.end();
    if (isLocked === null) break;
  }
  return makeTemporary(folder, '.stockbook-');
}

async function makeTemporary(folder: string, prefix: string): Promise<TemporaryFile> {
  const path = join(folder, `${prefix}${randomBytes(8).toString('hex')}.tmp`);
  const release = removeAtExit(path);
  try {
    const file = await open(path, 'wx', 0o600);
    const end = async () => {
      await file.close();
      await rm(path, { force: true });
      release();
    };
    return { path, file, end };
  } catch (error) {
    release();
    throw error;
  }
}

/** False if another process took the file for a leftover before it was locked; null if there are no locks. */
async function lockTemporary({ path, file }: TemporaryFile, tryLock: TryLock): Promise<boolean | null> {
  try {
    return tryLock(file.fd) && (await isAt(path, file));
  } catch {
    return null;
  }
}

async function isAt(path: string, file: FileHandle): Promise<boolean> {
  const [there, open] = await Promise.all([
    lstat(path, { bigint: true }).catch(() => null),
    file.stat({ bigint: true }),
  ]);
  return there !== null && there.dev === open.dev && there.ino === open.ino;
}

/** What cannot be looked at or removed stays: it is not what the command is for. */
async function removeLeftBehind(folder: string, tryLock: TryLock): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => lockedName.test(name)))
    await removeIfLeft(join(folder, name), tryLock).catch(() => undefined);
}

async function removeIfLeft(path: string, tryLock: TryLock): Promise<void> {
  const found = await lstat(path, { bigint: true });
  if (!found.isFile() || !isOurs(found)) return;
  const { O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = await open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (tryLock(file.fd) && (await isAt(path, file))) await rm(path, { force: true });
  } finally {
    await file.close();
  }
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Has a file removed before a signal ends the process; returns a function that cancels this. */
function removeAtExit(path: string): () => void {
  const remove = () => rmSync(path, { force: true });
  const onSignal = (signal: NodeJS.Signals) => {
    // Where others listen, it is for them to say whether the process ends; if so, it is by an exit.
    if (process.listenerCount(signal) > 1) return;
    remove();
    release();
    process.kill(process.pid, signal);
  };
  const release = () => {
    process.off('exit', remove);
    for (const signal of endingSignals) process.off(signal, onSignal);
  };
  process.on('exit', remove);
  for (const signal of endingSignals) process.on(signal, onSignal);
  return release;
}
