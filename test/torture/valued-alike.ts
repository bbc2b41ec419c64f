import type { Entry } from '../../src/inventory/book/change.ts';
import { flowKinds } from '../../src/inventory/look/valuation/fact.ts';
import { valuationOf } from '../inventory/valuation/replayed.ts';
import type { Draw } from './random-history.ts';
import { SlowModel, type SlowState } from './slow-valuation.ts';

const id = 1;

/**
 * What the program makes of a history that the slow model does not; null if they agree: after every entry the quantity and the
 * value, and over a random period what came in and went out, with the cost correction that makes it tie.
 */
export function disagreement(entries: readonly Entry[], draw: Draw): string | null {
  const states = [...new SlowModel(entries).states()];
  for (const [upTo, state] of states.entries()) {
    const { quantity, value, unknown } = valuationOf(entries, upTo).worthOf(id);
    const fast = `${quantity} ${value} ${unknown}`;
    const slow = `${state.quantity} ${state.value} ${state.unknown}`;
    if (fast !== slow) return `after #${upTo}: ${fast}, not ${slow}`;
    if (state.value < 0n || state.quantity < 0n || state.unknown < 0n)
      return `below 0 after #${upTo}: ${slow}`;
    if (state.quantity === 0n && (state.value !== 0n || state.unknown !== 0n))
      return `a value without pieces after #${upTo}: ${slow}`;
  }
  const since = draw(states.length);
  const upTo = since + draw(states.length - since);
  const [fast, slow] = [fastPeriod(entries, since, upTo), slowPeriod(states, since, upTo)];
  return fast === slow ? null : `from #${since} to #${upTo}: ${fast}, not ${slow}`;
}

function fastPeriod(entries: readonly Entry[], since: number, upTo: number): string {
  const valuation = valuationOf(entries, upTo, since);
  const noted = valuation.period.get(id);
  if (noted === undefined) return '';
  const { opening, flows, correction } = noted;
  const { quantity, value } = valuation.worthOf(id);
  const { pieces, amount } = flows.balance;
  if (BigInt(opening.quantity) + BigInt(pieces) !== BigInt(quantity)) return 'the pieces do not tie';
  if (BigInt(opening.value) + BigInt(amount) + BigInt(correction) !== BigInt(value))
    return 'the amounts do not tie';
  const parts = flowKinds.map((kind) => `${flows.of(kind).pieces} ${flows.of(kind).amount}`);
  const isQuiet = parts.every((part) => part === '0 0') && BigInt(correction) === 0n;
  return isQuiet ? '' : [...parts, correction].join(', ');
}

/** Entry by entry: a movement that is new, gone or no longer the same is a flow; what else it changes of amounts is a correction. */
function slowPeriod(states: readonly SlowState[], since: number, upTo: number): string {
  const flows = new Map(flowKinds.map((kind) => [kind as string, { pieces: 0n, amount: 0n }]));
  let correction = 0n;
  for (let at = since + 1; at <= upTo; at++) {
    const [before, after] = [states[at - 1], states[at]];
    if (before === undefined || after === undefined) throw new Error(`no state ${at}`);
    let gained = after.value - before.value;
    for (const key of new Set([...before.amounts.keys(), ...after.amounts.keys()])) {
      const [was, is] = [before.amounts.get(key), after.amounts.get(key)];
      if (was?.said === is?.said && was?.pieces === is?.pieces) continue;
      for (const [sign, some] of [
        [-1n, was],
        [1n, is],
      ] as const) {
        const flow = flows.get(some?.kind ?? '');
        if (some === undefined || flow === undefined) continue;
        flow.pieces += sign * some.pieces;
        flow.amount += sign * some.amount;
        gained -= sign * (some.kind === 'purchases' || some.kind === 'otherIn' ? some.amount : -some.amount);
      }
    }
    correction += gained;
  }
  const parts = [...flows.values()].map(({ pieces, amount }) => `${pieces} ${amount}`);
  const isQuiet = parts.every((part) => part === '0 0') && correction === 0n;
  return isQuiet ? '' : [...parts, correction].join(', ');
}
