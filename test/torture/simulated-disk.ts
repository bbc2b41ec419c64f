import { basename, dirname } from 'node:path';
import type { Access, Descriptor, FileStatus, FileSystem } from '../../src/store/json-file/files/files.ts';
import type { Random } from './random.ts';

/** What a disk writes at once: a sector has its old content or its new, never some of each. */
export const sectorLength = 512;

type Bytes = Uint8Array<ArrayBuffer>;

/** An unsynced change: the whole content after it, and the sectors that it made dirty. */
interface Change {
  readonly content: Bytes;
  readonly from: number;
  readonly to: number;
}

const sectorOf = (position: number): number => Math.floor(position / sectorLength);

const sectorsIn = (size: number): number => Math.ceil(size / sectorLength);

function resized(content: Bytes, size: number): Bytes {
  const next = new Uint8Array(size);
  next.set(content.subarray(0, size));
  return next;
}

/** A sector of a content, filled up with zeros after its end. */
function sectorAt(content: Bytes, sector: number): Bytes {
  const bytes = new Uint8Array(sectorLength);
  bytes.set(content.subarray(sector * sectorLength, (sector + 1) * sectorLength));
  return bytes;
}

/** Puts sectors together to a content of a size. */
function assembled(size: number, sector: (sector: number) => Bytes): Bytes {
  const content = new Uint8Array(size);
  for (let at = 0; at < size; at += sectorLength)
    content.set(sector(sectorOf(at)).subarray(0, size - at), at);
  return content;
}

const withMode = (mode: number): Access => ({ mode, user: 0, group: 0 });

/** A file, a directory or a symbolic link: its content for processes, and its content on disk. */
class Inode {
  cached: Bytes = new Uint8Array(0);
  durable: Bytes = new Uint8Array(0);
  modified = 0;
  /** The open file that holds the lock, for each kind of lock: a kernel's two kinds do not exclude each other. */
  readonly lockedBy = new Map<LockKind, OpenFile>();
  #changes: Change[] = [];
  /** Sectors that a failed sync left clean in the cache although they never came to the disk. */
  #lost = new Set<number>();

  constructor(
    readonly number: number,
    readonly access: Access,
    readonly kind: FileStatus['kind'],
  ) {}

