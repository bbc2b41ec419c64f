import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { refuse } from '../inventory/refusal.ts';
import { storePaths } from './json-file/paths.ts';

declare module '../inventory/refusal.ts' {
  interface ProblemParams {
    'store-not-named': Record<string, never>;
    'no-store-here': { directory: string };
    'no-store-there': { where: string };
    'store-not-supported': { scheme: string };
  }
}

const bookName = 'inventory.json';
const defaultBook = join('data', bookName);

/** Where the book file of a new store goes: at `where`, a path or a folder, else `data/inventory.json` here. */
export function placeForStore(where: string | undefined, directory: string): string {
  if (where === undefined) return join(directory, defaultBook);
  const path = checked(where, directory);
  return isFolder(path) || !/\.json$/i.test(path) ? join(path, bookName) : path;
}

/**
 * The book file of the store that a command means: at `where`, else the nearest `data/inventory.json` in this folder
 * or a parent of it. A store whose book file is lost is known by its journal (the contract, "Where the store is").
 */
export function findStore(where: string | undefined, directory: string): string {
  if (where !== undefined) {
    const path = checked(where, directory);
    const book = isFolder(path) ? join(path, bookName) : path;
    return isStore(book) ? book : refuse('no-store', 'no-store-there', { where }, { where });
  }
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const book = join(folder, defaultBook);
    if (isStore(book)) return book;
    if (folder === dirname(folder)) return refuse('no-store', 'no-store-here', { directory }, { directory });
  }
}

function checked(where: string, directory: string): string {
  if (where.trim() === '' || where.includes('\0')) return refuse('usage', 'store-not-named', {});
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(where)?.[1];
  // The rest of a URL may hold a password, so it is not told.
  if (scheme !== undefined)
    return refuse(
      'usage',
      'store-not-supported',
      { scheme: scheme.toLowerCase() },
      { scheme: scheme.toLowerCase() },
    );
  return resolve(directory, where);
}

/** Whether a path leads to one of the files of the store with that book file, perhaps through symbolic links. */
export function belongsToStore(book: string, path: string): boolean {
  const { directory, journal, witness, index, journalIndex } = storePaths(book);
  const real = join(realFolder(dirname(path)), basename(path));
  const targets = [real, existsSync(path) ? realpathSync(path) : real];
  return [book, journal, witness, index, journalIndex].some((file) =>
    targets.includes(join(realFolder(directory), basename(file))),
  );
}

const realFolder = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** By its journal, or by a book file: under the usual name whatever is in it, else one that begins like a book. */
function isStore(book: string): boolean {
  if (existsSync(storePaths(book).journal)) return true;
  if (!existsSync(book)) return false;
  return (
    basename(book) === bookName || (statSync(book).isFile() && beginning(book).startsWith('{"stockbook"'))
  );
}

function beginning(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(32);
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
