import { flowKinds } from '../look/valuation/fact.ts';
import type { Json } from '../refusal.ts';
import { formatScaled } from '../values/decimal.ts';
import { type Currency, formatMoney } from '../values/money.ts';
import type { AmountsBalance, AmountsPart, AmountsReport, Counted } from './amounts-report.ts';
import type { DayReport } from './day-report.ts';
import type { InventoryReport, InventoryRow, InventoryTotals } from './inventory-report.ts';
import type { LowReport, LowRow } from './low-report.ts';
import type { Balance, MovementsReport, Unmoved } from './movements-report.ts';
import type { Slip } from './slip.ts';
import type { Flow, Period } from './timeline.ts';
import { averageDecimals, type ValueReport } from './value-report.ts';

type JsonObject = { readonly [key: string]: Json };

/** Units as a number; as a text where a number would no longer be exact. */
const unitsJson = (units: bigint): Json =>
  units <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(units) : String(units);

const amountJson = (amount: bigint | null, currency: Currency): Json =>
  amount === null ? null : formatMoney(amount, currency);

const timeJson = (time: number): string => new Date(time).toISOString();

const periodJson = ({ since, until }: Period): JsonObject => ({
  since: timeJson(since),
  until: timeJson(until),
});

/** A report of the inventory as scripts read it. */
export const inventoryJson = ({
  currency,
  entry,
  by,
  groups,
  totals,
  shares,
}: InventoryReport): JsonObject => ({
  report: 'inventory',
  currency: currency.code,
  entry,
  by,
  groups: groups.map((group) => ({
    key: group.key,
    rows: group.rows.map((row) => inventoryRowJson(row, currency)),
    totals: inventoryTotalsJson(group.totals, currency),
  })),
  totals: inventoryTotalsJson(totals, currency),
  shares: Object.fromEntries(
    Object.entries(shares).map(([key, parts]) => [
      key,
      parts.map((part) => ({ key: part.key, value: amountJson(part.value, currency) })),
    ]),
  ),
});

function inventoryRowJson(row: InventoryRow, currency: Currency): JsonObject {
  const { code, kind, name, brand, price, quantity, minimum, lastCost, value, costValue } = row;
  return {
    code,
    kind,
    name,
    brand,
    price: formatMoney(price, currency),
    quantity,
    minimum,
    lastCost: lastCost === null ? null : formatMoney(lastCost, currency),
    value: amountJson(value, currency),
    costValue: amountJson(costValue, currency),
  };
}

const inventoryTotalsJson = (
  { devices, units, value, costValue, withoutCost }: InventoryTotals,
  currency: Currency,
): JsonObject => ({
  devices,
  units: unitsJson(units),
  value: amountJson(value, currency),
  costValue: amountJson(costValue, currency),
  withoutCost,
});

/** A report of movements as scripts read it. */
export const movementsJson = (report: MovementsReport): JsonObject => ({
  report: 'movements',
  ...periodJson(report.period),
  by: report.by,
  groups: report.groups.map(({ key, devices, rows, unmoved, totals }) => ({
    key,
    devices,
    rows: rows.map((row) => {
      const { code, name, kind, brand } = row;
      return { code, name, kind, brand, ...balanceJson(row) };
    }),
    unmoved: unmovedJson(unmoved),
    totals: balanceJson(totals),
  })),
  devices: report.devices,
  unmoved: unmovedJson(report.unmoved),
  totals: balanceJson(report.totals),
  apart: report.apart.map(({ row: { entry, at, by, code, name, change, reason, ref, note } }) => ({
    entry,
    at,
    by,
    code,
    name,
    change,
    reason,
    ref,
    note,
  })),
  unit: report.unit,
  flows: flowsJson(report.flows),
});

/** What came in and went out in each part of a period, as scripts read it. */
export const flowsJson = (flows: readonly Flow[]): readonly JsonObject[] =>
  flows.map((flow) => ({ ...periodJson(flow), in: unitsJson(flow.in), out: unitsJson(flow.out) }));

function balanceJson({ opening, in: came, out: went, totalIn, totalOut, closing }: Balance): JsonObject {
  const reasons = (units: ReadonlyMap<string, bigint>) =>
    Object.fromEntries(Array.from(units, ([reason, some]) => [reason, unitsJson(some)]));
  return {
    opening: unitsJson(opening),
    in: reasons(came),
    out: reasons(went),
    totalIn: unitsJson(totalIn),
    totalOut: unitsJson(totalOut),
    closing: unitsJson(closing),
  };
}

const unmovedJson = ({ devices, units }: Unmoved): JsonObject => ({ devices, units: unitsJson(units) });

