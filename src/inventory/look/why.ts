import type { PlaceId } from '../book/place-kinds.ts';
import { folded } from '../values/text.ts';
import { isOneErrorAway } from '../values/typing-errors.ts';
import type { PostedLine } from './counts.ts';
import type { DeviceRow, HistoryRow, RecordedRow } from './history.ts';

/** The parts of a quantity on hand, in the order they are shown. */
export const whyCategories = [
  'opening',
  'received',
  'returned',
  'sold',
  'damaged',
  'supplier-return',
  'corrected',
  'counted',
  'other',
  'undone',
  'transferred',
] as const;
export type WhyCategory = (typeof whyCategories)[number];

const categoryOfReason: { readonly [reason: string]: WhyCategory } = {
  opening: 'opening',
  purchase: 'received',
  return: 'returned',
  sale: 'sold',
  damage: 'damaged',
  'supplier-return': 'supplier-return',
  correction: 'corrected',
  count: 'counted',
};

/** A row of a history that moved stock. */
export interface MovementRow extends DeviceRow {
  readonly change: number;
}

/** The movements of one category, the oldest first. */
export interface CategoryTotal {
  readonly category: WhyCategory;
  /** Signed units. */
  readonly total: number;
  readonly entries: readonly { readonly entry: number; readonly change: number }[];
}

/** A balance that was never passed, and the first entry that reached it. */
export interface Extreme {
  readonly balance: number;
  readonly entry: number;
  readonly at: string;
}

/** Why a device has on hand what it has. */
export interface Explanation {
  readonly onHand: number;
  /** Only the categories that have movements; their totals add up to the quantity on hand. */
  readonly totals: readonly CategoryTotal[];
  /** Whether it starts at a count. */
  readonly isSinceCount: boolean;
  /** Null where nothing ever moved. */
  readonly low: Extreme | null;
  readonly high: Extreme | null;
}

/** Where an explanation starts: the last counts at places, and the rows that none of them knows of. */
export interface SinceCounted {
  readonly counts: readonly Pick<PostedLine, 'entry' | 'counted'>[];
  readonly rows: readonly HistoryRow[];
}

/**
 * The rows of a device that are not in what was counted last where they happened: a movement before that moment, what takes
 * one back or corrects it, and a late slip are.
 */
export const sinceLastCounts = (
  rows: readonly RecordedRow[],
  counts: ReadonlyMap<PlaceId, Pick<PostedLine, 'count' | 'after'>>,
  originOf: (entry: number) => number,
): readonly RecordedRow[] =>
  rows.filter(({ place, count, row: { entry } }) => {
    const last = place === null ? undefined : counts.get(place);
    if (last === undefined) return true;
    return originOf(entry) > last.after && (count === null || count > last.count);
  });

/**
 * Explains the quantity on hand by the whole history of one device, the oldest row first; where it has been counted, by what
 * was counted last and what happened since.
 */
export function explain(
  history: readonly HistoryRow[],
  { counts, rows: since }: SinceCounted = { counts: [], rows: history },
): Explanation {
  const rows = counts.length === 0 ? since.filter(isMovement) : onTopOf(counts, since.filter(isMovement));
  const cancelled = cancelledRows(rows);
  // What it starts at comes first.
  const categories =
    counts.length === 0 ? whyCategories : new Set<WhyCategory>(['counted', ...whyCategories]);
  const byCategory = new Map(Array.from(categories, (category) => [category, [] as MovementRow[]]));
  for (const row of rows) {
    const category = cancelled.has(row) ? 'undone' : categoryOf(row);
    byCategory.get(category)?.push(row);
  }
  const totals = Array.from(byCategory, ([category, of]) =>
    categoryTotal(category, [
      ...(category === 'counted' ? counts.map(({ entry, counted }) => ({ entry, change: counted })) : []),
      ...of,
    ]),
  ).filter(({ entries }) => entries.length > 0);
  const onHand = history.findLast(isMovement)?.balance ?? 0;
  const sum = totals.reduce((units, { total }) => units + total, 0);
  if (sum !== onHand) throw new Error(`the movements add up to ${sum}, the last balance is ${onHand}`);
  return {
    onHand,
    totals,
    isSinceCount: counts.length > 0,
    low: extreme(rows, (a, b) => a < b),
    high: extreme(rows, (a, b) => a > b),
  };
}

/** Rows with what each leaves of what was counted: the book may have had something else by then. */
function onTopOf(counts: SinceCounted['counts'], rows: readonly MovementRow[]): readonly MovementRow[] {
  let balance = counts.reduce((units, { counted }) => units + counted, 0);
  return rows.map((row) => {
    balance += row.change;
    return { ...row, balance };
  });
}

/** Whether a row moved stock; rows that are not on hand are shown separately. */
const isMovement = (row: HistoryRow): row is MovementRow =>
  row.change !== null && row.change !== 0 && row.type !== 'memo';

const categoryOf = ({ reason }: MovementRow): WhyCategory =>
  reason === null ? 'transferred' : (categoryOfReason[reason] ?? 'other');

/** The rows that were taken back, and those that took them back: together they are nothing. */
function cancelledRows(rows: readonly MovementRow[]): ReadonlySet<MovementRow> {
  const undoing = new Set(rows.map(({ undoneBy }) => undoneBy));
  return new Set(rows.filter(({ entry, undoneBy }) => undoneBy !== null || undoing.has(entry)));
}

