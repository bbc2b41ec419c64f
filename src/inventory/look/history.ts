import {
  type Change,
  type CountChange,
  type DeviceChange,
  type Edited,
  type Entry,
  isOfCount,
  isOfDevice,
  isOfPlace,
  type Moved,
  type PlaceChange,
  type Tallied,
} from '../book/change.ts';
import type { Journal } from '../book/journal.ts';
import { firstPlace, isOnHand, type PlaceId } from '../book/place-kinds.ts';
import { type Places, patchInPaths } from '../book/places.ts';
import { isTransferred } from '../book/stock.ts';
import type { Choice } from '../devices/attribute.ts';
import type { Patch } from '../devices/device-record.ts';
import { costField, isObject } from '../devices/device-record.ts';
import type { Json } from '../refusal.ts';

/** The types of rows in a history (the contract, "Commands"). */
export const rowTypes = [
  { value: 'add', term: { en: 'added', zh: '登记' } },
  { value: 'edit', term: { en: 'edited', zh: '修改' } },
  { value: 'remove', term: { en: 'removed', zh: '移除' } },
  { value: 'stock-in', term: { en: 'stock-in', zh: '入库' } },
  { value: 'stock-out', term: { en: 'stock-out', zh: '出库' } },
  { value: 'undo', term: { en: 'undo', zh: '撤销' } },
  { value: 'transfer', term: { en: 'transfer', zh: '调拨' } },
  { value: 'memo', term: { en: 'memo', zh: '备查' } },
  { value: 'count', term: { en: 'count', zh: '盘点' } },
  { value: 'tally', term: { en: 'tally', zh: '点数' } },
  { value: 'place', term: { en: 'place', zh: '地点' } },
] as const satisfies readonly Choice[];
export type RowType = (typeof rowTypes)[number]['value'];

/** One row of a history, fields in the order of the contract's JSON. Code and name are as they were then. */
export interface HistoryRow {
  readonly entry: number;
  readonly at: string;
  readonly by: string;
  readonly type: RowType;
  /** Null, as are the name and the balance, for a change of places. */
  readonly code: string | null;
  readonly name: string | null;
  /** Signed units; null for a change of the catalogue. */
  readonly change: number | null;
  /** On hand after it. */
  readonly balance: number | null;
  readonly reason: string | null;
  readonly cost: string | null;
  readonly ref: string | null;
  /** The note that was typed; for an edit, what it changed. */
  readonly note: string | null;
  readonly key: string | null;
  /** The entry that this row takes back. */
  readonly undoes: number | null;
  /** The entry that took this row back, as long as that has not itself been undone. */
  readonly undoneBy: number | null;
  /** The entry whose quantity this row corrects; left out of all other rows. */
  readonly corrects?: number;
  /** Where it was: the path as it is today. This and what follows is left out in a book with one place. */
  readonly place?: string | null;
  /** What was there after it. */
  readonly placeBalance?: number | null;
  /**
   * The entry in a queue that the pieces belong to, or whose pieces a return takes back. This and the next two are in any book on
   * the rows that have them.
   */
  readonly of?: number | null;
  readonly party?: string | null;
  readonly serials?: readonly string[] | null;
  /** The count that it belongs to, what was counted, and what the book had at that moment. */
  readonly count?: number | null;
  readonly counted?: number | null;
  readonly book?: number | null;
}

/** A row about a device. */
export interface DeviceRow extends HistoryRow {
  readonly code: string;
  readonly name: string;
  readonly balance: number;
}

/** Whether a row is about a device and its stock; what was only counted is no row of that. */
export const isDeviceRow = (row: HistoryRow): row is DeviceRow => row.code !== null && row.balance !== null;

/** What a device was called. */
interface Named {
  readonly code: string;
  readonly name: string;
}

/** A row of a history, and the device and the place it is about, whatever they were called then. */
export interface RecordedRow {
  /** Null for a change of places, which has no device. */
  readonly device: number | null;
  /** Null for a row without a place. */
  readonly place: PlaceId | null;
  /** The count that it belongs to; null for all else. */
  readonly count: number | null;
  readonly row: HistoryRow;
  /** What the row's note says of an edit or of a count, to be said in words; null for all other rows. */
  readonly noted: Noted | null;
}

/** What the note of a row is made of. */
export type Noted = Edited | Tallied | CountNoted;

