import type { Reason } from '../../book/change.ts';
import { type Fact, factOf, revisionFact, type Terms } from './fact.ts';
import { Flows } from './flows.ts';
import { Pool } from './pool.ts';

/** What a correction makes of the movement that it corrects. */
export interface CorrectedTerms {
  /** Signed pieces more. */
  readonly change: number;
  readonly cost?: number | null | undefined;
  readonly reason?: Reason | undefined;
}

interface Correction extends CorrectedTerms {
  readonly entry: number;
  readonly corrects: number;
  isLeftOut: boolean;
}

/** What an entry does to earlier ones: which it leaves out, or has count again, and what it corrects. */
export interface Revision {
  readonly entry: number;
  /** The entries that are left out from now on (true), or count again (false). */
  readonly leftOut: ReadonlyMap<number, boolean>;
  readonly corrects?: number | undefined;
  readonly corrected?: CorrectedTerms | undefined;
  /** What is on hand after it; undefined if it moves nothing. */
  readonly onHand: number | undefined;
}

/** What may still be revised. */
interface Held {
  /** What there was before it. */
  readonly start: Pool;
  readonly facts: Fact[];
  /** What corrected movements were recorded as. */
  readonly terms: Map<number, Terms>;
  readonly corrections: Correction[];
}

/**
 * What happened to one device, and what it is worth by that. Only what may still be revised is held: what came before the
 * first entry that some later one undoes or corrects is in the pool to start from.
 */
export class Ledger {
  #pool = new Pool();
  #held: Held | undefined;

  get pool(): Pool {
    return this.#pool;
  }

  /** `isRevised` says whether a later entry undoes or corrects it. */
  add(fact: Fact, isRevised: boolean): void {
    if (isRevised) this.#hold();
    this.#held?.facts.push(fact);
    this.#pool.apply(fact);
  }

  #hold(): Held {
    this.#held ??= { start: this.#pool.copy(), facts: [], terms: new Map(), corrections: [] };
    return this.#held;
  }

  /** Replays what is held after a revision; the flows of what it concerns, before and after. */
  revise(revision: Revision, isRevised: boolean): readonly [before: Flows, after: Flows] {
    const { entry, leftOut, corrects, corrected, onHand } = revision;
    const held = this.#hold();
    if (corrects !== undefined && corrected !== undefined)
      held.corrections.push({ entry, corrects, ...corrected, isLeftOut: false });
    const concerned = new Set([entry, ...leftOut.keys(), ...(corrects === undefined ? [] : [corrects])]);
    for (const correction of held.corrections)
      if (leftOut.has(correction.entry)) concerned.add(correction.corrects);
    const flows = () => Flows.of(held.facts.filter((fact) => concerned.has(fact.entry)));
    const before = flows();
    for (const each of [...held.facts, ...held.corrections])
      each.isLeftOut = leftOut.get(each.entry) ?? each.isLeftOut;
    for (const each of concerned) correct(held, each);
    this.#pool = held.start.copy();
    for (const fact of held.facts) if (!fact.isLeftOut) this.#pool.apply(fact);
    const difference = (onHand ?? this.#pool.quantity) - this.#pool.quantity;
    if (difference !== 0) this.add(revisionFact(entry, difference), isRevised);
    return [before, flows()];
  }
}

/** Makes of a movement what its corrections say; the last one has the last word. */
function correct({ facts, terms, corrections }: Held, entry: number): void {
  const own = corrections.filter(({ corrects }) => corrects === entry);
  const index = facts.findIndex((fact) => fact.entry === entry && !fact.isRevision && !fact.isCostOnly);
  const fact = facts[index];
  if (own.length === 0 || fact === undefined) return;
  const recorded = terms.get(entry) ?? fact;
  terms.set(entry, recorded);
  let { change, cost, reason } = recorded;
  for (const correction of own.filter(({ isLeftOut }) => !isLeftOut)) {
    change += correction.change;
    cost = correction.cost === undefined ? cost : correction.cost;
    reason = correction.reason ?? reason;
  }
  const { returns } = recorded;
  const made = { ...factOf(entry, { change, cost, reason, returns }), isLeftOut: fact.isLeftOut };
  facts[index] = made;
  for (const other of facts) if (other.mirrored === fact) other.mirrored = made;
}