const categoryTotal = (category: WhyCategory, rows: CategoryTotal['entries']): CategoryTotal => ({
  category,
  total: rows.reduce((units, { change }) => units + change, 0),
  entries: rows.map(({ entry, change }) => ({ entry, change })),
});

/** What is between two rows of an entry nobody has seen. */
function extreme(
  rows: readonly MovementRow[],
  passes: (balance: number, most: number) => boolean,
): Extreme | null {
  let found: MovementRow | undefined;
  for (const [at, row] of rows.entries()) {
    if (rows[at + 1]?.entry === row.entry) continue;
    if (found === undefined || passes(row.balance, found.balance)) found = row;
  }
  return found === undefined ? null : { balance: found.balance, entry: found.entry, at: found.at };
}

/**
 * How an entry would explain a difference, the likeliest first: recorded twice, not happened, recorded in the wrong
 * direction, recorded at another place, meant for this device though recorded for one with a similar code, or wrongly undone.
 */
export type CandidateWhy = 'double' | 'equal' | 'opposite' | 'place' | 'neighbour' | 'undone';

/** A movement that alone would explain a difference. */
export interface Candidate {
  readonly why: CandidateWhy;
  readonly row: MovementRow;
  /** The entry of the movement that it may be a double of. */
  readonly other?: number;
}

/** What was counted, beside what the book says. */
export interface Expectation {
  readonly expected: number;
  /** What was counted minus what the book says. */
  readonly difference: number;
  readonly candidates: readonly Candidate[];
}

/** How many candidates are named. */
const maxCandidates = 10;

/**
 * Compares what was counted with the book. `history` is that of the device, the oldest row first; `neighbours` are
 * movements of devices with similar codes (`isNeighbourOf`), `elsewhere` those of the device at other places.
 */
export function compare(
  expected: number,
  onHand: number,
  history: readonly HistoryRow[],
  neighbours: readonly MovementRow[],
  elsewhere: readonly HistoryRow[] = [],
): Expectation {
  const difference = expected - onHand;
  const candidates =
    difference === 0
      ? []
      : candidatesFor(difference, history.filter(isMovement), neighbours, elsewhere.filter(isMovement));
  return { expected, difference, candidates };
}

function candidatesFor(
  difference: number,
  rows: readonly MovementRow[],
  neighbours: readonly MovementRow[],
  elsewhere: readonly MovementRow[],
): readonly Candidate[] {
  const cancelled = cancelledRows(rows);
  const standing = rows.filter((row) => !cancelled.has(row));
  const equal = standing.filter(({ change }) => change === -difference);
  const doubles = doublesAmong(equal);
  const paired = new Set(doubles.flatMap(({ row, of }) => [row, of]));
  const ranked: readonly (readonly Candidate[])[] = [
    doubles.map(({ row, of }) => ({ why: 'double', row, other: of.entry })),
    named(
      'equal',
      equal.filter((row) => !paired.has(row)),
    ),
    named(
      'opposite',
      standing.filter(({ change }) => change * -2 === difference),
    ),
    named('place', misplaced(difference, rows, elsewhere)),
    named(
      'neighbour',
      neighbours.filter(({ change }) => change === difference),
    ),
    named(
      'undone',
      rows.filter(({ change, undoneBy }) => undoneBy !== null && change === difference),
    ),
  ];
  return ranked.flatMap((rank) => rank.toReversed()).slice(0, maxCandidates);
}

/** What stands at other places as it is missing here; a transfer to or from here is at both already. */
function misplaced(
  difference: number,
  rows: readonly MovementRow[],
  elsewhere: readonly MovementRow[],
): readonly MovementRow[] {
  const here = new Set(rows.map(({ entry }) => entry));
  return elsewhere.filter(
    ({ entry, change, undoes, undoneBy }) =>
      change === difference && undoes === null && undoneBy === null && !here.has(entry),
  );
}

const named = (why: CandidateWhy, rows: readonly MovementRow[]): readonly Candidate[] =>
  rows.map((row) => ({ why, row }));

/** How far apart a movement and its double may be. */
const doubleWithinMs = 10 * 60 * 1000;

interface Double {
  readonly row: MovementRow;
  readonly of: MovementRow;
}

/** Of movements with the same change, those that follow closely on one with the same reason and reference. */
function doublesAmong(rows: readonly MovementRow[]): readonly Double[] {
  const lastOf = new Map<string, MovementRow>();
  const found: Double[] = [];
  for (const row of rows) {
    const key = JSON.stringify([row.reason, row.ref]);
    const last = lastOf.get(key);
    if (last !== undefined && Math.abs(Date.parse(row.at) - Date.parse(last.at)) <= doubleWithinMs) {
      found.push({ row, of: last });
    }
    lastOf.set(key, row);
  }
  return found;
}

/**
 * Whether a row of another device is a movement that stands, under a code that is one typing error away from `code`.
 * What it finds out about a code it remembers.
 */
export function isNeighbourOf(code: string): (row: HistoryRow) => row is MovementRow {
  const wanted = folded(code);
  const known = new Map<string, boolean>();
  const isSimilar = (other: string): boolean => {
    const similar = known.get(other) ?? isOneErrorAway(folded(other), wanted);
    known.set(other, similar);
    return similar;
  };
  return (row): row is MovementRow =>
    isMovement(row) && row.undoes === null && row.undoneBy === null && isSimilar(row.code);
}
