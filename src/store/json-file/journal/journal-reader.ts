import {
  type Change,
  type ChangeInCount,
  type CountChange,
  type DeviceChange,
  type Entry,
  isInCount,
  isOfCount,
  isOfDevice,
  isOfPlace,
  type Moved,
  type PlaceChange,
} from '../../../inventory/book/change.ts';
import type { Timed } from '../../../inventory/book/clock.ts';
import { type Bearer, type Journal, maxRecent } from '../../../inventory/book/journal.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { bearersAmong, codeGiven } from '../../../inventory/look/bearers.ts';
import { isToUndo, type RecordedRow, undoneEntries } from '../../../inventory/look/history.ts';
import { type RowFilter, RowMaker } from '../../../inventory/look/recorded/rows.ts';
import type { ReplayedChange } from '../../../inventory/look/valuation/valuation.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import { haveCommon } from '../../../inventory/values/serials.ts';
import type { Line } from '../../journal/line.ts';
import { statedSum } from '../../journal/sealed-line.ts';
import type { HistoryQuery } from '../../store.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { ifSound } from '../index/checked-file.ts';
import { headOf, wholeEntry } from './entry-bytes.ts';
import { type Indexed, indexed } from './indexed-fields.ts';
import type { JournalPart } from './journal-index.ts';
import { lineNumbered, lineParts, lines, linesBackwards, linesWith } from './journal-lines.ts';
import { entriesOf, JournalPieces } from './journal-pieces.ts';
import { anyKeyNeedle, codeNeedles, serialsNeedle, tracesNeedles } from './needles.ts';

/** More devices than this are found faster by reading every entry than by searching for each. */
const maxNeedles = 8;
/** How much of the journal's end holds the recent entries. */
const recentBytes = 64 * 1024;
/** Longer lines are large imports, which say nothing about a clerk's usual movements. */
const longestRecentLine = 16 * 1024;

/** The past as a journal holds it, between its first entry and the last one known to be sound. */
export class JournalReader implements Journal {
  readonly #files: FileSystem;
  readonly #file: Descriptor;
  readonly #start: number;
  readonly #end: number;
  readonly #openIndex: () => readonly JournalPart[];
  #parts: readonly JournalPart[] | undefined;
  #recent: readonly Entry[] | undefined;

  /** `openIndex` gives the parts of the journal's index that can be relied on; it is opened when it is first needed. */
  constructor(
    files: FileSystem,
    file: Descriptor,
    start: number,
    end: number,
    openIndex: () => readonly JournalPart[] = () => [],
  ) {
    this.#files = files;
    this.#file = file;
    this.#start = start;
    this.#end = end;
    this.#openIndex = openIndex;
  }

