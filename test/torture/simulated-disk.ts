import { dirname } from 'node:path';
import type { Descriptor, FileStatus, FileSystem } from '../../src/store/json-file/files.ts';
import type { Random } from './random.ts';

const sector = 512;

/** A change of a file's content that is in the page cache and perhaps not on disk. */
type Unsynced = { readonly at: number; readonly bytes: Uint8Array } | { readonly size: number };

/** A file: what processes see, and what is on disk. */
class Inode {
  cached = new Uint8Array(0);
  durable = new Uint8Array(0);
  unsynced: Unsynced[] = [];
  modified = 0;
  /** The descriptor that holds the lock. */
  lockedBy: object | null = null;

  constructor(
    readonly number: number,
    readonly mode: number,
    readonly isDirectory: boolean,
  ) {}

  change(change: Unsynced, clock: number): void {
    this.cached = applied(this.cached, change);
    this.unsynced.push(change);
    this.modified = clock;
  }

  sync(): void {
    for (const change of this.unsynced) this.durable = applied(this.durable, change);
    this.unsynced = [];
  }

  /** What a failing fsync does: the pages count as clean, and no later sync writes them. */
  dropUnsynced(): void {
    this.unsynced = [];
  }

  /** Any part of what was not synced may have reached the disk, sector by sector. */
  losePower(random: Random): void {
    let content = this.durable;
    for (const change of this.unsynced) {
      if (random.chance(0.3)) continue;
      content = 'size' in change ? applied(content, change) : torn(content, change, random);
    }
    this.durable = content;
    this.cached = content;
    this.unsynced = [];
    this.lockedBy = null;
  }

  clone(): Inode {
    const copy = new Inode(this.number, this.mode, this.isDirectory);
    copy.cached = this.cached;
    copy.durable = this.durable;
    copy.unsynced = [...this.unsynced];
    copy.modified = this.modified;
    return copy;
  }
}

function applied(content: Uint8Array<ArrayBuffer>, change: Unsynced): Uint8Array<ArrayBuffer> {
  const size = 'size' in change ? change.size : Math.max(content.length, change.at + change.bytes.length);
  const next = new Uint8Array(size);
  next.set(content.subarray(0, size));
  if ('bytes' in change) next.set(change.bytes, change.at);
  return next;
}

function torn(
  content: Uint8Array<ArrayBuffer>,
  { at, bytes }: { at: number; bytes: Uint8Array },
  random: Random,
): Uint8Array<ArrayBuffer> {
  let next = content;
  const whole = random.chance(0.3);
  for (let from = at; from < at + bytes.length; ) {
    const to = Math.min((Math.floor(from / sector) + 1) * sector, at + bytes.length);
    if (whole || random.chance(0.6))
      next = applied(next, { at: from, bytes: bytes.subarray(from - at, to - at) });
    from = to;
  }
  // The size may have grown although the data never came: zeros.
  return random.chance(0.3) ? applied(next, { size: Math.max(next.length, at + bytes.length) }) : next;
}

/** A change of names in a directory. */
interface Renaming {
  readonly directory: string;
  apply(names: Map<string, Inode>): void;
}

/** A disk with its page cache, shared by processes. */
export class SimulatedDisk {
  names = new Map<string, Inode>();
  durableNames = new Map<string, Inode>();
  renamings: Renaming[] = [];
  clock = 0;
  #inodes = 0;

  constructor() {
    const root = this.newInode(0o755, true);
    this.names.set('/', root);
    this.durableNames.set('/', root);
  }

