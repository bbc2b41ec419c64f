import { type BigIntStats, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { storePaths } from './json-file/files/paths.ts';
import { isServerUrl } from './postgres/server/url.ts';

/**
 * Whether a path leads to one of the files of the store with that book file (none of a store on a server), or to one that a repair or an upgrade has
 * kept beside them: by whatever name, link or mount, and also where that file is not there yet.
 */
export function belongsToStore(book: string, path: string): boolean {
  if (isServerUrl(book)) return false;
  const { directory, isOurs } = storePaths(book);
  if (isOurs(basename(path)) && areSame(statOf(dirname(path)), statOf(directory))) return true;
  const there = statOf(path);
  return namesIn(directory).some((name) => isOurs(name) && areSame(there, statOf(join(directory, name))));
}

/** Whether two files are one, under two names perhaps. */
export const areSame = (one: BigIntStats | undefined, other: BigIntStats | undefined): boolean =>
  one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;

/** What stands at a path; undefined where that cannot be known. */
export function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
