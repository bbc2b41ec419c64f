import * as fs from 'node:fs';
import type { Access, Descriptor, FileStatus, FileSystem } from './files.ts';
import { kernelLock } from './kernel-lock.ts';
import { kindOf, NotAFile } from './other-kinds.ts';
import { errorCode, ignoringErrors } from './whole-file.ts';

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
const byUmask = 0o666;
const ownerOnly = 0o600;
const groupBits = 0o070;

/** Opens a file that is there. Whatever else is there is not waited for: a pipe has nobody at its other end. */
function openFile(path: string, flags: number): Descriptor {
  let file: Descriptor;
  try {
    file = fs.openSync(path, flags | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const there = errorCode(error) === 'ENOENT' ? undefined : fs.lstatSync(path, { throwIfNoEntry: false });
    const kind = there === undefined ? 'file' : kindOf(there);
    throw kind === 'file' ? error : new NotAFile(path, kind);
  }
  const kind = kindOf(fs.fstatSync(file));
  if (kind === 'file') return file;
  fs.closeSync(file);
  throw new NotAFile(path, kind);
}

function statusFrom(stats: fs.BigIntStats): FileStatus {
  return {
    size: Number(stats.size),
    inode: `${stats.dev}:${stats.ino}`,
    kind: kindOf(stats),
    mode: Number(stats.mode & 0o777n),
    user: Number(stats.uid),
    group: Number(stats.gid),
    modified: String(stats.mtimeNs),
    changed: String(stats.ctimeNs),
  };
}

/**
 * Gives a new file of our own to the user and group of another file, as far as we may, and only then opens it to them. In
 * a group that is not theirs nobody may do more than everybody else.
 */
function share(file: Descriptor, { mode, user, group }: Access): void {
  const own = fs.fstatSync(file);
  if (own.uid !== user) ignoringErrors(() => fs.fchownSync(file, user, own.gid));
  if (own.gid !== group) ignoringErrors(() => fs.fchownSync(file, fs.fstatSync(file).uid, group));
  const isInGroup = fs.fstatSync(file).gid === group;
  const forGroup = isInGroup ? mode : mode & (mode << 3);
  ignoringErrors(() => fs.fchmodSync(file, (mode & ~groupBits) | (forGroup & groupBits)));
}

/** The real file system, with the kernel's locks. */
export const nodeFiles: FileSystem = {
  openToRead: (path) => openFile(path, O_RDONLY),
  openToWrite: (path) => openFile(path, O_RDWR),
  create(path, like) {
    const mode = like === undefined ? byUmask : like.mode & ownerOnly;
    const file = fs.openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
    if (like !== undefined) share(file, like);
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
  makeDirectory(path) {
    try {
      // Not recursive: then Node would call the refusal of a read-only disk ENOENT.
      fs.mkdirSync(path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  },
  removeDirectory: (path) => fs.rmdirSync(path),
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
