import type { FileSystem } from '../../src/store/json-file/files/files.ts';
import { journalPath, type Wrap, witnessPath } from './shop.ts';
import { SimulatedProcess } from './simulated-disk.ts';

/** All operations unchanged; a mutant changes one. */
const passedOn = (files: FileSystem): FileSystem => ({
  openToRead: (path) => files.openToRead(path),
  openToWrite: (path) => files.openToWrite(path),
  create: (path, like) => files.create(path, like),
  read: (file, into, position) => files.read(file, into, position),
  write: (file, bytes, position) => files.write(file, bytes, position),
  truncate: (file, size) => files.truncate(file, size),
  syncData: (file) => files.syncData(file),
  sync: (file) => files.sync(file),
  close: (file) => files.close(file),
  status: (file) => files.status(file),
  statusOf: (path) => files.statusOf(path),
  link: (from, to) => files.link(from, to),
  rename: (from, to) => files.rename(from, to),
  remove: (path) => files.remove(path),
  names: (directory) => files.names(directory),
  makeDirectory: (path) => files.makeDirectory(path),
  removeDirectory: (path) => files.removeDirectory(path),
  syncDirectory: (path) => files.syncDirectory(path),
  tryLock: (file) => files.tryLock(file),
  pause: (milliseconds) => files.pause(milliseconds),
});

const changed =
  (change: (files: FileSystem) => Partial<FileSystem>): Wrap =>
  (files) => ({ ...passedOn(files), ...change(files) });

const ignored = (): void => undefined;

function swallowing(action: () => void): void {
  try {
    action();
  } catch {
    // The mistake that is meant.
  }
}

/** Mistakes that only damaged history brings to light. */
export const mutantsOfDamage: ReadonlyMap<string, Wrap> = new Map([
  [
    'replaces a file by removing it first',
    changed((files) => ({
      rename: (from, to) => {
        if (files.statusOf(to) !== undefined) files.remove(to);
        files.rename(from, to);
      },
    })),
  ],
  [
    'keeps no witness',
    changed((files) => ({
      openToRead: (path) => {
        if (path === witnessPath) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
        return files.openToRead(path);
      },
    })),
  ],
]);

/** Mistakes that a store could make, each as the files would see it. */
export const mutants: ReadonlyMap<string, Wrap> = new Map([
  ['never syncs a file', changed(() => ({ sync: ignored, syncData: ignored }))],
  ['never syncs what it appends', changed(() => ({ syncData: ignored }))],
  ['never syncs a directory', changed(() => ({ syncDirectory: ignored }))],
  [
    'takes a short write for a whole one',
    changed((files) => ({
      write: (file, bytes, position) => {
        files.write(file, bytes, position);
        return bytes.length;
      },
    })),
  ],
  ['takes no lock', changed(() => ({ tryLock: () => true }))],
  [
    'locks in another way in every second process',
    changed((files) => {
      if (files instanceof SimulatedProcess && files.number % 2 === 0) files.lockKind = 'of the whole file';
      return {};
    }),
  ],
  ['never cuts a file', changed(() => ({ truncate: ignored }))],
  [
    'takes a failed sync for a good one',
    changed((files) => ({
      sync: (file) => swallowing(() => files.sync(file)),
      syncData: (file) => swallowing(() => files.syncData(file)),
    })),
  ],
  [
    'syncs again where a sync failed',
    changed((files) => ({
      syncData: (file) => {
        swallowing(() => files.syncData(file));
        files.syncData(file);
      },
    })),
  ],
  [
    'writes nothing again that is in the cache',
    changed((files) => ({
      write: (file, bytes, position) => {
        const there = Buffer.alloc(bytes.length);
        const same = files.read(file, there, position) === bytes.length && there.equals(bytes);
        return same ? bytes.length : files.write(file, bytes, position);
      },
    })),
  ],
  [
    'writes on in a journal that was replaced',
    changed((files) => ({
      status: (file) => ({ ...files.status(file), inode: files.statusOf(journalPath)?.inode ?? '' }),
    })),
  ],
]);
