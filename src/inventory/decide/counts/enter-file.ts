import type { Problem } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { Entry, NewEntry, Tallied } from '../../book/change.ts';
import type { OpenCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import type { PlaceId } from '../../book/place-kinds.ts';
import { CountLines } from '../../look/counts.ts';
import { type Parsed, Refusal, refuse, wrong } from '../../refusal.ts';
import { parseEntryNumber, parseSetQuantity } from '../../values/quantity.ts';
import { type Line, parseNote, parseReference } from '../../values/text.ts';
import type { ImportRow, RejectedRow } from '../imports/import.ts';
import { type AlreadyRecorded, alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import { type Figure, recordTally, type Shelf, tallyDifference } from './enter.ts';
import { type EntryTerms, openCount, placeInCount } from './find-count.ts';

/** A filled sheet: what was counted, a row a device and place. */
export interface FilledSheet extends EntryTerms, Pick<Figure, 'how' | 'counter'> {
  readonly count: number;
  /** Where rows without a place of their own were counted. */
  readonly place?: string | undefined;
  /** Whether all of it was counted just now. */
  readonly isNow: boolean;
}

export interface FilledOutcome {
  readonly entry: NewEntry | null;
  readonly answer: AlreadyRecorded | null;
  /** Rows without a figure: they were not counted. */
  readonly blank: number;
  readonly rejected: readonly RejectedRow[];
  /** What is to be counted again because of it. */
  readonly inConflict: readonly Shelf[];
}

/** Records the rows of a filled sheet in one entry, all of them or none. */
export function decideEnterFile(
  book: Book,
  journal: Journal,
  sheet: FilledSheet,
  rows: Iterable<ImportRow>,
  at: string,
  by: string,
): FilledOutcome {
  const answer = alreadyRecorded(journal, sheet.key, 'count-enter', (entry) =>
    difference(book, journal, sheet, rows, entry),
  );
  if (answer !== null) return { entry: null, answer, blank: 0, rejected: [], inConflict: [] };
  const open = openCount(book, journal, sheet.count);
  const filling = new Filling(book, journal, open, sheet, at, by);
  for (const row of rows) filling.row(row);
  const { draft, blank, rejected, inConflict } = filling;
  const changes = rejected.length > 0 ? [] : draft.finish();
  return {
    entry: changes.length === 0 ? null : { command: 'count-enter', changes },
    answer: null,
    blank,
    rejected,
    inConflict,
  };
}

/** What of a sheet that is recorded is not as it is asked for again. */
function difference(
  book: Book,
  journal: Journal,
  { count, place, counter, how }: FilledSheet,
  rows: Iterable<ImportRow>,
  entry: Entry,
): string | undefined {
  const filled = Array.from(rows).filter(({ fields }) => fields.has('counted'));
  const tallies = entry.changes.filter((change): change is Tallied => change.do === 'tally');
  if (filled.length !== tallies.length) return 'rows';
  for (const [index, tally] of tallies.entries()) {
    const fields = filled[index]?.fields ?? new Map<string, string>();
    const quantity = parseSetQuantity(fields.get('counted') ?? '');
    const before = parseEntryNumber(fields.get('before') ?? '');
    const typed = {
      count,
      device: fields.get('code') ?? '',
      place: fields.get('place') ?? place,
      counter: fields.get('counter') ?? counter,
      how,
      ...(before.ok ? { moment: { before: before.value } } : {}),
    };
    if (!quantity.ok || quantity.value !== tally.counted) return 'quantity';
    const differs = tallyDifference(book, journal, typed, tally, entry.by);
    if (differs !== undefined) return differs;
  }
  return undefined;
}

class Filling {
  readonly draft: Draft;
  readonly rejected: RejectedRow[] = [];
  readonly inConflict: Shelf[] = [];
  blank = 0;
  readonly #journal: Journal;
  readonly #open: OpenCount;
  readonly #sheet: FilledSheet;
  readonly #lines: CountLines;
  readonly #by: string;
  readonly #places = new Map<string | undefined, PlaceId>();
  /** The row that has counted a device at a place already. */
  readonly #seen = new Map<string, number>();

  constructor(book: Book, journal: Journal, open: OpenCount, sheet: FilledSheet, at: string, by: string) {
    this.draft = new Draft(book, at);
    this.#journal = journal;
    this.#open = open;
    this.#sheet = sheet;
    this.#lines = CountLines.all(book, journal, open.count);
    this.#by = by;
  }

  row({ row, fields, unreadable }: ImportRow): void {
    if (unreadable !== undefined) {
      this.rejected.push(...unreadable);
      return;
    }
    if (!fields.has('counted')) {
      this.blank++;
      return;
    }
    const reject = (column: string | null, code: RejectedRow['code'], problem: Problem): void => {
      const value = column === null ? null : (fields.get(column) ?? '');
      this.rejected.push({ row, column, value, code, problem });
    };
    let isGood = true;
    const read = <V>(column: string, parse: (text: string) => Parsed<V>): V | undefined => {
      const text = fields.get(column);
      if (text === undefined) return undefined;
      const result = parse(text);
      if (result.ok) return result.value;
      isGood = false;
      reject(column, 'invalid', result.problem);
      return undefined;
    };
    const quantity = read('counted', parseSetQuantity);
    const before = read('before', parseEntryNumber);
    const counter = read('counter', parseReference) ?? this.#sheet.counter;
    const note = read('note', parseNote) ?? this.#sheet.note;
    const code = fields.get('code');
    if (code === undefined) reject('code', 'invalid', wrong('column-blank', { column: 'code' }).problem);
    if (!isGood || quantity === undefined || code === undefined) return;
    try {
      this.#record(row, code, fields.get('place'), { quantity, counter, note, before });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reject(columnOfRefusal[error.problem.key] ?? null, error.code, error.problem);
    }
  }

  #record(
    row: number,
    code: string,
    typedPlace: string | undefined,
    {
      before,
      ...figure
    }: Pick<Figure, 'quantity' | 'counter'> & {
      readonly note: Line | undefined;
      readonly before: number | undefined;
    },
  ): void {
    const { book } = this.draft;
    const place = this.#place(typedPlace);
    const device = book.withCode(code);
    if (device === undefined) return refuse('no-such-code', { value: code, nearest: [] });
    const shelf = `${device.id} ${place}`;
    const { how, isNow, ref, key } = this.#sheet;
    const earlier = this.#seen.get(shelf);
    if (earlier !== undefined && how !== 'add') refuse('code-repeated', { value: code, row: earlier });
    this.#seen.set(shelf, row);
    const moment = before === undefined ? (isNow ? ('now' as const) : undefined) : { before };
    const { state } = recordTally(
      this.draft,
      this.#open,
      this.#lines,
      { device, place },
      { ...figure, moment, how, ref, key },
      this.#by,
    );
    if (state === 'conflict') this.inConflict.push({ device, place });
  }

  #place(typed: string | undefined): PlaceId {
    const wanted = typed ?? this.#sheet.place;
    const known = this.#places.get(wanted);
    if (known !== undefined) return known;
    const place = placeInCount(this.draft.book, this.#journal, this.#open, wanted);
    this.#places.set(wanted, place);
    return place;
  }
}

const columnOfRefusal: { readonly [problem: string]: string } = {
  'no-such-code': 'code',
  'code-repeated': 'code',
  'not-in-count': 'code',
  'already-counted': 'counted',
  'line-posted': 'counted',
  'when-counted': 'before',
  'not-moved-since': 'before',
  'recount-by-counter': 'counter',
  'which-place': 'place',
  'not-place-of-count': 'place',
  'no-such-place': 'place',
  'place-renamed': 'place',
  'place-removed': 'place',
  queue: 'place',
};
