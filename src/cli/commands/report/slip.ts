import { slipJson } from '../../../inventory/report/report-json.ts';
import { slipOf } from '../../../inventory/report/slip.ts';
import type { ReportContext } from '../../render/report/report-context.ts';
import { printableSheet } from '../../render/report/sheet.ts';
import { slipSheet } from '../../reports/slip/sheet.ts';
import type { Session } from '../../session.ts';
import type { MadeReport } from './report-of.ts';

/** Makes the document of an entry. */
export async function slipReport(
  session: Session,
  context: ReportContext,
  entry: number,
): Promise<MadeReport> {
  const slip = await session.lookUp((book, journal) => slipOf(book, journal, entry));
  return { sheet: printableSheet(slipSheet(context, slip)), json: slipJson(slip, await session.currency()) };
}
