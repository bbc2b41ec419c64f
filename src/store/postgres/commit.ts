import { randomUUID } from 'node:crypto';
import { Book } from '../../inventory/book/book.ts';
import type { Entry, Moved } from '../../inventory/book/change.ts';
import { changedLevels, quantityAt, whereaboutsOf } from '../../inventory/book/stock.ts';
import type { Kinds } from '../../inventory/devices/kinds.ts';
import { Refusal, refuse } from '../../inventory/refusal.ts';
import type { Committed, Decide, StoreOptions } from '../store.ts';
import { Fetches, type Send } from './recorded/fetches.ts';
import { RecordedDevices } from './recorded/recorded-devices.ts';
import { RecordedJournal, readLines } from './recorded/recorded-journal.ts';
import { checkCounters, checkHead, refuseServerError } from './refusals.ts';
import {
  type Connection,
  ConnectionLost,
  commit,
  type Result,
  type Row,
  rollback,
  ServerError,
  type Statement,
  statement,
} from './server/connection.ts';
import { Patience, type Server, snapshot } from './server/server.ts';
import { lockHead, raiseFence } from './tables/head.ts';
import { movement, plainMove } from './tables/movement.ts';
import { recording } from './tables/recording.ts';
import { quoted } from './tables/schema.ts';

const begin = statement('begin');

/** Who breaks off what only takes its usual time has it recorded all the same. */
const graceMs = 300;

/** What a decision came to, and the book it has made of what is recorded. */
type Decided<T> = ReturnType<Decide<T>> & { readonly book: Book };

/** What became of an attempt to record: the entry; or nothing, since the store had gone on. */
type Attempt = Entry | 'overtaken';

/** One commit: decided on what was fetched and written if that still holds; if not, once more with the store locked. */
export class Commit<T> {
  readonly #server: Server;
  readonly #options: StoreOptions;
  readonly #kinds: Kinds;
  readonly #decide: Decide<T>;
  readonly #patience: Patience;
  /** Goes with the entry, so that it can be found again; every attempt has the same. */
  readonly #op = randomUUID();
  readonly #fetches: Fetches;
  readonly #devices: RecordedDevices;
  readonly #journal: RecordedJournal;
  /** What was decided when it was last sent to be recorded. */
  #sent: Decided<T> | undefined;
  /** Whether a connection was lost since then: what was sent over it may still come to be recorded. */
  #mayCome = false;
  /** The connection whose answer is waited for. */
  #asked: Connection | undefined;
  #isBrokenOff = false;
  #hasEnded = false;

  constructor(server: Server, options: StoreOptions, kinds: Kinds, decide: Decide<T>) {
    this.#server = server;
    this.#options = options;
    this.#kinds = kinds;
    this.#decide = decide;
    this.#patience = new Patience(options.waitMs);
    this.#fetches = new Fetches(server.place.store, (head) => checkHead(head, server.place, options.by));
    this.#devices = new RecordedDevices(this.#fetches, kinds);
    this.#journal = new RecordedJournal(this.#fetches, this.#devices);
  }

