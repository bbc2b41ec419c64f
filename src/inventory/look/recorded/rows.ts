import { type Change, type DeviceChange, type Entry, isOfDevice, isOfPlace } from '../../book/change.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import type { Places } from '../../book/places.ts';
import { codeKey } from '../../values/code.ts';
import { folded } from '../../values/text.ts';
import {
  countOf,
  type HistoryRow,
  historyRow,
  isTraced,
  notedOf,
  notedOfCount,
  type RecordedRow,
  type RowType,
  restRow,
} from '../history.ts';
import { isNeighbourOf } from '../why.ts';

/** Which rows of a history are wanted: those for which all holds that is said here. */
export interface RowFilter {
  /** Times in milliseconds since 1970, both ends included. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Recorded by the entries after one, up to another. */
  readonly after?: number | undefined;
  readonly upTo?: number | undefined;
  /** Recorded by one of these entries. */
  readonly entries?: ReadonlySet<number> | undefined;
  /** Of one of these types; of any but what was counted, if there are none. */
  readonly types?: readonly RowType[] | undefined;
  readonly reason?: string | undefined;
  readonly operator?: string | undefined;
  readonly ref?: string | undefined;
  readonly party?: string | undefined;
  readonly serial?: string | undefined;
  /** What happened in this count; what was counted in it, too. */
  readonly count?: number | undefined;
  /** At one of these places; of a transfer both sides, if one is there. */
  readonly places?: ReadonlySet<PlaceId> | undefined;
  /** Only what was counted or moved. */
  readonly isMovement?: boolean | undefined;
  /** Only what says who it came from or went to, which pieces moved, or whose return they are. */
  readonly isTraced?: boolean | undefined;
}

/** Which rows of a history are asked for. */
export interface RowQuery {
  /** Only this device's changes, through all its names. */
  readonly device?: number | undefined;
  /** Only the changes of these, in the same way. */
  readonly devices?: ReadonlySet<number> | undefined;
  /** Also what moved under a code that is one typing error away from this one. */
  readonly near?: string;
  readonly filter?: RowFilter;
}

/** Whether a query asks for what was counted, too, and not only for what came of it. */
export const asksForTallies = ({ filter = {} }: RowQuery): boolean =>
  filter.count !== undefined || filter.types?.includes('tally') === true;

/** Whether a query asks for what concerns no device, too. */
export const asksForRest = ({ device, devices, near, filter = {} }: RowQuery): boolean =>
  [device, devices, near, filter.reason, filter.party, filter.serial].every((one) => one === undefined) &&
  filter.isMovement !== true &&
  filter.isTraced !== true;

/** Makes the rows that a query asks for. */
export class RowMaker {
  readonly #query: RowQuery;
  readonly #undoneBy: ReadonlyMap<number, number>;
  readonly #places: Places;
  readonly #isNear: (row: HistoryRow) => boolean;
  readonly #isWanted: (one: RecordedRow) => boolean;

  /** `undoneBy` are the entries that are taken back; `places` are shown as they are called there. */
  constructor(query: RowQuery, undoneBy: ReadonlyMap<number, number>, places: Places) {
    this.#query = query;
    this.#undoneBy = undoneBy;
    this.#places = places;
    this.#isNear = query.near === undefined ? () => query.device === undefined : isNeighbourOf(query.near);
    this.#isWanted = wantedBy(query.filter ?? {});
  }

  /** The rows of an entry that is whole. */
  rows(entry: Entry): readonly RecordedRow[] {
    const rest = entry.changes.filter((change) => !isOfDevice(change));
    const rows = this.ofDevices(entry);
    return rest.length === 0 ? rows : [...rows, ...this.rest(entry, rest.length < entry.changes.length)];
  }

