import type { Book } from '../../book/book.ts';
import type { CountOpened, Drawn, Entry } from '../../book/change.ts';
import { isCounted, placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace } from '../../book/place-kinds.ts';
import { type Places, pathOrderKey } from '../../book/places.ts';
import { type Currency, formatMoney } from '../../values/money.ts';
import { codeOrderKey, compareKeys } from '../../values/order.ts';
import { type Counting, type CountLine, CountLines, type LineState } from '../counts.ts';
import { undoneEntries } from '../history.ts';

/** A line of a count as people read it. */
export interface ReportLine {
  readonly id: number;
  readonly place: string;
  readonly code: string;
  readonly name: string;
  readonly state: LineState;
  readonly first: Counting | null;
  readonly recount: Counting | null;
  /** Whether the recount did not confirm the first count. */
  readonly differed: boolean;
  readonly book: number | null;
  readonly variance: number | null;
  /** The variance at the last cost, in minor units; null where none is known. */
  readonly atLastCost: bigint | null;
  /** Entries that moved it there while it was counted, and those that revised its variance. */
  readonly movedSince: readonly number[];
  readonly explainedBy: readonly number[];
}

/** Variances in one direction, or both together. */
export interface VarianceSum {
  readonly quantity: number;
  readonly value: bigint;
}

/** What was found more, what was found less, and both together. */
export interface Variances {
  readonly gains: VarianceSum;
  readonly losses: VarianceSum;
  readonly net: VarianceSum;
}

/** A count with all its lines. */
export interface CountReport extends Variances {
  readonly count: number;
  readonly at: string;
  readonly by: string;
  readonly state: 'open' | 'posted' | 'cancelled';
  /** The entry that closed it. */
  readonly closedBy: Entry | null;
  readonly frozen: boolean;
  readonly solo: boolean;
  /** The paths of its places. */
  readonly places: readonly string[];
  /** By place, then by code; those that were not counted, too. */
  readonly lines: readonly ReportLine[];
  readonly draws: readonly {
    readonly place: string;
    readonly rate: string;
    readonly seed: string;
    readonly byHand: boolean;
  }[];
  /** Places where so much differed that they are to be counted again. */
  readonly countAgain: readonly string[];
}

/** A place is counted again where more of its recounts than this part differed. */
const mostDiffering = 0.05;

/** What is known of a count; undefined where there is none of that number. */
export function countReport(book: Book, journal: Journal, count: number): CountReport | undefined {
  const undone = undoneEntries(journal.undos());
  let opened: { readonly entry: Entry; readonly change: CountOpened } | undefined;
  let closed: { readonly entry: Entry; readonly as: 'posted' | 'cancelled'; readonly solo: boolean } | null =
    null;
  const draws: Drawn[] = [];
  let isPostedByCounter = false;
  const lines = CountLines.all(book, journal, count);
  const { people } = lines;
  for (const { entry, change } of journal.changesInCount(count)) {
    if (change.do === 'count-open') opened ??= { entry, change };
    if (change.do === 'draw') draws.push(change);
    if (undone.has(entry.n) || entry.undoes !== undefined) continue;
    if (change.do === 'count-close') closed = { entry, as: change.as, solo: change.solo === true };
    if (entry.command === 'count-post' && people.has(entry.by)) isPostedByCounter = true;
  }
  if (opened === undefined) return undefined;
  const open = book.counts.withNumber(count);
  const state = open === undefined ? (closed?.as ?? 'cancelled') : 'open';
  const closedBy = state === 'open' ? null : (closed?.entry ?? null);
  const scope = opened.change;
  const places = placesOfCount(scope, book.places);
  const seen = [...lines.counted()];
  const known = new Set(seen.map(({ id, place }) => `${id} ${place}`));
  for (const { device } of book.all()) {
    if (!isCounted(scope, device)) continue;
    for (const place of places) {
      if (known.has(`${device.id} ${place}`)) continue;
      if (lines.bookAt(device.id, place, closedBy?.n ?? Number.POSITIVE_INFINITY) > 0)
        seen.push(lines.line(device.id, place));
    }
  }
  const all = inOrder(seen.map((line) => reportLine(book, lines, line)));
  const counted = all.filter(({ state: one }) => one !== 'uncounted' && one !== 'to recount');
  return {
    count,
    at: opened.entry.at,
    by: opened.entry.by,
    state,
    closedBy,
    frozen: (open?.frozen.length ?? 0) > 0,
    solo: opened.change.solo === true || closed?.solo === true || isPostedByCounter,
    places: book.places.all.filter(({ id }) => places.has(id)).map(({ path }) => path),
    lines: all,
    ...variancesOf(counted),
    draws: draws.map(({ place, rate, seed, byHand = false }) => ({
      place: book.places.pathOf(place),
      rate,
      seed,
      byHand,
    })),
    countAgain: placesToCountAgain(all),
  };
}

