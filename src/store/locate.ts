import {
  closeSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { refuse } from '../inventory/refusal.ts';
import { kindOf, refuseOtherKind } from './json-file/files/other-kinds.ts';
import { storePaths } from './json-file/files/paths.ts';
import { errorCode } from './json-file/files/whole-file.ts';
import { isServerUrl } from './postgres/server/url.ts';

/** The current folder, which is only asked for where a path is relative to it. */
interface Here {
  readonly directory: string;
}

const bookName = 'inventory.json';
/** Where a store's book file usually is, in the folder that the shop's files are in. */
export const usualPlace = join('data', bookName);

/** Where a new store goes: at `where`, a URL, a path or a folder, else `data/inventory.json` here. */
export function placeForStore(where: string | undefined, here: Here): string {
  if (where === undefined) return realPath(join(here.directory, usualPlace));
  if (isServerUrl(where)) return where;
  const path = checked(where, here);
  const kind = kindAt(path);
  if (kind === 'folder') return realPath(join(path, bookName));
  if (kind === 'file') return storeAt(path) ?? refuse('not-a-stock-book', { path });
  if (/\.json$/i.test(path)) return path;
  if (/\.[a-z]\w*$/i.test(where)) return refuse('place-unclear', { where });
  return join(path, bookName);
}

/**
 * The book file of the store that a command means: at `where`, else the nearest `data/inventory.json` in this folder
 * or a parent of it. A store whose book file is lost is known by its journal (the contract, "Where the store is").
 */
export function findStore(where: string | undefined, here: Here): string {
  if (where !== undefined && isServerUrl(where)) return where;
  return where === undefined ? nearestStore(here.directory) : storeNamed(where, here);
}

function storeNamed(where: string, here: Here): string {
  const path = checked(where, here);
  const kind = kindAt(path);
  const store = storeAt(kind === 'folder' ? join(path, bookName) : path);
  if (store !== undefined) return store;
  if (kind === 'file') return refuse('not-a-store', { path });
  return refuse('no-store-there', { where });
}

function nearestStore(directory: string): string {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const store = storeAt(join(folder, usualPlace));
    if (store !== undefined) return store;
    if (folder === dirname(folder)) return refuse('no-store-here', { directory });
  }
}

function checked(where: string, here: Here): string {
  if (where.trim() === '' || where.includes('\0')) return refuse('store-not-named', {});
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(where)?.[1];
  // The rest of a URL may hold a password, so it is not shown.
  if (scheme !== undefined) return refuse('store-not-supported', { scheme: scheme.toLowerCase() });
  return isAbsolute(where) ? resolve(where) : resolve(here.directory, where);
}

/**
 * The book file of the store at a path, following symbolic links; undefined if there is none. It is known by its
 * journal, or by a book file: under the usual name whatever is in it, else one that begins like a book.
 */
function storeAt(path: string): string | undefined {
  const book = realPath(path);
  if (statusOf(storePaths(book).journal) !== undefined) return book;
  if (kindAt(book) === 'nothing') return undefined;
  const isBook = basename(book) === bookName || beginning(book).startsWith('{"stockbook":"book"');
  return isBook ? book : undefined;
}

/** The file that a path leads to: the other files of a store stand beside that, and not beside a link to it. */
function realPath(path: string): string {
  const status = statusOf(path);
  if (!status?.isSymbolicLink()) return path;
  followed(path, status);
  // A book file that was moved away from its journal: which of both is the store is not ours to say.
  if (statusOf(storePaths(path).journal) !== undefined) return refuseOtherKind(path, 'link');
  return orIoRefusal(path, () => realpathSync(path));
}

/** Where a path leads. Refuses an unreadable path, a broken link, and anything but a file or folder. */
function kindAt(path: string): 'nothing' | 'folder' | 'file' {
  const status = statusOf(path);
  if (status === undefined) return 'nothing';
  const kind = kindOf(status.isSymbolicLink() ? followed(path, status) : status);
  if (kind === 'directory') return 'folder';
  return kind === 'file' ? 'file' : refuseOtherKind(path, kind);
}

/** Follows a link, with the rule of Linux for links in folders such as /tmp wherever we are. */
function followed(path: string, link: Stats): Stats {
  const folder = orIoRefusal(dirname(path), () => statSync(dirname(path)));
  const isOpenToAll = (folder.mode & 0o1002) === 0o1002;
  if (isOpenToAll && link.uid !== folder.uid && link.uid !== process.geteuid?.())
    return refuse('store-link-foreign', { path });
  const status = orIoRefusal(path, () => statSync(path, { throwIfNoEntry: false }));
  if (status !== undefined) return status;
  const target = orIoRefusal(path, () => readlinkSync(path));
  return refuse('store-link-dangling', { path, target });
}

/** The status of a path itself, links not followed; undefined if nothing is there. */
function statusOf(path: string): Stats | undefined {
  return orIoRefusal(path, () => {
    try {
      return lstatSync(path, { throwIfNoEntry: false });
    } catch (error) {
      if (errorCode(error) === 'ENOTDIR') return undefined;
      throw error;
    }
  });
}

/** Turns an error of the file system into a refusal that names the path. */
function orIoRefusal<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const reason = errorCode(error);
    if (reason === undefined) throw error;
    return refuse('store-io', { path, reason });
  }
}

function beginning(path: string): string {
  const file = orIoRefusal(path, () => openSync(path, 'r'));
  try {
    const bytes = Buffer.alloc(32);
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
