import { isPurchase, type Reason } from '../../book/change.ts';
import type { Amount } from './amount.ts';

/** What is received and issued, as accounts have it. */
export const flowKinds = ['purchases', 'otherIn', 'sales', 'losses', 'otherOut'] as const;
export type FlowKind = (typeof flowKinds)[number];

/** Whether a kind of flow brings pieces in. */
export const isIn = (kind: FlowKind): boolean => kind === 'purchases' || kind === 'otherIn';

const losses: ReadonlySet<Reason> = new Set<Reason>(['damage', 'lost', 'scrap', 'count']);

function flowKindOf(reason: Reason, change: number): FlowKind {
  if (change > 0) return reason === 'purchase' ? 'purchases' : 'otherIn';
  if (reason === 'sale') return 'sales';
  return losses.has(reason) ? 'losses' : 'otherOut';
}

/** What an entry, with its corrections, says of a movement on hand, or of nothing but a cost. */
export interface Terms {
  /** Signed pieces; 0 where no more is said than what a piece costs. */
  readonly change: number;
  readonly reason: Reason;
  /** What one piece cost, in minor units; null if that is not said. */
  readonly cost: number | null;
  /** The entry whose pieces it is of: a return takes these back. Null if it names none. */
  readonly returns: number | null;
}

/** Something that happened to what is on hand of a device, as it is believed now; undo and correction change that. */
export interface Fact extends Terms {
  /** The entry that it belongs to: it is left out as long as that is undone. */
  readonly entry: number;
  readonly kind: FlowKind;
  /** Whether its cost becomes the last cost, and whether that is all it says. */
  readonly setsLastCost: boolean;
  readonly isCostOnly: boolean;
  /** Whether it only makes up for what a count has found already. */
  readonly isRevision: boolean;
  /** What the same entry moved the other way, so that nothing came of both: a late slip and the count that knew. */
  mirrored: Fact | null;
  isLeftOut: boolean;
  /** What its pieces were worth when they came or went, and how many of them had no known cost. */
  amount: Amount;
  unknown: number;
}

export function factOf(entry: number, terms: Terms, isRevision = false): Fact {
  const { change, reason, cost, returns } = terms;
  return {
    entry,
    change,
    reason,
    cost,
    returns: reason === 'return' ? returns : null,
    kind: flowKindOf(reason, change),
    setsLastCost: isPurchase(reason),
    isCostOnly: false,
    isRevision,
    mirrored: null,
    isLeftOut: false,
    amount: 0,
    unknown: 0,
  };
}

/** No more than what a piece costs; null where that is no longer known. */
export const costFact = (entry: number, cost: number | null): Fact => ({
  ...factOf(entry, { change: 0, reason: 'opening', cost, returns: null }),
  isCostOnly: true,
});

/** What a count has found out already, where an entry that it knew of is taken back or corrected. */
export const revisionFact = (entry: number, change: number): Fact =>
  factOf(entry, { change, reason: 'count', cost: null, returns: null }, true);
