import { refuse } from '../../../inventory/refusal.ts';
import type { Descriptor } from '../files/files.ts';
import { keptAlready, linkless, syncNames } from '../files/names.ts';
import type { StoreFiles } from '../files/store-files.ts';
import {
  copyBytes,
  createFilled,
  errorCode,
  ignoringErrors,
  orUndefined,
  reasonOf,
} from '../files/whole-file.ts';

/** A new journal in its place, locked until it is closed. */
export interface NewJournal {
  readonly file: Descriptor;
  /** The name under which the old one is kept; undefined if there was none. */
  readonly aside: string | undefined;
  /** Whether its name is on disk; if not, the next command that writes brings it there first. */
  readonly isOnDisk: boolean;
}

/**
 * Puts a new journal, filled by `fill`, in the place of the old one or of one that is lost. Throws what goes wrong before
 * that, when nothing has changed; whatever goes wrong after it is a note.
 */
export function placeNewJournal(storeFiles: StoreFiles, fill: (file: Descriptor) => void): NewJournal {
  const { files, paths } = storeFiles;
  const temporary = storeFiles.temporary();
  const isLost = files.statusOf(paths.journal) === undefined;
  const file = files.create(temporary, storeFiles.accessOf(paths.journal));
  let aside: string | undefined;
  const takeBack = () => {
    for (const path of [temporary, aside]) if (path !== undefined) ignoringErrors(() => files.remove(path));
    ignoringErrors(() => files.close(file));
  };
  try {
    // Keep the lock, so that no one replaces or extends it before the derived files are updated.
    files.tryLock(file);
    fill(file);
    files.sync(file);
    if (!isLost) aside = keepJournal(storeFiles);
    files.syncDirectory(paths.directory);
  } catch (error) {
    takeBack();
    throw error;
  }
  try {
    put(storeFiles, temporary, isLost);
  } catch (error) {
    const reason = reasonOf(error);
    const isInPlace = orUndefined(() => files.statusOf(paths.journal)?.inode === files.status(file).inode);
    if (isInPlace === undefined) refuse('store-unknown', { path: paths.journal, reason }, { reason });
    if (!isInPlace) {
      takeBack();
      throw error;
    }
    storeFiles.options.notice({ key: 'after-repair', reason });
  }
  const isOnDisk = storeFiles.afterwards('after-repair', () => syncNames(storeFiles));
  return { file, aside, isOnDisk };
}

/** Gives the new journal its name, from which on it is there; one that is lost may have been put back meanwhile. */
function put({ files, paths }: StoreFiles, temporary: string, isLost: boolean): void {
  if (!isLost) return files.rename(temporary, paths.journal);
  try {
    files.link(temporary, paths.journal);
  } catch (error) {
    if (!linkless.has(errorCode(error) ?? '')) throw error;
    return files.rename(temporary, paths.journal);
  }
  ignoringErrors(() => files.remove(temporary));
}

/** Gives the old journal a second name, or a copy where a file cannot have two names. */
function keepJournal(storeFiles: StoreFiles): string {
  const { files, paths } = storeFiles;
  const already = keptAlready(storeFiles, paths.journal, 'damaged');
  if (already !== undefined) return already;
  const aside = storeFiles.aside('damaged', 'jsonl');
  try {
    files.link(paths.journal, aside);
  } catch (error) {
    if (!linkless.has(errorCode(error) ?? '')) throw error;
    const old = files.openToRead(paths.journal);
    const fill = (to: Descriptor) => copyBytes(files, old, { start: 0, end: files.status(old).size }, to, 0);
    try {
      createFilled(files, aside, fill, { durable: true, like: storeFiles.accessOf(paths.journal) });
    } finally {
      ignoringErrors(() => files.close(old));
    }
  }
  return aside;
}
