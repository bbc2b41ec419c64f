import type { EntryTimes } from '../../../inventory/book/clock.ts';
import type { PlaceId } from '../../../inventory/book/place-kinds.ts';
import { findPlace } from '../../../inventory/decide/places/find-place.ts';
import { allByCode, type Listing } from '../../../inventory/look/listing.ts';
import { pendingItems } from '../../../inventory/look/pending.ts';
import type { Json } from '../../../inventory/refusal.ts';
import { type AmountsReport, amountsReport } from '../../../inventory/report/amounts-report.ts';
import { dayReport } from '../../../inventory/report/day-report.ts';
import { type ReportScope, selectionOf } from '../../../inventory/report/grouping.ts';
import { inventoryReport } from '../../../inventory/report/inventory-report.ts';
import { lowReport } from '../../../inventory/report/low-report.ts';
import { movementsByPlace, type PlacedSources } from '../../../inventory/report/movements-by-place.ts';
import { type MovementsReport, movementsReport } from '../../../inventory/report/movements-report.ts';
import type { PlaceToSupply } from '../../../inventory/report/place-low.ts';
import { timelineAt } from '../../../inventory/report/place-view.ts';
import {
  amountsJson,
  dayJson,
  inventoryJson,
  lowJson,
  movementsJson,
  valueJson,
} from '../../../inventory/report/report-json.ts';
import {
  balanceLines,
  correctedWith,
  dayOf,
  type Period,
  type Quantities,
  quantitiesBefore,
  quantitiesIn,
  startOfMonth,
  type TimedRow,
  timelineOf,
} from '../../../inventory/report/timeline.ts';
import { type ValueMethod, valueReport } from '../../../inventory/report/value-report.ts';
import { refuseUnlessFit } from '../../../store/memory.ts';
import { collected } from '../../../store/pages.ts';
import type { HistoryQuery, ListQuery, Store } from '../../../store/store.ts';
import type { ReportContext } from '../../render/report/report-context.ts';
import { printableSheet, type Sheet } from '../../render/report/sheet.ts';
import { daySheet } from '../../reports/day/sheet.ts';
import { inventorySheet } from '../../reports/inventory/sheet.ts';
import { lowSheet } from '../../reports/low/sheet.ts';
import { amountsSheet } from '../../reports/movements/amounts-sheet.ts';
import { movementsSheet } from '../../reports/movements/sheet.ts';
import { valueSheet } from '../../reports/value/sheet.ts';
import type { Session } from '../../session.ts';
import type { BookReportName, ReportTexts } from '../../words/report/texts.ts';
import type { Timing } from '../history/timing.ts';
import { replayed } from './valuing.ts';

/** What a report is to be about. */
export interface ReportWanted {
  readonly name: BookReportName;
  readonly timing: Timing;
  readonly scope: ReportScope;
  /** The place that it is of, as typed; everywhere if none is named. */
  readonly place: string | undefined;
  /** The methods that stock is valued by. */
  readonly methods: readonly ValueMethod[];
  /** Whether the report of movements has amounts beside the quantities. */
  readonly amounts: boolean;
}

/** A report in words and as scripts read it. */
export interface MadeReport {
  readonly sheet: Sheet;
  readonly json: Json;
}

/** How long a trend goes back if nothing else is typed. */
const trendMs = 90 * 86_400_000;
const trendPoints = 40;

/** The head of a report; `only` describes its filters. */
export async function reportContext(
  session: Session,
  texts: ReportTexts,
  only: readonly string[],
): Promise<ReportContext> {
  const { messages, language, operator: by, host } = session;
  const { where: store } = await session.store();
  const currency = await session.currency();
  return { texts, messages, language, by, now: host.now, only, currency, store };
}

