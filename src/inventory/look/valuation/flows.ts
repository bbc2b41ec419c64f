import { type Amount, minus, plus } from './amount.ts';
import { type Fact, type FlowKind, flowKinds, isIn } from './fact.ts';

/** Pieces and what they were worth; below 0 where more was taken back than came or went. */
export interface Flow {
  readonly pieces: Amount;
  readonly amount: Amount;
}

const nothing: Flow = { pieces: 0, amount: 0 };

/** What came in and went out of one device, by kind. */
export class Flows {
  readonly #flows = new Map<FlowKind, Flow>();
  /** Pieces that went out without a known cost, at 0. */
  unknownOut = 0;

  static of(facts: Iterable<Fact>): Flows {
    const flows = new Flows();
    for (const fact of facts) if (!fact.isLeftOut) flows.take(fact);
    return flows;
  }

  of(kind: FlowKind): Flow {
    return this.#flows.get(kind) ?? nothing;
  }

  take({ kind, change, amount, unknown }: Fact): void {
    if (change === 0) return;
    this.#add(kind, Math.abs(change), amount);
    if (!isIn(kind)) this.unknownOut += unknown;
  }

  /** Adds what some flows have become, in place of what they were. */
  change(before: Flows, after: Flows): void {
    for (const kind of flowKinds) {
      const [was, is] = [before.of(kind), after.of(kind)];
      this.#add(kind, minus(is.pieces, was.pieces), minus(is.amount, was.amount));
    }
    this.unknownOut += after.unknownOut - before.unknownOut;
  }

  #add(kind: FlowKind, pieces: Amount, amount: Amount): void {
    const flow = this.of(kind);
    this.#flows.set(kind, { pieces: plus(flow.pieces, pieces), amount: plus(flow.amount, amount) });
  }

  /** What came in, less what went out. */
  get balance(): Flow {
    let [pieces, amount]: [Amount, Amount] = [0, 0];
    for (const [kind, flow] of this.#flows) {
      const add = isIn(kind) ? plus : minus;
      pieces = add(pieces, flow.pieces);
      amount = add(amount, flow.amount);
    }
    return { pieces, amount };
  }
}
