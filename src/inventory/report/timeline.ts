import type { Entry } from '../book/change.ts';
import type { EntryTimes } from '../book/clock.ts';
import { isOnHand, type PlaceId } from '../book/place-kinds.ts';
import { type DeviceRow, isDeviceRow, type RecordedRow } from '../look/history.ts';
import type { ListRow } from '../look/list-row.ts';
import type { MovementRow } from '../look/why.ts';

/** A row about a device at the time from which the book counts it, in milliseconds since 1970. */
export interface TimedRow {
  readonly device: number;
  readonly place: PlaceId | null;
  readonly row: DeviceRow;
  readonly at: number;
}

/** A row that moved stock. */
export interface TimedMovement extends TimedRow {
  readonly row: MovementRow;
}

/** A stretch of time, in milliseconds since 1970; both ends belong to it. */
export interface Period {
  readonly since: number;
  readonly until: number;
}

/**
 * The rows of a history in their order, at times that never go back: those from which the entries count, as in the book as it
 * stood at a time (`--as-of`).
 */
export const timelineOf = (history: readonly RecordedRow[], times: EntryTimes): readonly TimedRow[] =>
  history.flatMap(({ device, place, row }) =>
    device !== null && isDeviceRow(row) ? [{ device, place, row, at: times.of(row.entry, row.at) }] : [],
  );

/** Whether a row moved stock into the company or out of it: a transfer did not, and what was never on hand did not. */
export const isMovement = (timed: TimedRow): timed is TimedMovement => {
  const { row } = timed;
  return row.change !== null && row.change !== 0 && row.reason !== null && row.type !== 'memo';
};

/**
 * The pairs of rows with which corrections, and undos of them, take back what had moved and move it again with other words, each
 * with whether that had come in. Nothing comes or goes by them. `timeline` has what they correct, too.
 */
export function restatedIn(timeline: readonly TimedRow[]): ReadonlyMap<DeviceRow, boolean> {
  const corrected = new Set<number>();
  for (const { row } of timeline) if (row.corrects !== undefined) corrected.add(row.corrects);
  const cameIn = new Map<number, boolean>();
  const correctedBy = new Map<number, number>();
  const restated = new Map<DeviceRow, boolean>();
  if (corrected.size === 0) return restated;
  for (const [index, timed] of timeline.entries()) {
    const { row, device, place } = timed;
    if (!isMovement(timed)) continue;
    const { entry, change } = timed.row;
    if (corrected.has(entry) && !cameIn.has(entry)) cameIn.set(entry, change > 0);
    const corrects = row.corrects ?? correctedBy.get(row.undoes ?? 0);
    if (corrects === undefined) continue;
    correctedBy.set(entry, corrects);
    const next = timeline[index + 1];
    const isPair =
      next?.row.entry === entry &&
      next.device === device &&
      next.place === place &&
      next.row.change === -change &&
      ![row, next.row].some((one) => one.type === 'count' || restated.has(one));
    if (isPair) for (const one of [row, next.row]) restated.set(one, cameIn.get(corrects) ?? change > 0);
  }
  return restated;
}

/**
 * The entries that some are about which correct others, or undo corrections: those corrected, and all corrections of them with
 * what undoes those. `corrections` and `undos` are all there are, in order.
 */
export function correctedWith(
  some: ReadonlySet<number>,
  corrections: readonly Pick<Entry, 'n' | 'corrects'>[],
  undos: readonly { readonly n: number; readonly undoes: number }[],
): ReadonlySet<number> {
  const about = new Map<number, number>();
  for (const { n, corrects } of corrections) if (corrects !== undefined) about.set(n, corrects);
  for (const { n, undoes } of undos) {
    const corrected = about.get(undoes);
    if (corrected !== undefined) about.set(n, corrected);
  }
  const corrected = new Set([...some].flatMap((n) => about.get(n) ?? []));
  const leading = [...about].flatMap(([n, of]) => (corrected.has(of) ? [n] : []));
  return new Set([...corrected, ...leading]);
}

/** Devices as they stood after an entry, somewhere or everywhere. */
export interface Standing {
  readonly entry: number;
  readonly rows: readonly Pick<ListRow, 'id' | 'code' | 'name' | 'kind' | 'brand' | 'quantity'>[];
}

/** A stretch of time in the life of a book. */
export interface PeriodOfBook {
  /** All devices as they stood just before the period and at its end. */
  readonly opening: Standing;
  readonly closing: Standing;
  /** What leads from the one to the other; it may begin before that and go on after it. */
  readonly timeline: readonly TimedRow[];
  /** What corrections in the timeline are about, where that is not in it. */
  readonly earlier?: readonly TimedRow[];
  readonly period: Period;
}