/** What became of a count as a whole. */
export interface CountNoted {
  readonly do: 'count';
  readonly steps: readonly CountStep[];
  /** As it was typed. */
  readonly note: string | undefined;
}

export interface CountStep {
  readonly did: 'opened' | 'posted' | 'cancelled' | 'drawn' | 'frozen' | 'thawed';
  readonly count: number;
  /** The paths of the places where that is. */
  readonly places: readonly string[];
  /** Of a draw: the share of the sample. */
  readonly rate: string | null;
}

/** The columns of a history, in order, as files carry them. */
export const historyColumns = [
  'entry',
  'at',
  'by',
  'type',
  'code',
  'name',
  'change',
  'balance',
  'reason',
  'cost',
  'ref',
  'note',
  'key',
  'undoes',
  'undoneBy',
  'corrects',
] as const satisfies readonly (keyof HistoryRow)[];

/** Whether a row says where what moved came from or went to, which pieces those were, or whose return they are. */
export const isTraced = ({ of, party, serials }: HistoryRow): boolean =>
  [of, party, serials].some((one) => one !== undefined && one !== null);

/** The columns that follow in a book with one place, if any row has them. */
export const tracedColumns = ['of', 'party', 'serials'] as const satisfies readonly (keyof HistoryRow)[];

/** The columns that follow in a book with more than one place. */
export const placedColumns = [
  'place',
  'placeBalance',
  'of',
  'party',
  'serials',
  'count',
  'counted',
  'book',
] as const satisfies readonly (keyof HistoryRow)[];

/** A value of a record as text; what no attribute is, as JSON. */
const text = (json: Json | undefined): string =>
  typeof json === 'string' ? json : isObject(json) || Array.isArray(json) ? '{…}' : String(json);

function patchValue(json: Json | undefined): string {
  if (json === undefined || json === null) return '–';
  if (isObject(json)) return text(json['code'] ?? json['price'] ?? null);
  return text(json);
}

/** What an edit changed, in one line: `price 845.48 → 799.00; code A → B`. */
const editSummary = (before: Patch, after: Patch): string =>
  Object.keys(after)
    .map((key) => {
      const called = key === costField ? 'last cost' : key;
      return `${called} ${patchValue(before[key])} → ${patchValue(after[key])}`;
    })
    .join('; ');

/** What kind of a movement a device makes in an entry, and why. */
export function movementType(entry: Entry, id: number): Pick<HistoryRow, 'type' | 'reason'> {
  const move = entry.changes.find((change) => change.do === 'move' && change.id === id);
  if (move?.do !== 'move') throw new Error(`entry ${entry.n} moves no device ${id}`);
  return { type: typeOf(entry, move), reason: move.reason ?? null };
}

/** A movement that only makes up for what a count has found already is of the count, in an undo too. */
export const isRevision = ({ count, counted }: Moved): boolean =>
  count !== undefined && counted === undefined;

function typeOf(entry: Entry, change: Change): RowType {
  if (change.do === 'tally') return 'tally';
  if (change.do === 'move' && isRevision(change)) return 'count';
  if (change.do === 'move' && !isOnHand(change.place ?? firstPlace)) return 'memo';
  if (entry.undoes !== undefined) return 'undo';
  if (isOfPlace(change)) return 'place';
  if (isOfCount(change) || change.do === 'counted') return 'count';
  if (change.do !== 'move') return change.do;
  if (change.count !== undefined) return 'count';
  if (isTransferred(change)) return 'transfer';
  return change.change > 0 ? 'stock-in' : 'stock-out';
}

/** An edit with what is of one place under the path of that place. */
export const editInPaths = (edit: Edited, places: Places): Edited => ({
  ...edit,
  before: patchInPaths(edit.before, places),
  after: patchInPaths(edit.after, places),
});

function describe(change: DeviceChange): Pick<HistoryRow, 'change' | 'balance' | 'note'> & Named {
  switch (change.do) {
    case 'add':
    case 'remove': {
      const { code, name } = change.device;
      return { code: text(code), name: text(name), change: null, balance: 0, note: null };
    }
    case 'edit': {
      const { code, name, balance } = change;
      return { code, name, change: null, balance, note: editSummary(change.before, change.after) };
    }
    case 'move': {
      const { code, name, balance } = change;
      return { code, name, change: change.change, balance, note: change.note ?? null };
    }
    case 'counted': {
      const { code, name, balance, note = null } = change;
      return { code, name, change: 0, balance, note };
    }
    case 'tally': {
      const { code, name, how, counted, counter, note } = change;
      const did = how === 'add' ? 'added' : how === 'replace' ? 'replaced by' : 'counted';
      const by = counter === undefined ? '' : ` by ${counter}`;
      const said = [`${did} ${counted}${by}`, note].filter(Boolean);
      return { code, name, change: null, balance: null, note: said.join('; ') };
    }
  }
}