function reportLine(book: Book, lines: CountLines, line: CountLine): ReportLine {
  const { id, place, state, first, recount, variance } = line;
  const device = book.device(id);
  const { lastCost } = book.stock(id);
  return {
    id,
    place: book.places.pathOf(place),
    code: device?.code ?? book.codeOf(id),
    name: device?.name ?? '',
    state,
    first,
    recount,
    differed: lines.hasDiffered(line),
    book: line.book,
    variance,
    atLastCost: variance === null || lastCost === null ? null : BigInt(variance) * BigInt(lastCost),
    movedSince: lines.movers(id, place).map(({ origin }) => origin),
    explainedBy: lines.explaining(id, place),
  };
}

/** The variances of some lines. */
export function variancesOf(lines: readonly ReportLine[]): Variances {
  const gains = sumOf(lines.filter(({ variance }) => (variance ?? 0) > 0));
  const losses = sumOf(lines.filter(({ variance }) => (variance ?? 0) < 0));
  const net = { quantity: gains.quantity + losses.quantity, value: gains.value + losses.value };
  return { gains, losses, net };
}

/** The lines that an entry has booked. */
export function linesBookedBy(
  { lines }: CountReport,
  { changes }: Entry,
  places: Places,
): readonly ReportLine[] {
  const booked = new Set(
    changes.map((change) =>
      change.do === 'counted' || (change.do === 'move' && change.counted !== undefined)
        ? `${change.id} ${places.pathOf(change.place ?? firstPlace)}`
        : null,
    ),
  );
  return lines.filter(({ id, place }) => booked.has(`${id} ${place}`));
}

const sumOf = (lines: readonly ReportLine[]): VarianceSum => ({
  quantity: lines.reduce((units, { variance }) => units + (variance ?? 0), 0),
  value: lines.reduce((value, { atLastCost }) => value + (atLastCost ?? 0n), 0n),
});

function placesToCountAgain(lines: readonly ReportLine[]): readonly string[] {
  const recounted = lines.filter(({ recount, first }) => recount !== null && first !== null);
  return [...new Set(recounted.map(({ place }) => place))].filter((place) => {
    const there = recounted.filter((line) => line.place === place);
    return there.filter(({ differed }) => differed).length > mostDiffering * there.length;
  });
}

function inOrder(lines: readonly ReportLine[]): readonly ReportLine[] {
  const keyed = lines.map((line) => ({
    line,
    place: pathOrderKey(line.place),
    code: codeOrderKey(line.code),
  }));
  keyed.sort((a, b) => compareKeys(a.place, b.place) || compareKeys(a.code, b.code));
  return keyed.map(({ line }) => line);
}

/** Whether the figures of a line are kept from those who still have to count it. */
export const isBlind = ({ state }: Pick<ReportLine, 'state'>): boolean =>
  state === 'uncounted' || state === 'to recount';

/** A line as JSON, fields in the order of the contract; `blind` keeps to itself what the book has. */
export const lineJson = (
  { place, code, name, state, first, recount, book, variance }: ReportLine,
  blind: boolean,
) => ({
  place,
  code,
  name,
  state,
  first: first?.counted ?? null,
  firstBy: first?.by.join(', ') ?? null,
  recount: recount?.counted ?? null,
  recountBy: recount?.by.join(', ') ?? null,
  book: blind ? null : book,
  variance: blind ? null : variance,
});

/** What `count show` prints as JSON: nothing of the book while it is open. */
export const countJson = ({ count, state, frozen, solo, lines }: CountReport) => ({
  count,
  state,
  frozen,
  solo,
  lines: lines.map((line) => lineJson(line, state === 'open')),
});

/** What `report count` prints as JSON. */
export function countReportJson(report: CountReport, currency: Currency) {
  const sum = ({ quantity, value }: VarianceSum) => ({
    quantity,
    value: formatMoney(value, currency),
  });
  const { state, lines, gains, losses, net, draws } = report;
  return {
    ...countJson(report),
    lines: lines.map((line) => ({
      ...lineJson(line, state === 'open' && isBlind(line)),
      atLastCost:
        line.atLastCost === null || (state === 'open' && isBlind(line))
          ? null
          : formatMoney(line.atLastCost, currency),
      movedSince: line.movedSince,
      explainedBy: line.explainedBy,
    })),
    gains: sum(gains),
    losses: sum(losses),
    net: sum(net),
    seed: draws[0]?.seed ?? null,
    notCounted: lines
      .filter((line) => line.state === 'uncounted')
      .map(({ place, code }) => ({ place, code })),
  };
}
