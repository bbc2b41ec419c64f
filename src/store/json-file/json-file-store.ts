import { Book } from '../../inventory/book.ts';
import type { Entry } from '../../inventory/change.ts';
import { lastMadeBy, type Timed } from '../../inventory/clock.ts';
import type { Currency } from '../../inventory/money.ts';
import type {
  Backup,
  Committed,
  Decide,
  HistoryQuery,
  Repaired,
  RowOfDevice,
  Snapshot,
  Store,
  StoreInfo,
  Verification,
} from '../store.ts';
import { backupOf } from './backup.ts';
import { format, type Header, headerLine, oldestReader } from './entry-line.ts';
import type { Descriptor } from './files.ts';
import { Ground, type JsonFileOptions } from './ground.ts';
import { JournalPast } from './journal-past.ts';
import { appendEntry, setTornTailAside } from './journal-writer.ts';
import { repairStore } from './repair.ts';
import { isOutgrown, type Place, type State } from './state.ts';
import { upgradeJournal } from './upgrade.ts';
import { bookAfter, findings } from './verify.ts';
import { attempt } from './whole-file.ts';

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
  const ground = new Ground(book, options);
  ground.io(ground.paths.directory, () => init(ground, currency));
  return new JsonFileStore(ground);
}

/** The store whose book file is at that path. */
export async function openJsonFileStore(book: string, options: JsonFileOptions): Promise<Store> {
  return new JsonFileStore(new Ground(book, options));
}

/** The journal first, whole under its name or not there at all; then the book, which follows from it. */
function init(ground: Ground, currency: Currency): void {
  ground.makeDirectory();
  ground.refuseWhereOneIs();
  const header: Header = { format, reader: oldestReader, store: ground.unique(), currency };
  const { bytes, sum } = headerLine(header, ground.now(), ground.options.by);
  if (!ground.createJournal(bytes)) ground.refuseExisting();
  const place: Place = { n: 0, sum, offset: bytes.length };
  ground.afterCommit(() => ground.writeBook(new Book(currency, ground.kinds), { header }, place, true));
}