function countStep(change: CountChange, places: Places): CountStep {
  const { count } = change;
  switch (change.do) {
    case 'count-open':
      return { did: 'opened', count, places: [], rate: null };
    case 'count-close':
      return { did: change.as, count, places: [], rate: null };
    case 'draw':
      return { did: 'drawn', count, places: [places.pathOf(change.place)], rate: change.rate };
    case 'frozen': {
      const isFrozen = change.after.length > change.before.length;
      const [fewer, more] = isFrozen ? [change.before, change.after] : [change.after, change.before];
      const paths = more.filter((place) => !fewer.includes(place)).map((place) => places.pathOf(place));
      return { did: isFrozen ? 'frozen' : 'thawed', count, places: paths, rate: null };
    }
  }
}

/** What became of a count, in one line: `opened #50`, `drawn #50 main 60%`, as files and JSON have it. */
const countSummary = ({ did, count, places, rate }: CountStep): string =>
  [did, `#${count}`, places.join(', '), rate ?? ''].filter(Boolean).join(' ');

/** What the note of a change of a device says, if that is to be said in words. */
export const notedOf = (change: DeviceChange, places: Places): Edited | Tallied | null =>
  change.do === 'edit' ? editInPaths(change, places) : change.do === 'tally' ? change : null;

/** The same of changes that are of a count as a whole. */
export function notedOfCount(changes: readonly Change[], places: Places): CountNoted | null {
  const ofCounts = changes.filter(isOfCount);
  const [first] = ofCounts;
  if (first === undefined || ofCounts.length < changes.length) return null;
  return { do: 'count', steps: ofCounts.map((change) => countStep(change, places)), note: first.note };
}

/** What became of a place, in one line: `shop-1 → 太原街店; stock → hold`. */
function placeSummary(change: PlaceChange): string {
  if (change.do !== 'place-edit') return change.do === 'place' ? `+ ${change.path}` : `− ${change.path}`;
  const { before, after } = change;
  return (['path', 'kind', 'recount', 'note'] as const)
    .filter((key) => key in after)
    .map((key) => `${before[key] ?? '–'} → ${after[key] ?? '–'}`)
    .join('; ');
}

/** Where something was; nothing in a book with one place. */
function whereOf(
  change: Change | null,
  places: Places,
): Partial<Pick<HistoryRow, (typeof placedColumns)[number]>> {
  const { of, party, serials } = change?.do === 'move' ? change : {};
  if (!places.isPlaced)
    return {
      ...(of === undefined ? {} : { of }),
      ...(party === undefined ? {} : { party }),
      ...(serials === undefined ? {} : { serials }),
    };
  const move = change?.do === 'move' || change?.do === 'counted' ? change : null;
  const tally = change?.do === 'tally' ? change : null;
  const { place = firstPlace } = move ?? tally ?? {};
  return {
    place: move === null && tally === null ? null : places.pathOf(place),
    placeBalance: move?.at ?? move?.balance ?? null,
    of: of ?? null,
    party: party ?? null,
    serials: serials ?? null,
    count: change === null ? null : (countOf(change) ?? null),
    counted: move?.counted ?? tally?.counted ?? null,
    book: move?.book ?? null,
  };
}

/** The count that a change belongs to, or before which it happened. */
export const countOf = (change: Change): number | undefined =>
  change.do === 'move'
    ? (change.count ?? change.before)
    : change.do === 'tally' || change.do === 'counted' || isOfCount(change)
      ? change.count
      : undefined;

/** The row that one change of an entry makes; `undoneBy` is the entry that took it back, if one did. */
export function historyRow(
  entry: Entry,
  change: DeviceChange,
  undoneBy: number | null,
  places: Places,
): HistoryRow & Named {
  const move = change.do === 'move' ? change : null;
  const shown = change.do === 'edit' ? editInPaths(change, places) : change;
  const counted = change.do === 'tally' || change.do === 'counted' ? change : null;
  const { code, name, change: units, balance, note } = describe(shown);
  return {
    entry: entry.n,
    at: entry.at,
    by: entry.by,
    type: typeOf(entry, change),
    code,
    name,
    change: units,
    balance,
    reason: move?.reason ?? null,
    cost: move?.cost ?? null,
    ref: move?.ref ?? counted?.ref ?? null,
    note,
    key: move?.key ?? counted?.key ?? null,
    undoes: entry.undoes ?? null,
    undoneBy,
    ...(entry.corrects === undefined ? {} : { corrects: entry.corrects }),
    ...whereOf(change, places),
  };
}

