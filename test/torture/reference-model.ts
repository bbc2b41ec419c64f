/** A device as the model has it: prices in minor units; a combo's `tv` is the id of what it is priced from. */
export interface Device {
  readonly code: string;
  readonly price: number;
  readonly quantity: number;
  /** How many of them lie at the first place, and at the other one. */
  readonly lies: { readonly home: number; readonly away: number };
  readonly tv?: number;
}

/** The place beside the first one, in a book that has one. */
export const otherPlace = 'x';

/** `cost` is the cost of one unit, if given. */
type Change = { readonly id: number; readonly cost?: number } & (
  | { readonly do: 'add' | 'remove'; readonly device: Device }
  | { readonly do: 'edit'; readonly before: Partial<Device>; readonly after: Partial<Device> }
  | {
      readonly do: 'move';
      readonly units: number;
      /** Null for one side of a transfer. */
      readonly reason: string | null;
      readonly key?: string;
      readonly isAway: boolean;
    }
);

/** A row of the history. */
export interface Row {
  readonly type: string;
  /** Null, as is the balance, for a new place. */
  readonly code: string | null;
  readonly change: number | null;
  readonly balance: number | null;
  readonly reason: string | null;
  readonly key: string | null;
  readonly place: string | null;
  readonly placeBalance: number | null;
}

interface Entry {
  readonly n: number;
  readonly by: string;
  readonly changes: readonly Change[];
  readonly rows: readonly Row[];
  readonly undoes?: number;
  readonly corrects?: number;
  /** Every device as the entry left it. */
  readonly devices: ReadonlyMap<number, Device>;
}

/** A movement of some units; below 0 is out. */
export interface AskedMove {
  readonly code: string;
  readonly units: number;
  readonly key?: string;
  readonly expect?: number;
  /** Whether it is at the other place. */
  readonly isAway?: boolean;
}

interface AskedDevice {
  readonly code: string;
  readonly quantity: number;
}

/** A command, as a clerk means it. */
export type Asked =
  /** Without a code it gets one. */
  | ({ readonly do: 'add'; readonly cost?: number; readonly tv?: string } & Partial<AskedDevice>)
  | ({ readonly do: 'move'; readonly cost?: number } & AskedMove)
  | {
      readonly do: 'edit';
      readonly code: string;
      readonly to?: string;
      readonly price?: number;
      readonly cost?: number;
    }
  | { readonly do: 'transfer'; readonly code: string; readonly units: number; readonly isBack: boolean }
  | { readonly do: 'remove'; readonly code: string }
  | { readonly do: 'undo'; readonly entry?: number }
  | { readonly do: 'correct'; readonly entry: number; readonly quantity: number }
  | { readonly do: 'import movements'; readonly skipBad: boolean; readonly rows: readonly AskedMove[] }
  | { readonly do: 'import devices'; readonly skipBad: boolean; readonly rows: readonly AskedDevice[] };

/** The result of a command: a refusal, or its entry, or null if there was nothing to do. */
export interface Outcome {
  readonly refused?: string;
  readonly entry?: number | null;
  /** The entry that a key says is there. */
  readonly already?: number;
  readonly rejected?: readonly (readonly [row: number, code: string])[];
  readonly skipped?: number;
}

class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

const refuse = (code: string): never => {
  throw new Refused(code);
};
const same = (one: string, other: string): boolean => one.toUpperCase() === other.toUpperCase();
/** Whether two edits are of the same attribute of the same device. */
function shareAttribute(one: Change, other: Change): boolean {
  if (one.do !== 'edit' || other.do !== 'edit' || one.id !== other.id) return false;
  const hasCosts = one.cost !== undefined && other.cost !== undefined;
  return hasCosts || Object.keys(one.after).some((key) => Object.hasOwn(other.after, key));
}
const unitsOf = (change: Change): number => (change.do === 'move' ? change.units : 0);

export const newPrice = 100;

/** The book as the contract describes it: kept in memory, searched from end to end, never indexed. */
export class Model {
  readonly entries: Entry[] = [];
  devices = new Map<number, Device>();
  #nextId = 1;
  /** Of the entry in the making. */
  #changes: Change[] = [];
  #rows: Row[] = [];

  /** With `isPlaced` its first entry, of nobody who makes another one, has made the other place. */
  constructor(readonly isPlaced = false) {
    if (!isPlaced) return;
    const nothing = { code: null, change: null, balance: null, reason: null, key: null, placeBalance: null };
    const rows = [{ type: 'place', ...nothing, place: otherPlace }];
    this.entries.push({ n: 1, by: 'chen', changes: [], rows, devices: new Map() });
  }

