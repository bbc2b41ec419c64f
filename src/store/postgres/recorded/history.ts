import { type Change, type Entry, isOfDevice } from '../../../inventory/book/change.ts';
import { type RecordedRow, type RowType, undoneEntries } from '../../../inventory/look/history.ts';
import {
  asksForRest,
  asksForTallies,
  type RowFilter,
  RowMaker,
} from '../../../inventory/look/recorded/rows.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import { folded } from '../../../inventory/values/text.ts';
import { isOneErrorAway } from '../../../inventory/values/typing-errors.ts';
import { maxPageRows } from '../../../limits.ts';
import { pagesOf } from '../../pages.ts';
import type { HistoryQuery } from '../../store.ts';
import { type Row, type Statement, statement, type Value } from '../server/connection.ts';
import { readHead, selectHead } from '../tables/head.ts';
import { quoted } from '../tables/schema.ts';
import type { Send } from './fetches.ts';
import { entryColumns, readChange } from './recorded-journal.ts';

/** The rows of a history, the oldest first, a page after the other; what is recorded after the first page is none of them. */
export async function* historyPages(
  store: string,
  query: HistoryQuery,
  send: Send,
): AsyncGenerator<readonly RecordedRow[]> {
  const s = quoted(store);
  const { after = 0, upTo: end = Number.POSITIVE_INFINITY } = query.filter ?? {};
  const near = new CodesNear(s, query.near);
  const [first, undos, made] = await send([
    selectHead(store),
    statement(`select n, undoes from ${s}.entries where undoes is not null order by n`),
    madeBetween(s, query.filter),
    ...near.statements,
  ]);
  const head = readHead(first?.rows[0] ?? {});
  const earliest = made?.rows[0]?.['from'] ?? null;
  if (earliest === null) return;
  const from = Math.max(Number(earliest), after + 1);
  const upTo = Math.min(head.n, Number(made?.rows[0]?.['to']), end);
  const undoneBy = undoneEntries(
    (undos?.rows ?? []).map(({ n, undoes }) => ({ n: Number(n), undoes: Number(undoes) })),
  );
  const entries = new Entries(new RowMaker(query, undoneBy, head.places), query);
  const pages = changePages(s, { ...query, nearKeys: near.found }, from, upTo, send);
  if (query.last !== undefined) yield await lastRows(pages, entries, query.last);
  else {
    for await (const page of pages) {
      yield* pagesOf(entries.rows(page));
    }
    yield* pagesOf(entries.end());
  }
}

/** The codes that devices have ever had, as they are compared, that are one typing error away from one. */
class CodesNear {
  found: string[] = [];
  readonly statements: readonly Statement[];

  constructor(s: string, code: string | undefined) {
    const wanted = codeKey(code ?? '');
    const taker = () => {
      this.found = [];
      return ({ code_key: key }: Row) => {
        if (key !== null && key !== undefined && isOneErrorAway(key, wanted)) this.found.push(key);
      };
    };
    const select = statement(`select distinct code_key from ${s}.changes where code_key is not null`);
    this.statements = code === undefined ? [] : [{ ...select, taker }];
  }
}

/** A query, with the codes that are near what it asks for. */
interface ChangesQuery extends HistoryQuery {
  readonly nearKeys: readonly string[];
}

/** The last rows; no more pages are asked for than they are on. */
async function lastRows(
  pages: AsyncIterable<readonly Row[]>,
  entries: Entries,
  most: number,
): Promise<readonly RecordedRow[]> {
  let found: readonly RecordedRow[] = [];
  for await (const page of pages) {
    found = [...entries.rows(page), ...found];
    if (found.length >= most) return found.slice(-most);
  }
  return [...entries.end(), ...found].slice(-most);
}

