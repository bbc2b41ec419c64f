import {
  type Change,
  type DeviceChange,
  type Entry,
  isOfDevice,
  isOfPlace,
} from '../../../inventory/book/change.ts';
import { firstPlace, type PlaceId } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import {
  countOf,
  editInPaths,
  type HistoryRow,
  historyRow,
  type RecordedRow,
  restRow,
  undoneEntries,
} from '../../../inventory/look/history.ts';
import { isNeighbourOf } from '../../../inventory/look/why.ts';
import { maxPageRows } from '../../../limits.ts';
import type { HistoryBounds, HistoryQuery } from '../../store.ts';
import { type Statement, statement } from '../server/connection.ts';
import { readHead, selectHead } from '../tables/head.ts';
import { quoted } from '../tables/schema.ts';
import type { Send } from './fetches.ts';
import { entryColumns, readChange } from './recorded-journal.ts';

/** The rows of a history, a page of changes after the other; what is recorded after the first page is none of them. */
export async function* historyPages(
  store: string,
  query: HistoryQuery,
  send: Send,
): AsyncGenerator<readonly RecordedRow[]> {
  const s = quoted(store);
  const isOfOne = query.device !== undefined && query.near === undefined;
  const [first, undos, made, last] = await send([
    selectHead(store),
    statement(`select n, undoes from ${s}.entries where undoes is not null order by n`),
    madeBetween(s, query.bounds),
    lastOf(s, query, isOfOne),
  ]);
  const head = readHead(first?.rows[0] ?? {});
  const earliest = made?.rows[0]?.['from'] ?? null;
  if (earliest === null) return;
  const from = Math.max(Number(earliest), Number(last?.rows[0]?.['from'] ?? 0));
  const upTo = Math.min(head.n, Number(made?.rows[0]?.['to']));
  const undoneBy = undoneEntries(
    (undos?.rows ?? []).map(({ n, undoes }) => ({ n: Number(n), undoes: Number(undoes) })),
  );
  const rows = new Rows(query, undoneBy, head.places);
  let [n, i] = [from, -1];
  for (let isLast = false; !isLast; ) {
    const [page] = await send([
      statement(
        `select ${entryColumns}, c.i, c.change from ${s}.changes c
         join ${s}.entries e on e.n = c.n and e.piece = 0
         where (c.n, c.i) > ($1, $2) and c.n <= $3 ${isOfOne ? 'and c.device = $5' : ''}
         order by c.n, c.i limit $4`,
        n,
        i,
        upTo,
        maxPageRows,
        ...(isOfOne ? [query.device ?? 0] : []),
      ),
    ]);
    const found = page?.rows ?? [];
    for (const row of found) {
      [n, i] = [Number(row['n']), Number(row['i'])];
      rows.take(readChange(row));
    }
    isLast = found.length < maxPageRows;
    if (isLast) rows.end();
    const ready = rows.ready.splice(0);
    if (ready.length > 0) yield ready;
  }
}

/** The first and the last entry that was made between two times, and any between; no row of others is asked for. */
function madeBetween(s: string, { since, until }: HistoryBounds = {}): Statement {
  if (since === undefined && until === undefined)
    return statement(`select 0 as "from", n as "to" from ${s}.head`);
  return statement(
    `select min(n) as "from", max(n) as "to" from ${s}.entries where at >= $1 and at <= $2`,
    since === undefined ? '' : new Date(since).toISOString(),
    // After all times, which begin with a digit.
    until === undefined ? '~' : new Date(until).toISOString(),
  );
}

/** The entry of the first of the last rows, or movements, that are asked for. */
function lastOf(s: string, { device, bounds = {} }: HistoryQuery, isOfOne: boolean): Statement {
  const { until, lastRows, lastMovements } = bounds;
  const count = until === undefined ? (lastRows ?? lastMovements) : undefined;
  if (count === undefined) return statement('select 0 as "from"');
  return statement(
    `select n as "from" from ${s}.changes where ${isOfOne ? 'device = $3' : 'device is not null'} and (what = 'move' or $1 and what <> 'tally')
     order by n desc, i desc offset $2 limit 1`,
    lastMovements === undefined,
    Math.max(0, count - 1),
    ...(isOfOne ? [device ?? 0] : []),
  );
}

/** Makes rows of changes that come one after the other: what an entry does to no device is one row, after its devices'. */
class Rows {
  readonly ready: RecordedRow[] = [];
  readonly #query: HistoryQuery;
  readonly #undoneBy: ReadonlyMap<number, number>;
  readonly #places: Places;
  readonly #isNear: (row: HistoryRow) => boolean;
  /** The entry that the last changes were of, with one change of a device, if it has any, and all others. */
  #last: { readonly entry: Entry; readonly changes: Change[] } | undefined;

  constructor(query: HistoryQuery, undoneBy: ReadonlyMap<number, number>, places: Places) {
    this.#query = query;
    this.#undoneBy = undoneBy;
    this.#places = places;
    this.#isNear = query.near === undefined ? () => query.device === undefined : isNeighbourOf(query.near);
  }

  take({ entry, change }: ReturnType<typeof readChange>): void {
    if (this.#last?.entry.n !== entry.n) this.end();
    this.#last ??= { entry, changes: [] };
    if (!isOfDevice(change) || this.#last.changes.length === 0) this.#last.changes.push(change);
    const { device, tallies = false } = this.#query;
    if (!isOfDevice(change) || (change.do === 'tally' && !tallies)) return;
    const row = historyRow(entry, change, this.#undoneBy.get(entry.n) ?? null, this.#places);
    if (change.id !== device && !this.#isNear(row)) return;
    this.ready.push({
      device: change.id,
      place: placeOf(change),
      count: countOf(change) ?? null,
      row,
      edited: change.do === 'edit' ? editInPaths(change, this.#places) : null,
    });
  }

  /** The entry has no more changes. */
  end(): void {
    const last = this.#last;
    this.#last = undefined;
    const { device, near } = this.#query;
    if (last === undefined || device !== undefined || near !== undefined) return;
    const about = last.changes.find((change) => !isOfDevice(change));
    const undone = this.#undoneBy.get(last.entry.n) ?? null;
    const row = restRow({ ...last.entry, changes: last.changes }, undone, this.#places);
    if (row === null || about === undefined) return;
    const place = isOfPlace(about) ? about.place : null;
    this.ready.push({ device: null, place, count: countOf(about) ?? null, row, edited: null });
  }
}

/** Where something moved or was counted; null for all else. */
const placeOf = (change: DeviceChange): PlaceId | null =>
  change.do === 'move' || change.do === 'tally' || change.do === 'counted'
    ? (change.place ?? firstPlace)
    : null;
