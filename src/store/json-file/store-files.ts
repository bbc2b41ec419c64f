import { dirname, join } from 'node:path';
import { kinds as allKinds, type Kinds } from '../../inventory/devices/kinds.ts';
import { Refusal, refuse } from '../../inventory/refusal.ts';
import type { StoreOptions } from '../store.ts';
import { bookHeadOf, writeBookFile } from './book/book-file.ts';
import { splicedBook, type WrittenBook, writtenBook } from './book/book-writer.ts';
import { isTornByCrash } from './book/torn-book.ts';
import { type Access, type Descriptor, type FileSystem, fingerprintOf } from './files/files.ts';
import { nodeFiles } from './files/node-files.ts';
import { NotAFile, refuseOtherKind } from './files/other-kinds.ts';
import { type StorePaths, storePaths } from './files/paths.ts';
import {
  copyBytes,
  errorCode,
  ignoringErrors,
  orUndefined,
  replaceWhole,
  writeAll,
} from './files/whole-file.ts';
import { reasonOf } from './journal/journal-writer.ts';
import { endsWith, type Place } from './journal/place.ts';
import { readWitness, type Witness, writeWitness } from './journal/witness.ts';
import { type DerivedFiles, readDerived, readState, refuseDamaged, type State } from './state.ts';

/** What a JSON file store works with; a test stands in for any of it. */
export interface JsonFileOptions extends StoreOptions {
  readonly files?: FileSystem;
  readonly kinds?: Kinds;
  /** A short text that no other call gives, for names of files and stores. */
  unique?(): string;
  /** How many entries a book file of so many bytes may stay behind. */
  entriesBehind?(bookBytes: number): number;
}

/** A book file up to this size is rewritten at every entry; a larger one may stay behind an entry for each such part. */
const bytesPerEntryBehind = 64 * 1024;
const maxEntriesBehind = 256;

/** Reading a journal up to this size takes no time that anyone would notice. */
const longJournalBytes = 1024 * 1024;

/** What file systems without second names for a file, such as exFAT, answer. */
export const linkless = new Set(['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP']);

/** What a directory of somebody else answers. */
const notOurs = new Set(['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP']);

/** A store as its files are found. */
export interface FoundState extends State {
  /** Whether its journal is as stockbook left it. */
  readonly asLeft: boolean;
  /** Whether a crash, and nobody's hand, is why its book file is not as it was written. */
  readonly isBookTorn: boolean;
}

/** Milliseconds that only ever rise; the first use of `performance` alone would take one. */
const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** What is done already where something after it fails. */
export type Afterwards = 'after-commit' | 'after-repair';

/** Another journal is in the place of the one that was open: what was done with that one starts again. */
export class JournalReplaced extends Error {}

