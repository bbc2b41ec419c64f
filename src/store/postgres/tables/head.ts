import { Counts, type CountsJson } from '../../../inventory/book/counts.ts';
import type { UsedNumbersByPrefix } from '../../../inventory/book/generated-codes.ts';
import { type PlaceJson, Places } from '../../../inventory/book/places.ts';
import type { Currency } from '../../../inventory/values/money.ts';
import { type Row, type Statement, statement } from '../server/connection.ts';
import { proxyRole, quoted, tablesVersion } from './schema.ts';

/** What a store says of itself: one row, which every commit locks first. */
export interface Head {
  readonly format: number;
  readonly reader: number;
  readonly store: string;
  readonly currency: Currency;
  /** The number of the last entry, and its sum. */
  readonly n: number;
  readonly sum: string;
  readonly nextId: number;
  readonly devices: number;
  /** The last entry that changed what holds for every movement: places and counts. */
  readonly rules: number;
  /** Nothing is recorded any more that was decided on before this was raised. */
  readonly fence: number;
  readonly usedNumbers: UsedNumbersByPrefix;
  readonly places: Places;
  readonly counts: Counts;
  /** The server's clock: many machines, one clock. ISO 8601, UTC, milliseconds. */
  readonly at: string;
  /** Whether this login may record in another operator's name. */
  readonly isProxy: boolean;
}

const columns = `tables, format, reader, store, currency, fraction_digits, n, sum, next_id, devices, rules, fence, used_numbers, places, counts,
  to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
  exists (select from pg_catalog.pg_roles
    where rolname = '${proxyRole}' and pg_catalog.pg_has_role(session_user, oid, 'member')
      or rolname = session_user and rolsuper) as proxy`;

export const selectHead = (store: string): Statement =>
  statement(`select ${columns} from ${quoted(store)}.head`);

/** The head, which nobody else can change until this transaction ends. */
export const lockHead = (store: string): Statement =>
  statement(`select ${columns} from ${quoted(store)}.head for update`);

/** Has nothing be recorded any more that was decided on before: an attempt may be on its way yet of which nobody will hear. */
export const raiseFence = (store: string): Statement =>
  statement(`update ${quoted(store)}.head set fence = fence + 1`);

/** The tables of a store are of an earlier version than this program's, or of a later one. */
export class OtherTables extends Error {
  override readonly name = 'OtherTables';

  constructor(readonly version: number) {
    super(`tables of version ${version}`);
  }

  get areNewer(): boolean {
    return this.version > tablesVersion;
  }
}

/** Reads the head; throws OtherTables if it is not for this program. */
export function readHead(row: Row): Head {
  const version = Number(row['tables']);
  if (version !== tablesVersion) throw new OtherTables(version);
  return {
    format: Number(row['format']),
    reader: Number(row['reader']),
    store: String(row['store']),
    currency: { code: String(row['currency']), fractionDigits: Number(row['fraction_digits']) },
    n: Number(row['n']),
    sum: String(row['sum']),
    nextId: Number(row['next_id']),
    devices: Number(row['devices']),
    rules: Number(row['rules']),
    fence: Number(row['fence']),
    usedNumbers: JSON.parse(row['used_numbers'] ?? '{}'),
    places: placesOf(row['places'] ?? null),
    counts: countsOf(row['counts'] ?? null),
    at: String(row['at']),
    isProxy: row['proxy'] === 't',
  };
}

const countsOf = (json: string | null): Counts =>
  json === null ? Counts.none : Counts.of(JSON.parse(json) as CountsJson);

const placesOf = (json: string | null): Places =>
  json === null ? Places.unplaced : Places.of(JSON.parse(json) as readonly PlaceJson[]);