  /** Those of devices; both sides of a transfer must be there where places are asked for. */
  ofDevices(entry: Entry): readonly RecordedRow[] {
    const { device, devices, near, filter } = this.#query;
    const withTallies = asksForTallies(this.#query);
    const rows: RecordedRow[] = [];
    for (const change of entry.changes) {
      if (!isOfDevice(change) || (near === undefined && device !== undefined && change.id !== device))
        continue;
      if (devices?.has(change.id) === false) continue;
      if (change.do === 'tally' && !withTallies) continue;
      const row = historyRow(entry, change, this.#undoneBy.get(entry.n) ?? null, this.#places);
      if (change.id !== device && !this.#isNear(row)) continue;
      rows.push({
        device: change.id,
        place: placeOf(change),
        count: countOf(change) ?? null,
        row,
        noted: notedOf(change, this.#places),
      });
    }
    return (filter?.places === undefined ? rows : rowsAt(rows, filter.places)).filter(this.#isWanted);
  }

  /** The row of what an entry does to no device, if it is told: what is done to counts is not beside devices. */
  rest(entry: Entry, isBesideDevices: boolean): readonly RecordedRow[] {
    if (!asksForRest(this.#query)) return [];
    const changes = entry.changes.filter((change) => !isOfDevice(change));
    const [about] = changes;
    if (about === undefined || (isBesideDevices && !changes.some(isOfPlace))) return [];
    const row = restRow({ ...entry, changes }, this.#undoneBy.get(entry.n) ?? null, this.#places);
    if (row === null) return [];
    const noted = notedOfCount(changes, this.#places);
    const one = { device: null, place: placeAbout(about), count: countOf(about) ?? null, row, noted };
    const { places } = this.#query.filter ?? {};
    const isThere = places === undefined || (one.place !== null && places.has(one.place));
    return isThere && this.#isWanted(one) ? [one] : [];
  }
}

/** Where something moved or was counted; null for all else. */
const placeOf = (change: DeviceChange): PlaceId | null =>
  change.do === 'move' || change.do === 'tally' || change.do === 'counted'
    ? (change.place ?? firstPlace)
    : null;

const placeAbout = (change: Change): PlaceId | null => (isOfPlace(change) ? change.place : null);

/** Whether a row may be one side of two, as what goes from one place to another has. */
const isSide = ({ row }: RecordedRow): boolean => row.change !== null && row.reason === null;

/** The rows of an entry at some places, and the other sides of those that have one. */
function rowsAt(rows: readonly RecordedRow[], places: ReadonlySet<PlaceId>): readonly RecordedRow[] {
  const others = otherSides(rows);
  const isThere = (one: RecordedRow | undefined) =>
    one !== undefined && one.place !== null && places.has(one.place);
  return rows.filter((one) => isThere(one) || isThere(others.get(one)));
}

/** The other side of each side: what came of a device is that of the first before it that went, and has none yet. */
function otherSides(rows: readonly RecordedRow[]): ReadonlyMap<RecordedRow, RecordedRow> {
  const waiting = new Map<string, RecordedRow[]>();
  const others = new Map<RecordedRow, RecordedRow>();
  for (const one of rows) {
    if (!isSide(one)) continue;
    const change = one.row.change ?? 0;
    const other = waiting.get(`${one.device} ${-change}`)?.shift();
    if (other !== undefined) others.set(one, other).set(other, one);
    else {
      const key = `${one.device} ${change}`;
      waiting.set(key, [...(waiting.get(key) ?? []), one]);
    }
  }
  return others;
}

/** Names and references are compared as people read them: without regard to case and width. */
function wantedBy(filter: RowFilter): (one: RecordedRow) => boolean {
  const { since, until, after, upTo, entries, reason, count } = filter;
  const types: ReadonlySet<string> = new Set(filter.types ?? []);
  const isAlike = (wanted: string | undefined): ((text: string | null | undefined) => boolean) => {
    if (wanted === undefined) return () => true;
    const key = folded(wanted.trim());
    return (text) => typeof text === 'string' && folded(text) === key;
  };
  const isOperator = isAlike(filter.operator);
  const isRef = isAlike(filter.ref);
  const isParty = isAlike(filter.party);
  const serial = filter.serial === undefined ? undefined : codeKey(filter.serial);
  return ({ row, count: ofCount }) =>
    (types.size === 0 || types.has(row.type)) &&
    (since === undefined || Date.parse(row.at) >= since) &&
    (until === undefined || Date.parse(row.at) <= until) &&
    (after === undefined || row.entry > after) &&
    (upTo === undefined || row.entry <= upTo) &&
    (entries === undefined || entries.has(row.entry)) &&
    (reason === undefined || row.reason === reason) &&
    (count === undefined || ofCount === count) &&
    (filter.isMovement !== true || row.change !== null) &&
    (filter.isTraced !== true || isTraced(row)) &&
    (serial === undefined || (row.serials ?? []).some((one) => codeKey(one) === serial)) &&
    isOperator(row.by) &&
    isRef(row.ref) &&
    isParty(row.party);
}
