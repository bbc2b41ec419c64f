/** An open file of a FileSystem. */
export type Descriptor = number;

/** Whose a file is, and who may do what with it. */
export interface Access {
  /** Permission bits, without those that lend the owner's rights. */
  readonly mode: number;
  readonly user: number;
  readonly group: number;
}

/** What else than a file can stand at a path. */
export type OtherKind = 'directory' | 'link' | 'pipe' | 'socket' | 'device';

/** What a file is found to be. */
export interface FileStatus extends Access {
  readonly size: number;
  /** Tells two files at one path apart. */
  readonly inode: string;
  readonly kind: 'file' | OtherKind;
  /** Changes whenever the content does; only ever compared. */
  readonly modified: string;
  /** Changes whenever anything about the file does, and cannot be set back; only ever compared. */
  readonly changed: string;
}

/** Tells a file from any other, and from itself once it has been touched. */
export const fingerprintOf = ({ inode, size, modified, changed }: FileStatus): string =>
  [inode, size, modified, changed].join(' ');

/**
 * The file operations that a store is made of, and no others, so that a test can stand in for the disk. All are
 * synchronous and throw errors with a `code` such as ENOENT, ENOSPC or EIO, as node:fs does. None follows a symbolic
 * link at the end of a path. Reads and writes may be short, as those of the operating system.
 */
export interface FileSystem {
  /** Opens for reading, without ever waiting: throws ENOENT if there is no file, NotAFile if something else is there. */
  openToRead(path: string): Descriptor;
  /** For reading and writing at positions; the file must exist. */
  openToWrite(path: string): Descriptor;
  /**
   * A new file for reading and writing; throws EEXIST if there is one. By the user's umask, or with the mode and owner of
   * `like`: never open to more people than that, at any moment, also where it cannot be given to its owner or group.
   */
  create(path: string, like?: Access): Descriptor;
  read(file: Descriptor, into: Uint8Array, position: number): number;
  write(file: Descriptor, bytes: Uint8Array, position: number): number;
  truncate(file: Descriptor, size: number): void;
  /** Waits until data and size are on disk. */
  syncData(file: Descriptor): void;
  /** Waits until the file is on disk. */
  sync(file: Descriptor): void;
  close(file: Descriptor): void;
  status(file: Descriptor): FileStatus;
  /** Undefined where nothing is there. */
  statusOf(path: string): FileStatus | undefined;
  /** Gives a file a second name; throws EEXIST where that is taken. */
  link(from: string, to: string): void;
  /** Replaces whatever is at `to`. */
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** The names in a directory. */
  names(directory: string): readonly string[];
  /** The directory above it must exist; one that is there already is fine. */
  makeDirectory(path: string): void;
  /** Throws ENOTEMPTY if anything is in it. */
  removeDirectory(path: string): void;
  /** Waits until a directory's names are on disk. */
  syncDirectory(path: string): void;
  /** Takes the exclusive lock of an open file, or says that another holds it. The lock goes with the descriptor. */
  tryLock(file: Descriptor): boolean;
  /** Lets some time pass, before the lock is tried again. */
  pause(milliseconds: number): void;
}
