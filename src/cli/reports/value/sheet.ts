import {
  averageDecimals,
  type PlaceValue,
  type ValueMethod,
  type ValueReport,
  type ValueRow,
  type ValueTotals,
  valueMethods,
} from '../../../inventory/report/value-report.ts';
import { formatScaled } from '../../../inventory/values/decimal.ts';
import {
  amount,
  codeAndName,
  groupName,
  left,
  otherColumn,
  type ReportColumn,
  type ReportContext,
  right,
  sheetOf,
  tableOf,
  timeText,
} from '../../render/report/report-context.ts';
import type { Sheet, SheetPart, SheetTable } from '../../render/report/sheet.ts';
import { placeNamed } from '../../words/places.ts';

type NamedTotals = ValueTotals & { readonly named: string };

/** The most codes that a note lists. */
const maxCodes = 20;

/** The codes that a note lists, and how many more there are. */
export const someOf = (codes: readonly string[]): readonly [codes: readonly string[], more: number] => [
  codes.slice(0, maxCodes),
  Math.max(0, codes.length - maxCodes),
];

/** What the stock is worth, in words: by the methods that are wanted. */
export function valueSheet(
  context: ReportContext,
  report: ValueReport,
  asOf: number,
  methods: readonly ValueMethod[],
): Sheet {
  const { texts, language } = context;
  const { totals, withoutCost } = report;
  const named = (some: ValueTotals, name: string): NamedTotals => ({ ...some, named: name });
  const groups = report.groups.map(({ key, rows, totals: some }) => {
    const heading = groupName(context, report.by, key);
    return { heading, rows, totals: named(some, texts.subtotal(heading, some.devices)) };
  });
  const table = tableOf(
    columnsOf(context, report, methods),
    groups,
    named(totals, texts.total(totals.devices)),
    { caption: texts.value.caption, empty: texts.nothing.value },
  );
  const parts: SheetPart[] = [table];
  if (report.by !== 'place' && report.places.length > 1) parts.push(placesTable(context, report, methods));
  if (methods.includes('last') && withoutCost.last.length > 0)
    parts.push({ is: 'note', text: texts.value.withoutLast(...someOf(withoutCost.last)) });
  if (methods.includes('average') && withoutCost.average.length > 0)
    parts.push({ is: 'note', text: texts.value.withoutAverage(...someOf(withoutCost.average)) });
  const how = valueMethods.filter(({ value }) => methods.includes(value)).map(({ term }) => term[language]);
  const facts = [
    [texts.facts.asOf, timeText(asOf)],
    [texts.value.at, how.join(language === 'zh' ? '、' : ', ')],
  ] as const;
  return sheetOf(context, 'value', facts, parts);
}

function columnsOf(
  context: ReportContext,
  { by }: ValueReport,
  methods: readonly ValueMethod[],
): readonly ReportColumn<ValueRow, NamedTotals>[] {
  const { texts } = context;
  const { value } = texts;
  const ofLast: readonly ReportColumn<ValueRow, NamedTotals>[] = [
    { ...right(value.lastCost, 0), cell: (row) => lastCostCell(row, context) },
    {
      ...right(value.atLast, 0),
      cell: ({ atLast }) => amount(atLast, context),
      total: ({ atLast }) => amount(atLast, context),
    },
  ];
  const ofAverage: readonly ReportColumn<ValueRow, NamedTotals>[] = [
    {
      ...right(value.average, 0),
      cell: ({ average }) => (average === null ? '' : formatScaled(average, averageDecimals)),
    },
    {
      ...right(value.atAverage, 0),
      cell: ({ atAverage }) => amount(atAverage, context),
      total: ({ atAverage }) => amount(atAverage, context),
    },
  ];
  return [
    ...codeAndName<ValueRow, NamedTotals>(context, ({ named }) => named),
    otherColumn(context, by),
    {
      ...right(texts.columns.onHand, 0),
      cell: ({ quantity }) => String(quantity),
      total: ({ units }) => String(units),
    },
    ...(methods.includes('last') ? ofLast : []),
    ...(methods.includes('average') ? ofAverage : []),
  ];
}

/** The last cost with the entry that set it. */
function lastCostCell({ lastCost, lastCostEntry }: ValueRow, context: ReportContext): string {
  const cost = amount(lastCost, context);
  return lastCostEntry === null ? cost : `${cost} #${lastCostEntry}`;
}

/** Place by place, what is on the road and what is set aside as well. */
function placesTable(
  context: ReportContext,
  { places, totals }: ValueReport,
  methods: readonly ValueMethod[],
): SheetTable {
  const { value } = context.texts;
  const money = (
    heading: string,
    of: (some: ValueTotals) => bigint,
  ): ReportColumn<PlaceValue, ValueTotals> => ({
    ...right(heading, 0),
    cell: (place) => amount(of(place), context),
    total: (all) => amount(of(all), context),
  });
  const columns: readonly ReportColumn<PlaceValue, ValueTotals>[] = [
    {
      ...left(value.place, 0),
      cell: ({ place }) => placeNamed(place, context.language),
      total: () => value.total,
    },
    { ...right(value.units, 0), cell: ({ units }) => String(units), total: ({ units }) => String(units) },
    ...(methods.includes('last') ? [money(value.atLast, ({ atLast }) => atLast)] : []),
    ...(methods.includes('average') ? [money(value.atAverage, ({ atAverage }) => atAverage)] : []),
  ];
  return tableOf(columns, [{ heading: null, rows: places, totals: null }], totals, {
    caption: value.byPlace,
    empty: '',
  });
}
