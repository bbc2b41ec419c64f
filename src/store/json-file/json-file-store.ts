import { dirname } from 'node:path';
import { Book } from '../../inventory/book.ts';
import type { Entry } from '../../inventory/change.ts';
import { decideBringTo } from '../../inventory/decide/bring-to.ts';
import { kinds as allKinds, type Kinds } from '../../inventory/kinds.ts';
import type { Currency } from '../../inventory/money.ts';
import { Refusal, refuse } from '../../inventory/refusal.ts';
import type {
  Committed,
  Decide,
  Finding,
  HistoryQuery,
  Repaired,
  RowOfDevice,
  Snapshot,
  Store,
  StoreInfo,
  StoreOptions,
  Verification,
} from '../store.ts';
import { dataOf, readBookFile, sealedBook, writeBookFile } from './book-file.ts';
import { entryLine, format, type Header, headerLine } from './entry-line.ts';
import type { Descriptor, FileSystem } from './files.ts';
import { lines } from './journal-lines.ts';
import { JournalPast } from './journal-past.ts';
import { appendEntry, reasonOf, setTornTailAside } from './journal-writer.ts';
import { nodeFiles } from './node-files.ts';
import { type StorePaths, storePaths } from './paths.ts';
import { salvage, soundRuns } from './salvage.ts';
import { applies, nextEntry, type Place, readBeside, readState, type State, tryBook } from './state.ts';
import { attempt, createWhole, errorCode, readAt } from './whole-file.ts';
import { readWitness, type Witness, writeWitness } from './witness.ts';

/** What a JSON file store works with; a test stands in for any of it. */
export interface JsonFileOptions extends StoreOptions {
  readonly files?: FileSystem;
  readonly kinds?: Kinds;
  /** A short text that no other call gives, for names of files and stores. */
  unique?(): string;
}

/** A book file up to this size is rewritten at every entry; a larger one may stay behind the journal. */
const alwaysCurrentBytes = 256 * 1024;
/** How far it may stay behind, in entries. */
const mostEntriesBehind = 256;

/** Makes a store; only this does. Refuses where there is one. */
export async function initJsonFileStore(
  book: string,
  currency: Currency,
  options: JsonFileOptions,
): Promise<Store> {
  const store = new JsonFileStore(book, options);
  store.init(currency);
  return store;
}

/** The store whose book file is at that path. */
export async function openJsonFileStore(book: string, options: JsonFileOptions): Promise<Store> {
  return new JsonFileStore(book, options);
}

class JsonFileStore implements Store {
  readonly #paths: StorePaths;
  readonly #options: JsonFileOptions;
  readonly #files: FileSystem;
  readonly #kinds: Kinds;

  constructor(book: string, options: JsonFileOptions) {
    this.#paths = storePaths(book);
    this.#options = options;
    this.#files = options.files ?? nodeFiles;
    this.#kinds = options.kinds ?? allKinds;
  }

