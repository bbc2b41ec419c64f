import { allReasons } from '../../../inventory/book/change.ts';
import { termOf } from '../../../inventory/devices/attribute.ts';
import {
  type Balance,
  type FlowReason,
  inReasons,
  type MovementsReport,
  type MovementsRow,
  outReasons,
  type Unmoved,
} from '../../../inventory/report/movements-report.ts';
import { transferReason } from '../../../inventory/report/place-view.ts';
import type { TimedMovement } from '../../../inventory/report/timeline.ts';
import { localTimeWithOffset } from '../../render/local-time.ts';
import {
  codeAndName,
  codeColumn,
  flowsChart,
  groupName,
  left,
  otherColumn,
  periodText,
  type ReportColumn,
  type ReportContext,
  right,
  sheetOf,
  tableOf,
  trendOf,
  unitsColumn,
  unlessZero,
} from '../../render/report/report-context.ts';
import type { Sheet, SheetPart, SheetTable } from '../../render/report/sheet.ts';

/** What every reason is called. */
export const flowReasons = [...allReasons, transferReason];

export type NamedBalance = Balance & { readonly named: string };

/** A line of the table: a device, or those that did not move as one. */
export type BalanceLine = Balance &
  Pick<MovementsRow, 'code' | 'name' | 'kind' | 'brand'> & { readonly id: number | null };

/** The report of movements in words. `lines` has each device's quantity over time. */
export function movementsSheet(
  context: ReportContext,
  report: MovementsReport,
  lines: ReadonlyMap<number, readonly number[]>,
): Sheet {
  const { texts } = context;
  const groups = report.groups.map(({ key, rows, devices, gone, unmoved, totals }) => {
    const heading = groupName(context, report.by, key);
    return {
      heading,
      rows: [...rows, ...unmovedLine(context, unmoved)],
      totals: { ...totals, named: texts.subtotal(heading, devices, gone) },
    };
  });
  const trend: ReportColumn<BalanceLine, NamedBalance> = {
    ...left(texts.columns.trend, 0),
    cell: ({ id }) => (id === null ? '' : trendOf(context, lines.get(id))),
  };
  const columns: readonly ReportColumn<BalanceLine, NamedBalance>[] = [
    ...codeAndName<BalanceLine, NamedBalance>(context, ({ named }) => named),
    otherColumn(context, report.by),
    ...balanceColumns(context, report.totals),
    ...(report.by === 'place' ? [] : [trend]),
  ];
  const table = tableOf(
    columns,
    groups,
    { ...report.totals, named: texts.total(report.devices, report.gone) },
    { caption: texts.captions.movements, empty: texts.nothing.movements },
  );
  const parts: SheetPart[] = [
    table,
    { is: 'note', text: texts.correctionRule },
    apartTable(context, report.apart),
    flowsChart(context, report, report.totals.totalIn, report.totals.totalOut),
  ];
  return sheetOf(context, 'movements', [[texts.facts.period, periodText(context, report.period)]], parts);
}

/** Devices that did not move as one line, so that the balances add up to all that is in stock. */
export function unmovedLine({ texts }: ReportContext, { devices, units }: Unmoved): readonly BalanceLine[] {
  if (devices === 0) return [];
  const nothing = { in: new Map(), out: new Map(), totalIn: 0n, totalOut: 0n };
  const name = texts.unmoved(devices);
  return [{ id: null, code: '', name, kind: null, brand: null, opening: units, closing: units, ...nothing }];
}

/** Opening, what came in and went out by reason, closing; reasons without movements are left out. */
function balanceColumns(
  { texts, language }: ReportContext,
  totals: Balance,
): readonly ReportColumn<Balance, Balance>[] {
  const { columns } = texts;
  const onSide = (side: 'in' | 'out', reasons: readonly FlowReason[]) =>
    reasons
      .filter((reason) => totals[side].has(reason))
      .map((reason) =>
        unitsColumn(`${columns[side]} ${termOf(flowReasons, reason, language)}`, (balance: Balance) =>
          unlessZero(balance[side].get(reason)),
        ),
      );
  return [
    unitsColumn(columns.opening, ({ opening }) => String(opening)),
    ...onSide('in', inReasons),
    unitsColumn(columns.totalIn, ({ totalIn }) => unlessZero(totalIn)),
    ...onSide('out', outReasons),
    unitsColumn(columns.totalOut, ({ totalOut }) => unlessZero(totalOut)),
    unitsColumn(columns.closing, ({ closing }) => String(closing)),
  ];
}

/** Damage and returns, movement by movement. */
function apartTable(context: ReportContext, apart: readonly TimedMovement[]): SheetTable {
  const { texts, messages, language } = context;
  const { headings, fields } = messages;
  const columns: readonly ReportColumn<TimedMovement, null>[] = [
    { ...right(headings.entry, 0), cell: ({ row }) => `#${row.entry}` },
    { ...left(headings.at, 0), cell: ({ row }) => localTimeWithOffset(row.at) },
    { ...codeColumn(fields['code'] ?? 'code'), cell: ({ row }) => row.code },
    { ...left(fields['name'] ?? 'name', 0, 14), cell: ({ row }) => row.name },
    {
      ...right(headings.change, 0),
      cell: ({ row }) => (row.change > 0 ? `+${row.change}` : String(row.change)),
    },
    {
      ...left(fields['reason'] ?? 'reason', 0),
      cell: ({ row }) => termOf(flowReasons, row.reason ?? '', language),
    },
    { ...left(headings.by, 0, 8), cell: ({ row }) => row.by },
    { ...left(fields['ref'] ?? 'ref', 0, 8), cell: ({ row }) => row.ref ?? '' },
    { ...left(fields['note'] ?? 'note', 0, 10), cell: ({ row }) => row.note ?? '' },
  ];
  const shown = columns.filter(
    ({ heading, cell }) =>
      ![fields['ref'], fields['note']].includes(heading) || apart.some((row) => cell(row) !== ''),
  );
  const groups = apart.length === 0 ? [] : [{ heading: null, rows: apart, totals: null }];
  return tableOf(shown, groups, null, { caption: texts.captions.apart, empty: texts.nothing.apart });
}
