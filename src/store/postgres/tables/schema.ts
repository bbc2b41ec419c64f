import type { Currency } from '../../../inventory/values/money.ts';
import { format, oldestReader } from '../../journal/header.ts';
import { type Row, type Statement, statement } from '../server/connection.ts';

/** The version of the tables that this program reads and writes. Stores without one are of earlier programs. */
export const tablesVersion = 2;

/** A schema's name as SQL takes it; url.ts has made sure of what it is made of. */
export const quoted = (store: string): string => `"${store}"`;

/**
 * The tables of a store. Entries are the truth, the very lines of a journal, entry 0 its first line; long lines are in
 * pieces. All else follows from them: what is on hand, what is where, what was changed. Text stays text: bytes matter.
 */
export const tables = (store: string): readonly Statement[] => {
  const s = quoted(store);
  return [
    `create table ${s}.head (
      one boolean primary key check (one),
      tables int not null,
      format int not null,
      reader int not null,
      store text not null,
      currency text not null,
      fraction_digits int not null,
      n bigint not null,
      sum text not null,
      op uuid,
      next_id bigint not null,
      devices bigint not null,
      rules bigint not null,
      fence bigint not null,
      used_numbers text not null,
      places text,
      counts text
    ) with (fillfactor = 10)`,
    `create table ${s}.entries (
      n bigint,
      piece int,
      op uuid,
      at text collate "C",
      by text,
      command text,
      undoes bigint,
      corrects bigint,
      file text,
      sha256 text,
      length bigint,
      line text not null,
      constraint entries_pkey primary key (n, piece),
      constraint entries_op unique (op)
    )`,
    `create table ${s}.devices (
      id bigint,
      code text not null,
      code_key text collate "C" not null,
      name_key text collate "C" not null,
      quantity bigint not null check (quantity between 0 and 9007199254740991),
      minimum bigint,
      edited bigint not null,
      last_cost text,
      added_at text not null,
      changed_at text not null,
      record text not null,
      search text not null,
      constraint devices_pkey primary key (id),
      constraint devices_code unique (code_key)
    ) with (fillfactor = 80)`,
    `create table ${s}.levels (
      device bigint,
      place bigint,
      of bigint,
      quantity bigint not null check (quantity between 0 and 9007199254740991),
      constraint levels_pkey primary key (device, place, of)
    ) with (fillfactor = 80)`,
    `create table ${s}.parts (
      part bigint,
      device bigint,
      constraint parts_pkey primary key (part, device)
    )`,
    `create table ${s}.changes (
      n bigint,
      i int,
      device bigint,
      place bigint,
      of bigint,
      count bigint,
      key text collate "C",
      party text collate "C",
      serials text collate "C",
      code_key text collate "C",
      what text not null,
      change text not null,
      constraint changes_pkey primary key (n, i),
      constraint changes_key unique (key)
    )`,
    ...indexes(s),
  ].map((text) => statement(text));
};

const indexes = (s: string): readonly string[] => [
  `create index if not exists entries_at on ${s}.entries (at, n)`,
  `create index if not exists entries_undoes on ${s}.entries (n) where undoes is not null`,
  `create index if not exists entries_corrects on ${s}.entries (n) where corrects is not null`,
  `create index if not exists entries_sha256 on ${s}.entries (sha256) where sha256 is not null`,
  `create index if not exists devices_name on ${s}.devices (name_key)`,
  `create index if not exists parts_device on ${s}.parts (device)`,
  `create index if not exists changes_device on ${s}.changes (device, n desc, i desc)`,
  `create index if not exists changes_code on ${s}.changes (code_key) where code_key is not null`,
  `create index if not exists changes_count on ${s}.changes (count) where count is not null`,
  `create index if not exists changes_party on ${s}.changes (party, n, i) where party is not null`,
  `create index if not exists changes_serials on ${s}.changes using gin (string_to_array(serials, ',')) where serials is not null`,
  `create index if not exists changes_of on ${s}.changes (of) where of is not null`,
  `create index if not exists changes_described on ${s}.changes (n, i) where what in ('add', 'edit', 'remove')`,
  `create index if not exists changes_places on ${s}.changes (n, i) where device is null`,
];

/** The columns that tables of version 1 may lack. */
const columnsAdded = ['head.tables', 'head.fence', 'devices.minimum', 'changes.party', 'changes.serials'];

/** Locks the head for everybody else, whichever columns it has. */
export const lockTables = (store: string): Statement =>
  statement(`alter table ${quoted(store)}.head add column if not exists tables int not null default 1`);

/** Asks which version the tables are of, and how many of these columns they have. */
export const selectVersion = (store: string): Statement =>
  statement(
    `select tables, (select count(*) from information_schema.columns
       where table_schema = $1 and table_name || '.' || column_name = any($2)) as added from ${quoted(store)}.head`,
    store,
    columnsAdded,
  );

/** Whether there is nothing to upgrade, by the answer to that. */
export const isPresentVersion = (row: Row | undefined): boolean =>
  Number(row?.['tables']) >= tablesVersion && Number(row?.['added']) === columnsAdded.length;

/** Gives tables of version 1 the columns and indexes of version 2; what is in them is not changed. */
export const upgradedTables = (store: string): readonly Statement[] => {
  const s = quoted(store);
  return [
    `alter table ${s}.head add column if not exists fence bigint not null default 0`,
    `alter table ${s}.devices add column if not exists minimum bigint`,
    `alter table ${s}.changes add column if not exists party text collate "C",
       add column if not exists serials text collate "C"`,
    // It had the time alone.
    `drop index if exists ${s}.entries_at`,
    ...indexes(s),
  ].map((text) => statement(text));
};

/** The first row of the head: a store before its first entry. */
export const firstHead = (
  store: string,
  id: string,
  { code, fractionDigits }: Currency,
  sum: string,
): readonly Statement[] => [
  statement(
    `insert into ${quoted(store)}.head
       (one, tables, format, reader, store, currency, fraction_digits, n, sum, next_id, devices, rules, fence, used_numbers)
     values (true, $7, $1, $2, $3, $4, $5, 0, $6, 1, 0, 0, 0, '{}')`,
    format,
    oldestReader,
    id,
    code,
    fractionDigits,
    sum,
    tablesVersion,
  ),
  // A table that was never analysed is thought to be long.
  statement(`analyze ${quoted(store)}.head`),
];

export const createSchema = (store: string): Statement => statement(`create schema ${quoted(store)}`);

/** The role whose members may record in another operator's name. */
export const proxyRole = 'stockbook_proxy';

/** What clerks must be granted, a line of SQL each: they add entries, and can neither change nor delete one. */
export const grants = (store: string): readonly string[] => {
  const s = quoted(store);
  return [
    `grant usage on schema ${s} to CLERK;`,
    `grant select, insert on ${s}.entries, ${s}.changes to CLERK;`,
    `grant select, update on ${s}.head to CLERK;`,
    `grant select, insert, update, delete on ${s}.devices, ${s}.levels, ${s}.parts to CLERK;`,
  ];
};
