import type { Counts } from '../../../inventory/book/counts.ts';
import type { Facts, Stocked } from '../../../inventory/book/facts.ts';
import type { UsedNumbersByPrefix } from '../../../inventory/book/generated-codes.ts';
import type { Places } from '../../../inventory/book/places.ts';
import type { Level } from '../../../inventory/book/stock.ts';
import { AttributeValues } from '../../../inventory/devices/attribute.ts';
import type { Component } from '../../../inventory/devices/device.ts';
import { type DeviceRecord, isObject, kindOfRecord } from '../../../inventory/devices/device-record.ts';
import type { Kinds } from '../../../inventory/devices/kinds.ts';
import type { searchParts } from '../../../inventory/look/listing.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import { type Currency, moneyAsWritten } from '../../../inventory/values/money.ts';
import { folded, visible } from '../../../inventory/values/text.ts';
import { refuseUnlessFit } from '../../memory.ts';
import { type Row, type Statement, statement } from '../server/connection.ts';
import { quoted } from '../tables/schema.ts';
import type { Fetches, Want } from './fetches.ts';

/** Which devices are wanted of all: how the texts are that they are found by, and what their stock is. */
export interface WantedOfAll extends ReturnType<typeof searchParts> {
  readonly inStock: boolean;
  readonly low: boolean;
  /** Only some of these, if there are any. */
  readonly ids: readonly number[] | null;
}

/** A device as it is fetched. */
export interface Fetched extends Stocked {
  /** The entry that last changed what it is. */
  readonly edited: number;
}

const deviceColumns = (s: string): string => `d.id, d.record, d.last_cost, d.added_at, d.changed_at, d.edited,
  (select string_agg(l.place || ' ' || l.of || ' ' || l.quantity, ',' order by l.place, l.of)
   from ${s}.levels l where l.device = d.id and l.quantity > 0) as levels`;

/** Every device, each with how many there are. */
export const selectAll = (store: string): Statement => {
  const s = quoted(store);
  return statement(
    `select ${deviceColumns(s)}, (select devices from ${s}.head) as total from ${s}.devices d order by d.id`,
  );
};

/** What a device takes in memory at least, once it has been fetched. */
const bytesOfDevice = 1200;

/** Reads a row of deviceColumns. What a column holds is checked when the store is verified. */
export function readDevice(row: Row, kinds: Kinds): Fetched {
  const id = Number(row['id']);
  const record: DeviceRecord = JSON.parse(row['record'] ?? '');
  const kind = kindOfRecord(record, kinds);
  const { componentSlots } = kind;
  const components =
    componentSlots.length === 0
      ? noComponents
      : new Map(componentSlots.map(({ key }) => [key, componentOf(record[key])]));
  const lastCost = row['last_cost'] ?? null;
  return {
    device: new kind(
      id,
      AttributeValues.written(record as Parameters<typeof AttributeValues.written>[0]),
      components,
    ),
    stock: {
      levels: levelsOf(row['levels'] ?? ''),
      lastCost: lastCost === null ? null : moneyAsWritten(lastCost),
      addedAt: String(row['added_at']),
      changedAt: String(row['changed_at']),
    },
    edited: Number(row['edited']),
  };
}

/** One for all: most devices have none. */
const noComponents: ReadonlyMap<string, Component> = new Map();

function componentOf(json: unknown): Component {
  if (!isObject(json)) throw new Error('a part that is none');
  return typeof json['device'] === 'number'
    ? { device: json['device'] }
    : { price: moneyAsWritten(String(json['price'])) };
}

const levelsOf = (text: string): readonly Level[] =>
  text === ''
    ? []
    : text.split(',').map((level) => {
        const [place = 0, of = 0, quantity = 0] = level.split(' ').map(Number);
        return { place, of: of === 0 ? null : of, quantity };
      });