/** What came in and went out in pieces and amounts, as scripts read it. */
export const amountsJson = (report: AmountsReport): JsonObject => ({
  report: 'movements',
  amounts: true,
  ...periodJson(report.period),
  currency: report.currency.code,
  by: report.by,
  groups: report.groups.map(({ key, rows, ...part }) => ({
    key,
    rows: rows.map((row) => {
      const { code, name, kind, brand } = row;
      return { code, name, kind, brand, ...amountsBalanceJson(row, report.currency) };
    }),
    ...amountsPartJson(part, report.currency),
  })),
  ...amountsPartJson(report, report.currency),
  wentWithoutCost: report.wentWithoutCost,
  withoutCost: report.withoutCost,
});

const amountsPartJson = ({ devices, unmoved, totals }: AmountsPart, currency: Currency): JsonObject => ({
  devices,
  unmoved: { devices: unmoved.devices, ...countedJson(unmoved, currency) },
  totals: amountsBalanceJson(totals, currency),
});

const countedJson = ({ quantity, amount }: Counted, currency: Currency): JsonObject => ({
  quantity: unitsJson(quantity),
  amount: amountJson(amount, currency),
});

const amountsBalanceJson = (
  { opening, flows, correction, closing }: AmountsBalance,
  currency: Currency,
): JsonObject => ({
  opening: countedJson(opening, currency),
  ...Object.fromEntries(flowKinds.map((kind) => [kind, countedJson(flows[kind], currency)])),
  correction: amountJson(correction, currency),
  closing: countedJson(closing, currency),
});

/** What the stock is worth, as scripts read it: a row a device or, place by place, a row for what lies there of it. */
export const valueJson = ({ groups, by, currency }: ValueReport): readonly JsonObject[] =>
  groups.flatMap(({ key, rows }) =>
    rows.map(({ code, name, quantity, lastCost, atLast, average, atAverage }) => ({
      code,
      name,
      quantity,
      lastCost: lastCost === null ? null : formatMoney(lastCost, currency),
      atLast: amountJson(atLast, currency),
      average: average === null ? null : formatScaled(average, averageDecimals),
      atAverage: amountJson(atAverage, currency),
      ...(by === 'place' ? { place: key } : {}),
    })),
  );

/** A low-stock report as scripts read it. */
export const lowJson = ({ currency, rows, totals }: LowReport): JsonObject => ({
  report: 'low',
  currency: currency.code,
  rows: rows.map((row) => lowRowJson(row, currency)),
  totals: {
    devices: totals.devices,
    order: unitsJson(totals.order),
    orderCost: amountJson(totals.orderCost, currency),
    withoutCost: totals.withoutCost,
  },
});

function lowRowJson(row: LowRow, currency: Currency): JsonObject {
  const { code, kind, name, brand, quantity, minimum, since, sold, order, lastCost, orderCost } = row;
  return {
    code,
    kind,
    name,
    brand,
    quantity,
    minimum,
    since,
    sold,
    ...(row.coming === undefined ? {} : { coming: row.coming }),
    ...(row.transfer === undefined ? {} : { transfer: row.transfer }),
    order,
    lastCost: lastCost === null ? null : formatMoney(lastCost, currency),
    orderCost: amountJson(orderCost, currency),
  };
}

/** A report of a day as scripts read it. */
export const dayJson = (report: DayReport): JsonObject => ({
  report: 'day',
  ...periodJson(report.period),
  currency: report.currency.code,
  entries: report.entries === null ? null : { ...report.entries },
  operators: report.operators.map(({ by, entries }) => ({ by, entries })),
  movements: movementsJson(report.movements),
  totals: inventoryTotalsJson(report.totals, report.currency),
  low: report.low.map((row) => lowRowJson(row, report.currency)),
});

/** A slip as scripts read it; movements without a direction of their own are signed. */
export const slipJson = (slip: Slip, currency: Currency): JsonObject => ({
  report: 'slip',
  type: slip.type,
  entry: slip.entry.n,
  at: slip.entry.at,
  by: slip.entry.by,
  undoes: slip.entry.undoes ?? null,
  undoneBy: slip.undoneBy,
  correctedBy: slip.correctedBy,
  inTransit: slip.isInTransit,
  toDeliver: slip.isToDeliver,
  rows: slip.lines.map(
    ({ code, name, quantity, direction, from, to, reason, cost, amount, due, of, row }) => ({
      code,
      name,
      quantity,
      direction: directions[direction],
      from,
      to,
      reason,
      cost: amountJson(cost === null ? null : BigInt(cost), currency),
      amount: amountJson(amount, currency),
      ref: row.ref,
      note: row.note,
      of,
      party: row.party ?? null,
      serials: row.serials ?? null,
      due,
    }),
  ),
  totals: { quantity: slip.units, amount: amountJson(slip.amount, currency) },
});

const directions = { '-1': 'out', 0: null, 1: 'in' } as const;
