import { kinds as allKinds, type Kinds } from '../../../inventory/devices/kinds.ts';
import { Refusal, refuse } from '../../../inventory/refusal.ts';
import type { StoreOptions } from '../../store.ts';
import type { Access, Descriptor, FileSystem } from './files.ts';
import { nodeFiles } from './node-files.ts';
import { NotAFile, refuseOtherKind } from './other-kinds.ts';
import { type StorePaths, storePaths } from './paths.ts';
import { errorCode, ignoringErrors, reasonOf } from './whole-file.ts';

/** What a JSON file store works with; a test stands in for any of it. */
export interface JsonFileOptions extends StoreOptions {
  readonly files?: FileSystem;
  readonly kinds?: Kinds;
  /** A short text that no other call gives, for names of files and stores. */
  unique?(): string;
  /** How many entries a book file of so many bytes may stay behind. */
  entriesBehind?(bookBytes: number): number;
}

/** Reading a journal up to this size takes no time that anyone would notice. */
const longJournalBytes = 1024 * 1024;

/** Milliseconds that only ever rise; the first use of `performance` alone would take one. */
const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** What had been completed when a later step failed. */
export type Afterwards = 'after-commit' | 'after-repair';

/** Another journal is in the place of the one that was open: what was done with that one starts again. */
export class JournalReplaced extends Error {}

/** The files of a store: the journal, opened and locked by the protocol, and the paths of the others. */
export class StoreFiles {
  readonly paths: StorePaths;
  readonly files: FileSystem;
  readonly kinds: Kinds;
  readonly options: JsonFileOptions;

  constructor(book: string, options: JsonFileOptions) {
    this.paths = storePaths(book);
    this.options = options;
    this.files = options.files ?? nodeFiles;
    this.kinds = options.kinds ?? allKinds;
  }

  unique(): string {
    return this.options.unique?.() ?? Math.random().toString(16).slice(2, 10).padEnd(8, '0');
  }

  /** A path beside the store that nothing has yet. */
  aside(what: string, extension: string): string {
    return this.paths.beside(what, this.unique(), extension);
  }

  /**
   * Whose a new file at a path is to be, and who may read it: that of the store, by its journal, or its book file if the
   * journal is lost. A file that it replaces keeps its own mode, unless another user may have put it there.
   */
  accessOf(path: string): Access | undefined {
    const [there, journal, book] = [path, this.paths.journal, this.paths.book].map((each) => {
      const status = this.files.statusOf(each);
      return status?.kind === 'file' ? status : undefined;
    });
    const store = journal ?? book;
    return there !== undefined && (store === undefined || there.user === store.user) ? there : store;
  }

  /** A path for a new file on its way to its place. */
  temporary(): string {
    return this.paths.temporary(this.unique());
  }

  now(): string {
    return new Date(this.options.now()).toISOString();
  }

