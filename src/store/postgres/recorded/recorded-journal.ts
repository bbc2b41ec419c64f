import {
  type Change,
  type ChangeInCount,
  type CountChange,
  type DeviceChange,
  type Entry,
  isOfDevice,
  type Moved,
  type PlaceChange,
} from '../../../inventory/book/change.ts';
import type { Needs } from '../../../inventory/book/facts.ts';
import { type Bearer, type Journal, maxRecent } from '../../../inventory/book/journal.ts';
import { bearersAmong } from '../../../inventory/look/bearers.ts';
import { undoneEntries } from '../../../inventory/look/history.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import { readEntry } from '../../journal/entry-line.ts';
import { type Row, type Statement, statement, type Value } from '../server/connection.ts';
import { quoted } from '../tables/schema.ts';
import type { Fetches } from './fetches.ts';
import type { RecordedDevices } from './recorded-devices.ts';

/** The entries that are recent begin in this much of the journal's end, and are no large imports: as in a journal file. */
const recentBytes = 64 * 1024;
const longestRecentLine = 16 * 1024;
/** More lines than this do not fit there. */
const mostRecentLines = 400;

interface Keyed {
  readonly entry: Entry;
  readonly move: Moved;
}

/** A change that used a key, in its entry. */
type Used = ReturnType<typeof readChange>;

/** Columns of an entry beside its line. */
export const entryColumns = 'e.n, e.at, e.by, e.command, e.undoes, e.corrects, e.file, e.sha256';

/** An entry with one of its changes, or some. */
export function readHeadOfEntry(row: Row, changes: readonly Change[]): Entry {
  const number = (column: string) => (row[column] === null ? {} : { [column]: Number(row[column]) });
  const { file = null, sha256 = null } = row;
  return {
    n: Number(row['n']),
    at: String(row['at']),
    by: String(row['by']),
    command: String(row['command']) as Entry['command'],
    ...number('undoes'),
    ...number('corrects'),
    ...(file === null || sha256 === null ? {} : { file: { name: file, sha256 } }),
    changes,
  };
}

/** A change that is recorded, in its entry. */
export function readChange(row: Row): { readonly entry: Entry; readonly change: Change } {
  const change: Change = JSON.parse(row['change'] ?? '');
  return { entry: readHeadOfEntry(row, [change]), change };
}