/** What every operation on a JSON file store stands on: its files, opened, locked, read and replaced by the protocol. */
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

  /** How many entries the book file may stay behind: fewer than it would take as long to read as to rewrite it. */
  entriesBehind(bookBytes: number): number {
    return (
      this.options.entriesBehind?.(bookBytes) ?? Math.min(bookBytes / bytesPerEntryBehind, maxEntriesBehind)
    );
  }

  /** A path beside the store that nothing has yet. */
  aside(what: string, extension: string): string {
    return this.paths.beside(what, this.unique(), extension);
  }

  /**
   * Whose a new file at a path is to be, and who may read it: that of the store, by its journal, or its book file if the
   * journal is lost. A file that it replaces keeps its own mode, unless somebody else may have put it there.
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
  open(how: 'read' | 'write'): Descriptor {
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
      const file = this.open('read');
      try {
        return {
          file,
          outcome: this.io(this.paths.journal, () => this.readingLong(file, () => action(file))),
        };
      } catch (error) {
        ignoringErrors(() => this.files.close(file));
        if (!(error instanceof JournalReplaced)) throw error;
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

  /** Does something alone: no other process writes until it is done. */
  locked<T>(action: (file: Descriptor) => T, key: Afterwards = 'after-commit'): T {
    const deadline = monotonicMs() + this.options.waitMs;
    for (;;) {
      try {
        const outcome = this.writing(
          (file) => (this.#lock(file, deadline) && this.isCurrent(file) ? { value: action(file) } : null),
          key,
        );
        if (outcome !== null) return outcome.value;
      } catch (error) {
        if (!(error instanceof JournalReplaced)) throw error;
        continue;
      }
      if (monotonicMs() >= deadline) this.refuseBusy();
    }
  }

  /** Does something with the journal open for writing; closing it releases the lock. */
  writing<T>(action: (file: Descriptor) => T, key: Afterwards = 'after-commit'): T {
    const file = this.open('write');
    let outcome: T;
    try {
      outcome = this.io(this.paths.journal, () => action(file));
    } catch (error) {
      ignoringErrors(() => this.files.close(file));
      throw error;
    }
    // Where the journal was only looked at, nothing was recorded that a note could be about.
    if (outcome === null) ignoringErrors(() => this.files.close(file));
    else this.afterwards(key, () => this.files.close(file));
    return outcome;
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

  refuseDamaged(last: Place): never {
    return refuseDamaged(this.paths, last);
  }

  refuseBusy(): never {
    const seconds = this.options.waitMs / 1000;
    return refuse('store-busy', { path: this.paths.book, seconds }, { seconds });
  }

  /**
   * The store as its files are found: from the book file on or, where the journal is not as it was left, from its
   * first entry.
   */
  readState(file: Descriptor, everything = false): FoundState {
    const derived = readDerived(this.files, this.paths, !everything);
    try {
      return this.#readJournal(file, derived, everything);
    } catch (error) {
      if (derived.found.state === 'indexed') derived.found.file.close();
      throw error;
    }
  }

  #readJournal(file: Descriptor, derived: DerivedFiles, everything: boolean): FoundState {
    const asLeft = this.#isAsLeft(file, derived.witness);
    const whole = everything || !asLeft;
    const { progress } = this.options;
    const state = readState(this.files, file, derived, this.paths, this.kinds, whole, progress);
    // If another journal has replaced this one, the witness describes that one.
    if (state.tail.state === 'damaged' && !this.isCurrent(file)) throw new JournalReplaced();
    // What another store's witness says of this journal counts for nothing.
    if (!whole && state.witness === undefined) return this.#readJournal(file, derived, true);
    return {
      ...state,
      asLeft,
      isBookTorn: state.found.state === 'not-as-written' && isTornByCrash(this, file, state),
    };
  }

  /** Whether nobody but stockbook has touched the journal. A writer beside us may just have moved the witness on. */
  #isAsLeft(file: Descriptor, witness: Witness | undefined): boolean {
    const { size, modified } = this.files.status(file);
    const matches = (seen: Witness | undefined) => seen?.size === size && seen.modified === modified;
    return matches(witness) || matches(readWitness(this.files, this.paths.witness));
  }

  /**
   * Where the last entry is not the one that was last confirmed: takes away what a killed command was writing, brings the
   * store's names to the disk, which a killed init or repair may have left open, and writes the entries since once more.
   * After a failed sync the page cache shows them, counts them as clean, and no later sync would bring them to the disk.
   */
  settle(file: Descriptor, { witness, bookPlace, firstEntry, last, asLeft }: FoundState): void {
    if (asLeft && witness?.sum === last.sum) return;
    this.removeLeftovers();
    this.syncNames();
    const isWitnessed = witness !== undefined && endsWith(this.files, file, witness.sum, witness.size);
    const confirmed = Math.max(firstEntry, isWitnessed ? witness.size : 0, bookPlace?.offset ?? 0);
    if (confirmed >= last.offset) return;
    copyBytes(this.files, file, { start: confirmed, end: last.offset }, file, confirmed);
    this.files.syncData(file);
  }

  /** Takes away what killed commands were writing: only the holder of the lock, which we are, writes such files. */
  removeLeftovers(): void {
    for (const path of this.#temporaries()) ignoringErrors(() => this.files.remove(path));
  }

  #temporaries(): readonly string[] {
    return this.#names(this.paths.isTemporary);
  }

  /** The files beside the store whose names are of a kind; none where the directory cannot be read. */
  #names(isOfKind: (name: string) => boolean): readonly string[] {
    const { directory } = this.paths;
    const names = orUndefined(() => this.files.names(directory)) ?? [];
    return names.filter(isOfKind).map((name) => join(directory, name));
  }

  /** The name under which a command that was killed has kept a file already; undefined if none has. */
  keptAlready(path: string, what: string): string | undefined {
    const inode = this.files.statusOf(path)?.inode;
    return this.#names((name) => this.paths.isBeside(name, what)).find(
      (kept) => orUndefined(() => this.files.statusOf(kept)?.inode) === inode,
    );
  }

  /** Waits until the store's names are on disk: a process that made a directory or the store may have been killed. */
  syncNames(): void {
    const { directory } = this.paths;
    this.files.syncDirectory(directory);
    for (let below = directory; below !== dirname(below); below = dirname(below)) {
      try {
        this.files.syncDirectory(dirname(below));
      } catch (error) {
        // One that may not be opened is not one that init has made.
        if (!notOurs.has(errorCode(error) ?? '')) throw error;
      }
    }
  }

  /** Keeps in mind the last confirmed entry, the journal as it is now, and a book file that is as it was written. */
  witness(file: Descriptor, store: string, { n, sum }: Place, book: string | null): void {
    const { size, modified } = this.files.status(file);
    const like = this.accessOf(this.paths.witness);
    writeWitness(this.files, this.paths.witness, { store, n, sum, size, modified, book }, like);
  }

  /** Puts the journal of a new store in place, on disk when this returns; false where there is one. */
  createJournal(bytes: Uint8Array): boolean {
    const { files } = this;
    const { journal } = this.paths;
    if (files.statusOf(journal) !== undefined) return false;
    this.removeDeadTemporaries();
    const temporary = this.temporary();
    const file = files.create(temporary);
    try {
      // Others who make a store here then know that this file is being written.
      ignoringErrors(() => files.tryLock(file));
      writeAll(files, file, bytes, 0);
      files.sync(file);
      return this.placeJournal(temporary);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      // Another one has taken the file away, in the moment before it was locked.
      return this.createJournal(bytes);
    } finally {
      ignoringErrors(() => files.remove(temporary));
      ignoringErrors(() => files.close(file));
    }
  }

  /** Gives a file that is on disk the journal's name, also on disk when this returns; false where there is a journal. */
  placeJournal(temporary: string): boolean {
    const { journal } = this.paths;
    if (this.files.statusOf(journal) !== undefined) return false;
    this.#forgetEarlierWitness();
    if (!this.#giveName(temporary, journal)) return false;
    try {
      this.syncNames();
    } catch (error) {
      // It cannot be taken back: another process may be using it by now.
      return refuse('store-unknown', { path: journal, reason: reasonOf(error) }, { reason: reasonOf(error) });
    }
    return true;
  }

  /** Gives a new file its name; false where that is taken. */
  #giveName(temporary: string, path: string): boolean {
    try {
      this.files.link(temporary, path);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      if (!linkless.has(errorCode(error) ?? '')) throw error;
      if (this.files.statusOf(path) !== undefined) return false;
      this.files.rename(temporary, path);
    }
    return true;
  }

  /** Takes away what killed commands were writing where there is no journal to lock: a living one has its file locked. */
  removeDeadTemporaries(): void {
    for (const path of this.#temporaries()) {
      ignoringErrors(() => {
        const file = this.files.openToWrite(path);
        try {
          if (this.files.tryLock(file)) this.files.remove(path);
        } finally {
          this.files.close(file);
        }
      });
    }
  }

  /** A witness left by an earlier journal would make the new one look damaged, so it is removed first. */
  #forgetEarlierWitness(): void {
    const { directory, witness } = this.paths;
    if (this.files.statusOf(witness) === undefined) return;
    this.files.remove(witness);
    this.files.syncDirectory(directory);
  }

  /** Refuses something else in the place of one of the store's files, also of one that a command could do without. */
  refuseOtherKinds(paths = this.paths.all): void {
    for (const path of paths) {
      const kind = this.io(path, () => this.files.statusOf(path)?.kind) ?? 'file';
      if (kind !== 'file') refuseOtherKind(path, kind);
    }
  }

  /** Refuses a place where there is a store. */
  refuseWhereOneIs(): void {
    const { journal, book } = this.paths;
    this.refuseOtherKinds();
    if (this.files.statusOf(journal) !== undefined || this.files.statusOf(book) !== undefined)
      this.refuseExisting();
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

  refuseExisting(): never {
    const { book } = this.paths;
    return refuse('store-exists', { path: book });
  }

  /**
   * Does something in the store's directory, which is made with the ones above it if need be, each of whose names is then
   * on disk. What was made goes again where it fails.
   */
  inDirectory(action: () => void): void {
    const takeAway = this.makeDirectory();
    try {
      action();
    } catch (error) {
      takeAway();
      throw error;
    }
  }

  /** Makes the store's directory; what is returned takes away what was made, as far as nothing is in it. */
  makeDirectory(): () => void {
    const made: string[] = [];
    const takeAway = () => {
      for (const directory of made.toReversed()) ignoringErrors(() => this.files.removeDirectory(directory));
    };
    try {
      this.#makeDirectory(this.paths.directory, made);
    } catch (error) {
      takeAway();
      throw error;
    }
    return takeAway;
  }

  #makeDirectory(directory: string, made: string[]): void {
    if (this.files.statusOf(directory) !== undefined) return;
    const above = dirname(directory);
    this.#makeDirectory(above, made);
    this.files.makeDirectory(directory);
    made.push(directory);
    this.files.syncDirectory(above);
  }

  /**
   * Does what puts another book file in the place of the one that is there, which is kept under another name if `keep`.
   * Where it fails before that is done, all is as it was; what fails after it is a note.
   */
  replacingBook<T>(
    { keep, key }: { readonly keep: boolean; readonly key: Afterwards },
    replace: () => T,
  ): { readonly keptAs: string | null; readonly outcome: T | null } {
    const { files } = this;
    const { book } = this.paths;
    const inodeAt = (path: string) => files.statusOf(path)?.inode;
    const before = inodeAt(book);
    const keptAs = keep && before !== undefined ? this.#keepBook() : null;
    try {
      return { keptAs, outcome: replace() };
    } catch (error) {
      const now = orUndefined(() => inodeAt(book));
      if (now !== undefined && now !== before) {
        this.options.notice({ key, reason: reasonOf(error) });
        return { keptAs, outcome: null };
      }
      if (keptAs !== null)
        ignoringErrors(() => (now === before ? files.remove(keptAs) : files.rename(keptAs, book)));
      throw error;
    }
  }

  /** Gives the book file a second name or, where a file cannot have two, another one. */
  #keepBook(): string {
    const already = this.keptAlready(this.paths.book, 'edited');
    if (already !== undefined) return already;
    const keptAs = this.aside('edited', 'json');
    try {
      this.files.link(this.paths.book, keptAs);
    } catch (error) {
      if (!linkless.has(errorCode(error) ?? '')) throw error;
      this.files.rename(this.paths.book, keptAs);
    }
    return keptAs;
  }

  /**
   * Replaces the book file by a book that stands at a place of the journal, and its index; the fingerprint of the new
   * file, or null where it cannot be read by pieces.
   */
  writeBook(
    state: Pick<State, 'header' | 'book'> & Partial<State>,
    place: Place,
    durable: boolean,
  ): string | null {
    const { files, paths } = this;
    const { document, index } = this.#written(state, place);
    const temporary = this.temporary();
    writeBookFile(files, paths.book, temporary, document, { durable, like: this.accessOf(paths.book) });
    const status = files.statusOf(paths.book);
    if (index === null || status === undefined) return null;
    const like = this.accessOf(paths.index);
    replaceWhole(files, paths.index, this.temporary(), index, { durable: false, like });
    return fingerprintOf(status);
  }

  /** By what has changed, where the book was read by pieces and its file is as it was written. */
  #written(
    { header, book, devices, found }: Pick<State, 'header' | 'book'> & Partial<State>,
    place: Place,
  ): WrittenBook {
    const head = bookHeadOf(book, header, place.sum, place.offset);
    return devices?.isSound && found?.state === 'indexed' && found.file.isAsWritten
      ? splicedBook(book, devices.moved, head, found.file)
      : writtenBook(book, head);
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
      if (error instanceof NotAFile) return refuseOtherKind(error.path, error.kind);
      const code = errorCode(error);
      if (error instanceof Refusal || code === undefined) throw error;
      return refuse('store-io', { path, reason: code });
    }
  }
}

export const refuseNoStore = (path: string): never => refuse('no-store', { path });