/** Makes a report from the store. */
export async function reportOf(
  session: Session,
  context: ReportContext,
  { name, timing, scope: wanted, place, methods, amounts }: ReportWanted,
): Promise<MadeReport> {
  const store = await session.store();
  const scope: ReportScope =
    wanted.by === 'brand'
      ? { ...wanted, reading: (await import('../../ask/search/pinyin.ts')).readingOf }
      : wanted;
  const until = timing.until ?? timing.now;
  const at = place === undefined ? undefined : await placeOf(session, place);
  const made = (sheet: Sheet, json: MadeReport['json']) => ({ sheet: printableSheet(sheet), json });
  switch (name) {
    case 'inventory': {
      const listing = fitting(await listingAt(session, scope, at, timing.until), bytesOfValued);
      const report = inventoryReport(listing, scope);
      const period = { since: timing.since ?? until - trendMs, until };
      const lines = scope.by === 'place' ? noLines : await linesTo(store, listing, period, at);
      return made(inventorySheet(context, report, until, lines), inventoryJson(report));
    }
    case 'low': {
      const low = await listingAt(session, { ...scope, low: true }, at, timing.until);
      const listing = fitting(low, bytesOfReported);
      const report = lowReport(
        listing,
        await timelineOfLow(store, listing, await store.entryTimes(0), at),
        until,
        scope,
        at && (await suppliedFrom(session, at, timing.until)),
      );
      return made(lowSheet(context, report, until), lowJson(report));
    }
    case 'value': {
      const all = await session.list({ ...allOf(scope), asOf: timing.until });
      const listing = fitting(all, bytesOfValued);
      const { valuation } = await replayed(session, listing.entry);
      const report = valueReport({ listing, valuation, scope, within: at?.within });
      return made(valueSheet(context, report, until, methods), valueJson(report));
    }
    case 'movements': {
      const period = { since: timing.since ?? startOfMonth(Math.min(until, timing.now)), until };
      if (amounts) {
        const report = await amountsIn(session, period, scope, timing);
        return made(amountsSheet(context, report), amountsJson(report));
      }
      const sources = await sourcesOf(session, period, scope, timing, at);
      const report = movementsOf(sources);
      const { timeline, opening } = sources;
      const lines = scope.by === 'place' ? noLines : linesOver(timeline, period, quantitiesIn(opening));
      return made(movementsSheet(context, report, lines), movementsJson(report));
    }
    case 'day': {
      const period = dayPeriod(timing);
      const sources = await sourcesOf(session, period, scope, timing, at);
      const lowTimeline = await timelineOfLow(store, sources.closing, sources.times, at);
      const supply = at && (await suppliedFrom(session, at, endOf(period, timing)));
      const report = dayReport({ ...sources, lowTimeline }, supply, movementsOf(sources));
      return made(daySheet(context, report), dayJson(report));
    }
  }
}

/** The devices that a report is about as they stand or, if an end was typed, as they stood then. */
const listingAt = (
  session: Session,
  scope: ReportScope & Pick<Partial<ListQuery>, 'low'>,
  at: PlaceWanted | undefined,
  asOf: number | undefined,
) => session.list({ ...selectionOf(scope, scope), asOf, place: at?.place });

/** When a period ended; undefined as long as it goes on. */
const endOf = (period: Period, timing: Timing): number | undefined =>
  timing.until !== undefined || period.until < timing.now ? period.until : undefined;

/** What a device takes in memory: listed and reported, with what its movements come to, and as it was before and after them. */
const bytesOfReported = 1600;
const bytesOfValued = 2300;
const bytesOfMoved = 3700;

/** A listing of which a report can be made: there is enough memory for it. */
function fitting(listing: Listing, bytesOfDevice: number): Listing {
  refuseUnlessFit(listing.rows.length, bytesOfDevice);
  return listing;
}

/** The rows that are asked for, which must fit into memory. */
export const timelineIn = async (store: Store, query: HistoryQuery, times: EntryTimes) =>
  timelineOf(await collected(store.history(query), bytesOfRow), times);

/** What a row of a history takes in memory. */
const bytesOfRow = 700;

/** All that has ever become of the devices that are low in a listing. */
async function timelineOfLow(
  store: Store,
  listing: Listing,
  times: EntryTimes,
  at: PlaceWanted | undefined,
): Promise<readonly TimedRow[]> {
  const devices = new Set(listing.rows.filter(({ isLow }) => isLow).map(({ id }) => id));
  if (devices.size === 0) return [];
  const timeline = await timelineIn(store, { devices, filter: { upTo: listing.entry } }, times);
  return at === undefined ? timeline : timelineAt(timeline, at.within, new Map());
}

/** The place that a report is of, as it is called today. */
interface PlaceWanted extends Omit<PlaceToSupply, 'everywhere'> {
  readonly place: PlaceId;
}

const placeOf = (session: Session, typed: string): Promise<PlaceWanted> =>
  session.lookUp((book, journal) => {
    const place = findPlace(book, journal, typed);
    const within = book.places.within(place);
    const coming = new Map<number, number>();
    for (const { queue, code, left, to } of pendingItems(book, journal, { places: within })) {
      if (!isComing.has(queue)) continue;
      const id = book.withCode(code)?.id ?? 0;
      if (to !== null && within.has(book.places.idOf(to) ?? 0)) coming.set(id, (coming.get(id) ?? 0) + left);
    }
    return { place, within, coming };
  });

