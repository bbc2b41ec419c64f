import { refuse } from '../../../inventory/refusal.ts';
import { linkless, makeDirectory, removeDeadTemporaries, syncNames } from './names.ts';
import type { StoreFiles } from './store-files.ts';
import { errorCode, ignoringErrors, reasonOf, writeAll } from './whole-file.ts';

/** Refuses a place where there is a store. */
export function refuseWhereOneIs(storeFiles: StoreFiles): void {
  const { files, paths } = storeFiles;
  storeFiles.refuseOtherKinds();
  if (files.statusOf(paths.journal) !== undefined || files.statusOf(paths.book) !== undefined)
    refuseExisting(storeFiles);
}

export const refuseExisting = ({ paths }: StoreFiles): never => refuse('store-exists', { path: paths.book });

/**
 * Puts the journal of a new store in place, in a directory that is made if need be: whole under its name and on disk when
 * this returns, or not there at all. Refuses where there is a store.
 */
export function createJournal(storeFiles: StoreFiles, bytes: Uint8Array): void {
  const takeAway = makeDirectory(storeFiles);
  try {
    refuseWhereOneIs(storeFiles);
    if (!writeJournal(storeFiles, bytes)) refuseExisting(storeFiles);
  } catch (error) {
    takeAway();
    throw error;
  }
}

function writeJournal(storeFiles: StoreFiles, bytes: Uint8Array): boolean {
  const { files, paths } = storeFiles;
  if (files.statusOf(paths.journal) !== undefined) return false;
  removeDeadTemporaries(storeFiles);
  const temporary = storeFiles.temporary();
  const file = files.create(temporary);
  try {
    // Others who make a store here then know that this file is being written.
    ignoringErrors(() => files.tryLock(file));
    writeAll(files, file, bytes, 0);
    files.sync(file);
    return placeJournal(storeFiles, temporary);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    // Another one has taken the file away, in the moment before it was locked.
    return writeJournal(storeFiles, bytes);
  } finally {
    ignoringErrors(() => files.remove(temporary));
    ignoringErrors(() => files.close(file));
  }
}

/** Gives a file that is on disk the journal's name, also on disk when this returns; false where there is a journal. */
export function placeJournal(storeFiles: StoreFiles, temporary: string): boolean {
  const { files, paths } = storeFiles;
  const { journal } = paths;
  if (files.statusOf(journal) !== undefined) return false;
  forgetEarlierWitness(storeFiles);
  if (!giveName(storeFiles, temporary, journal)) return false;
  try {
    syncNames(storeFiles);
  } catch (error) {
    // It cannot be taken back: another process may be using it by now.
    return refuse('store-unknown', { path: journal, reason: reasonOf(error) }, { reason: reasonOf(error) });
  }
  return true;
}

/** Gives a new file its name; false where that is taken. */
function giveName({ files }: StoreFiles, temporary: string, path: string): boolean {
  try {
    files.link(temporary, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!linkless.has(errorCode(error) ?? '')) throw error;
    if (files.statusOf(path) !== undefined) return false;
    files.rename(temporary, path);
  }
  return true;
}

/** A witness left by an earlier journal would make the new one look damaged, so it is removed first. */
function forgetEarlierWitness({ files, paths: { directory, witness } }: StoreFiles): void {
  if (files.statusOf(witness) === undefined) return;
  files.remove(witness);
  files.syncDirectory(directory);
}