  /** Performs a command; a rehearsal changes nothing. */
  perform(asked: Asked, by: string, rehearsal = false): Outcome {
    const before = new Map(this.devices);
    [this.#changes, this.#rows] = [[], []];
    try {
      const told = this.#decide(asked, by);
      const isRefused = 'skipBad' in asked && !asked.skipBad && (told.rejected?.length ?? 0) > 0;
      if (isRefused || this.#changes.length === 0) {
        this.devices = before;
        return { ...told, entry: null };
      }
      this.#refuseLostComponents();
      if (rehearsal) this.devices = before;
      return { ...told, entry: rehearsal ? null : this.#record(asked, by) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.devices = before;
      return { refused: error.code };
    }
  }

  /** The price of a device: a combo's is 80 % of its TV's and of a player's at 1.00. */
  price({ price, tv }: Device): number {
    return tv === undefined ? price : Math.round(0.8 * (this.#device(tv).price + 100));
  }

  /** The cost of the last receipt that still counts, unless it was changed since. */
  lastCost(id: number): number | null {
    const standing = this.entries.filter(({ n, undoes }) => undoes === undefined && !this.undoneBy(n));
    const costs = standing.flatMap(({ changes }) => changes.filter((change) => change.id === id));
    // Goods that were free leave the last cost as it was; an edit to 0 says that none is known.
    const last = costs.findLast(({ do: what, cost }) => cost !== undefined && (what === 'edit' || cost > 0));
    return last?.cost || null;
  }

  /** The entry that takes another one back, unless it has itself been taken back. */
  undoneBy(n: number): number | undefined {
    return this.entries.findLast(({ n: by, undoes }) => undoes === n && !this.undoneBy(by))?.n;
  }

  #find(code: string): number | undefined {
    for (const [id, device] of this.devices) if (same(device.code, code)) return id;
    return undefined;
  }

  #found(code: string): number {
    return this.#find(code) ?? refuse('not-found');
  }

  #device(id: number): Device {
    return this.devices.get(id) ?? refuse('not-found');
  }

  #record(asked: Asked, by: string): number {
    const n = this.entries.length + 1;
    const rows = this.#rows.map((row) => (asked.do === 'undo' ? { ...row, type: 'undo' } : row));
    const link =
      asked.do === 'undo'
        ? { undoes: asked.entry ?? this.#last(by) }
        : asked.do === 'correct'
          ? { corrects: asked.entry }
          : {};
    this.entries.push({ n, by, changes: this.#changes, rows, ...link, devices: new Map(this.devices) });
    return n;
  }

  #apply(change: Change): void {
    const now = change.do === 'add' ? change.device : this.#device(change.id);
    const units = unitsOf(change);
    const isTransfer = change.do === 'move' && change.reason === null;
    const place = change.do === 'move' && change.isAway ? 'away' : 'home';
    const there = now.lies[place] + units;
    const next = {
      ...now,
      ...(change.do === 'edit' ? change.after : {}),
      quantity: now.quantity + (isTransfer ? 0 : units),
      lies: { ...now.lies, [place]: there },
    };
    const holder = this.#find(next.code);
    if (holder !== undefined && holder !== change.id) refuse('duplicate-code');
    if (there < 0) refuse('insufficient-stock');
    if (change.do === 'remove' && now.quantity > 0) refuse('not-empty');
    if (change.do === 'remove') this.devices.delete(change.id);
    else this.devices.set(change.id, next);
    this.#changes.push(change);
    const direction = units > 0 ? 'stock-in' : 'stock-out';
    this.#rows.push({
      type: isTransfer ? 'transfer' : change.do === 'move' ? direction : change.do,
      code: next.code,
      change: change.do === 'move' ? units : null,
      balance: next.quantity,
      reason: change.do === 'move' ? change.reason : null,
      key: (change.do === 'move' ? change.key : null) ?? null,
      place: change.do !== 'move' ? null : place === 'away' ? otherPlace : 'main',
      placeBalance: change.do === 'move' ? there : null,
    });
  }

  #refuseLostComponents(): void {
    for (const { tv } of this.devices.values()) {
      if (tv === undefined || this.devices.has(tv)) continue;
      refuse(this.#changes.some((one) => one.id === tv && one.do === 'remove') ? 'in-use' : 'not-found');
    }
  }