  newInode(mode: number, isDirectory: boolean): Inode {
    this.#inodes++;
    return new Inode(this.#inodes, mode, isDirectory);
  }

  rename(directory: string, apply: (names: Map<string, Inode>) => void): void {
    apply(this.names);
    this.renamings.push({ directory, apply });
  }

  syncDirectory(directory: string): void {
    for (const renaming of this.renamings)
      if (renaming.directory === directory) renaming.apply(this.durableNames);
    this.renamings = this.renamings.filter((renaming) => renaming.directory !== directory);
  }

  /** The process is gone, the page cache stays. */
  kill(): void {
    for (const inode of this.names.values()) inode.lockedBy = null;
  }

  /** Only what was synced is sure to be there; of the rest, any part may be. */
  losePower(random: Random): void {
    const inOrder = random.chance(0.5);
    for (const renaming of this.renamings) {
      if (random.chance(0.6)) renaming.apply(this.durableNames);
      else if (inOrder) break;
    }
    this.renamings = [];
    for (const path of [...this.durableNames.keys()])
      if (!this.durableNames.has(dirname(path))) this.durableNames.delete(path);
    this.names = new Map(this.durableNames);
    for (const inode of new Set(this.names.values())) inode.losePower(random);
  }

  clone(): SimulatedDisk {
    const copy = new SimulatedDisk();
    const copies = new Map<Inode, Inode>();
    const copyOf = (inode: Inode): Inode => {
      const known = copies.get(inode) ?? inode.clone();
      copies.set(inode, known);
      return known;
    };
    if (this.renamings.length > 0) throw new Error('only a disk at rest can be cloned');
    copy.names = new Map([...this.names].map(([path, inode]) => [path, copyOf(inode)]));
    copy.durableNames = new Map([...this.durableNames].map(([path, inode]) => [path, copyOf(inode)]));
    copy.clock = this.clock;
    copy.#inodes = this.#inodes;
    return copy;
  }

  /** Everything synced: a machine that has been idle for a while. */
  settle(): void {
    for (const { apply } of this.renamings) apply(this.durableNames);
    this.renamings = [];
    for (const inode of this.names.values()) inode.sync();
  }
}

/** The machine stopped: passes every catch, for every later operation throws it again. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** What happens to one file operation. */
export type Fault =
  | { readonly kind: 'crash'; readonly when: 'before' | 'after' }
  /** Of a write, this part is done before the crash. */
  | { readonly kind: 'crash'; readonly when: 'middle'; readonly part: number }
  /** A write of only this part, as the operating system may do. */
  | { readonly kind: 'short'; readonly part: number }
  | { readonly kind: 'error'; readonly code: string };

/** Tells what happens to the operation of that number and name; undefined for nothing. */
export type FaultPlan = (operation: number, name: string) => Fault | undefined;

/** What a broken file system does wrong: each stands for a mistake that a store could make. */
export type Mutation =
  | 'no-sync'
  | 'no-directory-sync'
  | 'short-write-ignored'
  | 'sync-error-ignored'
  | 'no-truncate'
  | 'lock-off';

const failure = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'simulated' });

interface Open {
  readonly inode: Inode;
  readonly token: object;
}

/** The file system as one process sees it. */
export class SimulatedProcess implements FileSystem {
  operations = 0;
  dead = false;
  plan: FaultPlan = () => undefined;
  readonly #disk: SimulatedDisk;
  readonly #open = new Map<Descriptor, Open>();
  readonly #mutation: Mutation | undefined;
  #descriptors = 2;

  constructor(disk: SimulatedDisk, mutation?: Mutation) {
    this.#disk = disk;
    this.#mutation = mutation;
  }

  #perform<T>(name: string, action: (fault: Fault | undefined) => T): T {
    if (this.dead) throw new Crash();
    this.operations++;
    this.#disk.clock++;
    const fault = this.plan(this.operations, name);
    if (fault?.kind === 'crash' && fault.when === 'before') this.#die();
    if (fault?.kind === 'error' && !(name === 'sync' && this.#mutation === 'sync-error-ignored')) {
      if (name === 'sync') action(fault);
      throw failure(fault.code);
    }
    const result = action(fault);
    if (fault?.kind === 'crash') this.#die();
    return result;
  }

