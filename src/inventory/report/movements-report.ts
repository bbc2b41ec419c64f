import { countReason, openingReason, type Reason, stockInReasons, stockOutReasons } from '../book/change.ts';
import { type DeviceRow, undoneEntries } from '../look/history.ts';
import {
  type Group,
  type Grouping,
  grouped,
  inReportOrder,
  isInScope,
  type ReportScope,
} from './grouping.ts';
import { transferReason } from './place-view.ts';
import {
  type Flow,
  type FlowUnit,
  flowsOf,
  isMovement,
  type Period,
  type PeriodOfBook,
  restatedIn,
  rowsBetween,
  type Standing,
  type TimedMovement,
  type TimedRow,
} from './timeline.ts';

/** Why stock came to or left what a report is about: a place also by transfers. */
export type FlowReason = Reason | typeof transferReason.value;

/** Why stock came in, in the order shown. */
export const inReasons: readonly FlowReason[] = [
  openingReason,
  ...stockInReasons,
  countReason,
  transferReason,
].map(({ value }) => value);
/** Why stock went out, in the order shown. */
export const outReasons: readonly FlowReason[] = [...stockOutReasons, countReason, transferReason].map(
  ({ value }) => value,
);

/** Damage and returns are listed movement by movement. */
const apartReasons: ReadonlySet<string> = new Set<Reason>(['return', 'damage', 'supplier-return']);

/** What came in and went out, by reason, between two balances: opening + in − out = closing. */
export interface Balance {
  readonly opening: bigint;
  /** By the reason; those without movements are left out. */
  readonly in: ReadonlyMap<FlowReason, bigint>;
  readonly out: ReadonlyMap<FlowReason, bigint>;
  readonly totalIn: bigint;
  readonly totalOut: bigint;
  readonly closing: bigint;
}

/** A device that moved. */
export interface MovementsRow extends Balance {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** Null for a device that came and went within the period. */
  readonly kind: string | null;
  readonly brand: string | null;
  /** Whether it is in the book at the end. */
  readonly isInBook: boolean;
}

/** Devices that did not move. */
export interface Unmoved {
  readonly devices: number;
  readonly units: bigint;
}

/** How many devices a balance is about. */
export interface DeviceCount {
  /** Those in the book at the end. */
  readonly devices: number;
  /** Those that moved, but are no longer in the book. */
  readonly gone: number;
}

export interface MovementsGroup extends Group<MovementsRow>, DeviceCount {
  readonly unmoved: Unmoved;
  /** What did not move included. */
  readonly totals: Balance;
}

/** What came in and went out over a period. */
export interface MovementsReport extends DeviceCount {
  readonly period: Period;
  readonly by: Grouping;
  readonly groups: readonly MovementsGroup[];
  readonly unmoved: Unmoved;
  readonly totals: Balance;
  /** Of the corrections: what was taken back within the period, and the undos that did. */
  readonly takenBack: { readonly in: bigint; readonly out: bigint };
  /** Damage and returns that still stand at the end, the oldest first. */
  readonly apart: readonly TimedMovement[];
  readonly unit: FlowUnit;
  readonly flows: readonly Flow[];
}

/** What a report of movements is made from. */
export interface MovementsSources extends PeriodOfBook {
  readonly scope: ReportScope;
}

/**
 * The report of a period. An entry undone within it, and its undo, are both movements, counted as corrections:
 * they cancel out, and a report of a past period stays as it was whatever is undone later. Throws where a device's
 * movements do not lead from the one book to the other.
 */
export function movementsReport(sources: MovementsSources): MovementsReport {
  const { opening, closing, timeline, earlier = [], period, scope } = sources;
  const movements = rowsBetween(sources).filter(isMovement);
  const devices = devicesOf(sources, movements);
  const corrected = correctedWithin(timeline, opening.entry, closing.entry);
  const restated = restatedIn([...earlier, ...timeline]);
  const byDevice = byDeviceOf(movements);
  const [onHandBefore, onHandNow] = [onHandIn(opening), onHandIn(closing)];
  const all = devices.map((listed) => {
    const balance = balanceOf(onHandBefore(listed.id), byDevice.get(listed.id) ?? [], corrected, restated);
    const inBook = onHandNow(listed.id);
    if (balance.closing !== inBook)
      throw new Error(`${listed.code}: the movements lead to ${balance.closing}, the book says ${inBook}`);
    return { ...listed, ...balance };
  });
  const hasMoved = (row: MovementsRow) => byDevice.has(row.id);
  // What was removed without having moved had no stock, and has none.
  const shown = all.filter((row) => hasMoved(row) || row.isInBook);
  const groups = grouped(shown, (row) => (scope.by === 'brand' ? row.brand : row.kind), scope.by).map(
    ({ key, rows }) => ({
      key,
      rows: rows.filter(hasMoved),
      ...countOf(rows),
      unmoved: unmovedOf(rows.filter((row) => !hasMoved(row))),
      totals: sumOf(rows),
    }),
  );
  const listed = new Set(devices.map(({ id }) => id));
  const inScope = movements.filter(({ device }) => listed.has(device));
  return {
    period,
    by: scope.by,
    groups,
    ...countOf(shown),
    unmoved: unmovedOf(shown.filter((row) => !hasMoved(row))),
    totals: sumOf(shown),
    takenBack: unitsOf(
      inScope.filter(({ row }) => corrected.has(row.entry)),
      restated,
    ),
    apart: inScope.filter(({ row }) => apartReasons.has(row.reason ?? '') && !corrected.has(row.entry)),
    ...flowsOf(
      inScope.filter(({ row }) => !restated.has(row)),
      period,
    ),
  };
}

