import type { Entry } from '../../../inventory/book/change.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { entryPieces } from '../../journal/entry-line.ts';
import { longestLine } from '../../journal/line.ts';
import type { Access, Descriptor, FileSystem } from '../files/files.ts';
import type { StorePaths } from '../files/paths.ts';
import { copyBytes, createFilled, reasonOf, writeAll } from '../files/whole-file.ts';
import type { Place } from './place.ts';

/**
 * Appends an entry: when this returns, it has happened. Where the disk refuses, the journal is cut back and nothing
 * was recorded; if that fails too, it is unknown.
 */
export function appendEntry(
  files: FileSystem,
  file: Descriptor,
  entry: Entry,
  last: Place,
  paths: StorePaths,
): Place {
  try {
    const place = writeEntry(files, file, entry, last);
    files.syncData(file);
    return place;
  } catch (error) {
    return cutBack(files, file, last.offset, paths, reasonOf(error));
  }
}

function writeEntry(files: FileSystem, file: Descriptor, entry: Entry, last: Place): Place {
  const line = entryPieces(entry, last.sum);
  let { offset } = last;
  let next = line.next();
  for (; next.done !== true; next = line.next()) {
    writeAll(files, file, next.value, offset);
    offset += next.value.length;
    if (offset - last.offset > longestLine) throw new Error(`an entry of more than ${longestLine} bytes`);
  }
  return { n: entry.n, sum: next.value, offset };
}

function cutBack(
  files: FileSystem,
  file: Descriptor,
  size: number,
  paths: StorePaths,
  reason: string,
): never {
  try {
    files.truncate(file, size);
    files.sync(file);
  } catch {
    refuse('store-unknown', { path: paths.journal, reason }, { reason });
  }
  return refuse('store-not-recorded', { path: paths.journal, reason }, { reason });
}

/** Copies what an interrupted command left behind to a file of its own, then cuts it off; both are on disk before we go on. */
export function setTornTailAside(
  files: FileSystem,
  file: Descriptor,
  from: number,
  size: number,
  aside: string,
  like: Access | undefined,
): void {
  keepTornTail(files, file, from, size, aside, like);
  files.truncate(file, from);
  files.sync(file);
}

/** Copies what an interrupted command left behind to a file of its own, which is then on disk. */
export function keepTornTail(
  files: FileSystem,
  file: Descriptor,
  from: number,
  size: number,
  aside: string,
  like: Access | undefined,
): void {
  createFilled(files, aside, (to) => copyBytes(files, file, { start: from, end: size }, to, 0), {
    durable: true,
    like,
  });
}
