import { countReportJson } from '../../../inventory/look/counting/count-report.ts';
import type { ReportContext } from '../../render/report/report-context.ts';
import { printableSheet } from '../../render/report/sheet.ts';
import { countSheet } from '../../reports/count/sheet.ts';
import type { Session } from '../../session.ts';
import { reportOf } from '../tallies/count-show.ts';
import type { MadeReport } from './report-of.ts';

/** Makes the variance report of a count. */
export async function varianceReport(
  session: Session,
  context: ReportContext,
  count: number,
): Promise<MadeReport> {
  const report = await reportOf(session, count);
  return {
    sheet: printableSheet(countSheet(context, report)),
    json: countReportJson(report, context.currency),
  };
}
