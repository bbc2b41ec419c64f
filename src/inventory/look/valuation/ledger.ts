import type { Reason } from '../../book/change.ts';
import { type Fact, factOf, revisionFact, type Terms } from './fact.ts';
import { Flows } from './flows.ts';
import { Pool } from './pool.ts';

/** What a correction makes of the movement that it corrects. */
export interface CorrectedTerms {
  /** Signed pieces more. */
  readonly change: number;
  /** What it says instead, if it came in, and if it went out. */
  readonly restated?: { readonly in: RestatedTerms; readonly out: RestatedTerms } | undefined;
}

/** Why pieces moved, and what one cost. */
export interface RestatedTerms {
  readonly cost: number | null;
  readonly reason: Reason;
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
  /** How many pieces there are after all that is not left out. */
  quantity: number;
  readonly facts: Fact[];
  readonly byEntry: Map<number, Fact[]>;
  /** What corrected movements were recorded as. */
  readonly terms: Map<number, Terms>;
  readonly corrections: Correction[];
}

/** The pool after some of the facts that are held, up to an entry. */
interface Mark {
  readonly facts: number;
  readonly entry: number;
  readonly pool: Pool;
}

/**
 * What happened to one device, and what it is worth by that. Only what may still be revised is held: what came before the
 * first entry that some later one undoes or corrects is in the pool to start from.
 */
export class Ledger {
  #pool = new Pool();
  /** The first entry from which what is held is still to be played again: many revisions in a row need that once. */
  #staleFrom: number | null = null;
  #held: Held | undefined;
  /** From where to play again what is revised only after it. */
  #mark: Mark | undefined;

  get pool(): Pool {
    this.#refresh();
    return this.#pool;
  }

  #refresh(): void {
    const [held, mark] = [this.#held, this.#mark];
    if (this.#staleFrom === null || held === undefined) return;
    if (mark !== undefined && this.#staleFrom > mark.entry) this.#pool = mark.pool.copy();
    else {
      this.#pool = held.start.copy();
      this.#play(held.facts.slice(0, mark?.facts ?? 0));
      if (mark !== undefined) this.#remember(mark);
    }
    this.#play(held.facts.slice(mark?.facts ?? 0));
    this.#staleFrom = null;
  }

  #play(facts: readonly Fact[]): void {
    for (const fact of facts) if (!fact.isLeftOut) this.#pool.apply(fact);
  }

  /** Remembers where things stand, so that what is revised of later entries need not be played again from the beginning. */
  mark(): void {
    this.#refresh();
    const last = this.#held?.facts.at(-1);
    if (last !== undefined) this.#remember({ facts: this.#held?.facts.length ?? 0, entry: last.entry });
  }

  #remember({ facts, entry }: Omit<Mark, 'pool'>): void {
    this.#mark = this.#pool.isWhole ? { facts, entry, pool: this.#pool.copy() } : undefined;
  }

  /** `isRevised` says whether a later entry undoes or corrects it. */
  add(fact: Fact, isRevised: boolean): void {
    if (isRevised) this.#hold();
    if (this.#held !== undefined) hold(this.#held, fact);
    if (this.#staleFrom === null) this.#pool.apply(fact);
  }

  #hold(): Held {
    this.#held ??= {
      start: this.#pool.copy(),
      quantity: this.#pool.quantity,
      facts: [],
      byEntry: new Map(),
      terms: new Map(),
      corrections: [],
    };
    return this.#held;
  }

  /** The entries that a revision concerns: its own, and those that it leaves out, has count again or corrects. */
  concernedBy({ entry, leftOut, corrects }: Revision): ReadonlySet<number> {
    const concerned = new Set([entry, ...leftOut.keys(), ...(corrects === undefined ? [] : [corrects])]);
    for (const correction of this.#held?.corrections ?? [])
      if (leftOut.has(correction.entry)) concerned.add(correction.corrects);
    return concerned;
  }

  /** What some entries brought and took, as things stand now. */
  flowsOf(entries: ReadonlySet<number>): Flows {
    this.#refresh();
    return Flows.of(this.#held === undefined ? [] : factsOf(this.#held, entries));
  }

  revise(revision: Revision, isRevised: boolean): void {
    const { entry, leftOut, corrects, corrected, onHand } = revision;
    const held = this.#hold();
    if (corrects !== undefined && corrected !== undefined)
      held.corrections.push({ entry, corrects, ...corrected, isLeftOut: false });
    const concerned = this.concernedBy(revision);
    held.quantity -= piecesOf(held, concerned);
    for (const list of [factsOf(held, concerned), held.corrections])
      for (const each of list) each.isLeftOut = leftOut.get(each.entry) ?? each.isLeftOut;
    for (const each of concerned) correct(held, each);
    held.quantity += piecesOf(held, concerned);
    this.#staleFrom = Math.min(this.#staleFrom ?? entry, ...concerned);
    const difference = (onHand ?? held.quantity) - held.quantity;
    if (difference !== 0) this.add(revisionFact(entry, difference), isRevised);
  }
}

function hold(held: Held, fact: Fact): void {
  held.facts.push(fact);
  held.quantity += fact.change;
  const others = held.byEntry.get(fact.entry);
  if (others === undefined) held.byEntry.set(fact.entry, [fact]);
  else others.push(fact);
}

const factsOf = ({ byEntry }: Held, entries: ReadonlySet<number>): readonly Fact[] =>
  Array.from(entries, (entry) => byEntry.get(entry) ?? []).flat();

/** How many pieces some entries brought, less what they took. */
const piecesOf = (held: Held, entries: ReadonlySet<number>): number =>
  factsOf(held, entries).reduce((sum, { change, isLeftOut }) => (isLeftOut ? sum : sum + change), 0);

/** Makes of a movement what its corrections say; the last one has the last word. */
function correct({ byEntry, terms, corrections }: Held, entry: number): void {
  const own = corrections.filter(({ corrects }) => corrects === entry);
  const fact = byEntry.get(entry)?.find(({ isRevision, isCostOnly }) => !isRevision && !isCostOnly);
  if (own.length === 0 || fact === undefined) return;
  const recorded = terms.get(entry) ?? termsOf(fact);
  terms.set(entry, recorded);
  let { change, cost, reason } = recorded;
  for (const correction of own.filter(({ isLeftOut }) => !isLeftOut)) {
    change += correction.change;
    const { restated } = correction;
    if (restated !== undefined) ({ cost, reason } = recorded.change > 0 ? restated.in : restated.out);
  }
  const { isLeftOut, mirrored } = fact;
  Object.assign(fact, factOf(entry, { ...recorded, change, cost, reason }), { isLeftOut, mirrored });
}

const termsOf = ({ change, reason, cost, returns }: Terms): Terms => ({ change, reason, cost, returns });
