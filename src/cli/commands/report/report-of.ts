import type { Json } from '../../../inventory/refusal.ts';
import { dayReport } from '../../../inventory/report/day-report.ts';
import type { ReportScope } from '../../../inventory/report/grouping.ts';
import { inventoryReport } from '../../../inventory/report/inventory-report.ts';
import { lowReport } from '../../../inventory/report/low-report.ts';
import { type MovementsSources, movementsReport } from '../../../inventory/report/movements-report.ts';
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
import type { ReportName, ReportTexts } from '../../words/report/texts.ts';
import type { Timing } from '../history/timing.ts';

/** What a report is to be about. */
export interface ReportWanted {
  readonly name: ReportName;
  readonly timing: Timing;
  readonly scope: ReportScope;
}

/** A report in words and as scripts read it. */
export interface MadeReport {
  readonly sheet: Sheet;
  readonly json: { readonly [key: string]: Json };
}

/** How long a trend goes back if nothing else is typed. */
const trendMs = 90 * 86_400_000;
const trendPoints = 40;

/** What stands at the head of a report; `only` is what it is confined to. */
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
  { name, timing, scope: wanted }: ReportWanted,
): Promise<MadeReport> {
  const store = await session.store();
  const scope: ReportScope =
    wanted.by === 'brand' ? { ...wanted, reading: (await import('../../ask/pinyin.ts')).readingOf } : wanted;
  const until = timing.until ?? timing.now;
  const made = (sheet: Sheet, json: MadeReport['json']) => ({ sheet: printableSheet(sheet), json });
  switch (name) {
    case 'inventory': {
      const report = inventoryReport(await bookAt(store, timing), scope);
      const timeline = await timelineIn(store, timing);
      const lines = linesOver(timeline, { since: timing.since ?? until - trendMs, until });
      return made(inventorySheet(context, report, until, lines), inventoryJson(report));
    }
    case 'low': {
      const report = lowReport(await bookAt(store, timing), await timelineIn(store, timing), until, scope);
      return made(lowSheet(context, report, until), lowJson(report));
    }
    case 'movements': {
      const period = { since: timing.since ?? startOfMonth(Math.min(until, timing.now)), until };
      const sources = await sourcesOf(store, period, scope, timing);
      const report = movementsReport(sources);
      const lines = linesOver(sources.timeline, period);
      return made(movementsSheet(context, report, lines), movementsJson(report));
    }
    case 'day': {
      const period = dayPeriod(timing);
      const report = dayReport(await sourcesOf(store, period, scope, timing));
      return made(daySheet(context, report), dayJson(report));
    }
  }
}

/** The book as it stands or, if an end was typed, as it stood then. */
const bookAt = async (store: Store, { until }: Timing) =>
  until === undefined ? (await store.read()).book : store.readAsOf(until);

const timelineIn = async (store: Store, { now }: Timing) => timelineOf(await store.history({}), now);

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
): Promise<MovementsSources> {
  const isOver = timing.until !== undefined || period.until < timing.now;
  // In this order, for others may record in between.
  const opening = await store.readAsOf(period.since - 1);
  const closing = isOver ? await store.readAsOf(period.until) : (await store.read()).book;
  return { opening, closing, timeline: await timelineIn(store, timing), period, scope };
}