/** The devices of a store, as far as they have been fetched; what has not is noted, and breaks the decision off. */
export class RecordedDevices implements Facts {
  readonly #fetches: Fetches;
  readonly #kinds: Kinds;
  readonly #wantedOfAll: WantedOfAll | undefined;
  #found: readonly Fetched[] = [];
  /** Null for one that is not there. */
  readonly #devices = new Map<number, Fetched | null>();
  readonly #idOfCode = new Map<string, number | null>();
  readonly #idsOfName = new Map<string, number[]>();
  readonly #pricedFrom = new Map<number, Set<number>>();
  /** Those whose users have all been fetched. */
  readonly #withUsers = new Set<number>();
  readonly #prefixes: string[] = [];
  /** Whether every device has been fetched, and whether their codes and names have been looked at. */
  #isComplete = false;
  #hasTexts = false;
  #batches = 0;
  #codes: readonly string[] = [];
  #inQueues: readonly number[] = [];
  readonly #wanted = {
    ids: new Set<number>(),
    codes: new Set<string>(),
    names: new Set<string>(),
    entries: new Set<number>(),
    keys: new Set<string>(),
    /** Entries, of which the devices are wanted that belong to them. */
    inQueues: new Set<number>(),
  };

  /** Where only some are `wanted`, no others are told of when all are asked for, though perhaps a few too many. */
  constructor(fetches: Fetches, kinds: Kinds, wanted?: WantedOfAll) {
    this.#fetches = fetches;
    this.#kinds = kinds;
    this.#wantedOfAll = wanted;
    fetches.register(
      () => this.#gather(),
      () => this.#forget(),
    );
  }

  get currency(): Currency {
    return this.#fetches.head.currency;
  }
  get entry(): number {
    return this.#fetches.head.n;
  }
  get nextId(): number {
    return this.#fetches.head.nextId;
  }
  get usedNumbers(): UsedNumbersByPrefix {
    return this.#fetches.head.usedNumbers;
  }
  get places(): Places {
    return this.#fetches.head.places;
  }
  get counts(): Counts {
    return this.#fetches.head.counts;
  }
  get size(): number {
    return this.#fetches.head.devices;
  }

  stocked(id: number): Stocked | undefined {
    return this.fetched(id);
  }

  /** A device with what the store keeps of it. */
  fetched(id: number): Fetched | undefined {
    const known = this.#devices.get(id);
    if (known === undefined && !this.#isComplete) this.#miss('ids', id);
    return known ?? undefined;
  }

  idOfCode(key: string): number | undefined {
    this.#readTexts();
    const known = this.#idOfCode.get(key);
    const isKnown =
      known !== undefined || this.#isComplete || this.#prefixes.some((one) => key.startsWith(one));
    if (!isKnown) this.#miss('codes', key);
    return known ?? undefined;
  }

  idsOfName(name: string): readonly number[] {
    this.#readTexts();
    const known = this.#idsOfName.get(name);
    if (known === undefined && !this.#isComplete) this.#miss('names', name);
    return known ?? [];
  }

  idsPricedFrom(id: number): readonly number[] {
    if (!this.#withUsers.has(id) && !this.#isComplete) this.#miss('ids', id);
    return [...(this.#pricedFrom.get(id) ?? [])];
  }

  codes(): Iterable<string> {
    const { store } = this.#fetches;
    const want = (): Want => ({
      statement: statement(`select code from ${quoted(store)}.devices order by id`),
      keep: (rows) => {
        this.#codes = rows.map(({ code }) => String(code));
      },
    });
    if (!this.#fetches.want('codes', want)) this.#fetches.miss();
    return this.#codes;
  }

  entriesInQueues(): Iterable<number> {
    const s = quoted(this.#fetches.store);
    const want = (): Want => ({
      statement: statement(
        `select distinct of from ${s}.levels where place < 0 and of > 0 and quantity > 0 order by of`,
      ),
      keep: (rows) => {
        this.#inQueues = rows.map(({ of }) => Number(of));
      },
    });
    if (!this.#fetches.want('in queues', want)) this.#fetches.miss();
    return this.#inQueues;
  }

  all(): Iterable<Stocked> {
    if (!this.wantAll()) this.#fetches.miss();
    if (this.#wantedOfAll !== undefined) return this.#found;
    return [...this.#devices.values()]
      .filter((device) => device !== null)
      .sort((a, b) => a.device.id - b.device.id);
  }

  /** Notes that all devices are going to be asked for, or all that are wanted; whether they have been fetched. */
  wantAll(): boolean {
    const wanted = this.#wantedOfAll;
    return this.#fetches.want('all', () =>
      wanted === undefined ? this.#everyDevice() : this.#onlyWanted(wanted),
    );
  }

  #everyDevice(): Want {
    return this.#each(selectAll(this.#fetches.store), () => {
      this.#isComplete = true;
      this.#hasTexts = false;
    });
  }

  /** Most lists of all devices are never asked for one by its code or name. */
  #readTexts(): void {
    if (!this.#isComplete || this.#hasTexts) return;
    this.#hasTexts = true;
    this.#idsOfName.clear();
    for (const fetched of this.#devices.values()) {
      if (fetched === null) continue;
      const { id, code, name } = fetched.device;
      this.#idOfCode.set(codeKey(code), id);
      const named = this.#idsOfName.get(folded(name));
      if (named === undefined) this.#idsOfName.set(folded(name), [id]);
      else named.push(id);
    }
  }

  /** Those of all that are wanted of a list; what they are priced from is fetched with them. */
  #onlyWanted({ begins, contains, ends, inStock, low, ids }: WantedOfAll): Want {
    const patterns = [`${literally(begins)}%`, ...contains.map(containing), `%${literally(ends)}`];
    const found = statement(selectOfAll(quoted(this.#fetches.store)), patterns, inStock, low, ids);
    return this.#each(found, (seeds) => {
      this.#found = seeds;
    });
  }

  /** Reads devices as they come, of which there may be more than there is memory for; keeps them once all have come. */
  #each(select: Statement, keep: (seeds: readonly Fetched[]) => void): Want {
    let [coming, seeds]: [Fetched[], Fetched[]] = [[], []];
    const taker = () => {
      [coming, seeds] = [[], []];
      return (row: Row) => {
        if (coming.length === 0) refuseUnlessFit(Number(row['total']), bytesOfDevice);
        const fetched = readDevice(row, this.#kinds);
        coming.push(fetched);
        if (row['seed'] === 't') seeds.push(fetched);
      };
    };
    return {
      statement: { ...select, taker },
      keep: () => {
        for (const fetched of coming) this.#keep(fetched);
        keep(seeds);
        [coming, seeds] = [[], []];
      },
    };
  }

  /** Notes what is going to be asked of devices; each comes with those that it is priced from and that are priced from it. */
  willNeed({
    devices = [],
    codesBeginning,
    entries = [],
    keys = [],
    inQueues = [],
  }: {
    readonly devices?: Iterable<string>;
    readonly codesBeginning?: string | undefined;
    readonly entries?: Iterable<number>;
    readonly keys?: Iterable<string>;
    readonly inQueues?: Iterable<number>;
  }): void {
    for (const typed of devices) {
      const key = codeKey(typed.trim().normalize('NFKC'));
      if (!this.#idOfCode.has(key)) this.#wanted.codes.add(key);
      const name = folded(visible(typed.trim().normalize('NFC')));
      if (!this.#idsOfName.has(name)) this.#wanted.names.add(name);
    }
    for (const n of entries) this.#wanted.entries.add(n);
    for (const key of keys) this.#wanted.keys.add(key);
    for (const n of inQueues) this.#wanted.inQueues.add(n);
    if (codesBeginning === undefined) return;
    const prefix = codeKey(codesBeginning);
    this.#fetches.want(`codes ${prefix}`, () => ({
      statement: statement(
        `select code_key, id from ${quoted(this.#fetches.store)}.devices where code_key like $1`,
        `${literally(prefix)}%`,
      ),
      keep: (rows) => {
        for (const row of rows) this.#idOfCode.set(String(row['code_key']), Number(row['id']));
        this.#prefixes.push(prefix);
      },
    }));
  }

  #miss<K extends 'ids' | 'codes' | 'names'>(kind: K, value: K extends 'ids' ? number : string): never {
    (this.#wanted[kind] as Set<typeof value>).add(value);
    this.#fetches.miss();
  }

  *#gather(): Generator<readonly [string, Want]> {
    const wanted = Object.values(this.#wanted).map((set) => [...set] as readonly (string | number)[]);
    if (wanted.every((list) => list.length === 0)) return;
    const [ids = [], codes = [], names = []] = wanted;
    for (const set of Object.values(this.#wanted)) set.clear();
    const keep = (rows: readonly Row[]) => {
      for (const id of ids) this.#devices.set(Number(id), this.#devices.get(Number(id)) ?? null);
      for (const id of ids) this.#withUsers.add(Number(id));
      for (const key of codes) this.#idOfCode.set(String(key), this.#idOfCode.get(String(key)) ?? null);
      for (const name of names) this.#idsOfName.set(String(name), this.#idsOfName.get(String(name)) ?? []);
      for (const row of rows) {
        const fetched = readDevice(row, this.#kinds);
        this.#keep(fetched);
        const { id, code, name } = fetched.device;
        this.#idOfCode.set(codeKey(code), id);
        const named = this.#idsOfName.get(folded(name));
        if (named?.includes(id) === false) named.push(id);
        if (row['seed'] === 't') this.#withUsers.add(id);
      }
    };
    const ask = statement(selectWanted(quoted(this.#fetches.store)), ...wanted);
    yield [`devices ${this.#batches++}`, { statement: ask, keep }];
  }

  #keep(fetched: Fetched): void {
    const { id, components } = fetched.device;
    this.#devices.set(id, fetched);
    for (const part of components.values()) if ('device' in part) this.#isUser(part.device, id);
  }

  #isUser(part: number, user: number): void {
    const users = this.#pricedFrom.get(part);
    if (users === undefined) this.#pricedFrom.set(part, new Set([user]));
    else users.add(user);
  }

  #forget(): void {
    for (const map of [this.#devices, this.#idOfCode, this.#idsOfName, this.#pricedFrom, this.#withUsers])
      map.clear();
    this.#prefixes.length = 0;
    this.#isComplete = false;
  }

  /** A device with another stock: what a statement on the server has made of it meanwhile. */
  restock(id: number, stock: Stocked['stock']): void {
    const known = this.#devices.get(id);
    if (known) this.#devices.set(id, { ...known, stock });
  }
}

/** The seeds of what is wanted, with those that they are priced from, those priced from them, and what those are priced from. */
const withNear = (s: string, seeds: string): string => `with seeds as (${seeds}), near as (
    select id from seeds
    union select part from ${s}.parts where device in (select id from seeds)
    union select device from ${s}.parts where part in (select id from seeds)
  ), wanted as (
    select id from near
    union select part from ${s}.parts where device in (select id from near)
  )
  select ${deviceColumns(s)}, d.id in (select id from seeds) as seed, (select count(*) from wanted) as total
  from ${s}.devices d where d.id in (select id from wanted) order by d.id`;

const selectWanted = (s: string): string =>
  withNear(
    s,
    `select id from ${s}.devices where id = any($1)
     union select id from ${s}.devices where code_key = any($2)
     union select id from ${s}.devices where name_key = any($3)
     union select device from ${s}.changes where n = any($4) and device is not null
     union select device from ${s}.changes where key = any($5) and device is not null
     union select device from ${s}.changes where of = any($6) and device is not null`,
  );

/** Devices whose texts are like all that is wanted, with something on hand, or at or below their minimum. */
const selectOfAll = (s: string): string =>
  withNear(
    s,
    `select id from ${s}.devices
     where search like all($1) and (not $2::boolean or quantity > 0) and (not $3::boolean or quantity <= minimum)
       and ($4::bigint[] is null or id = any($4))`,
  );

/** A text in a pattern. */
const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** A pattern for what contains a text. */
const containing = (text: string): string => `%${literally(text)}%`;
