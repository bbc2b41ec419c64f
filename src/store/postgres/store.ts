import { Book } from '../../inventory/book/book.ts';
import type { EntryTimes } from '../../inventory/book/clock.ts';
import type { PlaceId } from '../../inventory/book/place-kinds.ts';
import type { Places } from '../../inventory/book/places.ts';
import { kinds as allKinds, type Kinds } from '../../inventory/devices/kinds.ts';
import type { RecordedRow } from '../../inventory/look/history.ts';
import { listed, type Selection, searchParts } from '../../inventory/look/listing.ts';
import type { ReplayedChange } from '../../inventory/look/valuation/valuation.ts';
import { refuse } from '../../inventory/refusal.ts';
import { readHeader } from '../journal/header.ts';
import { pagesOf } from '../pages.ts';
import type {
  Committed,
  Decide,
  HistoryQuery,
  Listed,
  ListQuery,
  Question,
  StoreInfo,
  StoreOptions,
} from '../store.ts';
import type { Backup, KeptStore, Repaired, Verification } from '../upkeep.ts';
import { Commit, sendTo } from './commit.ts';
import { Fetches, type Send } from './recorded/fetches.ts';
import { historyPages } from './recorded/history.ts';
import { RecordedDevices, type WantedOfAll } from './recorded/recorded-devices.ts';
import { entryColumns, RecordedJournal, readHeadOfEntry } from './recorded/recorded-journal.ts';
import { replay } from './recorded/replay.ts';
import { checkFormat } from './refusals.ts';
import { statement } from './server/connection.ts';
import { Patience, Server } from './server/server.ts';
import { hasPassword, parseServerUrl } from './server/url.ts';
import { OtherTables, readHead, selectHead } from './tables/head.ts';
import { grants, quoted } from './tables/schema.ts';

/** How a store on a server is opened. */
export interface ServerOptions extends StoreOptions {
  readonly kinds?: Kinds;
}

/** The servers that a URL names. A password in what was typed can be seen by others. */
export function serverAt(url: string, { env = {}, isTyped = false, notice }: ServerOptions): Server {
  if (isTyped && hasPassword(url)) notice({ key: 'password-visible' });
  return new Server(parseServerUrl(url, env), url, env);
}

/** The store that a URL names; nothing is asked of its server before something is asked of the store. */
export function openPostgresStore(url: string, options: ServerOptions): KeptStore {
  return new PostgresStore(serverAt(url, options), options);
}

/** What of a selection the server looks for; undefined where that is everything. */
function wantedOf(
  { kind, brand, words, forgiving, inStock, low }: Selection,
  place: PlaceId | undefined,
  ids: readonly number[] | null,
): WantedOfAll | undefined {
  const isAnywhere = place === undefined;
  const wanted = {
    // What only sounds like a word contains no word.
    ...searchParts({ kind, brand, words: forgiving === undefined ? words : [] }),
    inStock: inStock && isAnywhere,
    low: low && isAnywhere,
    ids,
  };
  const isAll =
    wanted.begins + wanted.ends + wanted.contains.join('') === '' &&
    !wanted.inStock &&
    !wanted.low &&
    ids === null;
  return isAll ? undefined : wanted;
}

/** A store in a schema of a PostgreSQL database. */
export class PostgresStore implements KeptStore {
  readonly #server: Server;
  readonly #options: ServerOptions;
  readonly #kinds: Kinds;

  constructor(server: Server, options: ServerOptions) {
    this.#server = server;
    this.#options = options;
    this.#kinds = options.kinds ?? allKinds;
  }

  get where(): string {
    return this.#server.place.where;
  }

  get grants(): readonly string[] {
    return grants(this.#store);
  }

  get #store(): string {
    return this.#server.place.store;
  }

  /** Sends questions, with all of `--wait` before them. */
  get #send(): Send {
    return sendTo(this.#server, new Patience(this.#options.waitMs));
  }

