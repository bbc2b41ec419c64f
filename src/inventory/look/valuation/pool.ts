import { type Amount, minus, plus, share, times } from './amount.ts';
import type { Fact } from './fact.ts';

/** Pieces that went out although, as things stand now, they had not come in yet. */
interface Missing {
  readonly fact: Fact;
  pieces: number;
}

/** What an entry sold and has not been taken back. */
interface Sale {
  readonly entry: number;
  pieces: number;
  cost: Amount;
  /** How many of them were without a known cost. */
  unknown: number;
}

/**
 * What is on hand of one device and what that is worth by moving average: one pool over all places. Pieces without a known
 * cost are counted apart and worth nothing until the first cost comes.
 */
export class Pool {
  /** Below 0 while the receipts of what went out are still to come. */
  quantity = 0;
  value: Amount = 0;
  /** How many pieces have no known cost. */
  unknown = 0;
  lastCost: number | null = null;
  /** The entry that set it. */
  lastCostEntry = 0;
  readonly #missing: Missing[] = [];
  /** In the order of entries; made by the first sale. */
  #sales: Sale[] | undefined;

  /** Whether everything that went out had come in. */
  get isWhole(): boolean {
    return this.#missing.length === 0;
  }

  /** One to go on from, where nothing is missing. */
  copy(): Pool {
    const copy = new Pool();
    copy.quantity = this.quantity;
    copy.value = this.value;
    copy.unknown = this.unknown;
    copy.lastCost = this.lastCost;
    copy.lastCostEntry = this.lastCostEntry;
    copy.#sales = this.#sales?.map((sale) => ({ ...sale }));
    return copy;
  }

  /** Applies what happened, and notes in it what its pieces were worth. */
  apply(fact: Fact): void {
    fact.amount = 0;
    fact.unknown = 0;
    if (fact.change > 0) this.#receive(fact);
    else if (fact.change < 0) this.#issue(fact);
    if (fact.setsLastCost) this.#learnCost(fact);
  }

  /** Free goods leave the last cost as it is. */
  #learnCost({ cost, isCostOnly, entry }: Fact): void {
    if (cost === null && isCostOnly) this.lastCost = null;
    if (cost === null || cost === 0) return;
    this.lastCost = cost;
    this.lastCostEntry = entry;
    this.#priceUnknown(cost);
  }

  #receive(fact: Fact): void {
    const { change: pieces, cost } = fact;
    const worth = this.#worthOf(fact);
    fact.amount = worth ?? 0;
    fact.unknown = worth === null ? pieces : 0;
    if (cost !== null && cost > 0) this.#priceUnknown(cost);
    const late = Math.min(pieces, Math.max(0, -this.quantity));
    const gone = worth === null ? null : share(worth, late, pieces);
    if (late > 0) this.#supply(late, gone);
    this.quantity += pieces;
    if (worth === null) this.unknown += pieces - late;
    else this.value = plus(this.value, minus(worth, gone ?? 0));
  }

  /** What received pieces are worth: their cost, that at which they left, the average, the last cost; null if unknown. */
  #worthOf(fact: Fact): Amount | null {
    const { change: pieces, cost, returns } = fact;
    if (cost !== null) return times(cost, pieces);
    const mirrored = mirroredIn(fact);
    if (mirrored !== null) return mirrored.unknown > 0 ? null : mirrored.amount;
    const returned = returns === null ? null : this.#takeBack(returns, pieces);
    if (returned !== null) return returned;
    if (this.quantity > 0 && this.unknown === 0) return share(this.value, pieces, this.quantity);
    if (this.lastCost !== null) return times(this.lastCost, pieces);
    return null;
  }

  /** The first cost that comes is that of all that is here without one. */
  #priceUnknown(cost: number): void {
    if (this.unknown === 0) return;
    this.value = plus(this.value, times(cost, this.unknown));
    this.unknown = 0;
  }

  #issue(fact: Fact): void {
    const pieces = -fact.change;
    const here = Math.max(0, this.quantity);
    const some = Math.min(pieces, here);
    if (some > 0) {
      const mirrored = some === pieces ? mirroredIn(fact) : null;
      fact.amount = mirrored?.amount ?? share(this.value, some, here);
      fact.unknown = Number(share(this.unknown, some, here));
      this.value = minus(this.value, fact.amount);
      this.unknown -= fact.unknown;
    }
    if (pieces > some) this.#missing.push({ fact, pieces: pieces - some });
    this.quantity -= pieces;
    if (fact.kind === 'sales') this.#sell(fact, pieces);
  }

  /** Late receipts are first of all of what went out before they came: those take their cost. */
  #supply(pieces: number, worth: Amount | null): void {
    let [left, rest] = [pieces, worth];
    while (left > 0) {
      const first = this.#missing[0];
      if (first === undefined) throw new Error('more is missing than went out');
      const some = Math.min(left, first.pieces);
      const cost = rest === null ? null : share(rest, some, left);
      if (cost === null || rest === null) first.fact.unknown += some;
      else {
        first.fact.amount = plus(first.fact.amount, cost);
        rest = minus(rest, cost);
      }
      this.#supplySale(first.fact.entry, cost, some);
      left -= some;
      first.pieces -= some;
      if (first.pieces === 0) this.#missing.shift();
    }
  }

  #sell({ entry, amount, unknown }: Fact, pieces: number): void {
    this.#sales ??= [];
    const last = this.#sales.at(-1);
    if (last?.entry !== entry) this.#sales.push({ entry, pieces, cost: amount, unknown });
    else {
      last.pieces += pieces;
      last.cost = plus(last.cost, amount);
      last.unknown += unknown;
    }
  }

  #supplySale(entry: number, cost: Amount | null, pieces: number): void {
    const sale = this.#saleOf(entry);
    if (sale === undefined) return;
    if (cost === null) sale.unknown += pieces;
    else sale.cost = plus(sale.cost, cost);
  }

  /** What pieces of a sale left with; null if that is not known. */
  #takeBack(entry: number, pieces: number): Amount | null {
    const sale = this.#saleOf(entry);
    if (sale === undefined || sale.unknown > 0 || sale.pieces < pieces) return null;
    const cost = share(sale.cost, pieces, sale.pieces);
    sale.pieces -= pieces;
    sale.cost = minus(sale.cost, cost);
    return cost;
  }

  #saleOf(entry: number): Sale | undefined {
    const sales = this.#sales ?? [];
    let [low, high] = [0, sales.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sales[middle]?.entry ?? 0) < entry) low = middle + 1;
      else high = middle;
    }
    return sales[low]?.entry === entry ? sales[low] : undefined;
  }
}

/** What went the other way in the same entry, if it still is as much. */
const mirroredIn = ({ change, mirrored }: Fact): Fact | null =>
  mirrored !== null && !mirrored.isLeftOut && mirrored.change === -change ? mirrored : null;