  get #store(): string {
    return this.#server.place.store;
  }

  async made(): Promise<Committed<T>> {
    const decided = await this.#decided(sendTo(this.#server, this.#patience));
    if (decided.entry === null) {
      await this.#barrier();
      return { entry: null, answer: decided.answer };
    }
    this.#options.recording?.(() => this.#breakOff());
    try {
      const entry = this.#entryOf(decided);
      const attempt = await this.#settled(() => this.#attempt(entry, decided));
      return attempt === 'overtaken' ? await this.#madeAlone() : this.#committed(attempt);
    } finally {
      this.#hasEnded = true;
    }
  }

  /** Gives the entry up, unless nobody could say then what has become of it. */
  #breakOff(): void {
    if (this.#hasEnded || this.#mayCome) return;
    this.#isBrokenOff = true;
    const asked = this.#asked;
    if (asked === undefined) this.#options.givenUp?.();
    else setTimeout(() => asked === this.#asked && asked.cancel(), graceMs).unref();
  }

  /** Nothing is recorded, and nothing on its way. */
  #endIfBrokenOff(): void {
    if (this.#isBrokenOff && !this.#mayCome) this.#options.givenUp?.();
  }

  #run(): Decided<T> {
    const at = this.#fetches.fetchedHead?.at ?? new Date(this.#options.now()).toISOString();
    const book = new Book(this.#devices, this.#kinds);
    return { ...this.#decide(book, this.#journal, at), book };
  }

  #decided(send: Send): Promise<Decided<T>> {
    return this.#fetches.decided(() => this.#run(), send);
  }

  #entryOf({ entry }: Decided<T>): Entry {
    if (entry === null) throw new Error('nothing was decided');
    const { head } = this.#fetches;
    const made = { n: head.n + 1, at: head.at, by: this.#options.by, ...entry };
    checkCounters(made, head, this.#server.place);
    return made;
  }

  /** Writes what was decided without a lock: in one trip, and only if it still holds. */
  async #attempt(entry: Entry, decided: Decided<T>): Promise<Attempt> {
    const connection = await this.#connection();
    const { head } = this.#fetches;
    const opening = [begin, this.#lockTimeout()];
    this.#sent = decided;
    const move = plainMove(entry);
    const device = move === null ? undefined : this.#devices.fetched(move.id);
    if (move === null || device === undefined) {
      const written = recording(this.#store, entry, head, decided.book, this.#op);
      const [, , updated] = await this.#send(connection, [...opening, ...written, commit]);
      return updated?.rows.length === 1 ? entry : 'overtaken';
    }
    const there = quantityAt(device.stock.levels, whereaboutsOf(move));
    const exact = decided.anyEnough === true ? null : there;
    const moved = movement(this.#store, entry, move, device.edited, head, exact, this.#op);
    const lock = statement(`select n from ${quoted(this.#store)}.head for update`);
    const [, , , made] = await this.#send(connection, [...opening, lock, moved, commit]);
    const [row] = made?.rows ?? [];
    return row === undefined ? 'overtaken' : entryMade(entry, move, row);
  }

  /** Decides and writes while the head is locked: nobody overtakes this one. */
  async #madeAlone(): Promise<Committed<T>> {
    for (;;) {
      this.#endIfBrokenOff();
      const attempt = await this.#settled(() => this.#attemptAlone());
      if (attempt !== 'overtaken') return 'answer' in attempt ? attempt : this.#committed(attempt);
    }
  }

  async #attemptAlone(): Promise<Attempt | Committed<T>> {
    const connection = await this.#connection();
    const send: Send = (statements) => this.#send(connection, statements);
    try {
      await send([begin, this.#lockTimeout(), lockHead(this.#store)]);
      // Who was cut off may have been served all the same: then it is there by now.
      const [found] = this.#sent === undefined ? [] : await send([this.#search()]);
      const [there] = readLines(found?.rows ?? []);
      if (there !== undefined) {
        await send([this.#barrierStatement(), commit]);
        return there;
      }
      if (this.#mayCome) await send([raiseFence(this.#store)]);
      this.#fetches.forget();
      const decided = await this.#decided(send).catch((refusal) => this.#refusedAlone(refusal, send));
      if (decided.entry === null) {
        await send([this.#barrierStatement(), commit]);
        return { entry: null, answer: decided.answer };
      }
      const entry = this.#entryOf(decided);
      const written = recording(this.#store, entry, this.#fetches.head, decided.book, this.#op);
      this.#sent = decided;
      const [updated] = await send([...written, commit]);
      return updated?.rows.length === 1 ? entry : 'overtaken';
    } catch (error) {
      // Whatever it was, nothing may stay open.
      if (!connection.isLost) await connection.send([rollback]).catch(() => connection.drop());
      throw error;
    }
  }

  /** A refusal is told once nothing can be recorded any more of what was sent before. */
  async #refusedAlone(refusal: unknown, send: Send): Promise<never> {
    if (this.#mayCome && refusal instanceof Refusal) {
      await send([commit]);
      this.#mayCome = false;
    }
    throw refusal;
  }

  /**
   * Does something until it is known what became of it. After a lost connection the entry is looked for by its op, and the
   * very same is done again only if it is not there.
   */
  async #settled<A>(act: () => Promise<A>): Promise<A | Entry | 'overtaken'> {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        const isThere = error instanceof ServerError && error.constraint === 'entries_op';
        if (!(error instanceof ConnectionLost) && !isThere) return this.#afterRefusal(error);
        const reason = error instanceof Error ? error.message : '';
        this.#mayCome = this.#sent !== undefined;
        const found = this.#sent === undefined ? this.#refuseIfOver(reason) : await this.#find(reason);
        if (found !== undefined) return found;
      }
    }
  }

  #refuseIfOver(reason: string): undefined {
    if (this.#patience.isOver) refuse('server-unreachable', { where: this.#server.place.where, reason });
  }

  /** What others did first is read again, with the store locked; all else is refused. */
  #afterRefusal(error: unknown): 'overtaken' {
    if (!(error instanceof ServerError)) throw error;
    this.#endIfBrokenOff();
    const { code } = error;
    const isRace = isConflict(error) || code === '23505' || code === '23514';
    if (isRace && !this.#patience.isOver) return 'overtaken';
    if (this.#mayCome) this.#refuseUnknown(error.message);
    return refuseServerError(error, this.#server.place, this.#patience.waitMs);
  }

  /** The entry of this commit, if it is there, on as many servers as a commit has to be on. */
  async #find(reason: string): Promise<Entry | undefined> {
    for (;;) {
      try {
        const connection = await this.#connection();
        const [found] = await this.#send(connection, [this.#search()]);
        const [entry] = readLines(found?.rows ?? []);
        if (entry !== undefined)
          await this.#send(connection, [begin, this.#lockTimeout(), this.#barrierStatement(), commit]);
        if (entry === undefined && this.#patience.isOver) break;
        return entry;
      } catch (error) {
        const isPassing = error instanceof ConnectionLost || isConflict(error);
        if (!isPassing && !(error instanceof ServerError)) throw error;
        if (!isPassing || this.#patience.isOver) break;
      }
    }
    return this.#refuseUnknown(reason);
  }

  #refuseUnknown(reason: string): never {
    return refuse('server-unknown', { where: this.#server.place.where, reason });
  }

  /** Waits until all that is recorded is where a commit has to be: it may have been written by one who was cut off. */
  async #barrier(): Promise<void> {
    for (;;) {
      try {
        const connection = await this.#connection();
        await this.#send(connection, [begin, this.#lockTimeout(), this.#barrierStatement(), commit]);
        return;
      } catch (error) {
        if (isConflict(error) && !this.#patience.isOver) continue;
        if (error instanceof ServerError) refuseServerError(error, this.#server.place, this.#patience.waitMs);
        if (!(error instanceof ConnectionLost)) throw error;
        if (this.#patience.isOver) this.#refuseUnknown(error.message);
      }
    }
  }

  #search(): Statement {
    const s = quoted(this.#store);
    return statement(
      `select n, line from ${s}.entries where n = (select n from ${s}.entries where op = $1::uuid) order by piece`,
      this.#op,
    );
  }

  #barrierStatement(): Statement {
    return statement(`update ${quoted(this.#store)}.head set op = op`);
  }

  #lockTimeout(): Statement {
    const ms = Math.max(1, Math.ceil(this.#patience.leftMs));
    return statement(
      `select set_config('lock_timeout', $1, true), set_config('idle_in_transaction_session_timeout', '60000', true)`,
      String(ms),
    );
  }

  /** A connection; that none is granted does not say what became of what was sent before. */
  async #connection(): Promise<Connection> {
    try {
      return await this.#server.connection(this.#patience);
    } catch (error) {
      if (this.#mayCome && error instanceof Refusal) this.#refuseUnknown(error.message);
      throw error;
    }
  }

  async #send(connection: Connection, statements: readonly Statement[]): Promise<readonly Result[]> {
    this.#asked = connection;
    try {
      return await connection.send(statements, this.#patience.deadline);
    } finally {
      this.#asked = undefined;
    }
  }

  #committed(entry: Entry): Committed<T> {
    if (this.#sent === undefined) throw new Error('nothing was sent');
    return { entry, answer: this.#answerWith(entry, this.#sent) };
  }

  /**
   * The answer to what was recorded. Where others have moved the same device meanwhile, it is made again on what the server
   * found there, so that it says the true balance.
   */
  #answerWith(entry: Entry, { entry: decided, answer }: Decided<T>): T {
    const [move] = entry.changes;
    const [planned] = decided?.changes ?? [];
    if (move?.do !== 'move' || planned?.do !== 'move' || entry.packed !== undefined) return answer;
    if (move.balance === planned.balance && move.at === planned.at) return answer;
    const known = this.#devices.fetched(move.id);
    if (known === undefined) return answer;
    const { stock } = known;
    const levels = changedLevels(stock.levels, whereaboutsOf(move), move.balance - planned.balance);
    if (levels === null) return answer;
    this.#devices.restock(move.id, { ...stock, levels });
    return this.#run().answer;
  }
}

/** Whether others were first to change what a transaction sees or waits for: at stricter levels of isolation any commit may meet that. */
const isConflict = (error: unknown): error is ServerError =>
  error instanceof ServerError && (error.code === '40001' || error.code === '40P01');

/** An entry with the numbers that the server has given it. */
function entryMade(entry: Entry, move: Moved, row: Row): Entry {
  const at = move.at === undefined ? {} : { at: Number(row['at_place']) };
  return { ...entry, n: Number(row['n']), changes: [{ ...move, balance: Number(row['balance']), ...at }] };
}

/** Sends questions that see one moment, again where the connection is lost meanwhile: they change nothing. */
export const sendTo =
  (server: Server, patience: Patience): Send =>
  async (statements) => {
    for (;;) {
      try {
        const connection = await server.connection(patience);
        const results = await connection.send(snapshot(statements));
        return results.slice(1, -1);
      } catch (error) {
        if (error instanceof ServerError) refuseServerError(error, server.place, patience.waitMs);
        if (!(error instanceof ConnectionLost)) throw error;
        if (patience.isOver)
          refuse('server-unreachable', { where: server.place.where, reason: error.message });
      }
    }
  };