/** The changes that a query may be about, a page after the other: the last first where only the last rows are asked for. */
async function* changePages(
  s: string,
  query: ChangesQuery,
  from: number,
  upTo: number,
  send: Send,
): AsyncGenerator<readonly Row[]> {
  const { texts, values } = conditionsOf(s, query);
  const isBackwards = query.last !== undefined;
  let most = Math.min(maxPageRows, Math.max(leastPageRows, 2 * (query.last ?? maxPageRows)));
  const within = ['c.n between ? and ?', `(c.n, c.i) ${isBackwards ? '<' : '>'} (?, ?)`];
  const where = numbered([...within, ...texts].join(' and '), 2);
  const order = isBackwards ? 'c.n desc, c.i desc' : 'c.n, c.i';
  let [n, i] = isBackwards ? [upTo + 1, 0] : [from, -1];
  for (;;) {
    const [page] = await send([
      statement(
        `select ${entryColumns}, c.i, c.change, case when c.device is null then
           exists (select from ${s}.changes d where d.n = c.n and d.device is not null) end as beside
         from ${s}.changes c join ${s}.entries e on e.n = c.n and e.piece = 0
         where ${where} order by ${order} limit $1`,
        most,
        ...[from, upTo, n, i],
        ...values,
      ),
    ]);
    const rows = page?.rows ?? [];
    const last = rows.at(-1);
    if (last !== undefined) yield isBackwards ? rows.toReversed() : rows;
    if (last === undefined || rows.length < most) return;
    [n, i] = [Number(last['n']), Number(last['i'])];
    most = Math.min(2 * most, mostPageRows);
  }
}

/** No more changes are fetched at once: each page is more than the last, for there may be many. */
const mostPageRows = 10_000;
/** No fewer changes are asked for at once, where few rows are wanted. */
const leastPageRows = 50;

/** Conditions of a statement, each with `?` for its values in their order. */
interface Conditions {
  readonly texts: readonly string[];
  readonly values: readonly Value[];
}

/** A text with its values numbered, from a number on. */
function numbered(text: string, from: number): string {
  let next = from;
  return text.replaceAll('?', () => `$${next++}`);
}

/**
 * What changes a query may be about. The server compares texts less closely than people do, so what it finds is looked at
 * again; of what concerns no device it finds all, since what an entry does to that is one row.
 */
function conditionsOf(s: string, query: ChangesQuery): Conditions {
  const { device, devices, near, nearKeys, filter = {} } = query;
  const ofDevices: string[] = ['c.device is not null'];
  const ofAll: string[] = [];
  const values: Value[] = [];
  const add = (list: string[], text: string, ...some: readonly Value[]) => {
    list.push(text);
    values.push(...some);
  };
  if (device !== undefined && near === undefined) add(ofDevices, 'c.device = ?', device);
  if (device !== undefined && near !== undefined)
    add(
      ofDevices,
      `(c.device = ? or c.what = 'move' and
         c.device in (select device from ${s}.changes where code_key = any(?)))`,
      device,
      nearKeys,
    );
  if (filter.entries !== undefined) add(ofAll, 'c.n = any(?)', [...filter.entries]);
  if (devices !== undefined) add(ofDevices, 'c.device = any(?)', [...devices]);
  if (!asksForTallies(query)) add(ofDevices, `c.what <> 'tally'`);
  addConditions(s, filter, (text, ...some) => add(ofDevices, text, ...some));
  const changes = ofDevices.join(' and ');
  if (filter.operator !== undefined) {
    const operator = folded(filter.operator.trim());
    add(ofAll, `(lower(e.by collate "C") = ? or e.by collate "C" ~ ?)`, operator, notSimple);
  }
  return { texts: [asksForRest(query) ? `(c.device is null or ${changes})` : changes, ...ofAll], values };
}

/** What the changes of devices must be for a filter. */
function addConditions(
  s: string,
  filter: RowFilter,
  add: (text: string, ...values: readonly Value[]) => void,
): void {
  const { types = [], reason, ref, party, serial, count, places } = filter;
  if (types.length > 0)
    add(
      `(c.what = any(?) or ?::boolean and e.undoes is not null)`,
      types.flatMap(changesOfType),
      types.includes('undo'),
    );
  if (filter.isMovement === true) add(`c.what in ('move', 'counted')`);
  if (filter.isTraced === true) add('(c.party is not null or c.serials is not null or c.of is not null)');
  if (reason !== undefined) add('position(? in c.change) > 0', `"reason":${JSON.stringify(reason)}`);
  if (ref !== undefined) {
    const written = `"ref":${JSON.stringify(folded(ref.trim()))}`;
    add(
      `(position(? in lower(c.change collate "C")) > 0 or c.change collate "C" ~ ?)`,
      written,
      `"ref":"[^"]*${notSimple}`,
    );
  }
  if (party !== undefined) add('c.party = ?', folded(party.trim()));
  if (serial !== undefined)
    add(`c.serials is not null and string_to_array(c.serials, ',') @> ?`, [codeKey(serial)]);
  if (count !== undefined)
    add(
      '(c.count = ? or position(? in c.change) > 0 or position(? in c.change) > 0)',
      count,
      `"before":${count},`,
      `"before":${count}}`,
    );
  if (places !== undefined)
    add(
      `(c.place = any(?) or position('"reason":' in c.change) = 0 and exists (
         select from ${s}.changes o where o.n = c.n and o.device = c.device and o.place = any(?)))`,
      [...places],
      [...places],
    );
}

