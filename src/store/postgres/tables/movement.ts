import { type Entry, type Moved, purchaseCostOf } from '../../../inventory/book/change.ts';
import { firstPlace, isOnHand, isQueue } from '../../../inventory/book/place-kinds.ts';
import { maxOnHand } from '../../../inventory/values/quantity.ts';
import { sealLength } from '../../journal/sealed-line.ts';
import { type Statement, statement, type Value } from '../server/connection.ts';
import type { Head } from './head.ts';
import { tracesOf } from './rows.ts';
import { quoted } from './schema.ts';

/** The one movement of an entry, if the server itself can make its number, balance and sum. */
export function plainMove(entry: Entry): Moved | null {
  const [change, ...more] = entry.changes;
  const isPlain =
    (entry.command === 'stock-in' || entry.command === 'stock-out') &&
    entry.packed === undefined &&
    entry.undoes === undefined &&
    entry.corrects === undefined &&
    entry.file === undefined;
  if (!isPlain || more.length > 0 || change?.do !== 'move' || change.lastCost !== undefined) return null;
  if (change.count !== undefined || change.before !== undefined) return null;
  return isQueue(change.place ?? firstPlace) ? null : change;
}

/** JSON around the numbers that the server fills in: the entry's, the balance and, in a book with places, that at the place. */
function around(json: string, { balance, at }: Moved): readonly [string, string, string | null] {
  const onHand = `,"balance":${balance},`;
  const [before = '', rest = ''] = splitAt(json, onHand, `,"balance":`.length, String(balance).length);
  if (at === undefined) return [before, rest, null];
  const [between = '', after = ''] = splitAt(rest, `,"at":${at}`, `,"at":`.length, String(at).length);
  return [before, between, after];
}

/** No text within JSON can hold these needles: its quotes are escaped. */
function splitAt(json: string, needle: string, before: number, length: number): readonly [string, string] {
  const found = json.indexOf(needle);
  if (found === -1) throw new Error(`no ${needle} in ${json}`);
  return [json.slice(0, found + before), json.slice(found + before + length)];
}

/**
 * The statement that records a plain movement, once the head is locked: the server makes its number, balance, line and sum.
 * It does nothing, and returns no row, if what the device is was edited after entry `edited`, if there is not enough of it, or if the fence
 * was raised meanwhile. `exact` is what must be at the place; null if any quantity will do that is enough.
 */
export function movement(
  store: string,
  entry: Entry,
  move: Moved,
  edited: number,
  { rules, fence }: Head,
  exact: number | null,
  op: string,
): Statement {
  const s = quoted(store);
  const place = move.place ?? firstPlace;
  const line = JSON.stringify({
    n: 0,
    at: entry.at,
    by: entry.by,
    command: entry.command,
    changes: [move],
  }).slice(0, -1);
  const [lineBefore, lineBetween, lineAfter] = around(line.slice('{"n":0'.length), move);
  const [changeBefore, changeBetween, changeAfter] = around(JSON.stringify(move), move);
  const values: readonly Value[] = [
    move.id,
    edited,
    rules,
    place,
    move.change,
    isOnHand(place) ? move.change : 0,
    exact,
    maxOnHand,
    lineBefore,
    lineBetween,
    lineAfter,
    changeBefore,
    changeBetween,
    changeAfter,
    op,
    entry.at,
    entry.by,
    entry.command,
    purchaseCostOf(move) ?? null,
    move.key ?? null,
    sealLength,
    fence,
    move.of ?? null,
    ...tracesOf(move),
  ];
  return statement(
    `with stock as (
       select d.quantity + $6::bigint as balance, coalesce(l.quantity, 0) + $5::bigint as at_place
       from ${s}.devices d left join ${s}.levels l on l.device = d.id and l.place = $4 and l.of = 0
       where d.id = $1 and d.edited = $2 and exists (select from ${s}.head where rules = $3 and fence = $22)
         and d.quantity + $6::bigint between 0 and $8 and coalesce(l.quantity, 0) + $5::bigint between 0 and $8
         and ($7::bigint is null or coalesce(l.quantity, 0) = $7::bigint)
     ), line as (
       select h.n + 1 as n, '{"n":' || (h.n + 1) || $9::text || s.balance || $10::text
         || coalesce(s.at_place || $11::text, '') as body, h.sum, s.balance, s.at_place
       from ${s}.head h, stock s
     ), sealed as (
       select n, body, balance, at_place,
         substr(encode(sha256(convert_to(sum || body, 'UTF8')), 'hex'), 1, 32) as sum from line
     ), header as (
       update ${s}.head set n = n + 1, op = $15::uuid, sum = (select sum from sealed) where exists (select from sealed)
     ), entry as (
       insert into ${s}.entries (n, piece, op, at, by, command, length, line)
       select n, 0, $15::uuid, $16, $17, $18, octet_length(body) + $21, body || ',"sum":"' || sum || '"}' from sealed
     ), change as (
       insert into ${s}.changes (n, i, device, place, of, key, party, serials, what, change)
       select n, 0, $1, $4, $23::bigint, $20::text, $24::text, $25::text, 'move',
         $12::text || balance || $13::text || coalesce(at_place || $14::text, '') from sealed
     ), device as (
       update ${s}.devices set quantity = (select balance from sealed), changed_at = $16,
         last_cost = coalesce($19::text, last_cost)
       where id = $1 and exists (select from sealed)
     ), level as (
       insert into ${s}.levels as l (device, place, of, quantity) select $1, $4, 0, at_place from sealed
       on conflict (device, place, of) do update set quantity = excluded.quantity
     )
     select n, balance, at_place from sealed`,
    ...values,
  );
}
