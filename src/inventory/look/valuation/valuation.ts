import { type DeviceChange, type Entry, type Moved, restatedBy } from '../../book/change.ts';
import { onHandChange } from '../../book/stock.ts';
import { costField } from '../../devices/device-record.ts';
import { moneyAsWritten } from '../../values/money.ts';
import { isRevision } from '../history.ts';
import { type Amount, minus } from './amount.ts';
import { costFact, type Fact, factOf } from './fact.ts';
import { Flows } from './flows.ts';
import { type CorrectedTerms, Ledger, type Revision } from './ledger.ts';

/** A change of a device as it is replayed: the oldest first. */
export interface ReplayedChange {
  readonly entry: Pick<Entry, 'n' | 'undoes' | 'corrects'>;
  readonly change: DeviceChange;
}

/** What is on hand of a device, and what that is worth by moving average. */
export interface Worth {
  readonly quantity: number;
  readonly value: Amount;
  /** How many pieces have no known cost; the value is without them. */
  readonly unknown: number;
  readonly lastCost: number | null;
  /** The entry that set it. */
  readonly lastCostEntry: number;
}

/** What became of a device in a period: opening + in − out ± cost corrections = closing. */
export interface WorthOverTime {
  readonly opening: Pick<Worth, 'quantity' | 'value' | 'unknown'>;
  readonly flows: Flows;
  /** What undoing, correcting and learning of costs changed of what had been charged already. */
  correction: Amount;
}

const none: ReadonlyMap<number, boolean> = new Map();
const nothing: Worth = { quantity: 0, value: 0, unknown: 0, lastCost: null, lastCostEntry: 0 };

/**
 * What stock is worth, derived by replaying what happened. An entry that is undone, and a corrected one as it was, is left
 * out from that moment on; what this changes of costs charged already is a cost correction of that moment.
 */
export class Valuation {
  readonly #revised: ReadonlySet<number>;
  readonly #ledgers = new Map<number, Ledger>();
  /** What each undo takes back, the undos of each entry, and the entries that are left out by now. */
  readonly #undoes = new Map<number, number>();
  readonly #undosOf = new Map<number, number[]>();
  readonly #leftOut = new Set<number>();
  #entry = 0;
  /** The last fact of the entry that is being replayed. */
  #last: { readonly id: number; readonly fact: Fact } | undefined;
  /** What the entry that is being replayed leaves out, or has count again. */
  #undoneBy: ReadonlyMap<number, boolean> = none;
  /** What it revises, by device. */
  #revisions = new Map<number, Revision>();
  /** The movements of the correction that is being replayed. */
  #correcting: Moved[] = [];
  #period: Map<number, WorthOverTime> | undefined;

  /** `revised` are the entries that others undo or correct, as far as it will be replayed. */
  constructor(revised: ReadonlySet<number>) {
    this.#revised = revised;
  }

  /** Takes the next change; `end` follows the last one. */
  take({ entry, change }: ReplayedChange): void {
    if (entry.n !== this.#entry) {
      this.end();
      this.#entry = entry.n;
      this.#undoneBy = entry.undoes === undefined ? none : this.#undo(entry.n, entry.undoes);
    }
    if (entry.undoes !== undefined || entry.corrects !== undefined) this.#revise(entry, change);
    else this.#add(entry.n, change);
  }

  /** Ends the entry that is being replayed. */
  end(): void {
    const revisions = this.#revisions;
    this.#last = undefined;
    this.#correcting = [];
    if (revisions.size === 0) return;
    this.#revisions = new Map();
    for (const [id, revision] of revisions) this.#applyTo(id, revision);
  }

  /** From here on it is noted what becomes of each device. */
  beginPeriod(): void {
    this.end();
    this.#period = new Map();
  }

  /** The devices that have moved in the period, or whose value has changed. */
  get period(): ReadonlyMap<number, WorthOverTime> {
    return this.#period ?? new Map();
  }

  worthOf(id: number): Worth {
    return this.#ledgers.get(id)?.pool ?? nothing;
  }

