import { codeAttribute, minimumAttribute, nameAttribute } from '../../../inventory/devices/device.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import type { Grouping } from '../../../inventory/report/grouping.ts';
import type { LowRow } from '../../../inventory/report/low-report.ts';
import { orderForDays } from '../../../inventory/report/low-report.ts';
import type { Flow, FlowUnit, Period } from '../../../inventory/report/timeline.ts';
import { type Currency, formatMoney } from '../../../inventory/values/money.ts';
import type { Language } from '../../language.ts';
import type { Messages } from '../../words/messages.ts';
import { placeNamed } from '../../words/places.ts';
import type { BookReportName, ReportTexts } from '../../words/report/texts.ts';
import { localDate, localTimeWithOffset } from '../local-time.ts';
import type { Sheet, SheetCell, SheetColumn, SheetFlows, SheetPart, SheetTable, Trend } from './sheet.ts';

/** The sources of a report's words, and of its head. */
export interface ReportContext {
  readonly texts: ReportTexts;
  readonly messages: Messages;
  readonly language: Language;
  readonly currency: Currency;
  readonly store: string;
  readonly by: string;
  /** When the report is made, in milliseconds since 1970. */
  readonly now: number;
  /** The kind and the brand that it is confined to, as people call them. */
  readonly only: readonly string[];
}

/** A column, a cell of it for each row, and its subtotals and totals. */
export interface ReportColumn<Row, Totals> extends SheetColumn {
  cell(row: Row): SheetCell;
  total?(totals: Totals): string;
}

/** Fills in what every report has. */
export const sheetOf = (
  context: ReportContext,
  name: BookReportName,
  facts: Sheet['facts'],
  parts: readonly SheetPart[],
): Sheet => {
  const { titles, signatures } = context.texts;
  return headedSheet(context, { title: titles[name], signatures: signatures[name] }, facts, parts);
};

/** The same with a head of its own. */
export function headedSheet(
  context: ReportContext,
  head: Pick<Sheet, 'title' | 'signatures'>,
  facts: Sheet['facts'],
  parts: readonly SheetPart[],
): Sheet {
  const { texts, language, store, by, now, only, currency } = context;
  const { facts: labels } = texts;
  return {
    ...head,
    language: language === 'zh' ? 'zh-CN' : 'en',
    facts: [
      [labels.store, store],
      ...facts,
      [labels.madeAt, timeText(now)],
      [labels.by, by],
      [labels.currency, currency.code],
      ...(only.length === 0 ? [] : [[labels.only, context.messages.list(only)] as const]),
    ],
    parts,
    colon: texts.colon,
    page: texts.page,
    columnsLeftOut: texts.columnsLeftOut,
  };
}

export const timeText = (time: number): string => localTimeWithOffset(new Date(time).toISOString());

export const periodText = ({ texts }: ReportContext, { since, until }: Period): string =>
  texts.between(timeText(since), timeText(until));

export const left = (heading: string, priority: number, shrinkTo?: number): SheetColumn => ({
  heading,
  align: 'left',
  priority,
  ...(shrinkTo === undefined ? {} : { shrinkTo }),
});

export const right = (heading: string, priority: number): SheetColumn => ({
  heading,
  align: 'right',
  priority,
});

/** The column of a code. On paper with little room a longer one takes a line of its own. */
export const codeColumn = (heading: string): SheetColumn => ({ ...left(heading, 0, 10), isKey: true });

/** An amount; empty if there is none. */
export const amount = (money: bigint | number | null, { currency }: ReportContext): string =>
  money === null ? '' : formatMoney(BigInt(money), currency);

/** A number of units, or nothing for 0: a table full of zeros is hard to read. */
export const unlessZero = (units: bigint | undefined): string =>
  units === undefined || units === 0n ? '' : String(units);

/** The columns that name a row's device; the words of totals are in the second. */
export function codeAndName<Row extends { readonly code: string; readonly name: string }, Totals>(
  { language }: ReportContext,
  total: (totals: Totals) => string,
): readonly ReportColumn<Row, Totals>[] {
  return [
    { ...codeColumn(codeAttribute.term[language]), cell: ({ code }) => code },
    { ...left(nameAttribute.term[language], 0, 14), cell: ({ name }) => name, total },
  ];
}

/** What a group is called. */
export function groupName({ texts, language }: ReportContext, by: Grouping, key: string | null): string {
  if (by === 'place') return placeNamed(key ?? '', language);
  if (key === null) return texts.without[by];
  return by === 'kind' ? (kinds.named(key)?.term[language] ?? key) : key;
}

const brandColumn = <Row extends { readonly brand: string | null }, Totals>({
  messages,
}: ReportContext): ReportColumn<Row, Totals> => ({
  ...left(messages.fields['brand'] ?? 'brand', 1, 6),
  cell: ({ brand }) => brand ?? '',
});

/** A column of units, with their total. */
export const unitsColumn = <Units>(
  heading: string,
  units: (some: Units) => string,
): ReportColumn<Units, Units> => ({ ...right(heading, 0), cell: units, total: units });