/** What may be the changes of rows of a type; an undo may be of anything. */
function changesOfType(type: RowType): readonly string[] {
  switch (type) {
    case 'stock-in':
    case 'stock-out':
    case 'transfer':
    case 'memo':
      return ['move'];
    case 'count':
      return ['move', 'counted'];
    case 'undo':
    case 'place':
      return [];
    default:
      return [type];
  }
}

/** A character for which case and width may be another matter than for ASCII and most Chinese ones. */
const notSimple = '[^ -~\u4e00-\u9fff]';

/** The first and the last entry that was made between two times, and any between; no row of others is asked for. */
function madeBetween(s: string, { since, until }: RowFilter = {}): Statement {
  if (since === undefined && until === undefined)
    return statement(`select 0 as "from", n as "to" from ${s}.head`);
  return statement(
    `select min(n) as "from", max(n) as "to" from ${s}.entries where at >= $1 and at <= $2`,
    since === undefined ? '' : new Date(since).toISOString(),
    // After all times, which begin with a digit.
    until === undefined ? '~' : new Date(until).toISOString(),
  );
}

/** An entry with some of its changes, in their order. */
interface Part {
  readonly entry: Entry;
  readonly changes: Change[];
  isBesideDevices: boolean;
}

/** Makes rows of pages of changes, which come one after the other, or one before the other. */
class Entries {
  readonly #maker: RowMaker;
  /** Whether the rows of an entry's devices are only known once it is whole. */
  readonly #isWholeNeeded: boolean;
  readonly #isBackwards: boolean;
  /** What more of may be on the next page. */
  #open: Part | undefined;

  constructor(maker: RowMaker, { filter, last }: HistoryQuery) {
    this.#maker = maker;
    this.#isWholeNeeded = filter?.places !== undefined;
    this.#isBackwards = last !== undefined;
  }

  /** The rows of a page, as far as they are known; a page is in the order of its changes. */
  rows(page: readonly Row[]): readonly RecordedRow[] {
    const parts = this.#joined(partsOf(page));
    const open = this.#isBackwards ? parts.shift() : parts.pop();
    const begun = open === undefined || this.#isWholeNeeded ? [] : this.#maker.ofDevices(withAll(open));
    const whole = parts.flatMap((part) => this.#rowsOf(part));
    this.#open =
      open === undefined || this.#isWholeNeeded
        ? open
        : { ...open, changes: open.changes.filter((change) => !isOfDevice(change)) };
    return this.#isBackwards ? [...begun, ...whole] : [...whole, ...begun];
  }

  /** The rest, after the last page. */
  end(): readonly RecordedRow[] {
    const open = this.#open;
    this.#open = undefined;
    return open === undefined ? [] : this.#rowsOf(open);
  }

  #rowsOf(part: Part): readonly RecordedRow[] {
    const entry = withAll(part);
    return [...this.#maker.ofDevices(entry), ...this.#maker.rest(entry, part.isBesideDevices)];
  }

  /** The parts of a page with what was open before it. */
  #joined(parts: Part[]): Part[] {
    const open = this.#open;
    if (open === undefined) return parts;
    const same = this.#isBackwards ? parts.at(-1) : parts[0];
    if (same?.entry.n !== open.entry.n) return this.#isBackwards ? [...parts, open] : [open, ...parts];
    same.isBesideDevices ||= open.isBesideDevices;
    if (this.#isBackwards) same.changes.push(...open.changes);
    else same.changes.unshift(...open.changes);
    return parts;
  }
}

const withAll = ({ entry, changes }: Part): Entry => ({ ...entry, changes });

function partsOf(page: readonly Row[]): Part[] {
  const parts: Part[] = [];
  for (const row of page) {
    const { entry, change } = readChange(row);
    const isBesideDevices = row['beside'] === 't';
    const last = parts.at(-1);
    if (last?.entry.n === entry.n) {
      last.changes.push(change);
      last.isBesideDevices ||= isBesideDevices;
    } else parts.push({ entry, changes: [change], isBesideDevices });
  }
  return parts;
}
