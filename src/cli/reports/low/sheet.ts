import { type LowReport, orderForDays } from '../../../inventory/report/low-report.ts';
import {
  lowColumns,
  type ReportContext,
  sheetOf,
  tableOf,
  timeText,
} from '../../render/report/report-context.ts';
import type { Sheet, SheetPart } from '../../render/report/sheet.ts';

/** The low-stock report in words. */
export function lowSheet(context: ReportContext, { rows, totals }: LowReport, asOf: number): Sheet {
  const { texts } = context;
  const groups = rows.length === 0 ? [] : [{ heading: null, rows, totals: null }];
  const isOfPlace = rows.some(({ transfer }) => transfer !== undefined);
  const hasComing = rows.some(({ coming = 0 }) => coming > 0);
  const table = tableOf(lowColumns(context, false, isOfPlace, hasComing), groups, totals, {
    caption: texts.captions.low,
    empty: texts.nothing.low,
  });
  const parts: SheetPart[] = [
    table,
    { is: 'note', text: isOfPlace ? texts.fetchRule : texts.orderRule(orderForDays) },
  ];
  if (totals.withoutCost > 0) parts.push({ is: 'note', text: texts.withoutCost(totals.withoutCost) });
  return sheetOf(context, 'low', [[texts.facts.asOf, timeText(asOf)]], parts);
}