  #decide(asked: Asked, by: string): Outcome {
    switch (asked.do) {
      case 'add':
        return this.#add(asked);
      case 'move':
        return this.#move(asked);
      case 'transfer':
        return this.#transfer(asked);
      case 'edit':
        return this.#edit(asked);
      case 'remove':
        return this.#remove(this.#found(asked.code));
      case 'undo':
        return this.#undo(asked.entry ?? this.#last(by));
      case 'correct':
        return this.#correct(asked);
      case 'import movements':
        return this.#import(asked.rows, (row) => this.#move(row));
      case 'import devices':
        return this.#importDevices(asked.rows);
    }
  }

  #add({ quantity = 0, cost, tv: typed, ...asked }: Omit<Asked & { do: 'add' }, 'do'>): Outcome {
    const code = asked.code ?? this.#unusedCode(typed === undefined ? 'TV' : 'COMBO');
    const tv = typed === undefined ? undefined : this.#found(typed);
    if (tv !== undefined && this.#device(tv).tv !== undefined) refuse('invalid');
    const id = this.#nextId++;
    const lies = { home: 0, away: 0 };
    const device = { code, price: newPrice, quantity: 0, lies, ...(tv === undefined ? {} : { tv }) };
    const costs = cost === undefined ? {} : { cost };
    this.#apply({ do: 'add', id, device, ...(quantity === 0 ? costs : {}) });
    if (quantity > 0)
      this.#apply({ do: 'move', id, units: quantity, reason: 'opening', isAway: false, ...costs });
    return {};
  }

  /** The first code that no device has ever had. */
  #unusedCode(prefix: string): string {
    const changes = [...this.entries.flatMap((entry) => entry.changes), ...this.#changes];
    const isUsed = (code: string) =>
      changes.some(
        (one) =>
          (one.do === 'add' && same(one.device.code, code)) ||
          (one.do === 'edit' && one.after.code !== undefined && same(one.after.code, code)),
      );
    for (let number = 1; ; number++) {
      const code = `${prefix}-${String(number).padStart(4, '0')}`;
      if (!isUsed(code)) return code;
    }
  }

  #move({ code, units, key, expect, isAway = false, cost }: AskedMove & { readonly cost?: number }): Outcome {
    const already = key === undefined ? undefined : this.#keyed(key, code, units, isAway);
    if (already !== undefined) return { already };
    const id = this.#found(code);
    const { home, away } = this.#device(id).lies;
    if (expect !== undefined && expect !== (isAway ? away : home)) refuse('unexpected-quantity');
    const reason = units > 0 ? 'purchase' : 'sale';
    const more = { ...(key === undefined ? {} : { key }), ...(cost === undefined ? {} : { cost }) };
    this.#apply({ do: 'move', id, units, reason, isAway, ...more });
    return {};
  }

  #transfer({ code, units, isBack }: Asked & { do: 'transfer' }): Outcome {
    const id = this.#found(code);
    this.#apply({ do: 'move', id, units: -units, reason: null, isAway: isBack });
    this.#apply({ do: 'move', id, units, reason: null, isAway: !isBack });
    return {};
  }

  /** The entry that used a key for the same movement. */
  #keyed(key: string, code: string, units: number, isAway: boolean): number | undefined {
    const making = { n: this.entries.length + 1, changes: this.#changes, rows: this.#rows };
    for (const { n, changes, rows } of [...this.entries, making]) {
      const index = rows.findIndex((row) => row.key === key);
      const row = rows[index];
      if (row === undefined) continue;
      const isOfDevice = same(row.code ?? '', code) || this.#find(code) === changes[index]?.id;
      const isThere = (row.place === otherPlace) === isAway;
      return isOfDevice && row.change === units && isThere ? n : refuse('key-conflict');
    }
    return undefined;
  }

  #edit({ code, to, price, cost }: Asked & { do: 'edit' }): Outcome {
    const id = this.#found(code);
    const before = this.#device(id);
    if (price !== undefined && before.tv !== undefined) refuse('invalid');
    const after = {
      ...(to === undefined || to === before.code ? {} : { code: to }),
      ...(price === undefined || price === before.price ? {} : { price }),
    };
    const costs = cost === undefined || (cost || null) === this.lastCost(id) ? {} : { cost };
    if (Object.keys({ ...after, ...costs }).length > 0)
      this.#apply({ do: 'edit', id, before, after, ...costs });
    return {};
  }

  #remove(id: number): Outcome {
    this.#apply({ do: 'remove', id, device: this.#device(id) });
    return {};
  }

  /** The last entry that a clerk can take back without naming it: one of their own. */
  #last(operator: string): number {
    const entry = this.entries.findLast(
      ({ n, by, undoes }) => by === operator && undoes === undefined && !this.undoneBy(n),
    );
    return entry?.n ?? refuse('not-found');
  }

  #undo(n: number): Outcome {
    const { changes } = this.entries[n - 1] ?? refuse('not-found');
    if (this.undoneBy(n) !== undefined) refuse('already-undone');
    if (this.#corrections(n).length > 0) refuse('in-use');
    const standing = this.#standingWithout(n);
    const original = this.#original(n);
    const edited = [...changes, ...(this.entries[original - 1]?.changes ?? [])];
    for (const later of standing.filter((one) => one.n > original))
      if (later.changes.some((change) => edited.some((other) => shareAttribute(change, other))))
        refuse('in-use');
    const reversed = changes.toReversed();
    // Where nothing but stock moves, what comes back in does so first.
    if (reversed.every((change) => change.do === 'move'))
      reversed.sort((one, other) => Math.sign(unitsOf(one)) - Math.sign(unitsOf(other)));
    for (const change of reversed) this.#takeBack(change, standing);
    return {};
  }

  /** The entry that a row of undos leads back to. */
  #original(n: number): number {
    const undoes = this.entries[n - 1]?.undoes;
    return undoes === undefined ? n : this.#original(undoes);
  }

  /** The entries that still count once another one is undone; undos are not among them. */
  #standingWithout(n: number): readonly Entry[] {
    const undo = {
      n: this.entries.length + 1,
      by: '',
      changes: [],
      rows: [],
      undoes: n,
      devices: this.devices,
    };
    this.entries.push(undo);
    const standing = this.entries.filter((one) => one.undoes === undefined && !this.undoneBy(one.n));
    this.entries.pop();
    return standing;
  }

  #takeBack(change: Change, standing: readonly Entry[]): void {
    const { id } = change;
    switch (change.do) {
      case 'add':
        return void this.#remove(id);
      case 'remove':
        return this.#apply({ do: 'add', id, device: change.device });
      case 'move':
        return this.#apply({
          do: 'move',
          id,
          units: -change.units,
          reason: change.reason,
          isAway: change.isAway,
        });
      case 'edit': {
        const before = this.#device(id);
        const known = standing.flatMap(({ changes }) => changes.filter((one) => one.id === id));
        const value = <K extends 'code' | 'price'>(key: K): Device[K] | undefined =>
          known
            .map((one) =>
              one.do === 'add' ? one.device[key] : one.do === 'edit' ? one.after[key] : undefined,
            )
            .findLast((one) => one !== undefined) ?? change.before[key];
        const [code, price] = [value('code'), value('price')];
        const after = {
          ...(change.after.code === undefined || code === undefined ? {} : { code }),
          ...(change.after.price === undefined || price === undefined ? {} : { price }),
        };
        return this.#apply({ do: 'edit', id, before, after });
      }
    }
  }

  #corrections(n: number): readonly Entry[] {
    return this.entries.filter((one) => one.corrects === n && this.undoneBy(one.n) === undefined);
  }

  #correct({ entry: n, quantity }: Asked & { do: 'correct' }): Outcome {
    const entry = this.entries[n - 1] ?? refuse('not-found');
    const moves = entry.changes.filter((change) => change.do === 'move');
    const [move] = moves;
    if (entry.undoes !== undefined || entry.corrects !== undefined) refuse('invalid');
    const isOne = moves.length === 1 || (moves.length === 2 && moves.every(({ reason }) => reason === null));
    if (move === undefined || !isOne) return refuse('invalid');
    if (this.undoneBy(n) !== undefined) refuse('already-undone');
    const corrected = [entry, ...this.#corrections(n)].flatMap(({ changes }) => changes);
    const differences = moves.map(({ units, ...side }) => {
      const amounted = corrected
        .filter((one) => one.do === 'move' && one.isAway === side.isAway)
        .map(unitsOf);
      return { ...side, units: Math.sign(units) * quantity - amounted.reduce((sum, one) => sum + one, 0) };
    });
    // What comes in does so first.
    for (const { id, units, reason, isAway } of differences.sort((one, other) => other.units - one.units))
      if (units !== 0)
        this.#apply({ do: 'move', id, units, reason: reason === null ? null : 'correction', isAway });
    return {};
  }

  #import<T>(rows: readonly T[], record: (row: T) => Outcome): Outcome {
    const rejected: [row: number, code: string][] = [];
    let skipped = 0;
    for (const [index, row] of rows.entries()) {
      try {
        if (record(row).already !== undefined) skipped++;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        rejected.push([index + 2, error.code]);
      }
    }
    return { rejected, skipped };
  }

  /** The first row with a code counts, even if it is refused. */
  #importDevices(rows: readonly AskedDevice[]): Outcome {
    const seen = new Set<string>();
    return this.#import(rows, (row) => {
      const code = row.code.toUpperCase();
      if (seen.has(code)) refuse('duplicate-code');
      seen.add(code);
      return this.#add(row);
    });
  }
}