/** The entries on lines, which may be in pieces. */
export function readLines(rows: readonly Row[]): Entry[] {
  const lines = new Map<string, string[]>();
  for (const { n, line } of rows) {
    const pieces = lines.get(String(n));
    if (pieces === undefined) lines.set(String(n), [String(line)]);
    else pieces.push(String(line));
  }
  const entries: Entry[] = [];
  for (const pieces of lines.values()) {
    const entry = readEntry(Buffer.from(pieces.join('')));
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** The past of a store, as far as it has been fetched; what has not is noted, and breaks the decision off. */
export class RecordedJournal implements Journal {
  readonly #fetches: Fetches;
  readonly #devices: RecordedDevices;
  /** Answers by question. */
  readonly #answers = new Map<string, unknown>();
  readonly #keyed = new Map<string, Used | null>();
  #lastToUndo: number | null = null;

  constructor(fetches: Fetches, devices: RecordedDevices) {
    this.#fetches = fetches;
    this.#devices = devices;
    fetches.register(
      () => [],
      () => {
        this.#answers.clear();
        this.#keyed.clear();
      },
    );
  }

  get #s(): string {
    return quoted(this.#fetches.store);
  }

  willNeed(needs: () => Needs): void {
    const needed = needs();
    const { devices, codesBeginning, keys = [], entry, returnsOf = [], serials = [], files = [] } = needed;
    const { recent, undos, lastToUndo, inQueues = [] } = needed;
    const all = [...new Set(keys)];
    this.#devices.willNeed({
      ...(devices === undefined ? {} : { devices }),
      codesBeginning,
      ...(entry === undefined ? {} : { entries: [entry] }),
      keys: all.filter((key) => !this.#keyed.has(key)),
      inQueues: this.#wantMovesUnder(inQueues),
    });
    this.#wantKeyed(all);
    if (entry !== undefined) {
      this.#wantEntry(entry);
      this.#wantMovesOf(entry);
    }
    for (const n of returnsOf) {
      this.#wantEntry(n);
      this.#wantMovesOf(n);
    }
    if (serials.length > 0) this.#wantSerials(serials);
    for (const sha256 of files) this.#wantImport(sha256);
    if (recent === true) this.#wantRecent();
    // What becomes of a key's movement is asked only where there is one.
    if (
      undos === true &&
      (entry !== undefined || all.length === 0 || all.some((key) => this.#keyed.get(key)))
    ) {
      this.#wantUndos();
      this.#wantCorrections();
    }
    if (lastToUndo !== undefined) this.#wantLastToUndo(lastToUndo);
  }

  /** Has a question asked in the next trip, and keeps what `read` makes of its rows. */
  #want(question: string, ask: () => Statement, read: (rows: readonly Row[]) => unknown): boolean {
    return this.#fetches.want(question, () => ({
      statement: ask(),
      keep: (rows) => this.#answers.set(question, read(rows)),
    }));
  }

  /** The answer to a question; breaks the decision off if it has not come yet. */
  #answer<T>(question: string, isKnown: boolean): T {
    if (!isKnown) this.#fetches.miss();
    // The reader of this question has put it there.
    return this.#answers.get(question) as T;
  }

  #wantKeyed(keys: readonly string[]): void {
    const unknown = keys.filter((key) => !this.#keyed.has(key));
    if (unknown.length === 0) return;
    this.#fetches.want(`keyed ${JSON.stringify(unknown)}`, () => ({
      statement: this.#changes('c.key = any($1)', unknown),
      keep: (rows) => {
        for (const key of unknown) this.#keyed.set(key, null);
        for (const used of rows.map(readChange))
          if ('key' in used.change && used.change.key !== undefined) this.#keyed.set(used.change.key, used);
      },
    }));
  }

  /** What used a key; breaks the decision off if that is not known. */
  #used(key: string): Used | undefined {
    const known = this.#keyed.get(key);
    if (known === undefined) {
      this.willNeed(() => ({ keys: [key] }));
      this.#fetches.miss();
    }
    return known ?? undefined;
  }

  keyed(key: string): Keyed | undefined {
    const used = this.#used(key);
    return used?.change.do === 'move' ? { entry: used.entry, move: used.change } : undefined;
  }

  entryKeyed(key: string): Entry | undefined {
    const used = this.#used(key);
    return used === undefined ? undefined : this.entry(used.entry.n);
  }

  allKeyed(keys: ReadonlySet<string>): ReadonlyMap<string, Keyed> {
    const unknown = [...keys].filter((key) => !this.#keyed.has(key));
    if (unknown.length > 0) {
      this.willNeed(() => ({ keys: unknown }));
      this.#fetches.miss();
    }
    const found = new Map<string, Keyed>();
    for (const key of keys) {
      const keyed = this.keyed(key);
      if (keyed !== undefined) found.set(key, keyed);
    }
    return found;
  }

  #wantEntry(n: number): boolean {
    return this.#want(
      `entry ${n}`,
      () => statement(`select n, line from ${this.#s}.entries where n = $1 and n > 0 order by piece`, n),
      (rows) => readLines(rows)[0],
    );
  }

  entry(n: number): Entry | undefined {
    return this.#answer(`entry ${n}`, this.#wantEntry(n));
  }

  #wantRecent(): boolean {
    const s = this.#s;
    return this.#want(
      'recent',
      () =>
        statement(
          `select n, line from (
             select n, line, length, sum(length + 1) over (order by n desc) as upto
             from (select n, line, length from ${s}.entries where piece = 0 and n > 0 order by n desc limit $1) as last
           ) as ends where upto <= $2 and length <= $3 order by n desc limit $4`,
          mostRecentLines,
          recentBytes,
          longestRecentLine,
          maxRecent,
        ),
      readLines,
    );
  }

  recent(): readonly Entry[] {
    return this.#answer('recent', this.#wantRecent());
  }

  #wantUndos(): boolean {
    return this.#want(
      'undos',
      () => statement(`select n, undoes from ${this.#s}.entries where undoes is not null order by n`),
      (rows) => rows.map(({ n, undoes }) => ({ n: Number(n), undoes: Number(undoes) })),
    );
  }

  undos(): readonly { readonly n: number; readonly undoes: number }[] {
    return this.#answer('undos', this.#wantUndos());
  }

  #wantCorrections(): boolean {
    const s = this.#s;
    return this.#want(
      'corrections',
      () =>
        statement(
          `select n, line from ${s}.entries
           where n in (select n from ${s}.entries where corrects is not null) order by n, piece`,
        ),
      readLines,
    );
  }

  corrections(): readonly Entry[] {
    return this.#answer('corrections', this.#wantCorrections());
  }

  /** More entries than there are undos cannot have been undone. */
  #wantLastToUndo(by: string): boolean {
    const s = this.#s;
    const isNew = this.#wantUndos();
    return (
      this.#want(
        `to undo ${by}`,
        () =>
          statement(
            `select n from ${s}.entries
             where piece = 0 and by = $1 and command <> 'repair' and undoes is null
             order by n desc limit 1 + (select count(*) from ${s}.entries where undoes is not null)`,
            by,
          ),
        (rows) => rows.map(({ n }) => Number(n)),
      ) && isNew
    );
  }

  lastToUndo(by: string): Entry | undefined {
    const made = this.#answer<readonly number[]>(`to undo ${by}`, this.#wantLastToUndo(by));
    const undone = undoneEntries(this.undos());
    const last = made.find((n) => !undone.has(n));
    if (last === undefined) return undefined;
    if (this.#lastToUndo !== last) this.willNeed(() => ({ entry: last }));
    this.#lastToUndo = last;
    return this.entry(last);
  }

  #changes(where: string, ...values: readonly Value[]): Statement {
    const s = this.#s;
    return statement(
      `select ${entryColumns}, c.change from ${s}.changes c
       join ${s}.entries e on e.n = c.n and e.piece = 0 where ${where} order by c.n, c.i`,
      ...values,
    );
  }

  changesOf(ids: ReadonlySet<number>): Iterable<{ readonly entry: Entry; readonly change: DeviceChange }> {
    const list = [...ids].sort((a, b) => a - b);
    return this.#allOf(`changes ${list}`, 'c.device = any($1)', list);
  }

  placeChanges(): Iterable<{ readonly entry: Entry; readonly change: PlaceChange }> {
    return this.#allOf('places', `c.what in ('place', 'place-edit', 'place-remove')`);
  }

  movesOf(n: number): Iterable<{ readonly entry: Entry; readonly change: Moved }> {
    const question = `moves ${n}`;
    return this.#answer(question, this.#answers.has(question) || this.#wantMovesOf(n));
  }

  #wantMovesOf(n: number): boolean {
    return this.#wantAll(`moves ${n}`, `c.of = $1 and c.what = 'move'`, n);
  }

  /** Has the movements of several entries fetched, those that are not known; returns which those are. */
  #wantMovesUnder(entries: readonly number[]): readonly number[] {
    const unknown = entries.filter((n) => !this.#answers.has(`moves ${n}`));
    if (unknown.length === 0) return [];
    this.#fetches.want(`moves ${unknown}`, () => ({
      statement: this.#changes(`c.of = any($1) and c.what = 'move'`, unknown),
      keep: (rows) => {
        const moves = new Map(unknown.map((n): [number, ReturnType<typeof readChange>[]] => [n, []]));
        for (const move of rows.map(readChange))
          if ('of' in move.change && move.change.of !== undefined) moves.get(move.change.of)?.push(move);
        for (const [n, found] of moves) this.#answers.set(`moves ${n}`, found);
      },
    }));
    return unknown;
  }

  movesWithSerials(serials: readonly string[]): Iterable<{ readonly entry: Entry; readonly change: Moved }> {
    return this.#answer(`serials ${serials}`, this.#wantSerials(serials));
  }

  #wantSerials(serials: readonly string[]): boolean {
    const have = `c.serials is not null and string_to_array(c.serials, ',') && $1`;
    return this.#wantAll(`serials ${serials}`, have, serials.map(codeKey));
  }

  changesInCount(n: number): Iterable<{ readonly entry: Entry; readonly change: ChangeInCount }> {
    return this.#allOf(`count ${n}`, 'c.count = $1', n);
  }

  countChanges(): Iterable<{ readonly entry: Entry; readonly change: CountChange }> {
    return this.#allOf('counts', 'c.count is not null and c.device is null');
  }

  movesAfter(n: number): Iterable<{ readonly entry: Entry; readonly change: Moved }> {
    return this.#allOf(`moves after ${n}`, `c.n > $1 and c.what = 'move'`, n);
  }

  seal(): string {
    const { n, sum } = this.#fetches.head;
    return n === 0 ? '' : sum;
  }

  /** The changes of which something holds, in the order they were recorded. */
  #allOf<C extends Change>(
    question: string,
    where: string,
    ...values: readonly Value[]
  ): readonly { readonly entry: Entry; readonly change: C }[] {
    return this.#answer(question, this.#wantAll(question, where, ...values));
  }

  #wantAll(question: string, where: string, ...values: readonly Value[]): boolean {
    return this.#want(
      question,
      () => this.#changes(where, ...values),
      (rows) => rows.map(readChange),
    );
  }

  bearers(codes: Iterable<string>): ReadonlyMap<string, readonly Bearer[]> {
    const keys = [...new Set(Array.from(codes, codeKey))].sort();
    const question = `bearers ${JSON.stringify(keys)}`;
    const had = `c.device in (select device from ${this.#s}.changes where code_key = any($1)) and c.what in ('add', 'edit', 'remove')`;
    const read = (rows: readonly Row[]) => bearersAmong(deviceChanges(rows), new Set(keys));
    return this.#answer(
      question,
      this.#want(question, () => this.#changes(had, keys), read),
    );
  }

  wasUsed(code: string): boolean {
    const question = `used ${codeKey(code)}`;
    const ask = () =>
      statement(`select 1 as used from ${this.#s}.changes where code_key = $1 limit 1`, codeKey(code));
    return this.#answer(
      question,
      this.#want(question, ask, (rows) => rows.length > 0),
    );
  }

  #wantImport(sha256: string): boolean {
    return this.#want(
      `import ${sha256}`,
      () => statement(`select n from ${this.#s}.entries where sha256 = $1 order by n`, sha256),
      (rows) => rows.map(({ n }) => Number(n)),
    );
  }

  importOf(sha256: string): number | undefined {
    const imports = this.#answer<readonly number[]>(`import ${sha256}`, this.#wantImport(sha256));
    if (imports.length === 0) return undefined;
    const undoneBy = undoneEntries(this.undos());
    return imports.findLast((n) => !undoneBy.has(n));
  }
}

function* deviceChanges(
  rows: readonly Row[],
): Generator<{ readonly entry: Entry; readonly change: DeviceChange }> {
  for (const row of rows) {
    const { entry, change } = readChange(row);
    if (isOfDevice(change)) yield { entry, change };
  }
}
