import { termOf } from '../../../inventory/devices/attribute.ts';
import type { DayReport } from '../../../inventory/report/day-report.ts';
import {
  type Balance,
  type FlowReason,
  inReasons,
  type MovementsGroup,
  outReasons,
} from '../../../inventory/report/movements-report.ts';
import { sortedByCode } from '../../../inventory/values/order.ts';
import {
  amount,
  codeAndName,
  left,
  lowColumns,
  periodText,
  type ReportColumn,
  type ReportContext,
  right,
  sheetOf,
  tableOf,
  unitsColumn,
  unlessZero,
} from '../../render/report/report-context.ts';
import type { Sheet, SheetTable } from '../../render/report/sheet.ts';
import { placeNamed } from '../../words/places.ts';
import { type BalanceLine, flowReasons, type NamedBalance, unmovedLine } from '../movements/sheet.ts';

/** How many devices that moved, and that are low, are listed, so that the report fits one page. */
const maxMoved = 18;
const maxLow = 8;

/** The report of a day in words. */
export function daySheet(context: ReportContext, report: DayReport): Sheet {
  const { texts, currency } = context;
  const { facts } = texts;
  const { period, entries, operators, movements, totals, low } = report;
  const value = `${amount(totals.value, context)} ${currency.code}`;
  const separator = context.language === 'zh' ? '、' : ', ';
  return sheetOf(
    context,
    'day',
    [
      [facts.period, periodText(context, period)],
      [facts.entries, entries === null ? texts.noEntries : texts.entryRange(entries.first, entries.last)],
      [
        facts.operators,
        operators.map(({ by, entries: made }) => texts.operator(by, made)).join(separator) || texts.noEntries,
      ],
      [facts.stock, texts.stock(totals.devices, String(totals.units), value)],
    ],
    [reasonsTable(context, movements), movedTable(context, report), lowTable(context, low)],
  );
}

/** Opening, what changed by reason, closing: one under the other; what was taken back and the undos that did are one line. */
function reasonsTable(
  { texts, language }: ReportContext,
  { totals, takenBack }: DayReport['movements'],
): SheetTable {
  const { columns } = texts;
  const onSide = (side: 'in' | 'out', sign: string, reasons: readonly FlowReason[]) =>
    reasons.flatMap((reason) => {
      const undone = reason === 'correction' ? takenBack[side] : 0n;
      const units = (totals[side].get(reason) ?? 0n) - undone;
      return units === 0n
        ? []
        : [{ what: `${columns[side]} ${termOf(flowReasons, reason, language)}`, units: `${sign}${units}` }];
    });
  const back = [
    ...(takenBack.in === 0n ? [] : [`+${takenBack.in}`]),
    ...(takenBack.out === 0n ? [] : [`-${takenBack.out}`]),
  ];
  const rows = [
    { what: columns.opening, units: String(totals.opening) },
    ...onSide('in', '+', inReasons),
    ...onSide('out', '-', outReasons),
    ...(back.length === 0 ? [] : [{ what: columns.takenBack, units: back.join(' ') }]),
  ];
  const shown: readonly ReportColumn<(typeof rows)[number], Balance>[] = [
    { ...left(columns.what, 0), cell: ({ what }) => what, total: () => columns.closing },
    { ...right(columns.units, 0), cell: ({ units }) => units, total: ({ closing }) => String(closing) },
  ];
  return tableOf(shown, [{ heading: null, rows, totals: null }], totals, {
    caption: texts.captions.reasons,
    empty: '',
  });
}

function movedTable(context: ReportContext, { movements }: DayReport): SheetTable {
  const { texts } = context;
  const { columns, captions, nothing } = texts;
  if (movements.by === 'place') return placesTable(context, movements);
  const rows = movements.groups.flatMap((group) => group.rows);
  const moved: readonly BalanceLine[] = movements.by === 'kind' ? sortedByCode(rows) : rows;
  const shown = moved.length > maxMoved ? moved.slice(0, maxMoved - 1) : moved;
  const further = moved.slice(shown.length);
  const lines = [...shown, ...furtherLine(context, further), ...unmovedLine(context, movements.unmoved)];
  return tableOf<BalanceLine, NamedBalance>(
    [...codeAndName<BalanceLine, NamedBalance>(context, ({ named }) => named), ...balanceColumns(columns)],
    moved.length === 0 ? [] : [{ heading: null, rows: lines, totals: null }],
    { ...movements.totals, named: texts.total(movements.devices, movements.gone) },
    { caption: captions.moved, empty: nothing.movements },
  );
}

const balanceColumns = (
  columns: ReportContext['texts']['columns'],
): readonly ReportColumn<Balance, Balance>[] => [
  unitsColumn(columns.opening, ({ opening }) => String(opening)),
  unitsColumn(columns.totalIn, ({ totalIn }) => unlessZero(totalIn)),
  unitsColumn(columns.totalOut, ({ totalOut }) => unlessZero(totalOut)),
  unitsColumn(columns.closing, ({ closing }) => String(closing)),
];

/** A line a place: what came there and left, from other places too. */
function placesTable(context: ReportContext, { groups, totals }: DayReport['movements']): SheetTable {
  const { texts, language } = context;
  const columns: readonly ReportColumn<MovementsGroup, Balance>[] = [
    {
      ...left(texts.value.place, 0),
      cell: ({ key }) => placeNamed(key ?? '', language),
      total: () => texts.value.total,
    },
    ...balanceColumns(texts.columns).map((column) => ({
      ...column,
      cell: (group: MovementsGroup) => column.cell(group.totals),
    })),
  ];
  return tableOf(
    columns,
    groups.length === 0 ? [] : [{ heading: null, rows: groups, totals: null }],
    totals,
    {
      caption: texts.value.byPlace,
      empty: texts.nothing.movements,
    },
  );
}

/** The remaining reasons as one line, so that the balances still add up. */
function furtherLine({ texts }: ReportContext, further: readonly Balance[]): readonly BalanceLine[] {
  if (further.length === 0) return [];
  const sum = (of: (balance: Balance) => bigint) => further.reduce((total, some) => total + of(some), 0n);
  return [
    {
      id: null,
      code: '',
      name: texts.further(further.length),
      kind: null,
      brand: null,
      opening: sum(({ opening }) => opening),
      in: new Map(),
      out: new Map(),
      totalIn: sum(({ totalIn }) => totalIn),
      totalOut: sum(({ totalOut }) => totalOut),
      closing: sum(({ closing }) => closing),
    },
  ];
}

function lowTable(context: ReportContext, low: DayReport['low']): SheetTable {
  const { texts } = context;
  const shown = low.length > maxLow ? low.slice(0, maxLow - 1) : low;
  const columns = lowColumns(
    context,
    true,
    low.some(({ transfer }) => transfer !== undefined),
  );
  const rows = tableOf(
    columns,
    shown.length === 0 ? [] : [{ heading: null, rows: shown, totals: null }],
    null,
    { caption: texts.captions.low, empty: texts.nothing.low },
  );
  return low.length === shown.length
    ? rows
    : {
        ...rows,
        totals: columns.map((_, index) => (index === 1 ? texts.further(low.length - shown.length) : '')),
      };
}
