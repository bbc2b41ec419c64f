import { Book } from '../../inventory/book/book.ts';
import type { Entry } from '../../inventory/book/change.ts';
import { type EntryTimes, entryTimes, lastMadeBy } from '../../inventory/book/clock.ts';
import type { Places } from '../../inventory/book/places.ts';
import type { RecordedRow } from '../../inventory/look/history.ts';
import { listed, ownTextsIn, type Selection } from '../../inventory/look/listing.ts';
import type { ReplayedChange } from '../../inventory/look/valuation/valuation.ts';
import type { Currency } from '../../inventory/values/money.ts';
import { maxPageRows } from '../../limits.ts';
import { format, type Header, headerLine, oldestReader } from '../journal/header.ts';
import { pagesOf } from '../pages.ts';
import type {
  Committed,
  Decide,
  HistoryQuery,
  Listed,
  ListedLines,
  ListQuery,
  Question,
  StoreInfo,
} from '../store.ts';
import type { Backup, KeptStore, Repaired, Verification } from '../upkeep.ts';
import { linesByCode } from './book/by-code.ts';
import { devicesWithTexts } from './book/devices-with-texts.ts';
import { bookAfter } from './book/replay.ts';
import { unitsOf, unitsSince } from './book/units.ts';
import type { Descriptor } from './files/files.ts';
import { createJournal } from './files/new-journal.ts';
import { type JsonFileOptions, StoreFiles } from './files/store-files.ts';
import { ignoringErrors, orUndefined } from './files/whole-file.ts';
import { ifSound } from './index/checked-file.ts';
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

  constructor(storeFiles: StoreFiles) {
    this.#storeFiles = storeFiles;
  }

  get where(): string {
    return this.#storeFiles.paths.book;
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
        const { said, book } = this.#asked(file, state, decide, at);
        const { entry: decided, answer } = said;
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
        closeBook(state);
      }
    });
  }

  async ask<T>(question: Question<T>): Promise<T> {
    return this.#reading((state, file) => this.#asked(file, state, question, this.#storeFiles.now()).said);
  }

  /** What is made of a state and the journal behind it, on a book of its own. */
  #asked<T>(
    file: Descriptor,
    state: FoundState,
    question: Question<T>,
    at: string,
  ): { readonly said: T; readonly book: Book } {
    const { journal, close } = openPast(this.#storeFiles, file, state);
    const book = new Book(state.book, this.#storeFiles.kinds);
    try {
      return { said: question(book, journal, at), book };
    } finally {
      close();
    }
  }

  /** Does something with what is recorded, without a lock. */
  #reading<T>(action: (state: FoundState, file: Descriptor) => T): T {
    return this.#storeFiles.reading((file) => {
      const state = this.#readNoticing(file);
      try {
        return action(state, file);
      } finally {
        closeBook(state);
      }
    });
  }

  async list({ asOf, place, ...selection }: ListQuery): Promise<Listed> {
    return this.#reading((state, file) => {
      const then = asOf === undefined ? state.book : this.#bookAsOf(file, state, asOf);
      const at =
        typeof place === 'function' ? this.#asked(file, state, place, this.#storeFiles.now()).said : place;
      const book = at === undefined ? then : then.at(at, state.book.places);
      const among = asOf === undefined ? this.#devicesToSearch(state, selection) : undefined;
      const rows = this.#storeFiles.interruptible(() => listed(book, selection, among));
      const { currency, entry, places } = book;
      return { currency, entry, places, pages: pagesOf(rows) };
    });
  }

  async linesByCode(): Promise<ListedLines | undefined> {
    return this.#reading(({ found, book, devices }) =>
      found.state === 'indexed' && devices?.isSound === true && book.size > 0 && !book.places.isPlaced
        ? this.#storeFiles.interruptible(() => ifSound(() => linesByCode(found.file, book, devices.moved)))
        : undefined,
    );
  }

  /** The devices that a selection can find, if its words say so; undefined where they may be any. */
  #devicesToSearch({ found, book }: FoundState, { words, forgiving }: Selection) {
    const texts = forgiving === undefined ? ownTextsIn(words, this.#storeFiles.kinds) : [];
    return texts.length === 0 || found.state !== 'indexed'
      ? undefined
      : ifSound(() => devicesWithTexts(found.file, book, texts));
  }

  #bookAsOf(file: Descriptor, { firstEntry, last, book }: FoundState, time: number): Book {
    const { files, kinds } = this.#storeFiles;
    const journal = new JournalReader(files, file, firstEntry, last.offset);
    const n = lastMadeBy([...journal.times()], time, Date.parse(this.#storeFiles.now()));
    if (n === book.entry) return book;
    return this.#storeFiles.interruptible(() => bookAfter(kinds, journal, book.currency, n));
  }

  async *history(query: HistoryQuery): AsyncGenerator<readonly RecordedRow[]> {
    const { file, journal, places, close } = this.#openedPast();
    try {
      const rows = journal.rows(query, places);
      for (;;) {
        const page = this.#readingJournal(file, () => nextPage(rows));
        if (page.length === 0) return;
        yield page;
      }
    } finally {
      close();
    }
  }

  async entryTimes(since: number): Promise<EntryTimes> {
    const { file, journal, close } = this.#openedPast();
    try {
      const now = Date.parse(this.#storeFiles.now());
      return this.#readingJournal(file, () => entryTimes([...journal.times()], now, since));
    } finally {
      close();
    }
  }

  async replay(upTo: number, take: (change: ReplayedChange) => void): Promise<void> {
    const { file, journal, close } = this.#openedPast();
    try {
      this.#readingJournal(file, () => {
        for (const change of journal.deviceChanges(upTo)) take(change);
      });
    } finally {
      close();
    }
  }

  /** Reads on in the journal, which may take long. */
  #readingJournal<T>(file: Descriptor, read: () => T): T {
    const storeFiles = this.#storeFiles;
    return storeFiles.io(storeFiles.paths.journal, () => storeFiles.readingLong(file, read));
  }

  /** The journal, open until `close`, with the places as they are now. */
  #openedPast(): {
    readonly file: Descriptor;
    readonly journal: JournalReader;
    readonly places: Places;
    close(): void;
  } {
    const storeFiles = this.#storeFiles;
    const { file, outcome: state } = storeFiles.opened((opened) => this.#readNoticing(opened));
    closeBook(state);
    const { journal, close } = openPast(storeFiles, file, state);
    return {
      file,
      journal,
      places: state.book.places,
      close: () => {
        close();
        ignoringErrors(() => storeFiles.files.close(file));
      },
    };
  }

  #readNoticing(file: Descriptor): FoundState {
    const state = readState(this.#storeFiles, file);
    this.#noticeFindings(state);
    return state;
  }

  #noticeFindings(state: FoundState): void {
    const { options, paths } = this.#storeFiles;
    if (state.tail.state === 'damaged') {
      const place = { entry: state.last.n, byte: state.last.offset };
      options.notice({ key: 'damaged-after', place });
    }
    if (isStrange(state)) options.notice({ key: 'book-not-as-written', where: paths.book });
  }

  async info(): Promise<StoreInfo> {
    const { files, paths } = this.#storeFiles;
    return this.#reading(({ header, book, devices, found, firstEntry, last, journalSize }, file) => {
      const lastEntry = new JournalReader(files, file, firstEntry, last.offset).entryHead(last.n);
      const units =
        found.state === 'indexed' && devices !== null
          ? ifSound(() => unitsSince(found.file, book, devices.moved))
          : undefined;
      return {
        where: paths.book,
        format: header.format,
        upgradedFrom: header.from?.format ?? null,
        currency: header.currency,
        devices: book.size,
        units: units ?? unitsOf(book),
        entries: last.n,
        sizeBytes: journalSize + (files.statusOf(paths.book)?.size ?? 0),
        lastEntry: lastEntry ?? null,
      };
    });
  }

  async verify(): Promise<Verification> {
    const { findings, refuseUnlessVerifiable } = await import('./upkeep/verify.ts');
    return this.#storeFiles.reading((file) => {
      refuseUnlessVerifiable(this.#storeFiles);
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

  async close(): Promise<void> {}
}

function closeBook({ found }: FoundState): void {
  if (found.state === 'indexed') found.file.close();
}

/** The journal behind a state; its index is opened when it is first needed, and closed by `close`. */
function openPast(
  { files, paths }: StoreFiles,
  file: Descriptor,
  { header: { store }, firstEntry, last, asLeft }: FoundState,
): { readonly journal: JournalReader; close(): void } {
  let index: Descriptor | undefined;
  const openIndex = (): readonly JournalPart[] => {
    const opened = asLeft ? orUndefined(() => files.openToRead(paths.journalIndex)) : undefined;
    index = opened;
    if (opened === undefined) return [];
    return orUndefined(() => journalParts(files, opened, { file, store, firstEntry })) ?? [];
  };
  return {
    journal: new JournalReader(files, file, firstEntry, last.offset, openIndex),
    close: () => ignoringErrors(() => index !== undefined && files.close(index)),
  };
}

function nextPage(rows: Iterator<RecordedRow>): readonly RecordedRow[] {
  const page: RecordedRow[] = [];
  while (page.length < maxPageRows) {
    const next = rows.next();
    if (next.done === true) break;
    page.push(next.value);
  }
  return page;
}
