import { flowKinds } from '../../../inventory/look/valuation/fact.ts';
import type {
  AmountsBalance,
  AmountsReport,
  AmountsRow,
  Counted,
} from '../../../inventory/report/amounts-report.ts';
import {
  amount,
  codeAndName,
  groupName,
  headedSheet,
  otherColumn,
  periodText,
  type ReportColumn,
  type ReportContext,
  right,
  tableOf,
  unlessZero,
} from '../../render/report/report-context.ts';
import type { Sheet, SheetPart } from '../../render/report/sheet.ts';
import { someOf } from '../value/sheet.ts';

type NamedBalance = AmountsBalance & { readonly named: string };
type AmountsLine = AmountsBalance & Pick<AmountsRow, 'code' | 'name' | 'kind' | 'brand'>;
type AmountsColumn = ReportColumn<AmountsBalance, AmountsBalance>;

/** What came in and went out in pieces and amounts, in words. */
export function amountsSheet(context: ReportContext, report: AmountsReport): Sheet {
  const { texts } = context;
  const { value } = texts;
  const groups = report.groups.map(({ key, rows, unmoved, totals, devices, gone }) => {
    const heading = groupName(context, report.by, key);
    return {
      heading,
      rows: [...rows, ...unmovedLine(context, unmoved)],
      totals: { ...totals, named: texts.subtotal(heading, devices, gone) },
    };
  });
  const columns: readonly ReportColumn<AmountsLine, NamedBalance>[] = [
    ...codeAndName<AmountsLine, NamedBalance>(context, ({ named }) => named),
    otherColumn(context, report.by),
    ...balanceColumns(context, report.totals),
  ];
  const table = tableOf(
    columns,
    groups,
    { ...report.totals, named: texts.total(report.devices, report.gone) },
    { caption: value.amountsCaption, empty: texts.nothing.movements },
  );
  const parts: SheetPart[] = [table, { is: 'note', text: value.amountsRule }];
  if (report.wentWithoutCost.length > 0)
    parts.push({ is: 'note', text: value.wentWithoutCost(...someOf(report.wentWithoutCost)) });
  if (report.withoutCost.length > 0)
    parts.push({ is: 'note', text: value.withoutAverage(...someOf(report.withoutCost)) });
  const head = { title: value.amountsTitle, signatures: texts.signatures.movements };
  return headedSheet(context, head, [[texts.facts.period, periodText(context, report.period)]], parts);
}

/** Devices of which nothing changed as one line, so that the lines add up to all that is in stock. */
function unmovedLine(
  { texts }: ReportContext,
  { devices, quantity, amount: worth }: AmountsReport['unmoved'],
): readonly AmountsLine[] {
  if (devices === 0) return [];
  const same = { quantity, amount: worth };
  return [
    {
      code: '',
      name: texts.unmoved(devices),
      kind: null,
      brand: null,
      opening: same,
      flows: { purchases: none, otherIn: none, sales: none, losses: none, otherOut: none },
      correction: 0n,
      closing: same,
    },
  ];
}

const none: Counted = { quantity: 0n, amount: 0n };

/** Opening, what came in and went out, cost corrections, closing; kinds without anything are left out. */
function balanceColumns(context: ReportContext, totals: AmountsBalance): readonly AmountsColumn[] {
  const { value } = context.texts;
  const money = (some: bigint) => amount(some, context);
  const moneyUnlessZero = (some: bigint) => (some === 0n ? '' : money(some));
  const shown = flowKinds.filter(
    (kind) => totals.flows[kind].quantity !== 0n || totals.flows[kind].amount !== 0n,
  );
  const flows = shown.flatMap((kind) =>
    both(value.flows[kind], (balance) => balance.flows[kind], unlessZero, moneyUnlessZero),
  );
  const correction = same(value.correction, (balance) => moneyUnlessZero(balance.correction));
  return [
    ...both(value.opening, ({ opening }) => opening, String, money),
    ...flows,
    ...(totals.correction === 0n ? [] : [correction]),
    ...both(value.closing, ({ closing }) => closing, String, money),
  ];
}

/** The columns of pieces and of their amount. */
const both = (
  [pieces, worth]: readonly [pieces: string, amount: string],
  of: (balance: AmountsBalance) => Counted,
  units: (some: bigint) => string,
  money: (some: bigint) => string,
): readonly AmountsColumn[] => [
  same(pieces, (balance) => units(of(balance).quantity)),
  same(worth, (balance) => money(of(balance).amount)),
];

const same = (heading: string, text: (balance: AmountsBalance) => string): AmountsColumn => ({
  ...right(heading, 0),
  cell: text,
  total: text,
});