  /** Opens the journal; refuses where there is no store, or no journal any more. */
  #open(how: 'read' | 'write'): Descriptor {
    const { journal, book, index, journalIndex } = this.paths;
    // The other files are opened by every command.
    this.refuseOtherKinds([index, journalIndex]);
    return this.io(journal, () => {
      try {
        return how === 'read' ? this.files.openToRead(journal) : this.files.openToWrite(journal);
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw error;
        return this.files.statusOf(book) === undefined
          ? refuseNoStore(book)
          : refuse('journal-missing', { path: journal }, { entry: 0, byte: 0 });
      }
    });
  }

  /** Does something with the journal open, without a lock. */
  reading<T>(action: (file: Descriptor) => T): T {
    const { file, outcome } = this.opened(action);
    ignoringErrors(() => this.files.close(file));
    return outcome;
  }

  /** The same, and leaves the journal open; again where it was replaced while it was read. */
  opened<T>(action: (file: Descriptor) => T): { readonly file: Descriptor; readonly outcome: T } {
    for (;;) {
      const file = this.#open('read');
      try {
        return { file, outcome: this.readingLong(file, () => action(file)) };
      } catch (error) {
        ignoringErrors(() => this.files.close(file));
        if (!(error instanceof JournalReplaced)) this.refuse(this.paths.journal, error);
      }
    }
  }

  /** Does something long that may be broken off at any point: it reads or waits, and writes nothing. */
  interruptible<T>(action: () => T): T {
    return this.options.interruptible === undefined ? action() : this.options.interruptible(action);
  }

  /** The same for what reads a journal, which takes long only if that is. */
  readingLong<T>(file: Descriptor, action: () => T): T {
    const isLong = this.files.status(file).size > longJournalBytes;
    return isLong ? this.interruptible(action) : action();
  }

  /** Does something alone: no other process writes until it is done. Again where the journal was replaced meanwhile. */
  withLock<T>(action: (file: Descriptor) => T, key: Afterwards = 'after-commit'): T {
    const deadline = monotonicMs() + this.options.waitMs;
    for (;;) {
      const file = this.#openLocked(deadline);
      let outcome: T;
      try {
        outcome = action(file);
      } catch (error) {
        ignoringErrors(() => this.files.close(file));
        if (error instanceof JournalReplaced) continue;
        return this.refuse(this.paths.journal, error);
      }
      // Closing the file releases the lock.
      this.afterwards(key, () => this.files.close(file));
      return outcome;
    }
  }

  /** The journal, open for writing and locked: the one that is at its path once it is. Refuses after the deadline. */
  #openLocked(deadline: number): Descriptor {
    for (;;) {
      const file = this.#open('write');
      try {
        if (this.#lock(file, deadline) && this.isCurrent(file)) return file;
      } catch (error) {
        ignoringErrors(() => this.files.close(file));
        return this.refuse(this.paths.journal, error);
      }
      ignoringErrors(() => this.files.close(file));
      if (monotonicMs() >= deadline) this.refuseBusy();
    }
  }

  #lock(file: Descriptor, deadline: number): boolean {
    if (this.files.tryLock(file)) return true;
    const wait = () => this.#waitForLock(file, deadline);
    return this.options.waiting === undefined ? wait() : this.options.waiting(wait);
  }

  #waitForLock(file: Descriptor, deadline: number): boolean {
    for (let pause = 1; ; pause = Math.min(pause * 2, 20)) {
      if (this.files.tryLock(file)) return true;
      if (monotonicMs() >= deadline) return false;
      this.files.pause(pause * (0.5 + Math.random()));
    }
  }

  /** Whether the file is still the one at its path: it may have been replaced while we waited. */
  isCurrent(file: Descriptor): boolean {
    return this.files.statusOf(this.paths.journal)?.inode === this.files.status(file).inode;
  }

  refuseBusy(): never {
    const seconds = this.options.waitMs / 1000;
    return refuse('store-busy', { path: this.paths.book, seconds }, { seconds });
  }

  /** Refuses something else in the place of one of the store's files, also of one that a command could do without. */
  refuseOtherKinds(paths = this.paths.all): void {
    for (const path of paths) {
      const kind = this.io(path, () => this.files.statusOf(path)?.kind) ?? 'file';
      if (kind !== 'file') refuseOtherKind(path, kind);
    }
  }

  /**
   * Another process may have ignored the lock and replaced the journal that was just written: the entry is then lost
   * unless the old journal is put back.
   */
  expectCurrent(file: Descriptor): void {
    const { journal } = this.paths;
    let isCurrent = true;
    // If the check itself fails, the entry is still on disk: no error.
    ignoringErrors(() => {
      isCurrent = this.isCurrent(file);
    });
    if (!isCurrent) refuse('store-replaced', { path: journal });
  }

  /** Once an entry is recorded, nothing that fails after it makes the answer a failure. */
  afterCommit(action: () => void): void {
    this.afterwards('after-commit', action);
  }

  /** Does something after what was asked for is done: that it fails is a note. Says whether it went well. */
  afterwards(key: Afterwards, action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      this.options.notice({ key, reason: reasonOf(error) });
      return false;
    }
  }

  /** Turns an error of the file system into a refusal that names the file. */
  io<T>(path: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      return this.refuse(path, error);
    }
  }

  /** Throws an error, one of the file system as a refusal that names the file. */
  refuse(path: string, error: unknown): never {
    if (error instanceof NotAFile) return refuseOtherKind(error.path, error.kind);
    const code = errorCode(error);
    if (error instanceof Refusal || code === undefined) throw error;
    return refuse('store-io', { path, reason: code });
  }
}

export const refuseNoStore = (path: string): never => refuse('no-store', { path });