/**
 * The rows that an entry makes: one for each change of a device, and one for all that it does to places; what it does to a
 * count as a whole is told where there is nothing else.
 */
export function rowsOf(entry: Entry, undoneBy: number | null, places: Places): readonly HistoryRow[] {
  const ofDevices = entry.changes.filter(isOfDevice);
  const rows: HistoryRow[] = ofDevices.map((change) => historyRow(entry, change, undoneBy, places));
  const rest = restRow(entry, undoneBy, places);
  return rest === null ? rows : [...rows, rest];
}

/** The one row of what an entry does to places or, if that is all it does, to a count as a whole. */
export function restRow(entry: Entry, undoneBy: number | null, places: Places): HistoryRow | null {
  const ofPlaces = entry.changes.filter(isOfPlace);
  if (ofPlaces.length > 0) return placesRow(entry, ofPlaces, undoneBy, places);
  const ofCounts = entry.changes.filter(isOfCount);
  return ofCounts.length === 0 || ofCounts.length < entry.changes.length
    ? null
    : countsRow(entry, ofCounts, undoneBy, places);
}

/** The row of an entry that is about a count as a whole. */
function countsRow(
  entry: Entry,
  changes: readonly CountChange[],
  undoneBy: number | null,
  places: Places,
): HistoryRow {
  const [first] = changes;
  const steps = changes.map((change) => countSummary(countStep(change, places)));
  return {
    ...emptyRow(entry, undoneBy),
    type: entry.undoes === undefined ? 'count' : 'undo',
    ref: first?.ref ?? null,
    note: [...steps, first?.note].filter(Boolean).join('; '),
    key: first?.key ?? null,
    ...whereOf(first ?? null, places),
  };
}

/** A row about no device. */
const emptyRow = (entry: Entry, undoneBy: number | null) => ({
  entry: entry.n,
  at: entry.at,
  by: entry.by,
  type: 'place' as const,
  code: null,
  name: null,
  change: null,
  balance: null,
  reason: null,
  cost: null,
  ref: null,
  note: null,
  key: null,
  undoes: entry.undoes ?? null,
  undoneBy,
});

/** The one row of all that an entry does to places. */
function placesRow(
  entry: Entry,
  changes: readonly PlaceChange[],
  undoneBy: number | null,
  places: Places,
): HistoryRow {
  const [first] = changes;
  const noted = first?.do === 'place' ? undefined : first?.note;
  const summary = changes.map(placeSummary).join('; ');
  return {
    ...emptyRow(entry, undoneBy),
    type: entry.undoes === undefined ? 'place' : 'undo',
    ref: first?.ref ?? null,
    note: noted === undefined ? summary : `${summary}; ${noted}`,
    key: first?.key ?? null,
    ...whereOf(null, places),
    place: first === undefined ? null : places.pathOf(first.place),
  };
}

/**
 * Which entries are taken back, and by which: an undo that has itself been undone takes nothing back. `undos` are
 * the undoing entries in their order.
 */
export function undoneEntries(
  undos: readonly { readonly n: number; readonly undoes: number }[],
): Map<number, number> {
  const undoneBy = new Map<number, number>();
  for (const { n, undoes } of undos.toReversed()) {
    if (!undoneBy.has(n) && !undoneBy.has(undoes)) undoneBy.set(undoes, n);
  }
  return undoneBy;
}

/** Whether an operator can take an entry back without naming it. */
export const isToUndo = (entry: Entry, by: string, undone: ReadonlyMap<number, number>): boolean =>
  entry.by === by && entry.command !== 'repair' && entry.undoes === undefined && !undone.has(entry.n);

/** The corrections of an entry that have not been undone. */
export const standingCorrections = (
  journal: Journal,
  entry: number,
  undoneBy: ReadonlyMap<number, number>,
): readonly Entry[] =>
  journal.corrections().filter(({ n, corrects }) => corrects === entry && !undoneBy.has(n));