/** The column of what a report is not grouped by. */
export function otherColumn<
  Row extends { readonly kind: string | null; readonly brand: string | null },
  Totals,
>(context: ReportContext, by: Grouping): ReportColumn<Row, Totals> {
  const { messages } = context;
  return by === 'brand'
    ? {
        ...left(messages.headings.kind, 1, 6),
        cell: ({ kind }) => (kind === null ? '' : groupName(context, 'kind', kind)),
      }
    : brandColumn(context);
}

/** The table of columns; those with nothing in them are left out. */
export function tableOf<Row, Totals>(
  columns: readonly ReportColumn<Row, Totals>[],
  groups: readonly {
    readonly heading: string | null;
    readonly rows: readonly Row[];
    readonly totals: Totals | null;
  }[],
  totals: Totals | null,
  { caption, empty }: Pick<SheetTable, 'caption' | 'empty'>,
): SheetTable {
  const totalsRow = (some: Totals | null) =>
    some === null ? null : columns.map(({ total }) => total?.(some) ?? '');
  return {
    is: 'table',
    caption,
    empty,
    columns: columns.map(({ cell: _, total: __, ...column }) => column),
    groups: groups.map((group) => ({
      heading: group.heading,
      rows: group.rows.map((row) => columns.map(({ cell }) => cell(row))),
      subtotal: totalsRow(group.totals),
    })),
    totals: totalsRow(totals),
  };
}

/** A quantity over time. */
export function trendOf({ texts }: ReportContext, line: readonly number[] | undefined): Trend | '' {
  const [first, last] = [line?.[0], line?.at(-1)];
  if (line === undefined || first === undefined || last === undefined) return '';
  return { line, text: texts.charts.trendIs(first, last, Math.min(...line), Math.max(...line)) };
}

/** Low stock is marked in words too, for paper and for eyes that see no difference in colour. */
export const quantityCell = (quantity: number, isLow: boolean, { messages }: ReportContext): SheetCell =>
  isLow ? { text: `${messages.low} ${quantity}`, tone: 'low' } : String(quantity);

/** What came in and went out, as a chart. */
export function flowsChart(
  { texts }: ReportContext,
  { unit, flows }: { readonly unit: FlowUnit; readonly flows: readonly Flow[] },
  totalIn: bigint,
  totalOut: bigint,
): SheetFlows {
  return {
    is: 'flows',
    title: texts.charts.flows[unit],
    description: texts.charts.flowsAre(String(totalIn), String(totalOut), flows.length),
    in: texts.charts.in,
    out: texts.charts.out,
    flows: flows.map((flow) => ({
      label: localDate(new Date(flow.since).toISOString()),
      in: Number(flow.in),
      out: Number(flow.out),
    })),
  };
}

/** What the orders of some devices amount to. */
export interface OrderTotals {
  readonly devices: number;
  readonly order: bigint;
  readonly orderCost: bigint;
}

/** What a place is to fetch from others: `2 from main`. */
const fetchText = ({ transfer = [] }: LowRow, { texts, messages, language }: ReportContext): string =>
  messages.list(transfer.map(({ from, quantity }) => texts.fetch(quantity, placeNamed(from, language))));

/** The columns of the low-stock report; in brief, only those for ordering. */
export function lowColumns(
  context: ReportContext,
  brief: boolean,
  isOfPlace = false,
  hasComing = false,
): readonly ReportColumn<LowRow, OrderTotals>[] {
  const { texts, messages, language } = context;
  const { columns } = texts;
  const unlessBrief = (...some: readonly ReportColumn<LowRow, OrderTotals>[]) => (brief ? [] : some);
  return [
    ...codeAndName<LowRow, OrderTotals>(context, ({ devices }) => texts.total(devices)),
    ...unlessBrief(brandColumn(context)),
    { ...right(columns.onHand, 0), cell: ({ quantity }) => quantityCell(quantity, true, context) },
    { ...right(minimumAttribute.term[language], 0), cell: ({ minimum }) => String(minimum) },
    ...(hasComing ? [{ ...right(columns.coming, 0), cell: ({ coming = 0 }: LowRow) => String(coming) }] : []),
    ...(isOfPlace ? [{ ...left(columns.fetch, 0), cell: (row: LowRow) => fetchText(row, context) }] : []),
    ...unlessBrief({ ...right(columns.sold(orderForDays), 0), cell: ({ sold }) => String(sold) }),
    {
      ...right(columns.order, 0),
      cell: ({ order }) => String(order),
      total: ({ order }) => String(order),
    },
    ...unlessBrief(
      { ...right(messages.headings.lastCost, 0), cell: ({ lastCost }) => amount(lastCost, context) },
      {
        ...right(columns.orderCost, 0),
        cell: ({ orderCost }) => amount(orderCost, context),
        total: ({ orderCost }) => amount(orderCost, context),
      },
    ),
    { ...left(columns.since, 0), cell: ({ since }) => localTimeWithOffset(since) },
  ];
}