  write(at: number, bytes: Uint8Array): void {
    const { length } = this.cached;
    const content = resized(this.cached, Math.max(length, at + bytes.length));
    content.set(bytes, at);
    this.#change({
      content,
      from: sectorOf(Math.min(at, length)),
      to: sectorsIn(at + bytes.length),
    });
  }

  truncate(size: number): void {
    const from = sectorOf(Math.min(size, this.cached.length));
    const to = Math.max(size > this.cached.length ? sectorsIn(size) : 0, from + 1);
    this.#change({ content: resized(this.cached, size), from, to });
  }

  #change(change: Change): void {
    this.cached = change.content;
    this.#changes.push(change);
    for (let sector = change.from; sector < change.to; sector++) this.#lost.delete(sector);
  }

  /** Everything that is dirty comes to the disk; what a failed sync has lost is not dirty any more. */
  sync(): void {
    this.durable = this.#onDisk();
    this.#changes = [];
  }

  #onDisk(): Bytes {
    const { cached, durable } = this;
    if (this.#lost.size === 0) return cached;
    return assembled(cached.length, (sector) => sectorAt(this.#lost.has(sector) ? durable : cached, sector));
  }

  /** A sync that fails: some of it comes to the disk, the rest counts as clean and no later sync writes it. */
  failToSync(random: Random): void {
    const before = this.durable;
    const dirty = this.#dirtySectors();
    const written = new Set([...dirty].filter(() => random.chance(0.4)));
    const size = random.of([before.length, this.cached.length]);
    this.durable = assembled(size, (sector) => sectorAt(written.has(sector) ? this.cached : before, sector));
    for (const sector of dirty) if (!written.has(sector)) this.#lost.add(sector);
    this.#changes = [];
  }

  #dirtySectors(): Set<number> {
    const dirty = new Set<number>();
    for (const { from, to } of this.#changes)
      for (let sector = from; sector < to; sector++) dirty.add(sector);
    return dirty;
  }

  /** Drops clean pages from the cache, so that data lost by a failed sync is now read from disk. */
  evict(): void {
    this.cached = this.#onDisk();
    this.#lost.clear();
  }

  /** Puts any part of the unsynced data on disk: each sector, and the size, as after any of the changes. */
  losePower(random: Random): void {
    if (this.#changes.length > 0) {
      const versions = [this.durable, ...this.#changes.map(({ content }) => content)];
      const whole = random.chance(0.25);
      const size = whole ? this.cached.length : random.of(versions).length;
      this.durable = assembled(size, (sector) => {
        const touching = this.#changes.filter(({ from, to }) => from <= sector && sector < to);
        const last = touching.at(-1)?.content ?? this.durable;
        const content = whole ? last : random.of([this.durable, last, ...touching.map((one) => one.content)]);
        return sectorAt(content, sector);
      });
    }
    this.cached = this.durable;
    this.#changes = [];
    this.#lost.clear();
  }

  /** The same file on another disk; only of one at rest, when cache and disk agree. */
  clone(): Inode {
    const copy = new Inode(this.number, this.access, this.kind);
    copy.cached = this.cached;
    copy.durable = this.durable;
    copy.modified = this.modified;
    return copy;
  }

  status(): FileStatus {
    return {
      size: this.cached.length,
      inode: String(this.number),
      kind: this.kind,
      ...this.access,
      modified: String(this.modified),
      changed: String(this.modified),
    };
  }
}

/** Changes of names in one directory that happen together. */
interface Renaming {
  readonly directory: string;
  readonly names: readonly (readonly [path: string, inode: Inode | null])[];
}

function apply(names: Map<string, Inode>, renaming: Renaming): void {
  for (const [path, inode] of renaming.names) {
    if (inode === null) names.delete(path);
    else names.set(path, inode);
  }
}

/** How a disk differs from others. */
export interface DiskOptions {
  /** How many operations share one time of modification, as a kernel's coarse clock has it. */
  readonly operationsPerTick?: number;
}

/** A disk with its page cache, shared by processes. */
export class SimulatedDisk {
  readonly random: Random;
  readonly #operationsPerTick: number;
  #names = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();
  #renamings: Renaming[] = [];
  #processes: SimulatedProcess[] = [];
  #started = 0;
  #operations = 0;
  #inodes = 0;

  constructor(random: Random, { operationsPerTick = 1 }: DiskOptions = {}) {
    this.random = random;
    this.#operationsPerTick = operationsPerTick;
    const root = this.newInode(withMode(0o755), 'directory');
    this.#names.set('/', root);
    this.#durableNames.set('/', root);
  }

  /** A new process on this machine. */
  start(): SimulatedProcess {
    this.#started++;
    const process = new SimulatedProcess(this, this.#started);
    this.#processes.push(process);
    return process;
  }

  newInode(access: Access, kind: FileStatus['kind']): Inode {
    this.#inodes++;
    return new Inode(this.#inodes, access, kind);
  }

  /** The time of the operation that now begins. */
  tick(): number {
    this.#operations++;
    return Math.floor(this.#operations / this.#operationsPerTick);
  }

  at(path: string): Inode | undefined {
    return this.#names.get(path);
  }

  rename(directory: string, names: Renaming['names']): void {
    const renaming = { directory, names };
    apply(this.#names, renaming);
    this.#renamings.push(renaming);
  }

  syncDirectory(directory: string): void {
    for (const renaming of this.#renamings)
      if (renaming.directory === directory) apply(this.#durableNames, renaming);
    this.#renamings = this.#renamings.filter((renaming) => renaming.directory !== directory);
  }

  /** Every process is gone, the page cache stays; of it, clean pages may be dropped. */
  kill(): void {
    for (const process of this.#processes.splice(0)) process.kill();
    if (this.random.chance(0.3)) for (const inode of this.#names.values()) inode.evict();
  }

  /** Only what was synced is sure to be there; of the rest, any part may be. */
  losePower(): void {
    for (const process of this.#processes.splice(0)) process.kill();
    const inOrder = this.random.chance(0.5);
    const likely = this.random.of([0.1, 0.6, 0.9]);
    for (const renaming of this.#renamings) {
      if (this.random.chance(likely)) apply(this.#durableNames, renaming);
      else if (inOrder) break;
    }
    this.#renamings = [];
    for (const path of [...this.#durableNames.keys()].sort())
      if (!this.#durableNames.has(dirname(path))) this.#durableNames.delete(path);
    this.#names = new Map(this.#durableNames);
    for (const inode of new Set(this.#names.values())) inode.losePower(this.random);
  }

  /** Everything synced: a machine that has been idle for a while. */
  settle(): void {
    for (const renaming of this.#renamings) apply(this.#durableNames, renaming);
    this.#renamings = [];
    for (const inode of this.#names.values()) inode.sync();
  }

  /** A copy of a disk that has settled. */
  clone(random: Random): SimulatedDisk {
    const copy = new SimulatedDisk(random, { operationsPerTick: this.#operationsPerTick });
    const copies = new Map<Inode, Inode>();
    for (const [path, inode] of this.#names) {
      const known = copies.get(inode) ?? inode.clone();
      copies.set(inode, known);
      copy.#names.set(path, known);
      copy.#durableNames.set(path, known);
    }
    copy.#operations = this.#operations;
    copy.#inodes = this.#inodes;
    return copy;
  }

  paths(): readonly string[] {
    return [...this.#names.keys()];
  }

  /** Every file with its content: equal texts are equal disks. */
  picture(): string {
    const files = [...this.#names].filter(([, { kind }]) => kind === 'file');
    return files
      .map(([path, { cached }]) => `${path} ${Buffer.from(cached).toString('latin1')}`)
      .sort()
      .join('\n');
  }

  /** The content of a file; undefined if there is no file. */
  content(path: string): Buffer | undefined {
    const inode = this.#names.get(path);
    return inode === undefined ? undefined : Buffer.from(inode.cached);
  }

  /** Puts a file on the disk, some time later, that no process of ours wrote, or takes it away. */
  meddle(path: string, content: Uint8Array | null): void {
    this.#operations += this.#operationsPerTick;
    if (content === null) {
      this.rename(dirname(path), [[path, null]]);
    } else {
      const inode = this.newInode(this.at(path)?.access ?? withMode(0o644), 'file');
      inode.write(0, content);
      inode.sync();
      inode.modified = this.tick();
      this.rename(dirname(path), [[path, inode]]);
    }
    this.syncDirectory(dirname(path));
  }

  /** A byte on disk goes bad; the file does not look touched. */
  rot(path: string, at: number, byte: number): void {
    const inode = this.at(path);
    inode?.write(at, Uint8Array.of(byte));
    inode?.sync();
  }

  plantSymbolicLink(path: string): void {
    this.rename(dirname(path), [[path, this.newInode(withMode(0o777), 'link')]]);
  }
}

/** The process is dead. It passes every catch, for every later operation throws it again. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** What happens to one file operation. */
export type Fault =
  | { readonly kind: 'crash'; readonly when: 'before' | 'after' }
  /** Of a write, so many bytes are done before the crash. */
  | { readonly kind: 'crash'; readonly when: 'middle'; readonly bytes: number }
  /** A write or read of only so many bytes, as the operating system may do. */
  | { readonly kind: 'short'; readonly bytes: number }
  /** The operation fails and does nothing; a sync drops what it did not write. */
  | { readonly kind: 'error'; readonly code: string };

export type OperationName =
  | 'open'
  | 'create'
  | 'read'
  | 'write'
  | 'truncate'
  | 'sync'
  | 'close'
  | 'status'
  | 'link'
  | 'rename'
  | 'remove'
  | 'mkdir'
  | 'syncDirectory'
  | 'lock';

/** Tells what happens to the operation of that number and name; undefined for nothing. */
export type FaultPlan = (operation: number, name: OperationName) => Fault | undefined;

const failure = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'simulated' });

export type LockKind = 'of a byte' | 'of the whole file';

interface OpenFile {
  readonly inode: Inode;
  readonly writable: boolean;
}

/** The file system as one process sees it. */
export class SimulatedProcess implements FileSystem {
  /** How many operations it has begun. */
  operations = 0;
  dead = false;
  plan: FaultPlan = () => undefined;
  /** What others do while it waits for a lock. */
  whileWaiting: () => void = () => undefined;
  lockKind: LockKind = 'of a byte';
  readonly #disk: SimulatedDisk;
  readonly #open = new Map<Descriptor, OpenFile>();
  #descriptors = 2;

  constructor(
    disk: SimulatedDisk,
    readonly number: number,
  ) {
    this.#disk = disk;
  }

  get openFiles(): number {
    return this.#open.size;
  }

  /** The kernel closes what it had open. */
  kill(): void {
    this.dead = true;
    for (const file of this.#open.values()) this.#unlock(file);
    this.#open.clear();
  }

  #unlock(file: OpenFile): void {
    for (const [kind, holder] of file.inode.lockedBy) if (holder === file) file.inode.lockedBy.delete(kind);
  }

  #perform<T>(
    name: OperationName,
    action: (fault: Fault | undefined, time: number) => T,
    failing?: () => void,
  ): T {
    if (this.dead) throw new Crash();
    this.operations++;
    const fault = this.plan(this.operations, name);
    // While the plan was asked, another process may have ended this one.
    if (this.dead || (fault?.kind === 'crash' && fault.when === 'before')) this.#die();
    const time = this.#disk.tick();
    if (fault?.kind === 'error') {
      failing?.();
      throw failure(fault.code);
    }
    try {
      return action(fault, time);
    } finally {
      // Also after a refused operation, such as opening a missing file.
      if (fault?.kind === 'crash') this.#die();
    }
  }

  #die(): never {
    this.kill();
    throw new Crash();
  }

  #file(descriptor: Descriptor, toWrite = false): OpenFile {
    const file = this.#open.get(descriptor);
    if (file === undefined || (toWrite && !file.writable)) throw failure('EBADF');
    return file;
  }

  #opened(inode: Inode, writable: boolean): Descriptor {
    this.#descriptors++;
    this.#open.set(this.#descriptors, { inode, writable });
    return this.#descriptors;
  }

  #existing(path: string): Inode {
    const inode = this.#disk.at(path);
    if (inode === undefined) throw failure('ENOENT');
    return inode;
  }

  #toOpen(path: string): Inode {
    const inode = this.#existing(path);
    if (inode.kind === 'link') throw failure('ELOOP');
    if (inode.kind === 'directory') throw failure('EISDIR');
    return inode;
  }

  /** The directory of a name that is to be made; refuses a name that is taken. */
  #freeIn(path: string): string {
    const directory = dirname(path);
    if (this.#existing(directory).kind !== 'directory') throw failure('ENOTDIR');
    if (this.#disk.at(path) !== undefined) throw failure('EEXIST');
    return directory;
  }

  openToRead(path: string): Descriptor {
    return this.#perform('open', () => this.#opened(this.#toOpen(path), false));
  }

  openToWrite(path: string): Descriptor {
    return this.#perform('open', () => this.#opened(this.#toOpen(path), true));
  }

  create(path: string, { mode, user, group }: Access = withMode(0o644)): Descriptor {
    return this.#perform('create', (_fault, time) => {
      const directory = this.#freeIn(path);
      const inode = this.#disk.newInode({ mode, user, group }, 'file');
      inode.modified = time;
      this.#disk.rename(directory, [[path, inode]]);
      return this.#opened(inode, true);
    });
  }

  read(file: Descriptor, into: Uint8Array, position: number): number {
    return this.#perform('read', (fault) => {
      const length = fault?.kind === 'short' ? Math.min(Math.max(fault.bytes, 1), into.length) : into.length;
      const part = this.#file(file).inode.cached.subarray(position, position + length);
      into.set(part);
      return part.length;
    });
  }

  write(file: Descriptor, bytes: Uint8Array, position: number): number {
    return this.#perform('write', (fault, time) => {
      const { inode } = this.#file(file, true);
      const partly = fault?.kind === 'short' || (fault?.kind === 'crash' && fault.when === 'middle');
      const count = partly ? Math.min(fault.bytes, bytes.length) : bytes.length;
      if (count > 0) inode.write(position, bytes.subarray(0, count));
      inode.modified = time;
      return count;
    });
  }

  truncate(file: Descriptor, size: number): void {
    this.#perform('truncate', (_fault, time) => {
      const { inode } = this.#file(file, true);
      inode.truncate(size);
      inode.modified = time;
    });
  }

  syncData(file: Descriptor): void {
    this.sync(file);
  }

  sync(file: Descriptor): void {
    const { inode } = this.dead ? { inode: undefined } : this.#file(file);
    this.#perform(
      'sync',
      () => inode?.sync(),
      () => inode?.failToSync(this.#disk.random),
    );
  }

  close(file: Descriptor): void {
    const end = () => {
      this.#unlock(this.#file(file));
      this.#open.delete(file);
    };
    // A close that reports an error has closed the file all the same.
    this.#perform('close', end, end);
  }

  status(file: Descriptor): FileStatus {
    return this.#perform('status', () => this.#file(file).inode.status());
  }

  statusOf(path: string): FileStatus | undefined {
    return this.#perform('status', () => this.#disk.at(path)?.status());
  }

  link(from: string, to: string): void {
    this.#perform('link', () => {
      const inode = this.#existing(from);
      this.#disk.rename(this.#freeIn(to), [[to, inode]]);
    });
  }

  rename(from: string, to: string): void {
    this.#perform('rename', () => {
      const inode = this.#existing(from);
      if (dirname(from) !== dirname(to)) throw failure('EXDEV');
      this.#disk.rename(dirname(to), [
        [from, null],
        [to, inode],
      ]);
    });
  }

  remove(path: string): void {
    this.#perform('remove', () => {
      if (this.#existing(path).kind === 'directory') throw failure('EISDIR');
      this.#disk.rename(dirname(path), [[path, null]]);
    });
  }

  names(directory: string): readonly string[] {
    return this.#perform('status', () => {
      if (this.#existing(directory).kind !== 'directory') throw failure('ENOTDIR');
      return this.#disk
        .paths()
        .filter((path) => path !== directory && dirname(path) === directory)
        .map((path) => basename(path));
    });
  }

  makeDirectory(path: string): void {
    this.#perform('mkdir', () => {
      const there = this.#disk.at(path);
      if (there?.kind === 'directory') return;
      this.#disk.rename(this.#freeIn(path), [[path, this.#disk.newInode(withMode(0o755), 'directory')]]);
    });
  }

  removeDirectory(path: string): void {
    this.#perform('remove', () => {
      if (this.#existing(path).kind !== 'directory') throw failure('ENOTDIR');
      if (this.#disk.paths().some((each) => dirname(each) === path)) throw failure('ENOTEMPTY');
      this.#disk.rename(dirname(path), [[path, null]]);
    });
  }

  syncDirectory(path: string): void {
    this.#perform('syncDirectory', () => {
      if (this.#existing(path).kind !== 'directory') throw failure('ENOTDIR');
      this.#disk.syncDirectory(path);
    });
  }

  tryLock(file: Descriptor): boolean {
    return this.#perform('lock', () => {
      const open = this.#file(file);
      const { lockedBy } = open.inode;
      const holder = lockedBy.get(this.lockKind);
      if (holder !== undefined && holder !== open) return false;
      lockedBy.set(this.lockKind, open);
      return true;
    });
  }

  pause(): void {
    if (this.dead) throw new Crash();
    this.whileWaiting();
  }
}