  #add(entry: number, change: DeviceChange): void {
    const fact = factIn(entry, change);
    if (fact === undefined) return;
    const { id } = change;
    const last = this.#last?.id === id ? this.#last.fact : undefined;
    if (last?.change === -fact.change && last.isRevision !== fact.isRevision) fact.mirrored = last;
    this.#last = { id, fact };
    const isRevised = this.#revised.has(entry);
    if (this.#period === undefined) return this.#ledgerOf(id).add(fact, isRevised);
    this.#watching(id, (ledger) => {
      ledger.add(fact, isRevised);
      return [noFlows, Flows.of([fact])];
    });
  }

  /** Gathers what an entry revises: of a device it may have more than one change. */
  #revise({ n: entry, corrects }: ReplayedChange['entry'], change: DeviceChange): void {
    const before = this.#revisions.get(change.id);
    const move = change.do === 'move' ? change : undefined;
    const own = move === undefined || isRevision(move) ? 0 : onHandChange(move);
    this.#revisions.set(change.id, {
      entry,
      leftOut: this.#undoneBy,
      corrects,
      corrected:
        corrects === undefined
          ? undefined
          : {
              change: (before?.corrected?.change ?? 0) + own,
              restated: before?.corrected?.restated ?? this.#restated(move),
            },
      onHand: move?.balance ?? before?.onHand,
    });
  }

  #applyTo(id: number, revision: Revision): void {
    const isRevised = this.#revised.has(revision.entry);
    if (this.#period === undefined) return this.#ledgerOf(id).revise(revision, isRevised);
    this.#watching(id, (ledger) => {
      const concerned = ledger.concernedBy(revision);
      const before = ledger.flowsOf(concerned);
      ledger.revise(revision, isRevised);
      return [before, ledger.flowsOf(concerned)];
    });
  }

  /** What the entry that is being replayed says instead of what it corrects, once its first two movements are known. */
  #restated(move: Moved | undefined): CorrectedTerms['restated'] {
    if (move === undefined || isRevision(move)) return undefined;
    this.#correcting.push(move);
    const restated = this.#correcting.length === 2 ? restatedBy(this.#correcting) : null;
    return restated === null ? undefined : termsOfBoth(restated.in, restated.out);
  }

  /** What an undo leaves out or, where it takes back another undo, has count again. */
  #undo(n: number, undone: number): ReadonlyMap<number, boolean> {
    this.#undoes.set(n, undone);
    this.#undosOf.set(undone, [...(this.#undosOf.get(undone) ?? []), n]);
    const changed = new Map<number, boolean>();
    for (let entry: number | undefined = undone; entry !== undefined; entry = this.#undoes.get(entry)) {
      const isLeftOut = this.#undosOf.get(entry)?.some((undo) => !this.#leftOut.has(undo)) ?? false;
      if (isLeftOut) this.#leftOut.add(entry);
      else this.#leftOut.delete(entry);
      changed.set(entry, isLeftOut);
    }
    return changed;
  }

  #ledgerOf(id: number): Ledger {
    const known = this.#ledgers.get(id);
    if (known !== undefined) return known;
    const ledger = new Ledger();
    this.#ledgers.set(id, ledger);
    return ledger;
  }

  /** Has something happen to a device, and notes what came of it in the period. */
  #watching(id: number, happen: (ledger: Ledger) => readonly [before: Flows, after: Flows]): void {
    const ledger = this.#ledgerOf(id);
    let noted = this.#period?.get(id);
    if (noted === undefined) ledger.mark();
    const { quantity, value, unknown } = ledger.pool;
    const [before, after] = happen(ledger);
    if (this.#period === undefined) return;
    if (noted === undefined) {
      noted = { opening: { quantity, value, unknown }, flows: new Flows(), correction: 0 };
      this.#period.set(id, noted);
    }
    noted.flows.change(before, after);
    const moved = minus(after.balance.amount, before.balance.amount);
    const gained = minus(ledger.pool.value, value);
    noted.correction = minus(noted.correction, minus(moved, gained));
  }
}

const noFlows = new Flows();

/** Undefined for transfers, which have no reason and no cost. */
function termsOfBoth(came: Moved, went: Moved): CorrectedTerms['restated'] {
  if (came.reason === undefined || went.reason === undefined) return undefined;
  const paid = came.cost === undefined ? null : moneyAsWritten(came.cost);
  return { in: { reason: came.reason, cost: paid }, out: { reason: went.reason, cost: null } };
}

/** What a change of an entry that neither undoes nor corrects says of stock and costs; undefined if nothing. */
function factIn(entry: number, change: DeviceChange): Fact | undefined {
  switch (change.do) {
    case 'add':
      return costKnownBy(entry, change.device[costField]);
    case 'edit':
      return costField in change.after ? costKnownBy(entry, change.after[costField] ?? null) : undefined;
    case 'move':
      return movedFact(entry, change);
    case 'remove':
    case 'tally':
    case 'counted':
      return undefined;
  }
}

function movedFact(entry: number, move: Moved): Fact | undefined {
  const { reason, cost, of = null } = move;
  const change = onHandChange(move);
  if (reason === undefined || change === 0) return undefined;
  const paid = cost === undefined || change < 0 ? null : moneyAsWritten(cost);
  return factOf(entry, { change, reason, cost: paid, returns: of }, isRevision(move));
}

function costKnownBy(entry: number, cost: unknown): Fact | undefined {
  if (cost === undefined) return undefined;
  const known = typeof cost === 'string' ? moneyAsWritten(cost) : null;
  return known === 0 ? undefined : costFact(entry, known);
}
