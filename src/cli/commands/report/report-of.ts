import type { Book } from '../../../inventory/book/book.ts';
import type { PlaceId } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { findPlace } from '../../../inventory/decide/places/find-place.ts';
import { pendingItems } from '../../../inventory/look/pending.ts';
import type { Json } from '../../../inventory/refusal.ts';
import { dayReport } from '../../../inventory/report/day-report.ts';
import type { ReportScope } from '../../../inventory/report/grouping.ts';
import { inventoryReport } from '../../../inventory/report/inventory-report.ts';
import { type LowPlace, lowReport } from '../../../inventory/report/low-report.ts';
import { type MovementsSources, movementsReport } from '../../../inventory/report/movements-report.ts';
import { timelineAt } from '../../../inventory/report/place-view.ts';
import { dayJson, inventoryJson, lowJson, movementsJson } from '../../../inventory/report/report-json.ts';
import {
  balanceLines,
  dayOf,
  type Period,
  startOfMonth,
  type TimedRow,
  timelineOf,
} from '../../../inventory/report/timeline.ts';
import type { Store } from '../../../store/store.ts';
import type { ReportContext } from '../../render/report/report-context.ts';
import { printableSheet, type Sheet } from '../../render/report/sheet.ts';
import { daySheet } from '../../reports/day/sheet.ts';
import { inventorySheet } from '../../reports/inventory/sheet.ts';
import { lowSheet } from '../../reports/low/sheet.ts';
import { movementsSheet } from '../../reports/movements/sheet.ts';
import type { Session } from '../../session.ts';
import type { BookReportName, ReportTexts } from '../../words/report/texts.ts';
import type { Timing } from '../history/timing.ts';

/** What a report is to be about. */
export interface ReportWanted {
  readonly name: BookReportName;
  readonly timing: Timing;
  readonly scope: ReportScope;
  /** The place that it is of, as typed; everywhere if none is named. */
  readonly place: string | undefined;
}

/** A report in words and as scripts read it. */
export interface MadeReport {
  readonly sheet: Sheet;
  readonly json: { readonly [key: string]: Json };
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
  const { currency } = await session.bookToAskOf();
  return { texts, messages, language, by, now: host.now, only, currency, store };
}

/** Makes a report from the store. */
export async function reportOf(
  session: Session,
  context: ReportContext,
  { name, timing, scope: wanted, place }: ReportWanted,
): Promise<MadeReport> {
  const store = await session.store();
  const scope: ReportScope =
    wanted.by === 'brand' ? { ...wanted, reading: (await import('../../ask/pinyin.ts')).readingOf } : wanted;
  const until = timing.until ?? timing.now;
  const at = place === undefined ? undefined : await placeOf(session, place);
  const made = (sheet: Sheet, json: MadeReport['json']) => ({ sheet: printableSheet(sheet), json });
  switch (name) {
    case 'inventory': {
      const report = inventoryReport(viewed(await bookAt(store, timing), at), scope);
      const timeline = await timelineIn(store, timing, at);
      const lines = linesOver(timeline, { since: timing.since ?? until - trendMs, until });
      return made(inventorySheet(context, report, until, lines), inventoryJson(report));
    }
    case 'low': {
      const book = viewed(await bookAt(store, timing), at);
      const report = lowReport(book, await timelineIn(store, timing, at), until, scope, at);
      return made(lowSheet(context, report, until), lowJson(report));
    }
    case 'movements': {
      const period = { since: timing.since ?? startOfMonth(Math.min(until, timing.now)), until };
      const sources = await sourcesOf(store, period, scope, timing, at);
      const report = movementsReport(sources);
      const lines = linesOver(sources.timeline, period);
      return made(movementsSheet(context, report, lines), movementsJson(report));
    }
    case 'day': {
      const period = dayPeriod(timing);
      const report = dayReport(await sourcesOf(store, period, scope, timing, at), at);
      return made(daySheet(context, report), dayJson(report));
    }
  }
}

/** The current book or, if an end was typed, the book at that time. */
const bookAt = async (store: Store, { until }: Timing) =>
  until === undefined ? (await store.read()).book : store.readAsOf(until);

async function timelineIn(store: Store, { now }: Timing, at: PlaceWanted | undefined) {
  const timeline = timelineOf(await store.history({}), now);
  return at === undefined ? timeline : timelineAt(timeline, at.within);
}

/** The place that a report is of, as it is called today. */
interface PlaceWanted extends LowPlace {
  readonly place: PlaceId;
  readonly places: Places;
}

async function placeOf(session: Session, typed: string): Promise<PlaceWanted> {
  const { book, journal } = await session.snapshot();
  const place = findPlace(book, journal, typed);
  const within = book.places.within(place);
  const coming = new Map<number, number>();
  for (const { code, left, to } of pendingItems(book, journal, { queue: 'transit', places: within })) {
    const id = book.withCode(code)?.id ?? 0;
    if (to !== null && within.has(book.places.idOf(to) ?? 0)) coming.set(id, (coming.get(id) ?? 0) + left);
  }
  return { place, places: book.places, within, coming };
}

/** A book as it is everywhere, or at one place. */
const viewed = (book: Book, at: PlaceWanted | undefined): Book =>
  at === undefined ? book : book.at(at.place, at.places);

const linesOver = (timeline: readonly TimedRow[], period: Period) =>
  balanceLines(timeline, period, trendPoints);

/** The local day of the one time that was typed, or of now; between two, what lies between them. */
function dayPeriod({ now, since, until }: Timing): Period {
  if (since !== undefined && until !== undefined) return { since, until };
  return dayOf(since ?? until ?? now);
}

async function sourcesOf(
  store: Store,
  period: Period,
  scope: ReportScope,
  timing: Timing,
  at: PlaceWanted | undefined,
): Promise<MovementsSources> {
  const isOver = timing.until !== undefined || period.until < timing.now;
  // In this order, for others may record in between.
  const opening = viewed(await store.readAsOf(period.since - 1), at);
  const closing = viewed(isOver ? await store.readAsOf(period.until) : (await store.read()).book, at);
  return { opening, closing, timeline: await timelineIn(store, timing, at), period, scope };
}