/** The queues of what comes to a place. */
const isComing: ReadonlySet<string> = new Set(['ordered', 'inspection', 'transit']);

/** The place with what it can be supplied from: the devices as they are everywhere. */
const suppliedFrom = async (
  session: Session,
  at: PlaceWanted,
  asOf: number | undefined,
): Promise<PlaceToSupply> => ({ ...at, everywhere: await session.list({ ...allByCode, asOf }) });

const linesOver = (timeline: readonly TimedRow[], period: Period, opening: Quantities) =>
  balanceLines(timeline, period, trendPoints, opening);

const noLines: ReadonlyMap<number, readonly number[]> = new Map();

/** The lines over a period at the end of which the devices are those of a listing. */
async function linesTo(store: Store, listing: Listing, period: Period, at: PlaceWanted | undefined) {
  const times = await store.entryTimes(period.since);
  const filter = { after: times.lastBefore, upTo: listing.entry };
  const timeline = await timelineIn(store, { filter }, times);
  const opening = quantitiesBefore(timeline, listing, at?.within);
  return linesOver(at === undefined ? timeline : timelineAt(timeline, at.within, opening), period, opening);
}

/** What came in and went out in a period, in pieces and amounts. */
async function amountsIn(
  session: Session,
  period: Period,
  scope: ReportScope,
  timing: Timing,
): Promise<AmountsReport> {
  const opening = await session.list({ ...allOf(scope), asOf: period.since - 1 });
  const closing = fitting(await session.list({ ...allOf(scope), asOf: endOf(period, timing) }), bytesOfMoved);
  const { valuation, names } = await replayed(session, closing.entry, opening.entry);
  return amountsReport({ opening, closing, valuation, names, period, scope });
}

/** Every device, in the order of a report. */
const allOf = ({ kind: _, brand: __, ...all }: ReportScope) => selectionOf(all);

/** The local day of the one time that was typed, or of now; between two, what lies between them. */
function dayPeriod({ now, since, until }: Timing): Period {
  if (since !== undefined && until !== undefined) return { since, until };
  return dayOf(since ?? until ?? now);
}

/** What the reports of movements are made from, those that are of places too. */
interface Sources extends PlacedSources {
  /** The same of what moved, wherever that was. */
  readonly everywhere: Pick<PlacedSources, 'timeline' | 'earlier'>;
  readonly times: EntryTimes;
}

async function sourcesOf(
  session: Session,
  period: Period,
  scope: ReportScope,
  timing: Timing,
  at: PlaceWanted | undefined,
): Promise<Sources> {
  const { kind: _, brand: __, ...all } = scope;
  const store = await session.store();
  // In this order, for others may record in between.
  const opening = await listingAt(session, all, at, period.since - 1);
  const closing = fitting(await listingAt(session, all, at, endOf(period, timing)), bytesOfMoved);
  const times = await store.entryTimes(period.since);
  const filter = { after: opening.entry, upTo: closing.entry };
  const everywhere = await timelineIn(store, { filter }, times);
  const before = await correctedBefore(session, everywhere, opening.entry, times);
  const [timeline, earlier] =
    at === undefined
      ? [everywhere, before]
      : [timelineAt(everywhere, at.within, quantitiesIn(opening)), timelineAt(before, at.within, new Map())];
  const sources = { opening, closing, timeline, earlier, period, scope, within: at?.within };
  return { ...sources, times, everywhere: { timeline: everywhere, earlier: before } };
}

/** What up to an entry was corrected by what a timeline has, or led to that. */
async function correctedBefore(
  session: Session,
  timeline: readonly TimedRow[],
  last: number,
  times: EntryTimes,
): Promise<readonly TimedRow[]> {
  const revising = new Set<number>();
  for (const { row } of timeline)
    if (row.corrects !== undefined || row.undoes !== null) revising.add(row.entry);
  if (revising.size === 0) return [];
  const entries = await session.lookUp((_, journal) => {
    journal.willNeed(() => ({ undos: true }));
    return correctedWith(revising, journal.corrections(), journal.undos());
  });
  const earlier = new Set([...entries].filter((n) => n <= last));
  if (earlier.size === 0) return [];
  return timelineIn(await session.store(), { filter: { entries: earlier } }, times);
}

/** What moved, in groups as they are wanted. Places need what moved at all of them. */
const movementsOf = ({ everywhere, ...sources }: Sources): MovementsReport =>
  sources.scope.by === 'place' ? movementsByPlace({ ...sources, ...everywhere }) : movementsReport(sources);
