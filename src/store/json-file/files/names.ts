import { dirname, join } from 'node:path';
import type { StoreFiles } from './store-files.ts';
import { errorCode, ignoringErrors, orUndefined } from './whole-file.ts';

/** What file systems without second names for a file, such as exFAT, answer. */
export const linkless = new Set(['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP']);

/** The errors that another user's directory gives. */
const notOurs = new Set(['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP']);

/** The files beside the store whose names are of a kind; none where the directory cannot be read. */
function beside({ files, paths }: StoreFiles, isOfKind: (name: string) => boolean): readonly string[] {
  const names = orUndefined(() => files.names(paths.directory)) ?? [];
  return names.filter(isOfKind).map((name) => join(paths.directory, name));
}

/** Takes away what killed commands were writing: only the holder of the lock, which we are, writes such files. */
export function removeLeftovers(storeFiles: StoreFiles): void {
  const { files, paths } = storeFiles;
  for (const path of beside(storeFiles, paths.isTemporary)) ignoringErrors(() => files.remove(path));
}

/** Takes away what killed commands were writing where there is no journal to lock: a living one has its file locked. */
export function removeDeadTemporaries(storeFiles: StoreFiles): void {
  const { files, paths } = storeFiles;
  for (const path of beside(storeFiles, paths.isTemporary)) {
    ignoringErrors(() => {
      const file = files.openToWrite(path);
      try {
        if (files.tryLock(file)) files.remove(path);
      } finally {
        files.close(file);
      }
    });
  }
}

/** The name under which a command that was killed has kept a file already; undefined if none has. */
export function keptAlready(storeFiles: StoreFiles, path: string, what: string): string | undefined {
  const { files, paths } = storeFiles;
  const inode = files.statusOf(path)?.inode;
  return beside(storeFiles, (name) => paths.isBeside(name, what)).find(
    (kept) => orUndefined(() => files.statusOf(kept)?.inode) === inode,
  );
}

/** Waits until the store's names are on disk: a process that made a directory or the store may have been killed. */
export function syncNames({ files, paths: { directory } }: StoreFiles): void {
  files.syncDirectory(directory);
  for (let below = directory; below !== dirname(below); below = dirname(below)) {
    try {
      files.syncDirectory(dirname(below));
    } catch (error) {
      // One that may not be opened is not one that init has made.
      if (!notOurs.has(errorCode(error) ?? '')) throw error;
    }
  }
}

/**
 * Makes the store's directory and, if need be, the ones above it, and syncs each of their names. The function returned
 * takes away what was made, as far as nothing is in it.
 */
export function makeDirectory({ files, paths }: StoreFiles): () => void {
  const made: string[] = [];
  const takeAway = () => {
    for (const directory of made.toReversed()) ignoringErrors(() => files.removeDirectory(directory));
  };
  const make = (directory: string): void => {
    if (files.statusOf(directory) !== undefined) return;
    const above = dirname(directory);
    make(above);
    files.makeDirectory(directory);
    made.push(directory);
    files.syncDirectory(above);
  };
  try {
    make(paths.directory);
  } catch (error) {
    takeAway();
    throw error;
  }
  return takeAway;
}