  *#read(found: Iterable<Line>, read = wholeEntry): Generator<Entry> {
    for (const { bytes } of found) {
      const entry = read(bytes);
      if (entry !== undefined) yield entry;
    }
  }

  /**
   * The entries that may concern the wanted keys, the oldest first: those that the index knows, each with the
   * change in question only, then those after them whose lines hold a needle. With `headsOnly`, each without its changes,
   * and there may be a million of them.
   */
  *#about(
    wanted: readonly Indexed[],
    needles: readonly string[] = wanted.flatMap((each) => each.needles()),
    { headsOnly = false } = {},
  ): Generator<Entry> {
    this.#parts ??= this.#openIndex();
    const keys = new Set(wanted.map(({ key }) => key));
    const pieces = new JournalPieces(this.#files, this.#file, this.#end);
    let start = this.#start;
    for (const part of this.#parts) {
      const postings = ifSound(() => part.postings(keys));
      if (postings === undefined) break;
      for (const posting of postings) {
        if (posting.line >= this.#end) return;
        const entry = headsOnly ? pieces.head(posting) : pieces.entry(posting);
        if (entry !== undefined) yield entry;
      }
      start = part.end;
    }
    if (start >= this.#end) return;
    const found = linesWith(this.#files, this.#file, start, this.#end, needles);
    yield* this.#read(found, headsOnly ? headOf : wholeEntry);
  }

  /** Every entry, the oldest first. */
  entries(): Iterable<Entry> {
    return this.#read(lines(this.#files, this.#file, this.#start, this.#end));
  }

  /** The same, a large import in pieces, each with some of its changes: nothing holds all of it. */
  entriesInPieces(): Iterable<Entry> {
    return entriesOf(lineParts(this.#files, this.#file, this.#start, this.#end));
  }

  willNeed(): void {}

  recent(): readonly Entry[] {
    this.#recent ??= [...this.#read(this.#recentLines().toReversed())];
    return this.#recent;
  }

  lastToUndo(by: string): Entry | undefined {
    const undone = undoneEntries(this.undos());
    for (const entry of this.#backwards()) if (isToUndo(entry, by, undone)) return entry;
    return undefined;
  }

  /** The lines that begin in the last bytes, but for long ones. */
  #recentLines(): readonly Line[] {
    const from = Math.max(this.#start, this.#end - recentBytes);
    const found = [...lines(this.#files, this.#file, from, this.#end)].slice(from === this.#start ? 0 : 1);
    return found.filter(({ bytes }) => bytes.length <= longestRecentLine).slice(-maxRecent);
  }

  keyed(key: string): { entry: Entry; move: Moved } | undefined {
    const entries = this.#about([indexed.key(key)]);
    return new Map(keyedMoves(entries, (found) => found === key)).get(key);
  }

  allKeyed(keys: ReadonlySet<string>): ReadonlyMap<string, { entry: Entry; move: Moved }> {
    const entries = this.#about(Array.from(keys, indexed.key), [anyKeyNeedle]);
    return new Map(keyedMoves(entries, (key) => keys.has(key)));
  }

  entryKeyed(key: string): Entry | undefined {
    for (const entry of this.#about([indexed.key(key)]))
      if (entry.changes.some((change) => 'key' in change && change.key === key)) return entry;
    return undefined;
  }

  /** The entry without its changes, of which there may be a million. */
  entryHead(n: number): Entry | undefined {
    const line = this.#lineNumbered(n);
    return line === undefined ? undefined : headOf(line.bytes);
  }

  #lineNumbered(n: number): Line | undefined {
    return lineNumbered(this.#files, this.#file, this.#start, this.#end, n);
  }

  entry(n: number): Entry | undefined {
    const line = this.#lineNumbered(n);
    const entry = line === undefined ? undefined : wholeEntry(line.bytes);
    return entry?.n === n ? entry : undefined;
  }

  *changesOf(ids: ReadonlySet<number>): Generator<{ entry: Entry; change: DeviceChange }> {
    yield* changesAmong(ids, this.#aboutDevices([...ids]));
  }

  #aboutDevices(ids: readonly number[], field = indexed.device): Iterable<Entry> {
    return ids.length > maxNeedles ? this.entries() : this.#about(ids.map(field));
  }

  *placeChanges(): Generator<{ entry: Entry; change: PlaceChange }> {
    for (const entry of this.#about([indexed.place()]))
      for (const change of entry.changes) if (isOfPlace(change)) yield { entry, change };
  }

  *changesInCount(n: number): Generator<{ entry: Entry; change: ChangeInCount }> {
    for (const entry of this.#about([indexed.count(n)]))
      for (const change of entry.changes) if (isInCount(change, n)) yield { entry, change };
  }

  *countChanges(): Generator<{ entry: Entry; change: CountChange }> {
    for (const entry of this.#about([indexed.counts()]))
      for (const change of entry.changes) if (isOfCount(change)) yield { entry, change };
  }

  *movesAfter(n: number): Generator<{ entry: Entry; change: Moved }> {
    const from = lineNumbered(this.#files, this.#file, this.#start, this.#end, n + 1);
    if (from === undefined) return;
    for (const entry of this.#read(lines(this.#files, this.#file, from.start, this.#end)))
      for (const change of entry.changes) if (change.do === 'move') yield { entry, change };
  }

  seal(): string {
    const [last] = linesBackwards(this.#files, this.#file, this.#start, this.#end);
    return last === undefined ? '' : (statedSum(last.bytes) ?? '');
  }

  *movesOf(n: number): Generator<{ entry: Entry; change: Moved }> {
    for (const entry of this.#about([indexed.of(n)]))
      for (const change of entry.changes)
        if (change.do === 'move' && change.of === n) yield { entry, change };
  }

  *movesWithSerials(serials: readonly string[]): Generator<{ entry: Entry; change: Moved }> {
    for (const entry of this.#about(serials.map(indexed.serial), [serialsNeedle]))
      for (const change of entry.changes)
        if (change.do === 'move' && haveCommon(change.serials ?? [], serials)) yield { entry, change };
  }

  undos(): readonly { n: number; undoes: number }[] {
    const entries = this.#about([indexed.undoes()]);
    return Array.from(entries, ({ n, undoes }) => ({ n, undoes: undoes ?? 0 })).filter(
      ({ undoes }) => undoes > 0,
    );
  }

  corrections(): readonly Entry[] {
    const entries = [...this.#about([indexed.corrects()])];
    return entries.filter(({ corrects }) => corrects !== undefined);
  }

  importOf(sha256: string): number | undefined {
    const entries = this.#about([indexed.file(sha256)], undefined, { headsOnly: true });
    const imports = [...entries].filter(({ file }) => file?.sha256 === sha256);
    if (imports.length === 0) return undefined;
    const undoneBy = undoneEntries(this.undos());
    return imports.findLast(({ n }) => !undoneBy.has(n))?.n;
  }

  /** The rows of the history that are asked for, the oldest first; places are shown as they are called in `places`. */
  *rows(query: HistoryQuery, places: Places): Generator<RecordedRow> {
    const maker = new RowMaker(query, undoneEntries(this.undos()), places);
    const { last } = query;
    const found = this.#entriesFor(query);
    if (last === undefined)
      for (const entry of found ?? this.#entriesWithin(query.filter)) yield* maker.rows(entry);
    else if (found === undefined) yield* lastRows(this.#backwards(), maker, last);
    else yield* lastOf(found, maker, last);
  }

  /** The entries that a query may be about, in pieces with the changes in question, where the index knows them. */
  #entriesFor({ device, devices, near, filter = {} }: HistoryQuery): Iterable<Entry> | undefined {
    const { party, serial, isTraced = false } = filter;
    if (isTraced)
      return this.#read(linesWith(this.#files, this.#file, this.#start, this.#end, tracesNeedles));
    const fields =
      device !== undefined
        ? [indexed.device(device)]
        : devices !== undefined && devices.size <= maxNeedles
          ? Array.from(devices, (id) => indexed.device(id))
          : serial !== undefined
            ? [indexed.serial(serial)]
            : party !== undefined
              ? [indexed.party(party)]
              : [];
    if (near !== undefined || fields.length === 0) return undefined;
    // Only where something was does it matter what else is in an entry.
    return filter.places === undefined ? this.#about(fields) : joined(this.#about(fields));
  }

  /** The entries that a filter names, or those after one, up to another, where it says so; else every entry. */
  *#entriesWithin({ after = 0, upTo = Number.POSITIVE_INFINITY, entries }: RowFilter = {}): Generator<Entry> {
    for (const n of [...(entries ?? [])].sort((a, b) => a - b)) {
      const entry = this.entry(n);
      if (entry !== undefined) yield entry;
    }
    if (entries !== undefined) return;
    const start = after === 0 ? this.#start : this.#lineNumbered(after + 1)?.start;
    if (start === undefined) return;
    for (const entry of this.#read(lines(this.#files, this.#file, start, this.#end))) {
      if (entry.n > upTo) return;
      yield entry;
    }
  }

  /** When each entry was made, as it says. */
  *times(): Generator<Timed> {
    const found = lines(this.#files, this.#file, this.#start, this.#end);
    for (const { n, at } of this.#read(found, headOf)) yield { n, time: Date.parse(at) };
  }

  /** Every entry, the newest first. */
  #backwards(): Iterable<Entry> {
    return this.#read(linesBackwards(this.#files, this.#file, this.#start, this.#end));
  }

  /** What has become of devices up to an entry. */
  *deviceChanges(upTo: number): Generator<ReplayedChange> {
    for (const entry of this.entriesInPieces()) {
      if (entry.n > upTo) return;
      for (const change of entry.changes) if (isOfDevice(change)) yield { entry, change };
    }
  }

  bearers(codes: Iterable<string>): ReadonlyMap<string, readonly Bearer[]> {
    const keys = new Set(Array.from(codes, codeKey));
    const ids = new Set(this.#usersOf(keys));
    if (ids.size === 0) return new Map();
    return bearersAmong(changesAmong(ids, this.#aboutDevices([...ids], indexed.identity)), keys);
  }

  wasUsed(code: string): boolean {
    return this.#usersOf(new Set([codeKey(code)])).next().done !== true;
  }

  /** The ids of the devices that got one of some codes. */
  *#usersOf(keys: ReadonlySet<string>): Generator<number, undefined> {
    for (const { changes } of this.#about(Array.from(keys, indexed.code), codeNeedles))
      for (const change of changes) {
        const code = codeGiven(change);
        if (isOfDevice(change) && code !== undefined && keys.has(codeKey(code))) yield change.id;
      }
  }
}

/** Entries that are given in pieces, one after the other, each in one. */
function* joined(pieces: Iterable<Entry>): Generator<Entry> {
  let [entry, changes]: [Entry | undefined, Change[]] = [undefined, []];
  for (const piece of pieces) {
    if (entry !== undefined && entry.n !== piece.n) yield { ...entry, changes };
    if (entry?.n !== piece.n) [entry, changes] = [piece, []];
    for (const change of piece.changes) changes.push(change);
  }
  if (entry !== undefined) yield { ...entry, changes };
}

/** The last rows of entries that are given the newest first; no more of those are read than needed. */
function lastRows(entries: Iterable<Entry>, maker: RowMaker, most: number): readonly RecordedRow[] {
  const found: (readonly RecordedRow[])[] = [];
  let size = 0;
  for (const entry of entries) {
    const rows = maker.rows(entry).slice(-most);
    found.push(rows);
    size += rows.length;
    if (size >= most) break;
  }
  return found.reverse().flat().slice(-most);
}

/** The last rows of entries that are given the oldest first; there may be too many to keep them all. */
function lastOf(entries: Iterable<Entry>, maker: RowMaker, most: number): readonly RecordedRow[] {
  let rows: RecordedRow[] = [];
  for (const entry of entries) {
    for (const row of maker.rows(entry)) rows.push(row);
    if (rows.length > 2 * most) rows = rows.slice(-most);
  }
  return rows.slice(-most);
}

function* changesAmong(
  ids: ReadonlySet<number>,
  entries: Iterable<Entry>,
): Generator<{ entry: Entry; change: DeviceChange }> {
  for (const entry of entries)
    for (const change of entry.changes) if (isOfDevice(change) && ids.has(change.id)) yield { entry, change };
}

function* keyedMoves(
  entries: Iterable<Entry>,
  wanted: (key: string) => boolean,
): Generator<[string, { entry: Entry; move: Moved }], undefined> {
  for (const entry of entries) {
    for (const move of entry.changes) {
      if (move.do === 'move' && move.key !== undefined && wanted(move.key)) yield [move.key, { entry, move }];
    }
  }
}
