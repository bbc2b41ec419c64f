import type { Listing } from '../look/listing.ts';
import { type FlowKind, flowKinds, isIn } from '../look/valuation/fact.ts';
import type { Valuation } from '../look/valuation/valuation.ts';
import type { Currency } from '../values/money.ts';
import {
  type Group,
  type Grouping,
  grouped,
  inReportOrder,
  isInScope,
  type ReportScope,
} from './grouping.ts';
import type { Period } from './timeline.ts';

/** Pieces, and what they were worth. */
export interface Counted {
  readonly quantity: bigint;
  readonly amount: bigint;
}

/** From opening to closing, in pieces and amounts: opening + in − out ± cost corrections = closing. */
export interface AmountsBalance {
  readonly opening: Counted;
  readonly flows: { readonly [kind in FlowKind]: Counted };
  readonly correction: bigint;
  readonly closing: Counted;
}

/** A device that moved, or whose amount changed. */
export interface AmountsRow extends AmountsBalance {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** Null for a device that came and went within the period. */
  readonly kind: string | null;
  readonly brand: string | null;
  readonly isInBook: boolean;
}

/** Some rows, and those of which nothing changed as one. */
export interface AmountsPart {
  readonly devices: number;
  readonly gone: number;
  readonly unmoved: { readonly devices: number } & Counted;
  /** What did not move included. */
  readonly totals: AmountsBalance;
}

/** What came in and went out over a period, in pieces and amounts (收发存汇总表). */
export interface AmountsReport extends AmountsPart {
  readonly currency: Currency;
  readonly period: Period;
  readonly by: Grouping;
  readonly groups: readonly (Group<AmountsRow> & AmountsPart)[];
  /** The codes of those of which pieces without a known cost went out, at 0, and of those that have some. */
  readonly wentWithoutCost: readonly string[];
  readonly withoutCost: readonly string[];
}

/** What a report with amounts is made from. */
export interface AmountsSources {
  readonly opening: Listing;
  readonly closing: Listing;
  /** Replayed up to the entry of the closing; its period begins after that of the opening. */
  readonly valuation: Valuation;
  /** What devices were called that came and went in between. */
  readonly names: ReadonlyMap<number, { readonly code: string; readonly name: string }>;
  readonly period: Period;
  readonly scope: ReportScope;
}

/** The report of a period. Throws where a line does not tie: such a report is not printed. */
export function amountsReport(sources: AmountsSources): AmountsReport {
  const { closing, valuation, period, scope } = sources;
  const rows = rowsOf(sources);
  const codesOf = (ids: (id: number) => boolean) => rows.filter(({ id }) => ids(id)).map(({ code }) => code);
  return {
    currency: closing.currency,
    period,
    by: scope.by,
    groups: grouped(rows, (row) => (scope.by === 'brand' ? row.brand : row.kind), scope.by).map(
      ({ key, rows: all }) => ({ key, rows: all.filter(hasChanged), ...partOf(all) }),
    ),
    ...partOf(rows),
    wentWithoutCost: codesOf((id) => (valuation.period.get(id)?.flows.unknownOut ?? 0) > 0),
    withoutCost: codesOf((id) => valuation.worthOf(id).unknown > 0),
  };
}

function rowsOf({ opening, closing, valuation, names, scope }: AmountsSources): readonly AmountsRow[] {
  const inBook = new Map(closing.rows.map((row) => [row.id, row.quantity]));
  const known = new Set([...inBook.keys(), ...opening.rows.map(({ id }) => id)]);
  const listed = [...closing.rows, ...opening.rows.filter(({ id }) => !inBook.has(id))]
    .filter((row) => isInScope(row, scope))
    .map(({ id, code, name, kind, brand }) => ({ id, code, name, kind, brand }));
  const isOfAll = scope.kind === undefined && scope.brand === undefined;
  const passing = [...valuation.period.keys()]
    .filter((id) => isOfAll && !known.has(id))
    .map((id) => ({ id, code: '', name: '', ...names.get(id), kind: null, brand: null }));
  const rows = [...listed, ...passing].map((device) => {
    const row = { ...device, isInBook: inBook.has(device.id), ...balanceOf(valuation, device.id) };
    checkTies(row, BigInt(inBook.get(device.id) ?? 0));
    return row;
  });
  return inReportOrder(
    rows.filter((row) => row.isInBook || hasChanged(row)),
    scope,
  );
}

function balanceOf(valuation: Valuation, id: number): AmountsBalance {
  const worth = valuation.worthOf(id);
  const noted = valuation.period.get(id);
  const { quantity, value } = noted?.opening ?? worth;
  const flowOf = (kind: FlowKind): Counted => {
    const flow = noted?.flows.of(kind);
    return { quantity: BigInt(flow?.pieces ?? 0), amount: BigInt(flow?.amount ?? 0) };
  };
  return {
    opening: { quantity: BigInt(quantity), amount: BigInt(value) },
    flows: byKind(flowOf),
    correction: BigInt(noted?.correction ?? 0),
    closing: { quantity: BigInt(worth.quantity), amount: BigInt(worth.value) },
  };
}

/** Checks that what came and went leads from the opening to the closing, and that to what the book has. */
function checkTies({ code, opening, flows, correction, closing }: AmountsRow, onHand: bigint): void {
  let [quantity, amount] = [opening.quantity, opening.amount + correction];
  for (const kind of flowKinds) {
    const sign = isIn(kind) ? 1n : -1n;
    quantity += sign * flows[kind].quantity;
    amount += sign * flows[kind].amount;
  }
  if (quantity !== closing.quantity || quantity !== onHand)
    throw new Error(
      `${code}: ${quantity} pieces come of the movements, not ${closing.quantity}, not ${onHand}`,
    );
  if (amount !== closing.amount)
    throw new Error(`${code}: its amounts come to ${amount}, not to ${closing.amount}`);
}

/** Whether anything of it changed within the period. */
const hasChanged = ({ flows, correction }: AmountsBalance): boolean =>
  correction !== 0n || flowKinds.some((kind) => flows[kind].quantity !== 0n || flows[kind].amount !== 0n);

function partOf(rows: readonly AmountsRow[]): AmountsPart {
  const devices = rows.filter(({ isInBook }) => isInBook).length;
  const unmoved = rows.filter((row) => !hasChanged(row));
  return {
    devices,
    gone: rows.length - devices,
    unmoved: { devices: unmoved.length, ...sumOf(unmoved.map(({ closing }) => closing)) },
    totals: {
      opening: sumOf(rows.map(({ opening }) => opening)),
      flows: byKind((kind) => sumOf(rows.map(({ flows }) => flows[kind]))),
      correction: rows.reduce((sum, { correction }) => sum + correction, 0n),
      closing: sumOf(rows.map(({ closing }) => closing)),
    },
  };
}

const byKind = (of: (kind: FlowKind) => Counted): AmountsBalance['flows'] => ({
  purchases: of('purchases'),
  otherIn: of('otherIn'),
  sales: of('sales'),
  losses: of('losses'),
  otherOut: of('otherOut'),
});

function sumOf(some: readonly Counted[]): Counted {
  let [quantity, amount] = [0n, 0n];
  for (const one of some) {
    quantity += one.quantity;
    amount += one.amount;
  }
  return { quantity, amount };
}
