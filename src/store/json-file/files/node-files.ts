import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { Access, Descriptor, FileStatus, FileSystem } from './files.ts';
import { kernelLock } from './kernel-lock.ts';
import { kindOf, NotAFile } from './other-kinds.ts';
import { errorCode, ignoringErrors } from './whole-file.ts';

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const byUmask = 0o666;
const ownerOnly = 0o600;
const groupBits = 0o070;

/** Opens an existing file. Never waits for anything else, such as a pipe without a writer. */
function openFile(path: string, flags: number): Descriptor {
  let file: Descriptor;
  try {
    file = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const there = errorCode(error) === 'ENOENT' ? undefined : lstatSync(path, { throwIfNoEntry: false });
    const kind = there === undefined ? 'file' : kindOf(there);
    throw kind === 'file' ? error : new NotAFile(path, kind);
  }
  const kind = kindOf(fstatSync(file));
  if (kind === 'file') return file;
  closeSync(file);
  throw new NotAFile(path, kind);
}

function statusFrom(stats: BigIntStats): FileStatus {
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
 * Gives a new file of our own to the user and group of another file, as far as we may, and only then opens it to them.
 * If it cannot be given to the group, the group gets no more rights than others.
 */
function share(file: Descriptor, { mode, user, group }: Access): void {
  const own = fstatSync(file);
  if (own.uid !== user) ignoringErrors(() => fchownSync(file, user, own.gid));
  if (own.gid !== group) ignoringErrors(() => fchownSync(file, fstatSync(file).uid, group));
  const isInGroup = fstatSync(file).gid === group;
  const forGroup = isInGroup ? mode : mode & (mode << 3);
  ignoringErrors(() => fchmodSync(file, (mode & ~groupBits) | (forGroup & groupBits)));
}

/** The real file system, with the kernel's locks. */
export const nodeFiles: FileSystem = {
  openToRead: (path) => openFile(path, O_RDONLY),
  openToWrite: (path) => openFile(path, O_RDWR),
  create(path, like) {
    const mode = like === undefined ? byUmask : like.mode & ownerOnly;
    const file = openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
    if (like !== undefined) share(file, like);
    return file;
  },
  read: (file, into, position) => readSync(file, into, 0, into.length, position),
  write: (file, bytes, position) => writeSync(file, bytes, 0, bytes.length, position),
  truncate: (file, size) => ftruncateSync(file, size),
  syncData: (file) => fdatasyncSync(file),
  sync: (file) => fsyncSync(file),
  close: (file) => closeSync(file),
  status: (file) => statusFrom(fstatSync(file, { bigint: true })),
  statusOf(path) {
    const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? undefined : statusFrom(stats);
  },
  link: (from, to) => linkSync(from, to),
  rename: (from, to) => renameSync(from, to),
  remove: (path) => unlinkSync(path),
  names: (directory) => readdirSync(directory),
  makeDirectory(path) {
    try {
      // Not recursive: then Node would call the refusal of a read-only disk ENOENT.
      mkdirSync(path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  },
  removeDirectory: (path) => rmdirSync(path),
  syncDirectory(path) {
    // Windows has no way to sync a directory; NTFS journals its names.
    if (process.platform === 'win32') return;
    const directory = openSync(path, O_RDONLY);
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  },
  tryLock: (file) => kernelLock(file),
  pause: (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
};
