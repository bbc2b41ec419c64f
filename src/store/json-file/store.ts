import { Book } from '../../inventory/book/book.ts';
import type { Entry } from '../../inventory/book/change.ts';
import { lastMadeBy, type Timed } from '../../inventory/book/clock.ts';
import type { Currency } from '../../inventory/values/money.ts';
import { format, type Header, headerLine, oldestReader } from '../journal/header.ts';
import type { Committed, Decide, HistoryQuery, RecordedRow, Snapshot, StoreInfo } from '../store.ts';
import type { Backup, KeptStore, Repaired, Verification } from '../upkeep.ts';
import type { IndexedBookFile } from './book/indexed-book.ts';
import type { Descriptor } from './files/files.ts';
import { createJournal } from './files/new-journal.ts';
import { type JsonFileOptions, StoreFiles } from './files/store-files.ts';
import { ignoringErrors, orUndefined } from './files/whole-file.ts';
import { type JournalPart, journalParts } from './journal/journal-index.ts';
import { JournalReader } from './journal/journal-reader.ts';
import { appendEntry } from './journal/journal-writer.ts';
import type { Place } from './journal/place.ts';
import { followEntry, writeBook } from './state/derived-files.ts';
import { readState } from './state/read-state.ts';
import { makeSound } from './state/settle.ts';
import { type FoundState, isStrange } from './state/state.ts';
import { upgradeJournal } from './upkeep/upgrade.ts';

/** Makes a store; only this does. Refuses where there is one. */
export async function initJsonFileStore(
  book: string,
  currency: Currency,
  options: JsonFileOptions,
): Promise<KeptStore> {
  const storeFiles = new StoreFiles(book, options);
  storeFiles.io(storeFiles.paths.directory, () => init(storeFiles, currency));
  return new JsonFileStore(storeFiles);
}

/** The store whose book file is at that path. */
export async function openJsonFileStore(book: string, options: JsonFileOptions): Promise<KeptStore> {
  return new JsonFileStore(new StoreFiles(book, options));
}

/** The journal first, whole under its name or not there at all; then the book, which follows from it. */
function init(storeFiles: StoreFiles, currency: Currency): void {
  const header: Header = { format, reader: oldestReader, store: storeFiles.unique(), currency };
  const { bytes, sum } = headerLine(header, storeFiles.now(), storeFiles.options.by);
  createJournal(storeFiles, bytes);
  const place: Place = { n: 0, sum, offset: bytes.length };
  const book = Book.empty(currency, storeFiles.kinds);
  storeFiles.afterCommit(() => writeBook(storeFiles, { header, book }, place, true));
}

class JsonFileStore implements KeptStore {
  readonly #storeFiles: StoreFiles;
  /** Journals that pasts still read from. */
  readonly #open: Descriptor[] = [];
  /** Book files that books still read from. */
  readonly #books: IndexedBookFile[] = [];

  constructor(storeFiles: StoreFiles) {
    this.#storeFiles = storeFiles;
  }

  get where(): string {
    return this.#storeFiles.paths.book;
  }

  async read(): Promise<Snapshot> {
    const { book, journal } = this.#readPast();
    return { book, journal };
  }

  async readAsOf(time: number): Promise<Book> {
    const { book, journal } = this.#readPast();
    const last = lastMadeBy([...timesOf(journal)], time, Date.parse(this.#storeFiles.now()));
    if (last === book.entry) return book;
    const { bookAfter } = await import('./book/replay.ts');
    return this.#storeFiles.interruptible(() =>
      bookAfter(this.#storeFiles.kinds, journal, book.currency, last),
    );
  }

  async history(query: HistoryQuery): Promise<Iterable<RecordedRow>> {
    const { book, journal } = this.#readPast();
    return { [Symbol.iterator]: () => journal.rows(query, book.places) };
  }

  /** The book, and a past that outlives the call: its journal is closed with the store. */
  #readPast(): { readonly book: Book; readonly journal: JournalReader } {
    return this.#opened((file) => {
      const state = this.#readState(file);
      this.#noticeFindings(state);
      return { book: state.book, journal: this.#journal(file, state) };
    });
  }

