import {
  type Flow,
  type FlowUnit,
  flowsOf,
  type Period,
  restatedIn,
  type TimedMovement,
} from './timeline.ts';

/** A part of a period: what came in and went out, and how many were on hand at its end. */
export interface BalancePart extends Flow {
  readonly balance: bigint;
}

/** The balance of a device, or of all devices together, over a period. */
export interface BalanceChart {
  readonly period: Period;
  readonly unit: FlowUnit;
  readonly opening: bigint;
  readonly closing: bigint;
  readonly parts: readonly BalancePart[];
}

/** The balance over a period in at most `most` parts, as far as months allow. `movements` are all of what it is about. */
export function balanceChart(
  movements: readonly TimedMovement[],
  period: Period,
  most: number,
): BalanceChart {
  let balance = 0n;
  for (const { row, at } of movements) if (at < period.since) balance += BigInt(row.change);
  const opening = balance;
  const restated = restatedIn(movements);
  const { unit, flows } = flowsOf(
    movements.filter(({ row }) => !restated.has(row)),
    period,
    most,
  );
  const parts = flows.map((flow) => {
    balance += flow.in - flow.out;
    return { ...flow, balance };
  });
  return { period, unit, opening, closing: balance, parts };
}