class JsonFileStore implements Store {
  readonly #ground: Ground;
  /** Journals that pasts still read from. */
  readonly #open: Descriptor[] = [];
  #kept: { readonly state: State; readonly seen: string } | undefined;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  get where(): string {
    return this.#ground.paths.book;
  }

  async read(): Promise<Snapshot> {
    const { book, past } = this.#readPast();
    return { book, past };
  }

  async readAsOf(time: number): Promise<Book> {
    const { book, past } = this.#readPast();
    const last = lastMadeBy(timesOf(past), time);
    return bookAfter(this.#ground, past, book.currency, last);
  }

  async history({ device }: HistoryQuery): Promise<Iterable<RowOfDevice>> {
    return this.#readPast().past.rows(device);
  }

  async lastBearer(code: string): Promise<number | undefined> {
    return this.#readPast().past.lastBearer(code);
  }

  /** The book, and a past that outlives the call: its journal is closed with the store. */
  #readPast(): { readonly book: Book; readonly past: JournalPast } {
    return this.#opened((file) => {
      const state = this.#ground.readState(file);
      this.#noticeFindings(state);
      return { book: state.book, past: this.#past(file, state) };
    });
  }

  /** Does something with a journal that stays open as long as the store. */
  #opened<T>(action: (file: Descriptor) => T): T {
    const { file, outcome } = this.#ground.opened(action);
    this.#open.push(file);
    return outcome;
  }

  #past(file: Descriptor, { firstEntry, last }: State): JournalPast {
    return new JournalPast(this.#ground.files, file, firstEntry, last.offset);
  }

  async rehearse<T>(decide: Decide<T>): Promise<Committed<T>> {
    return this.#ground.reading((file) => {
      const state = this.#ground.readState(file);
      const { answer } = decide(state.book, this.#past(file, state), this.#ground.now());
      return { entry: null, answer, book: state.book };
    });
  }

  async commit<T>(decide: Decide<T>): Promise<Committed<T>> {
    return this.#ground.locked((file) => {
      const state = this.#takeKept(file) ?? this.#stateToWrite(file);
      if (state.header.format < format) upgradeJournal(this.#ground, file, state);
      return this.#commitOn(file, state, decide);
    });
  }

  #commitOn<T>(file: Descriptor, state: State, decide: Decide<T>): Committed<T> {
    const ground = this.#ground;
    const at = ground.now();
    const { record, answer } = this.#decided(file, state, decide, at);
    if (record === null) {
      // What is already there may have been written by a process that was killed before it was on disk.
      ground.files.syncData(file);
      return { entry: null, answer, book: state.book };
    }
    const entry: Entry = { n: state.last.n + 1, at, by: ground.options.by, ...record };
    // Someone who does not keep to the lock has written since we read: start again is all that is safe.
    if (ground.files.status(file).size !== state.last.offset || !ground.isCurrent(file)) ground.refuseBusy();
    const place = appendEntry(ground.files, file, entry, state.last, ground.paths);
    ground.expectCurrent(file);
    state.book.endEntry(entry.n);
    ground.afterCommit(() => this.#keep(file, this.#follow(file, state, place)));
    return { entry, answer, book: state.book };
  }

  /** A decision that comes to nothing and has left the book alone leaves it fit for the next one. */
  #decided<T>(file: Descriptor, state: State, decide: Decide<T>, at: string): ReturnType<Decide<T>> {
    const { applied } = state.book;
    let recorded = false;
    try {
      const outcome = decide(state.book, this.#past(file, state), at);
      recorded = outcome.record !== null;
      return outcome;
    } finally {
      if (!recorded && state.book.applied === applied) this.#keep(file, state);
    }
  }

  /** Keeps a state in mind for the next entry of this process: many in a row need not read the store again. */
  #keep(file: Descriptor, state: State): void {
    attempt(() => {
      this.#kept = { state, seen: this.#seen(file) };
    });
  }

  /** The state kept in mind, once, where neither file has been touched since. */
  #takeKept(file: Descriptor): State | undefined {
    const kept = this.#kept;
    this.#kept = undefined;
    return kept?.seen === this.#seen(file) ? kept.state : undefined;
  }

  /** What tells whether anybody has touched the journal or the book file. */
  #seen(file: Descriptor): string {
    const { files, paths } = this.#ground;
    return [files.status(file), files.statusOf(paths.book), files.statusOf(paths.witness)]
      .map((status) => (status === undefined ? '' : `${status.inode} ${status.size} ${status.modified}`))
      .join(', ');
  }

  /** The state to write on: a torn tail is set aside, an entry whose fate was open is settled, damage refused. */
  #stateToWrite(file: Descriptor): State {
    const ground = this.#ground;
    const state = ground.readState(file);
    const { tail, last } = state;
    if (tail.state === 'damaged') return ground.refuseDamaged(last);
    if (tail.state === 'torn') {
      const aside = ground.aside('torn', 'jsonl');
      setTornTailAside(ground.files, file, last.offset, state.journalSize, aside);
      ground.options.notice({ key: 'torn-tail-set-aside', path: aside });
    }
    ground.settle(file, state);
    return state;
  }

  /** Lets the witness and, where it is due, the book file follow an entry. One that is not as written is kept aside. */
  #follow(file: Descriptor, state: State, place: Place): State {
    const ground = this.#ground;
    ground.witness(file, place);
    const { sum } = place;
    const witness = { n: place.n, sum, size: place.offset, modified: ground.files.status(file).modified };
    const after: State = {
      ...state,
      last: place,
      journalSize: place.offset,
      tail: { state: 'clean' },
      witness,
    };
    if (!isDue(state, place)) return after;
    const strange = isStrange(state);
    const keptAs = strange ? ground.keepBookAside() : null;
    const data = ground.writeBook(state.book, state, place, false);
    if (strange || state.found.state === 'missing') {
      ground.options.notice({ key: 'book-rebuilt', path: ground.paths.book, keptAs });
    }
    const sizeBytes = ground.files.statusOf(ground.paths.book)?.size ?? 0;
    return { ...after, found: { state: 'sound', data, sizeBytes }, bookPlace: place };
  }

  #noticeFindings(state: State): void {
    const { options, paths } = this.#ground;
    if (state.tail.state === 'damaged') {
      options.notice({ key: 'damaged-after', entry: state.last.n, byte: state.last.offset });
    }
    if (isStrange(state)) options.notice({ key: 'book-not-as-written', path: paths.book });
  }

  async info(): Promise<StoreInfo> {
    const { files, paths } = this.#ground;
    return this.#ground.reading((file) => {
      const state = this.#ground.readState(file);
      this.#noticeFindings(state);
      const [lastEntry] = this.#past(file, state).backwards();
      let units = 0n;
      for (const { quantity } of state.book.devices()) units += BigInt(quantity);
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
    return this.#ground.reading((file) => {
      const state = this.#ground.readState(file, true);
      return {
        entries: state.last.n,
        devices: state.book.size,
        findings: findings(this.#ground, file, state),
      };
    });
  }

  async backup(): Promise<Backup> {
    return this.#opened((file) => backupOf(this.#ground, file));
  }

  async repair(): Promise<Repaired> {
    return repairStore(this.#ground);
  }

  async close(): Promise<void> {
    for (const file of this.#open.splice(0)) attempt(() => this.#ground.files.close(file));
  }
}

function* timesOf(past: JournalPast): Generator<Timed> {
  for (const { n, at } of past.entries()) yield { n, time: Date.parse(at) };
}

/** Whether the book file is something else than what stockbook wrote for this journal. */
const isStrange = (state: State): boolean =>
  state.found.state === 'not-as-written' ||
  (state.found.state === 'sound' && state.bookPlace === null && !isOutgrown(state));

/** Whether the book file has to be rewritten now: a small one always, a large one once it is far enough behind. */
function isDue({ found, bookPlace }: State, place: Place): boolean {
  if (bookPlace === null || found.state !== 'sound' || found.sizeBytes <= alwaysCurrentBytes) return true;
  return place.n - bookPlace.n >= mostEntriesBehind || place.offset - bookPlace.offset >= found.sizeBytes / 8;
}