  #die(): never {
    this.dead = true;
    throw new Crash();
  }

  #file(descriptor: Descriptor): Open {
    const open = this.#open.get(descriptor);
    if (open === undefined) throw failure('EBADF');
    return open;
  }

  #opened(inode: Inode): Descriptor {
    this.#descriptors++;
    this.#open.set(this.#descriptors, { inode, token: {} });
    return this.#descriptors;
  }

  #existing(path: string): Descriptor {
    const inode = this.#disk.names.get(path);
    if (inode === undefined) throw failure('ENOENT');
    return this.#opened(inode);
  }

  openToRead(path: string): Descriptor {
    return this.#perform('open', () => this.#existing(path));
  }

  openToWrite(path: string): Descriptor {
    return this.#perform('open', () => this.#existing(path));
  }

  create(path: string, mode = 0o644): Descriptor {
    return this.#perform('create', () => {
      if (this.#disk.names.has(path)) throw failure('EEXIST');
      if (!this.#disk.names.has(dirname(path))) throw failure('ENOENT');
      const inode = this.#disk.newInode(mode, false);
      this.#disk.rename(dirname(path), (names) => names.set(path, inode));
      return this.#opened(inode);
    });
  }

  read(file: Descriptor, into: Uint8Array, position: number): number {
    return this.#perform('read', () => {
      const part = this.#file(file).inode.cached.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    });
  }

  write(file: Descriptor, bytes: Uint8Array, position: number): number {
    return this.#perform('write', (fault) => {
      const part =
        fault?.kind === 'short' || (fault?.kind === 'crash' && fault.when === 'middle')
          ? fault.part
          : bytes.length;
      const count = Math.min(Math.max(part, 1), bytes.length);
      this.#file(file).inode.change(
        { at: position, bytes: Uint8Array.from(bytes.subarray(0, count)) },
        this.#disk.clock,
      );
      return this.#mutation === 'short-write-ignored' ? bytes.length : count;
    });
  }

  truncate(file: Descriptor, size: number): void {
    this.#perform('truncate', () => {
      if (this.#mutation !== 'no-truncate') this.#file(file).inode.change({ size }, this.#disk.clock);
    });
  }

  syncData(file: Descriptor): void {
    this.sync(file);
  }

  sync(file: Descriptor): void {
    this.#perform('sync', (fault) => {
      const { inode } = this.#file(file);
      if (fault?.kind === 'error') inode.dropUnsynced();
      else if (this.#mutation !== 'no-sync') inode.sync();
    });
  }

  close(file: Descriptor): void {
    this.#perform('close', () => {
      const { inode, token } = this.#file(file);
      if (inode.lockedBy === token) inode.lockedBy = null;
      this.#open.delete(file);
    });
  }

  status(file: Descriptor): FileStatus {
    return this.#perform('status', () => statusOf(this.#file(file).inode));
  }

  statusOf(path: string): FileStatus | undefined {
    return this.#perform('status', () => {
      const inode = this.#disk.names.get(path);
      return inode === undefined ? undefined : statusOf(inode);
    });
  }

  link(from: string, to: string): void {
    this.#perform('link', () => {
      const inode = this.#disk.names.get(from);
      if (inode === undefined) throw failure('ENOENT');
      if (this.#disk.names.has(to)) throw failure('EEXIST');
      this.#disk.rename(dirname(to), (names) => names.set(to, inode));
    });
  }

  rename(from: string, to: string): void {
    this.#perform('rename', () => {
      const inode = this.#disk.names.get(from);
      if (inode === undefined) throw failure('ENOENT');
      this.#disk.rename(dirname(to), (names) => {
        names.delete(from);
        names.set(to, inode);
      });
    });
  }

  remove(path: string): void {
    this.#perform('remove', () => {
      if (!this.#disk.names.has(path)) throw failure('ENOENT');
      this.#disk.rename(dirname(path), (names) => names.delete(path));
    });
  }

  makeDirectory(path: string): void {
    this.#perform('mkdir', () => {
      if (this.#disk.names.has(path)) return;
      const inode = this.#disk.newInode(0o755, true);
      this.#disk.rename(dirname(path), (names) => names.set(path, inode));
    });
  }

  syncDirectory(path: string): void {
    this.#perform('syncDirectory', () => {
      if (this.#mutation !== 'no-directory-sync') this.#disk.syncDirectory(path);
    });
  }

  tryLock(file: Descriptor): boolean {
    return this.#perform('lock', () => {
      const { inode, token } = this.#file(file);
      if (this.#mutation === 'lock-off') return true;
      if (inode.lockedBy !== null && inode.lockedBy !== token) return false;
      inode.lockedBy = token;
      return true;
    });
  }

  pause(): void {
    if (this.dead) throw new Crash();
  }
}

const statusOf = (inode: Inode): FileStatus => ({
  size: inode.cached.length,
  inode: String(inode.number),
  kind: inode.isDirectory ? 'directory' : 'file',
  mode: inode.mode,
  modified: String(inode.modified),
});