  /** Does something with a journal that stays open as long as the store. */
  #opened<T>(action: (file: Descriptor) => T): T {
    const { file, outcome } = this.#storeFiles.opened(action);
    this.#open.push(file);
    return outcome;
  }

  #journal(file: Descriptor, state: FoundState): JournalReader {
    const { firstEntry, last, asLeft } = state;
    return new JournalReader(this.#storeFiles.files, file, firstEntry, last.offset, () =>
      asLeft ? this.#openIndex(file, state) : [],
    );
  }

  /** The index of a journal, which stays open as long as that does. */
  #openIndex(file: Descriptor, { header: { store }, firstEntry }: FoundState): readonly JournalPart[] {
    const { files, paths } = this.#storeFiles;
    const index = orUndefined(() => files.openToRead(paths.journalIndex));
    if (index === undefined) return [];
    this.#open.push(index);
    return orUndefined(() => journalParts(files, index, { file, store, firstEntry })) ?? [];
  }

  async rehearse<T>(decide: Decide<T>): Promise<Committed<T>> {
    return this.#storeFiles.reading((file) => {
      const state = this.#readState(file);
      const { answer } = this.#decided(file, state, decide, this.#storeFiles.now());
      return { entry: null, answer };
    });
  }

  /** Makes a decision on a state, with a book of its own; its journal is not left open. */
  #decided<T>(
    file: Descriptor,
    state: FoundState,
    decide: Decide<T>,
    at: string,
  ): ReturnType<Decide<T>> & { readonly book: Book } {
    const opened = this.#open.length;
    const book = new Book(state.book, this.#storeFiles.kinds);
    try {
      return { ...decide(book, this.#journal(file, state), at), book };
    } finally {
      for (const index of this.#open.splice(opened))
        ignoringErrors(() => this.#storeFiles.files.close(index));
    }
  }

  /** A state whose book is asked until the store is closed. */
  #readState(file: Descriptor): FoundState {
    const state = readState(this.#storeFiles, file);
    if (state.found.state === 'indexed') this.#books.push(state.found.file);
    return state;
  }

  /** Decides and records on one page: lock, read new entries, settle, decide, write, update the derived files. */
  async commit<T>(decide: Decide<T>): Promise<Committed<T>> {
    const storeFiles = this.#storeFiles;
    const { files, paths, options } = storeFiles;
    return storeFiles.withLock((file) => {
      const state = storeFiles.readingLong(file, () => readState(storeFiles, file));
      try {
        makeSound(storeFiles, file, state);
        if (state.header.format < format) upgradeJournal(storeFiles, file, state);
        const at = storeFiles.now();
        const { entry: decided, answer, book } = this.#decided(file, state, decide, at);
        if (decided === null) {
          // An existing entry may have been written by a process that was killed before syncing it.
          files.syncData(file);
          return { entry: null, answer };
        }
        const entry: Entry = { n: state.last.n + 1, at, by: options.by, ...decided };
        // Another process ignored the lock and wrote since we read: refuse as busy, so that the caller retries.
        if (files.status(file).size !== state.last.offset || !storeFiles.isCurrent(file))
          storeFiles.refuseBusy();
        options.recording?.();
        const place = appendEntry(files, file, entry, state.last, paths);
        storeFiles.expectCurrent(file);
        state.book.absorb(book);
        state.book.endEntry(entry.n);
        followEntry(storeFiles, file, state, place);
        return { entry, answer };
      } finally {
        if (state.found.state === 'indexed') state.found.file.close();
      }
    });
  }

  #noticeFindings(state: FoundState): void {
    const { options, paths } = this.#storeFiles;
    if (state.tail.state === 'damaged') {
      options.notice({ key: 'damaged-after', entry: state.last.n, byte: state.last.offset });
    }
    if (isStrange(state)) options.notice({ key: 'book-not-as-written', path: paths.book });
  }

  async info(): Promise<StoreInfo> {
    const { files, paths } = this.#storeFiles;
    return this.#storeFiles.reading((file) => {
      const state = this.#readState(file);
      this.#noticeFindings(state);
      const lastEntry = this.#journal(file, state).entry(state.last.n);
      let units = 0n;
      for (const { id } of state.book.devices()) units += BigInt(state.book.onHand(id));
      return {
        where: paths.book,
        format: state.header.format,
        upgradedFrom: state.header.from?.format ?? null,
        currency: state.header.currency,
        devices: state.book.size,
        units,
        entries: state.last.n,
        sizeBytes: state.journalSize + (files.statusOf(paths.book)?.size ?? 0),
        lastEntry: lastEntry ?? null,
      };
    });
  }

  async verify(): Promise<Verification> {
    const { findings } = await import('./upkeep/verify.ts');
    return this.#storeFiles.reading((file) => {
      const state = readState(this.#storeFiles, file, true);
      return {
        entries: state.last.n,
        devices: state.book.size,
        findings: findings(this.#storeFiles, file, state),
      };
    });
  }

  async backup(): Promise<Backup> {
    const { backupOf } = await import('./upkeep/backup.ts');
    return backupOf(this.#storeFiles);
  }

  async repair(currency?: Currency): Promise<Repaired> {
    const { repairStore } = await import('./upkeep/repair.ts');
    return repairStore(this.#storeFiles, currency);
  }

  async close(): Promise<void> {
    for (const file of this.#open.splice(0)) ignoringErrors(() => this.#storeFiles.files.close(file));
    for (const book of this.#books.splice(0)) book.close();
  }
}

function* timesOf(journal: JournalReader): Generator<Timed> {
  for (const { n, at } of journal.entries()) yield { n, time: Date.parse(at) };
}
