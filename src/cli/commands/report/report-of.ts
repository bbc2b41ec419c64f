import type { PlaceId } from '../../../inventory/book/place-kinds.ts';
import { findPlace } from '../../../inventory/decide/places/find-place.ts';
import { allByCode } from '../../../inventory/look/listing.ts';
import { pendingItems } from '../../../inventory/look/pending.ts';
import type { Json } from '../../../inventory/refusal.ts';
import { type AmountsReport, amountsReport } from '../../../inventory/report/amounts-report.ts';
import { type DaySources, dayReport } from '../../../inventory/report/day-report.ts';
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
  dayOf,
  type Period,
  startOfMonth,
  type TimedRow,
  timelineOf,
} from '../../../inventory/report/timeline.ts';
import { type ValueMethod, valueReport } from '../../../inventory/report/value-report.ts';
import { collected } from '../../../store/pages.ts';
import type { ListQuery, Store } from '../../../store/store.ts';
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
      const report = inventoryReport(await listingAt(session, scope, at, timing.until), scope);
      const timeline = scope.by === 'place' ? [] : await timelineIn(store, timing, at);
      const lines = linesOver(timeline, { since: timing.since ?? until - trendMs, until });
      return made(inventorySheet(context, report, until, lines), inventoryJson(report));
    }
    case 'low': {
      const report = lowReport(
        await listingAt(session, { ...scope, low: true }, at, timing.until),
        await timelineIn(store, timing, at),
        until,
        scope,
        at && (await suppliedFrom(session, at, timing.until)),
      );
      return made(lowSheet(context, report, until), lowJson(report));
    }
    case 'value': {
      const listing = await session.list({ ...allOf(scope), asOf: timing.until });
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
      const report = await movementsOf(store, sources, timing, at);
      const lines = linesOver(scope.by === 'place' ? [] : sources.timeline, period);
      return made(movementsSheet(context, report, lines), movementsJson(report));
    }
    case 'day': {
      const period = dayPeriod(timing);
      const sources = await sourcesOf(session, period, scope, timing, at);
      const supply = at && (await suppliedFrom(session, at, endOf(period, timing)));
      const report = dayReport(sources, supply, await movementsOf(store, sources, timing, at));
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

async function timelineIn(store: Store, { now }: Timing, at: PlaceWanted | undefined) {
  const timeline = timelineOf(await collected(store.history({})), now);
  return at === undefined ? timeline : timelineAt(timeline, at.within);
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

const linesOver = (timeline: readonly TimedRow[], period: Period) =>
  balanceLines(timeline, period, trendPoints);

/** What came in and went out in a period, in pieces and amounts. */
async function amountsIn(
  session: Session,
  period: Period,
  scope: ReportScope,
  timing: Timing,
): Promise<AmountsReport> {
  const opening = await session.list({ ...allOf(scope), asOf: period.since - 1 });
  const closing = await session.list({ ...allOf(scope), asOf: endOf(period, timing) });
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

async function sourcesOf(
  session: Session,
  period: Period,
  scope: ReportScope,
  timing: Timing,
  at: PlaceWanted | undefined,
): Promise<DaySources & PlacedSources> {
  const { kind: _, brand: __, ...all } = scope;
  // In this order, for others may record in between.
  const opening = await listingAt(session, all, at, period.since - 1);
  const closing = await listingAt(session, all, at, endOf(period, timing));
  const timeline = await timelineIn(await session.store(), timing, at);
  return { opening, closing, timeline, period, scope, within: at?.within };
}

/** What moved, in groups as they are wanted. Places need the timeline of all of them. */
async function movementsOf(
  store: Store,
  sources: PlacedSources,
  timing: Timing,
  at: PlaceWanted | undefined,
): Promise<MovementsReport> {
  if (sources.scope.by !== 'place') return movementsReport(sources);
  return movementsByPlace(
    at === undefined ? sources : { ...sources, timeline: await timelineIn(store, timing, undefined) },
  );
}
