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

/**
 * What happened to one device, and what it is worth by that. Only what may still be revised is held: what came before the
 * first entry that some later one undoes or corrects is in the pool to start from.
 */
export class Ledger {
  #pool = new Pool();
  #start: Pool | undefined;
  #held: Fact[] = [];
  readonly #terms = new Map<number, Terms>();
  readonly #corrections: Correction[] = [];

  get pool(): Pool {
    return this.#pool;
  }

  /** `isRevised` says whether a later entry undoes or corrects it. */
  add(fact: Fact, isRevised: boolean): void {
    if (isRevised) this.#start ??= this.#pool.copy();
    if (this.#start !== undefined) this.#held.push(fact);
    this.#pool.apply(fact);
  }

  /** Replays what is held after a revision; the flows of what it concerns, before and after. */
  revise(revision: Revision, isRevised: boolean): readonly [before: Flows, after: Flows] {
    const { entry, leftOut, corrects, corrected, onHand } = revision;
    this.#start ??= this.#pool.copy();
    if (corrects !== undefined && corrected !== undefined)
      this.#corrections.push({ entry, corrects, ...corrected, isLeftOut: false });
    const concerned = new Set([entry, ...leftOut.keys(), ...(corrects === undefined ? [] : [corrects])]);
    for (const correction of this.#corrections)
      if (leftOut.has(correction.entry)) concerned.add(correction.corrects);
    const before = this.#flowsOf(concerned);
    this.#leaveOut(leftOut);
    for (const each of concerned) this.#correct(each);
    this.#replay();
    const difference = (onHand ?? this.#pool.quantity) - this.#pool.quantity;
    if (difference !== 0) this.add(revisionFact(entry, difference), isRevised);
    return [before, this.#flowsOf(concerned)];
  }

  #flowsOf(entries: ReadonlySet<number>): Flows {
    return Flows.of(this.#held.filter(({ entry }) => entries.has(entry)));
  }

  #leaveOut(leftOut: ReadonlyMap<number, boolean>): void {
    for (const each of [...this.#held, ...this.#corrections])
      each.isLeftOut = leftOut.get(each.entry) ?? each.isLeftOut;
  }

  /** Makes of a movement what its corrections say, the last of them first. */
  #correct(entry: number): void {
    const corrections = this.#corrections.filter(({ corrects }) => corrects === entry);
    const index = this.#held.findIndex(
      (fact) => fact.entry === entry && !fact.isRevision && !fact.isCostOnly,
    );
    const fact = this.#held[index];
    if (corrections.length === 0 || fact === undefined) return;
    const recorded = this.#terms.get(entry) ?? fact;
    this.#terms.set(entry, recorded);
    let { change, cost, reason } = recorded;
    for (const correction of corrections.filter(({ isLeftOut }) => !isLeftOut)) {
      change += correction.change;
      cost = correction.cost === undefined ? cost : correction.cost;
      reason = correction.reason ?? reason;
    }
    const { returns } = recorded;
    const made = { ...factOf(entry, { change, cost, reason, returns }), isLeftOut: fact.isLeftOut };
    this.#held[index] = made;
    for (const other of this.#held) if (other.mirrored === fact) other.mirrored = made;
  }

  #replay(): void {
    if (this.#start === undefined) return;
    this.#pool = this.#start.copy();
    for (const fact of this.#held) if (!fact.isLeftOut) this.#pool.apply(fact);
  }
}