  /** Does something; tables of an earlier version are upgraded first, if this login may. */
  async #upToDate<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      await this.#upgradeAfter(error);
      return act();
    }
  }

  /** Upgrades the tables if it is their version that something has failed for; throws any other error. */
  async #upgradeAfter(error: unknown): Promise<void> {
    if (!(error instanceof OtherTables)) throw error;
    if (error.areNewer) refuse('tables-newer', { where: this.where, version: error.version });
    const { upgradeTables } = await import('./upkeep/upgrade.ts');
    await upgradeTables(this.#server, this.#kinds, this.#options);
  }

  commit<T>(decide: Decide<T>): Promise<Committed<T>> {
    return this.#upToDate(() => new Commit(this.#server, this.#options, this.#kinds, decide).made());
  }

  ask<T>(question: Question<T>): Promise<T> {
    return this.#upToDate(() => this.#asked(question));
  }

  /** The same of a book that is going to be asked for all devices, and need not tell of others than those wanted. */
  #askedOfAll<T>(question: Question<T>, wanted: WantedOfAll | undefined): Promise<T> {
    return this.#asked(question, (fetches) => {
      const devices = new RecordedDevices(fetches, this.#kinds, wanted);
      devices.wantAll();
      return devices;
    });
  }

  #asked<T>(
    question: Question<T>,
    devicesOf = (fetches: Fetches) => new RecordedDevices(fetches, this.#kinds),
  ): Promise<T> {
    const fetches = new Fetches(this.#store, (head) => checkFormat(head, this.#server.place));
    const devices = devicesOf(fetches);
    const journal = new RecordedJournal(fetches, devices);
    const at = () => fetches.fetchedHead?.at ?? new Date(this.#options.now()).toISOString();
    return fetches.decided(() => question(new Book(devices, this.#kinds), journal, at()), this.#send);
  }

  async linesByCode(): Promise<undefined> {}

  list(query: ListQuery): Promise<Listed> {
    return this.#upToDate(() => this.#list(query));
  }

  async #list({ asOf, place: meant, ...selection }: ListQuery): Promise<Listed> {
    const place = typeof meant === 'function' ? await this.#asked(meant) : meant;
    const of = (then: Book, today: Places) => {
      const book = place === undefined ? then : then.at(place, today);
      const { currency, entry, places } = book;
      return { currency, entry, places, pages: pagesOf(listed(book, selection)) };
    };
    if (asOf === undefined) {
      const ids = selection.forgiving === undefined ? null : await this.#idsForgiving(selection);
      return this.#askedOfAll((book) => of(book, book.places), wantedOf(selection, place, ids));
    }
    const { bookAsOf } = await import('./recorded/as-of.ts');
    const { book, today } = await bookAsOf(this.#server.place, this.#kinds, asOf, this.#send);
    return of(book, today);
  }

  async #idsForgiving({ words, forgiving }: Selection): Promise<readonly number[] | null> {
    const { idsLike } = await import('./recorded/forgiving.ts');
    return forgiving === undefined ? null : idsLike(this.#store, words, forgiving, this.#send);
  }

  async *history(query: HistoryQuery): AsyncGenerator<readonly RecordedRow[]> {
    try {
      yield* historyPages(this.#store, query, this.#send);
    } catch (error) {
      // It is seen before the first page.
      await this.#upgradeAfter(error);
      yield* historyPages(this.#store, query, this.#send);
    }
  }

  async entryTimes(since: number): Promise<EntryTimes> {
    const { recordedTimes } = await import('./recorded/times.ts');
    return this.#upToDate(() => recordedTimes(this.#server.place, since, this.#send));
  }

  replay(upTo: number, take: (change: ReplayedChange) => void): Promise<void> {
    return replay(this.#store, upTo, this.#send, take);
  }

  info(): Promise<StoreInfo> {
    return this.#upToDate(() => this.#info());
  }

  async #info(): Promise<StoreInfo> {
    const s = quoted(this.#store);
    const [first, sums, last, header] = await this.#send([
      selectHead(this.#store),
      statement(
        `select (select coalesce(sum(quantity), 0) from ${s}.devices) as units,
           (select sum(pg_catalog.pg_total_relation_size(c.oid)) from pg_catalog.pg_class c
            join pg_catalog.pg_namespace o on o.oid = c.relnamespace where o.nspname = $1 and c.relkind = 'r') as size,
           current_setting('synchronous_standby_names') <> ''
             and current_setting('synchronous_commit') not in ('off', 'local') as waits`,
        this.#store,
      ),
      statement(
        `select ${entryColumns} from ${s}.entries e where n > 0 and n = (select n from ${s}.head) and piece = 0`,
      ),
      statement(`select line from ${s}.entries where n = 0`),
    ]);
    const head = readHead(first?.rows[0] ?? {});
    checkFormat(head, this.#server.place);
    const [sum] = sums?.rows ?? [];
    const [lastRow] = last?.rows ?? [];
    return {
      where: this.where,
      format: head.format,
      upgradedFrom: readHeader(Buffer.from(header?.rows[0]?.['line'] ?? ''))?.from?.format ?? null,
      currency: head.currency,
      devices: head.devices,
      units: BigInt(sum?.['units'] ?? 0),
      entries: head.n,
      sizeBytes: Number(sum?.['size'] ?? 0),
      lastEntry: lastRow === undefined ? null : readHeadOfEntry(lastRow, []),
      waitsForStandby: sum?.['waits'] === 't',
    };
  }

  async verify(): Promise<Verification> {
    const { verified } = await import('./upkeep/verify.ts');
    return this.#upToDate(() => verified(this.#store, this.where, this.#kinds, this.#send, this.#options));
  }

  async backup(): Promise<Backup> {
    const { backupOf } = await import('./upkeep/backup.ts');
    return this.#upToDate(() => backupOf(this.#server.place, this.#kinds, this.#send, this.#options));
  }

  async repair(): Promise<Repaired> {
    const { repaired } = await import('./upkeep/repair.ts');
    return this.#upToDate(() => repaired(this.#server, this.#kinds, this.#options));
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