  #unique(): string {
    return this.#options.unique?.() ?? crypto.randomUUID().slice(0, 8);
  }

  #aside(what: string, extension: string): string {
    return this.#paths.beside(what, this.#unique(), extension);
  }

  #now(): string {
    return new Date(this.#options.now()).toISOString();
  }

  /** The journal first, whole under its name or not there at all; then the book, which follows from it. */
  init(currency: Currency): void {
    const { directory, journal, book } = this.#paths;
    this.#io(directory, () => {
      this.#makeDirectory(directory);
      if (this.#files.statusOf(journal) !== undefined || this.#files.statusOf(book) !== undefined)
        refuseExisting(book);
      const header: Header = { format, reader: format, store: this.#unique(), currency };
      const { bytes, sum } = headerLine(header, this.#now(), this.#options.by);
      this.#createJournal(bytes);
      const data = dataOf(new Book(currency, this.#kinds), header, sum, bytes.length);
      this.#afterCommit(() => writeBookFile(this.#files, book, this.#aside('new', 'tmp'), data, true));
    });
  }

  /** Makes a directory with the ones above it, each of whose names is then on disk. */
  #makeDirectory(directory: string): void {
    if (this.#files.statusOf(directory) !== undefined) return;
    const above = dirname(directory);
    this.#makeDirectory(above);
    this.#files.makeDirectory(directory);
    this.#files.syncDirectory(above);
  }

  #createJournal(bytes: Uint8Array): void {
    const { directory, journal, book } = this.#paths;
    const temporary = this.#aside('new', 'tmp');
    createWhole(this.#files, temporary, bytes, { durable: true });
    try {
      this.#files.link(temporary, journal);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return refuseExisting(book);
      throw error;
    } finally {
      attempt(() => this.#files.remove(temporary));
    }
    this.#files.syncDirectory(directory);
  }

  async read(): Promise<Snapshot> {
    return this.#withJournal('read', (file) => {
      const state = this.#readState(file);
      this.#noticeFindings(state);
      return { book: state.book, past: this.#openPast(state) };
    });
  }

  /** A past that outlives the call: it reads through a descriptor of its own, closed with the store. */
  #openPast(state: State): JournalPast {
    const file = this.#files.openToRead(this.#paths.journal);
    this.#open.push(file);
    return new JournalPast(this.#files, file, state.firstEntry, state.last.offset);
  }

  readonly #open: Descriptor[] = [];

  async readAsOf(time: number): Promise<Book> {
    return this.#withJournal('read', (file) => {
      const state = this.#readState(file);
      this.#noticeFindings(state);
      const past = new JournalPast(this.#files, file, state.firstEntry, state.last.offset);
      let last = 0;
      for (const { n, at } of past.entries()) if (Date.parse(at) <= time) last = n;
      const book = new Book(state.header.currency, this.#kinds);
      for (const entry of past.entries()) {
        if (entry.n > last) break;
        book.applyEntry(entry);
      }
      return book;
    });
  }

  async history({ device }: HistoryQuery): Promise<Iterable<RowOfDevice>> {
    const { past } = await this.#readPast();
    return past.rows(device);
  }

  async lastBearer(code: string): Promise<number | undefined> {
    const { past } = await this.#readPast();
    return past.lastBearer(code);
  }

  async #readPast(): Promise<{ past: JournalPast }> {
    return this.#withJournal('read', (file) => ({ past: this.#openPast(this.#readState(file)) }));
  }

  async rehearse<T>(decide: Decide<T>): Promise<Committed<T>> {
    return this.#withJournal('read', (file) => {
      const state = this.#readState(file);
      const past = new JournalPast(this.#files, file, state.firstEntry, state.last.offset);
      const { answer } = decide(state.book, past, this.#now());
      return { entry: null, answer, book: state.book };
    });
  }

  async commit<T>(decide: Decide<T>): Promise<Committed<T>> {
    return this.#locked((file) => {
      const state = this.#stateToWrite(file);
      const at = this.#now();
      const past = new JournalPast(this.#files, file, state.firstEntry, state.last.offset);
      const { record, answer } = decide(state.book, past, at);
      if (record === null) {
        // What is already there may have been written by a process that was killed before it was on disk.
        this.#io(this.#paths.journal, () => this.#files.syncData(file));
        return { entry: null, answer, book: state.book };
      }
      const entry: Entry = { n: state.last.n + 1, at, by: this.#options.by, ...record };
      this.#refuseForeignWriter(file, state.last.offset);
      const place = appendEntry(this.#files, file, entry, state.last, this.#paths);
      state.book.endEntry(entry.n);
      this.#afterCommit(() => this.#follow(file, state, place));
      return { entry, answer, book: state.book };
    });
  }

  /** The state to write on: a torn tail is set aside, damage refused. */
  #stateToWrite(file: Descriptor): State {
    const { journal } = this.#paths;
    return this.#io(journal, () => {
      const state = this.#readState(file);
      if (state.tail.state === 'damaged') return this.#refuseDamaged(state);
      if (state.tail.state === 'torn') {
        const aside = this.#aside('torn', 'jsonl');
        setTornTailAside(this.#files, file, state.last.offset, state.journalSize, aside);
        this.#options.notice({ key: 'torn-tail-set-aside', path: aside });
      }
      return state;
    });
  }

  #refuseDamaged({ last }: State): never {
    const where = { entry: last.n + 1, byte: last.offset };
    return refuse('damaged', 'store-damaged', { path: this.#paths.journal, ...where }, where);
  }

  /** Someone who does not keep to the lock has written since we read: start again is all that is safe. */
  #refuseForeignWriter(file: Descriptor, size: number): void {
    if (this.#io(this.#paths.journal, () => this.#files.status(file).size) !== size) this.#refuseBusy();
  }

  /** Lets the witness and, where it is due, the book file follow an entry. */
  #follow(file: Descriptor, state: State, place: Place): void {
    this.#seen(file, place);
    const { found, bookPlace } = state;
    const behind =
      bookPlace === null ? null : { entries: place.n - bookPlace.n, bytes: place.offset - bookPlace.offset };
    const size = found.state === 'sound' ? found.sizeBytes : 0;
    const due =
      behind === null ||
      size <= alwaysCurrentBytes ||
      behind.entries >= mostEntriesBehind ||
      behind.bytes >= size / 8;
    if (due) this.#writeBook(state, state.book, place, false);
  }

  #seen(file: Descriptor, { n, sum }: Place): void {
    const { size, modified } = this.#files.status(file);
    writeWitness(this.#files, this.#paths.witness, { n, sum, size, modified });
  }

  /** Replaces the book file; one that is not as stockbook wrote it is kept aside. */
  #writeBook({ header, found, bookPlace }: State, book: Book, place: Place, durable: boolean): void {
    const strange = found.state === 'not-as-written' || (found.state === 'sound' && bookPlace === null);
    const keptAs = strange ? this.#keepBookAside() : null;
    writeBookFile(
      this.#files,
      this.#paths.book,
      this.#aside('new', 'tmp'),
      dataOf(book, header, place.sum, place.offset),
      durable,
    );
    if (strange || found.state === 'missing')
      this.#options.notice({ key: 'book-rebuilt', path: this.#paths.book, keptAs });
  }

  #keepBookAside(): string {
    const aside = this.#aside('edited', 'json');
    this.#files.rename(this.#paths.book, aside);
    return aside;
  }

  #noticeFindings(state: State): void {
    if (state.tail.state === 'damaged') {
      this.#options.notice({ key: 'damaged-after', entry: state.last.n, byte: state.last.offset });
    }
    const strange =
      state.found.state === 'not-as-written' || (state.found.state === 'sound' && state.bookPlace === null);
    if (strange) this.#options.notice({ key: 'book-not-as-written', path: this.#paths.book });
  }

  /**
   * The store as its files are found: from the book file on or, where the journal is not as it was left, from its
   * first entry.
   */
  #readState(file: Descriptor, everything = false): State {
    const beside = readBeside(this.#files, this.#paths);
    const whole = everything || !this.#isAsLeft(file, beside.witness);
    return readState(this.#files, file, beside, this.#paths, this.#kinds, whole);
  }

  /** Whether nobody but stockbook has touched the journal. A writer beside us may just have moved the witness on. */
  #isAsLeft(file: Descriptor, witness: Witness | undefined): boolean {
    const { size, modified } = this.#files.status(file);
    const matches = (seen: Witness | undefined) => seen?.size === size && seen.modified === modified;
    return matches(witness) || matches(readWitness(this.#files, this.#paths.witness));
  }

  async info(): Promise<StoreInfo> {
    return this.#withJournal('read', (file) => {
      const state = this.#readState(file);
      this.#noticeFindings(state);
      const [lastEntry] = new JournalPast(this.#files, file, state.firstEntry, state.last.offset).backwards();
      let units = 0n;
      for (const { quantity } of state.book.devices()) units += BigInt(quantity);
      return {
        where: this.#paths.book,
        format: state.header.format,
        currency: state.header.currency,
        devices: state.book.size,
        units,
        entries: state.last.n,
        sizeBytes: state.journalSize + (this.#files.statusOf(this.#paths.book)?.size ?? 0),
        lastEntry: lastEntry ?? null,
      };
    });
  }

  async verify(): Promise<Verification> {
    return this.#withJournal('read', (file) => {
      const state = this.#readState(file, true);
      const findings = [...tailFindings(state), ...this.#bookFindings(file, state)];
      return { entries: state.last.n, devices: state.book.size, findings };
    });
  }

  #bookFindings(file: Descriptor, state: State): readonly Finding[] {
    const path = this.#paths.book;
    const { found, bookPlace } = state;
    if (found.state === 'missing') return [{ key: 'book-missing', path }];
    if (found.state === 'not-as-written' || bookPlace === null) return [{ key: 'book-differs', path }];
    const replayed = this.#replay(file, state, bookPlace.n);
    if (replayed === undefined) return [];
    const same = sealedBook(dataOf(replayed, state.header, bookPlace.sum, bookPlace.offset)).equals(
      sealedBook(found.data),
    );
    return same ? [] : [{ key: 'book-differs', path }];
  }

  /** The book as it stood after entry n; undefined where the sound part of the journal ends before. */
  #replay(file: Descriptor, state: State, n: number): Book | undefined {
    if (n > state.last.n) return undefined;
    if (n === state.last.n) return state.book;
    const book = new Book(state.header.currency, this.#kinds);
    for (const entry of new JournalPast(this.#files, file, state.firstEntry, state.last.offset).entries()) {
      if (entry.n > n) break;
      book.applyEntry(entry);
    }
    return book;
  }

  async repair(): Promise<Repaired> {
    if (this.#files.statusOf(this.#paths.journal) === undefined) return this.#restoreJournal();
    return this.#locked((file) =>
      this.#io(this.#paths.journal, () => {
        const state = this.#readStateIfHeaded(file);
        if (state === undefined) return this.#replaceHeadlessJournal();
        if (state.tail.state === 'damaged') return this.#cutDamage(file, state);
        const setAside: string[] = [];
        if (state.tail.state === 'torn') {
          const aside = this.#aside('torn', 'jsonl');
          setTornTailAside(this.#files, file, state.last.offset, state.journalSize, aside);
          setAside.push(aside);
        }
        const differs = this.#bookFindings(file, state).length > 0;
        if (differs) setAside.push(...this.#rebuildBook(state, state.book, state.last));
        this.#seen(file, state.last);
        return { setAside, lost: [], bookRebuilt: differs, corrections: [] };
      }),
    );
  }

  #readStateIfHeaded(file: Descriptor): State | undefined {
    try {
      return this.#readState(file, true);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'damaged') return undefined;
      throw error;
    }
  }

  /** Without its first line a journal cannot be read: it is set aside whole, and the book file is all there is. */
  #replaceHeadlessJournal(): Repaired {
    if (readBookFile(this.#files, this.#paths.book).state !== 'sound') return this.#restoreJournal();
    const aside = this.#aside('damaged', 'jsonl');
    this.#files.rename(this.#paths.journal, aside);
    const repaired = this.#restoreJournal();
    return { ...repaired, setAside: [aside, ...repaired.setAside] };
  }

  #rebuildBook(state: State, book: Book, place: Place): readonly string[] {
    const aside = state.found.state === 'missing' ? [] : [this.#keepBookAside()];
    writeBookFile(
      this.#files,
      this.#paths.book,
      this.#aside('new', 'tmp'),
      dataOf(book, state.header, place.sum, place.offset),
      true,
    );
    return aside;
  }

  /**
   * Sets a damaged journal aside and goes on with what is sound of it: the entries before the damage, and those after
   * it that are still whole. What was lost between them is corrected from those and from what the book file knows.
   */
  #cutDamage(file: Descriptor, state: State): Repaired {
    const { book, last, journalSize, witness } = state;
    const sound = readAt(this.#files, file, 0, last.offset);
    const runs = soundRuns(this.#files, file, last, journalSize);
    const target = this.#bookBeyond(file, state);
    const seen = Math.max(last.n + 1, witness?.n ?? 0, target?.entry ?? 0, runs.at(-1)?.at(-1)?.n ?? 0);
    const salvaged = salvage(book, last, runs, { at: this.#now(), by: this.#options.by, seen, target });
    const { place, lost, corrections } = salvaged;
    const aside = this.#replaceJournal(Buffer.concat([sound, ...salvaged.lines]));
    const setAside = [aside, ...this.#rebuildBook(state, book, place)];
    this.#withFile('write', (fresh) => this.#seen(fresh, place));
    return { setAside, lost, bookRebuilt: true, corrections };
  }

  /** The book file's book with the sound entries after it, where it knows more than the sound part of the journal. */
  #bookBeyond(file: Descriptor, { found, header, last, journalSize, bookPlace }: State): Book | undefined {
    if (found.state !== 'sound' || found.data.store !== header.store || found.data.entry <= last.n)
      return undefined;
    const book = tryBook(found.data, this.#kinds);
    if (book === undefined || bookPlace === null) return book;
    let place = bookPlace;
    for (const line of lines(this.#files, file, place.offset, journalSize)) {
      const next = nextEntry(line, place);
      if (next === undefined || !applies(book, next.entry)) break;
      place = next.place;
    }
    return tryBook(dataOf(book, header, place.sum, place.offset), this.#kinds);
  }

  /** Puts new content in the journal's place; the old file is kept under the name that is returned. */
  #replaceJournal(bytes: Uint8Array): string {
    const { directory, journal } = this.#paths;
    const aside = this.#aside('damaged', 'jsonl');
    const temporary = this.#aside('new', 'tmp');
    createWhole(this.#files, temporary, bytes, { durable: true });
    this.#files.link(journal, aside);
    this.#files.syncDirectory(directory);
    this.#files.rename(temporary, journal);
    this.#files.syncDirectory(directory);
    return aside;
  }

  /** Without a journal the book file is all there is: a new journal begins with what it says. */
  #restoreJournal(): Repaired {
    const { book: path, journal } = this.#paths;
    return this.#io(journal, () => {
      const found = readBookFile(this.#files, path);
      if (found.state === 'missing') return refuseNoStore(path);
      const target = found.state === 'sound' ? tryBook(found.data, this.#kinds) : undefined;
      if (found.state !== 'sound' || target === undefined) {
        return refuse('damaged', 'beyond-repair', { path }, { entry: 0, byte: 0 });
      }
      const header: Header = { format, reader: format, store: found.data.store, currency: target.currency };
      const at = this.#now();
      const first = headerLine(header, at, this.#options.by);
      const book = new Book(target.currency, this.#kinds);
      const record = decideBringTo(book, target, at);
      const entry: Entry | null = record === null ? null : { n: 1, at, by: this.#options.by, ...record };
      const line = entry === null ? null : entryLine(entry, first.sum);
      const bytes = line === null ? first.bytes : Buffer.concat([first.bytes, line.bytes]);
      this.#createJournal(bytes);
      book.endEntry(entry === null ? 0 : 1);
      const data = dataOf(book, header, line?.sum ?? first.sum, bytes.length);
      const aside = this.#keepBookAside();
      writeBookFile(this.#files, path, this.#aside('new', 'tmp'), data, true);
      const place: Place = { n: book.entry, sum: data.chain, offset: data.offset };
      this.#withFile('write', (fresh) => this.#seen(fresh, place));
      const lost = Array.from({ length: found.data.entry }, (_, index) => index + 1);
      return { setAside: [aside], lost, bookRebuilt: true, corrections: entry === null ? [] : [entry.n] };
    });
  }

  async close(): Promise<void> {
    for (const file of this.#open.splice(0)) attempt(() => this.#files.close(file));
  }

  /** Does something alone: no other process writes until it is done. */
  #locked<T>(action: (file: Descriptor) => T): T {
    const deadline = performance.now() + this.#options.waitMs;
    for (;;) {
      const outcome = this.#withJournal('write', (file) => {
        if (!this.#lock(file, deadline)) return null;
        const current = this.#io(
          this.#paths.journal,
          () => this.#files.statusOf(this.#paths.journal)?.inode === this.#files.status(file).inode,
        );
        return current ? { value: action(file) } : null;
      });
      if (outcome !== null) return outcome.value;
      if (performance.now() >= deadline) this.#refuseBusy();
    }
  }

  #lock(file: Descriptor, deadline: number): boolean {
    for (let pause = 1; ; pause = Math.min(pause * 2, 20)) {
      if (this.#io(this.#paths.journal, () => this.#files.tryLock(file))) return true;
      if (performance.now() >= deadline) return false;
      this.#files.pause(pause * (0.5 + Math.random()));
    }
  }

  #refuseBusy(): never {
    const seconds = this.#options.waitMs / 1000;
    return refuse('busy', 'store-busy', { path: this.#paths.book, seconds }, { seconds });
  }

  #withJournal<T>(how: 'read' | 'write', action: (file: Descriptor) => T): T {
    return this.#io(this.#paths.journal, () => this.#withFile(how, action));
  }

  #withFile<T>(how: 'read' | 'write', action: (file: Descriptor) => T): T {
    const { journal, book } = this.#paths;
    let file: Descriptor;
    try {
      file = how === 'read' ? this.#files.openToRead(journal) : this.#files.openToWrite(journal);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      return this.#files.statusOf(book) === undefined
        ? refuseNoStore(book)
        : refuse('damaged', 'journal-missing', { path: journal }, { entry: 0, byte: 0 });
    }
    try {
      return action(file);
    } finally {
      this.#afterCommit(() => this.#files.close(file));
    }
  }

  /** Once an entry is recorded, nothing that fails after it makes the answer a failure. */
  #afterCommit(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#options.notice({ key: 'after-commit', reason: reasonOf(error) });
    }
  }

  /** Turns an error of the file system into a refusal that names the file. */
  #io<T>(path: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      const code = errorCode(error);
      if (error instanceof Refusal || code === undefined) throw error;
      if (code === 'ELOOP') return refuse('io', 'store-is-link', { path }, { path });
      return refuse('io', 'store-io', { path, reason: code }, { path, reason: code });
    }
  }
}

const refuseExisting = (path: string): never => refuse('exists', 'store-exists', { path }, { path });

const refuseNoStore = (path: string): never => refuse('no-store', 'no-store', { path }, { path });

function tailFindings({ tail, last }: State): readonly Finding[] {
  switch (tail.state) {
    case 'clean':
      return [];
    case 'torn':
      return [{ key: 'torn-tail', byte: last.offset, bytes: tail.bytes }];
    case 'damaged':
      return tail.reason === 'missing'
        ? [{ key: 'entries-missing', entry: last.n + 1, seen: tail.seen }]
        : [{ key: 'entry-damaged', entry: last.n + 1, byte: last.offset, reason: tail.reason }];
  }
}