type Listed = Pick<MovementsRow, 'id' | 'code' | 'name' | 'kind' | 'brand' | 'isInBook'>;

function onHandIn({ rows }: Standing): (id: number) => bigint {
  const quantities = new Map(rows.map(({ id, quantity }) => [id, BigInt(quantity)]));
  return (id) => quantities.get(id) ?? 0n;
}

/** The devices of either book and, where all are wanted, those that came and went in between. */
function devicesOf(
  { opening, closing, scope }: MovementsSources,
  movements: readonly TimedMovement[],
): readonly Listed[] {
  const inBook = new Set(closing.rows.map(({ id }) => id));
  const known = new Set([...inBook, ...opening.rows.map(({ id }) => id)]);
  const gone = opening.rows.filter(({ id }) => !inBook.has(id));
  const listed = new Map<number, Listed>(
    [...closing.rows, ...gone]
      .filter((row) => isInScope(row, scope))
      .map(({ id, code, name, kind, brand }) => [
        id,
        { id, code, name, kind, brand, isInBook: inBook.has(id) },
      ]),
  );
  if (scope.kind === undefined && scope.brand === undefined)
    for (const { device: id, row } of movements) {
      const { code, name } = row;
      if (!known.has(id)) listed.set(id, { id, code, name, kind: null, brand: null, isInBook: false });
    }
  return inReportOrder(listed.values(), scope);
}

/** The entries that are corrections as things stand after entry `last`: undos, and what they took back since `first`. */
function correctedWithin(timeline: readonly TimedRow[], first: number, last: number): ReadonlySet<number> {
  const undos = new Map<number, number>();
  const within = new Set<number>();
  for (const { row } of timeline) {
    if (row.entry > last) break;
    if (row.entry > first) within.add(row.entry);
    if (row.undoes !== null) undos.set(row.entry, row.undoes);
  }
  const undone = undoneEntries(Array.from(undos, ([n, undoes]) => ({ n, undoes })));
  return new Set([...within].filter((entry) => undos.has(entry) || undone.has(entry)));
}

function balanceOf(
  opening: bigint,
  movements: readonly TimedMovement[],
  corrected: ReadonlySet<number>,
  restated: ReadonlyMap<DeviceRow, boolean>,
): Balance {
  const [came, went] = [new Map<FlowReason, bigint>(), new Map<FlowReason, bigint>()];
  for (const { row } of movements) {
    // A journal holds no other reasons than these.
    const reason = corrected.has(row.entry) ? 'correction' : ((row.reason ?? 'other') as FlowReason);
    // What a correction takes back of one side is less there, not more on the other.
    const isIn = restated.get(row) ?? row.change > 0;
    const side = isIn ? came : went;
    side.set(reason, (side.get(reason) ?? 0n) + BigInt(isIn ? row.change : -row.change));
  }
  return balanced(opening, came, went);
}

function balanced(
  opening: bigint,
  came: ReadonlyMap<FlowReason, bigint>,
  went: ReadonlyMap<FlowReason, bigint>,
): Balance {
  const [totalIn, totalOut] = [sum(came.values()), sum(went.values())];
  const moved = (units: ReadonlyMap<FlowReason, bigint>) =>
    new Map([...units].filter(([, some]) => some !== 0n));
  return {
    opening,
    in: moved(came),
    out: moved(went),
    totalIn,
    totalOut,
    closing: opening + totalIn - totalOut,
  };
}

/** What some balances add up to. */
export function sumOf(balances: readonly Balance[]): Balance {
  const [came, went] = [new Map<FlowReason, bigint>(), new Map<FlowReason, bigint>()];
  for (const balance of balances) {
    for (const [reason, units] of balance.in) came.set(reason, (came.get(reason) ?? 0n) + units);
    for (const [reason, units] of balance.out) went.set(reason, (went.get(reason) ?? 0n) + units);
  }
  return balanced(sum(balances.map(({ opening }) => opening)), came, went);
}

/** What some movements brought and took. */
function unitsOf(
  movements: readonly TimedMovement[],
  restated: ReadonlyMap<DeviceRow, boolean>,
): MovementsReport['takenBack'] {
  const { totalIn, totalOut } = balanceOf(0n, movements, new Set(), restated);
  return { in: totalIn, out: totalOut };
}

function sum(units: Iterable<bigint>): bigint {
  let total = 0n;
  for (const some of units) total += some;
  return total;
}

const countOf = (rows: readonly MovementsRow[]): DeviceCount => {
  const devices = rows.filter(({ isInBook }) => isInBook).length;
  return { devices, gone: rows.length - devices };
};

const unmovedOf = (rows: readonly MovementsRow[]): Unmoved => ({
  devices: rows.length,
  units: sum(rows.map(({ closing }) => closing)),
});

function byDeviceOf(movements: readonly TimedMovement[]): ReadonlyMap<number, readonly TimedMovement[]> {
  const byDevice = new Map<number, TimedMovement[]>();
  for (const movement of movements) {
    const of = byDevice.get(movement.device) ?? [];
    of.push(movement);
    byDevice.set(movement.device, of);
  }
  return byDevice;
}