/** The rows that lead from the one book to the other, at times within the period. */
export function rowsBetween({ opening, closing, timeline, period }: PeriodOfBook): readonly TimedRow[] {
  const { since, until } = period;
  return timeline
    .filter(({ row }) => opening.entry < row.entry && row.entry <= closing.entry)
    .map((timed) => ({ ...timed, at: Math.min(Math.max(timed.at, since), until) }));
}

/** How many there are of each device. */
export type Quantities = ReadonlyMap<number, number>;

export const quantitiesIn = ({ rows }: Pick<Standing, 'rows'>): Quantities =>
  new Map(rows.map(({ id, quantity }) => [id, quantity]));

/** How many there were before the rows that led to a standing, at some places if those are named. */
export function quantitiesBefore(
  timeline: readonly TimedRow[],
  closing: Standing,
  within?: ReadonlySet<PlaceId>,
): Quantities {
  const quantities = new Map(quantitiesIn(closing));
  for (const { device, place, row } of timeline) {
    if (place === null || !(within?.has(place) ?? isOnHand(place))) continue;
    quantities.set(device, (quantities.get(device) ?? 0) - (row.change ?? 0));
  }
  return quantities;
}

/**
 * How many were on hand at `points` moments spread evenly over a period, the last at its end, by device; `opening` says how many
 * there were before the timeline begins.
 */
export function balanceLines(
  timeline: readonly TimedRow[],
  { since, until }: Period,
  points: number,
  opening: Quantities,
): ReadonlyMap<number, readonly number[]> {
  const moments = Array.from(
    { length: points },
    (_, index) => since + ((until - since) * index) / Math.max(points - 1, 1),
  );
  const lines = new Map<number, number[]>();
  const balances = new Map(opening);
  let next = 0;
  moments.forEach((moment, index) => {
    for (; next < timeline.length; next++) {
      const timed = timeline[next];
      if (timed === undefined || timed.at > moment) break;
      balances.set(timed.device, timed.row.balance);
    }
    for (const [device, balance] of balances) {
      const line = lines.get(device) ?? new Array<number>(points).fill(0);
      line[index] = balance;
      lines.set(device, line);
    }
  });
  return lines;
}

/** What came in and went out in a part of a period. */
export interface Flow extends Period {
  readonly in: bigint;
  readonly out: bigint;
}

export const flowUnits = ['day', 'week', 'month'] as const;
/** The parts that a period is divided into: local days, weeks from Monday, months. */
export type FlowUnit = (typeof flowUnits)[number];

/** More parts than this can no longer be distinguished on paper. */
const maxParts = 62;

/** What came in and went out in each day of a period; in each week or month where there are more than `most`. */
export function flowsOf(
  movements: readonly TimedMovement[],
  period: Period,
  most = maxParts,
): { readonly unit: FlowUnit; readonly flows: readonly Flow[] } {
  const unit = flowUnits.find((one) => partsOf(period, one).length <= most) ?? 'month';
  return { unit, flows: flowsIn(movements, partsOf(period, unit)) };
}

/** What came in and went out in each part; `movements` and `parts` in order of time. */
export function flowsIn(movements: readonly TimedMovement[], parts: readonly Period[]): readonly Flow[] {
  let next = 0;
  return parts.map((part) => {
    let [came, went] = [0n, 0n];
    for (; next < movements.length; next++) {
      const movement = movements[next];
      if (movement === undefined || movement.at > part.until) break;
      if (movement.at < part.since) continue;
      const { change } = movement.row;
      if (change > 0) came += BigInt(change);
      else went -= BigInt(change);
    }
    return { ...part, in: came, out: went };
  });
}

/** The parts of a period by the calendar; the first and the last may be cut short by its ends. */
export function partsOf({ since, until }: Period, unit: FlowUnit): readonly Period[] {
  const parts: Period[] = [];
  for (let start = since; start <= until && parts.length < 10_000; ) {
    const next = nextStart(start, unit);
    parts.push({ since: start, until: Math.min(next - 1, until) });
    start = next;
  }
  return parts;
}

/** When the next local day, week or month after a time begins. */
function nextStart(time: number, unit: FlowUnit): number {
  const date = new Date(time);
  date.setHours(0, 0, 0, 0);
  if (unit === 'day') date.setDate(date.getDate() + 1);
  else if (unit === 'week') date.setDate(date.getDate() + 7 - ((date.getDay() + 6) % 7));
  else date.setMonth(date.getMonth() + 1, 1);
  return date.getTime();
}

/** The local day that a time is in. */
export function dayOf(time: number): Period {
  const start = new Date(time);
  start.setHours(0, 0, 0, 0);
  return { since: start.getTime(), until: nextStart(time, 'day') - 1 };
}

/** When the local month that a time is in began. */
export function startOfMonth(time: number): number {
  const date = new Date(time);
  date.setHours(0, 0, 0, 0);
  date.setDate(1);
  return date.getTime();
}
