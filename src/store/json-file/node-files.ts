import * as fs from 'node:fs';
import type { FileStatus, FileSystem } from './files.ts';
import { kernelLock } from './kernel-lock.ts';

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = fs.constants;
const byUmask = 0o666;

function statusFrom(stats: fs.BigIntStats): FileStatus {
  const kind = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'directory'
      : stats.isSymbolicLink()
        ? 'link'
        : 'other';
  return {
    size: Number(stats.size),
    inode: `${stats.dev}:${stats.ino}`,
    kind,
    mode: Number(stats.mode & 0o777n),
    modified: String(stats.mtimeNs),
    changed: String(stats.ctimeNs),
  };
}

/** The real file system, with the kernel's locks. */
export const nodeFiles: FileSystem = {
  openToRead: (path) => fs.openSync(path, O_RDONLY | O_NOFOLLOW),
  openToWrite: (path) => fs.openSync(path, O_RDWR | O_NOFOLLOW),
  create(path, mode) {
    const file = fs.openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode ?? byUmask);
    if (mode !== undefined) fs.fchmodSync(file, mode);
    return file;
  },
  read: (file, into, position) => fs.readSync(file, into, 0, into.length, position),
  write: (file, bytes, position) => fs.writeSync(file, bytes, 0, bytes.length, position),
  truncate: (file, size) => fs.ftruncateSync(file, size),
  syncData: (file) => fs.fdatasyncSync(file),
  sync: (file) => fs.fsyncSync(file),
  close: (file) => fs.closeSync(file),
  status: (file) => statusFrom(fs.fstatSync(file, { bigint: true })),
  statusOf(path) {
    const stats = fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? undefined : statusFrom(stats);
  },
  link: (from, to) => fs.linkSync(from, to),
  rename: (from, to) => fs.renameSync(from, to),
  remove: (path) => fs.unlinkSync(path),
  names: (directory) => fs.readdirSync(directory),
  makeDirectory: (path) => void fs.mkdirSync(path, { recursive: true }),
  syncDirectory(path) {
    // Windows has no way to sync a directory; NTFS journals its names.
    if (process.platform === 'win32') return;
    const directory = fs.openSync(path, O_RDONLY);
    try {
      fs.fsyncSync(directory);
    } finally {
      fs.closeSync(directory);
    }
  },
  tryLock: (file) => kernelLock(file),
  pause: (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
};
