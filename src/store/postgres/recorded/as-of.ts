import { Book } from '../../../inventory/book/book.ts';
import type { Change } from '../../../inventory/book/change.ts';
import { lastMadeBy } from '../../../inventory/book/clock.ts';
import { InvariantBroken } from '../../../inventory/book/invariants.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { RecordBroken } from '../../../inventory/devices/device-record.ts';
import type { Kinds } from '../../../inventory/devices/kinds.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { refuseUnlessFit } from '../../memory.ts';
import { checkFormat } from '../refusals.ts';
import { type Row, type Statement, statement } from '../server/connection.ts';
import type { ServerPlace } from '../server/url.ts';
import { type Head, readHead, selectHead } from '../tables/head.ts';
import { quoted } from '../tables/schema.ts';
import type { Send } from './fetches.ts';
import { timesUpTo } from './times.ts';

/** The book after the last entry that was made by a time, and the places of today. */
export async function bookAsOf(
  { store, where, ...place }: ServerPlace,
  kinds: Kinds,
  time: number,
  send: Send,
): Promise<{ readonly book: Book; readonly today: Places }> {
  const s = quoted(store);
  const [first, made] = await send([selectHead(store), madeBy(s, time)]);
  const head = readHead(first?.rows[0] ?? {});
  checkFormat(head, { store, where, ...place });
  const last = lastOf(made?.rows[0], head) ?? (await lastByAllTimes(s, time, head, send));
  refuseUnlessFit(head.devices, bytesOfDevice);
  const moves = head.places.isPlaced ? lastMovesAtPlaces(s, last) : lastMoves(s, last);
  const changes = await datedChanges([descriptions(s, last), placeChanges(s, last), moves], send);
  const book = Book.empty(head.currency, kinds);
  for (const { n, at, change } of changes)
    if (!isApplied(book, n, at, change)) refuse('server-damaged', { where, entry: n }, { entry: n });
  book.endEntry(last);
  return { book, today: head.places };
}

/** What a device takes in memory with the changes that it is made of. */
const bytesOfDevice = 2000;

/** The changes that some statements find, in their order; each is read as it comes. */
async function datedChanges(statements: readonly Statement[], send: Send): Promise<readonly Dated[]> {
  const found = statements.map((): Dated[] => []);
  await send(
    statements.map((one, index) => ({
      ...one,
      taker: () => {
        const changes: Dated[] = [];
        found[index] = changes;
        return (row) => {
          changes.push(readDated(row));
        };
      },
    })),
  );
  return found.flat().sort((a, b) => a.n - b.n || a.i - b.i);
}

/** A change that is recorded, by when. */
interface Dated {
  readonly n: number;
  readonly i: number;
  readonly at: string;
  readonly change: Change;
}

const readDated = (row: Row): Dated => ({
  n: Number(row['n']),
  i: Number(row['i']),
  at: String(row['at']),
  change: JSON.parse(row['change'] ?? ''),
});

/** Applies a change to a book that knows only the last movements; false if it does not follow. */
function isApplied(book: Book, n: number, at: string, change: Change): boolean {
  try {
    if (n !== book.entry) book.endEntry(n);
    if (change.do === 'move') book.leave(change, at);
    else book.apply(change, at);
    return true;
  } catch (error) {
    if (error instanceof RecordBroken || error instanceof InvariantBroken) return false;
    throw error;
  }
}

/** How many entries were made by a time, the last of them, and whether its time is the latest of theirs. */
const madeBy = (s: string, time: number): Statement =>
  statement(
    `with made as (select count(*) as count, coalesce(max(n), 0) as n, max(at) as at from ${s}.entries where at <= $1)
     select count, n, at, (select e.at from ${s}.entries e where e.n = made.n and e.piece = 0) as own,
       (select max(at) from ${s}.entries) as latest from made`,
    new Date(time).toISOString(),
  );

/**
 * The last entry made by a time, where no clock was wrong that matters to it: all entries up to it were made by then, no
 * later than itself, and all after it later, though not in the future. Undefined where the times of all have to be looked at.
 */
function lastOf(row: Row | undefined, { at: now }: Head): number | undefined {
  const { count, n, at, own, latest } = row ?? {};
  const isPlain = count === n && (n === '0' || own === at) && (latest ?? '') <= now;
  return isPlain ? Number(n) : undefined;
}

async function lastByAllTimes(s: string, time: number, head: Head, send: Send): Promise<number> {
  return lastMadeBy(await timesUpTo(s, head.n, send), time, Date.parse(head.at));
}

/** What devices were up to an entry. */
const descriptions = (s: string, last: number): Statement =>
  statement(
    `select c.n, c.i, e.at, c.change from ${s}.changes c join ${s}.entries e on e.n = c.n and e.piece = 0
     where c.what in ('add', 'edit', 'remove') and c.n <= $1`,
    last,
  );

const placeChanges = (s: string, last: number): Statement =>
  statement(
    `select c.n, c.i, e.at, c.change from ${s}.changes c join ${s}.entries e on e.n = c.n and e.piece = 0
     where c.device is null and c.what in ('place', 'place-edit', 'place-remove') and c.n <= $1`,
    last,
  );

/** The last movement of each device up to an entry, and the last that set its last cost. */
const lastMoves = (s: string, last: number): Statement =>
  statement(
    `select e.n, m.i, e.at, m.change from (${devicesUpTo(s)}) d cross join lateral (
       (select c.n, c.i, c.change from ${s}.changes c where c.device = d.device and c.n <= $1 and c.what = 'move'
        order by c.n desc, c.i desc limit 1)
       union (${lastWithCost(s)})
     ) m join ${s}.entries e on e.n = m.n and e.piece = 0`,
    last,
  );

/** The same in a book with places: the last movement of each device at each of them. */
const lastMovesAtPlaces = (s: string, last: number): Statement =>
  statement(
    `select e.n, m.i, e.at, m.change from (${devicesUpTo(s)}) d cross join lateral (
       (select distinct on (c.place, c.of) c.n, c.i, c.change from ${s}.changes c
        where c.device = d.device and c.n <= $1 and c.what = 'move'
        order by c.place, c.of, c.n desc, c.i desc)
       union (${lastWithCost(s)})
     ) m join ${s}.entries e on e.n = m.n and e.piece = 0`,
    last,
  );

const devicesUpTo = (s: string): string =>
  `select distinct device from ${s}.changes where what = 'add' and n <= $1`;

/** The last movement that set the last cost: see lastCostOf. No text within a change can look like its keys: its quotes are escaped. */
const lastWithCost = (s: string): string =>
  `select c.n, c.i, c.change from ${s}.changes c
   where c.device = d.device and c.n <= $1 and c.what = 'move' and (c.change like '%"lastCost":%'
     or c.change ~ '"cost":"[0-9.]*[1-9]'
       and (c.change like '%"reason":"purchase"%' or c.change like '%"reason":"opening"%'))
   order by c.n desc, c.i desc limit 1`;
