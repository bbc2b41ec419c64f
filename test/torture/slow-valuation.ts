import type { Entry, Moved, Reason } from '../../src/inventory/book/change.ts';

/** The value of a device after an entry, and the value of each movement that still counts. */
export interface SlowState {
  readonly quantity: bigint;
  readonly value: bigint;
  readonly unknown: bigint;
  readonly amounts: ReadonlyMap<string, Noted>;
}

/** A movement that stands: why it moved and what it says that a piece cost, and what its pieces were worth. */
interface Noted {
  readonly kind: string;
  readonly said: string;
  readonly pieces: bigint;
  amount: bigint;
}

interface SlowFact {
  readonly key: string;
  readonly n: number;
  readonly change: bigint;
  readonly reason: Reason;
  readonly cost: bigint | null;
  readonly of: number | null;
  readonly mirrors: string | null;
}

const half = (value: bigint, some: bigint, all: bigint): bigint =>
  all === some ? value : (2n * value * some + all) / (2n * all);

const isOnHand = ({ place = 1 }: Moved): boolean => place > 0 || place === -3 || place === -4;
const minor = (cost: string): bigint => BigInt(cost.replace('.', ''));

/**
 * The rules of valuation in their slowest and plainest form: after every entry, all movements that count are replayed from the
 * first one, in big integers. It shares nothing with the program but the form of entries.
 */
export class SlowModel {
  readonly #entries: readonly Entry[];
  /** What an undo or a correction moved beyond what it takes back. */
  readonly #rests = new Map<number, bigint>();

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  /** The state after each entry; the first is that before them all. */
  *states(): Generator<SlowState> {
    yield { quantity: 0n, value: 0n, unknown: 0n, amounts: new Map() };
    for (const { n, undoes, corrects, changes } of this.#entries) {
      const last = changes.findLast((change) => change.do === 'move');
      if ((undoes !== undefined || corrects !== undefined) && last?.do === 'move') {
        const sum = this.#facts(n).reduce((units, { change }) => units + change, 0n);
        this.#rests.set(n, BigInt(last.balance) - sum);
      }
      yield this.#played(n);
    }
  }

  #isUndone(n: number, at: number): boolean {
    return this.#entries.some((entry) => entry.undoes === n && entry.n <= at && !this.#isUndone(entry.n, at));
  }

  /** The movements that count after an entry, in order. */
  #facts(at: number): readonly SlowFact[] {
    const facts: SlowFact[] = [];
    for (const entry of this.#entries.slice(0, at)) {
      if (this.#isUndone(entry.n, at)) continue;
      const rest = this.#rests.get(entry.n) ?? 0n;
      if (rest !== 0n)
        facts.push({ ...nothing, key: `${entry.n} rest`, n: entry.n, change: rest, reason: 'count' });
      if (entry.undoes === undefined && entry.corrects === undefined) facts.push(...this.#factsOf(entry, at));
    }
    return facts;
  }

  #factsOf(entry: Entry, at: number): readonly SlowFact[] {
    const corrections = this.#entries.filter(
      ({ n, corrects }) => corrects === entry.n && n <= at && !this.#isUndone(n, at),
    );
    const moves = entry.changes.filter(
      (change): change is Moved => change.do === 'move' && change.reason !== undefined && isOnHand(change),
    );
    const isRevision = (move: Moved) => move.count !== undefined && move.counted === undefined;
    return moves.flatMap((move, index) => {
      const { change, of } = move;
      const isCorrected = !isRevision(move) && moves.findIndex((each) => !isRevision(each)) === index;
      const last = isCorrected ? corrections.findLast((each) => restated(each, change) !== null) : undefined;
      const { reason = 'other', cost } = (last && restated(last, change)) ?? move;
      const difference = isCorrected ? sum(corrections.flatMap(ownChanges)) : 0;
      const units = BigInt(change + difference);
      const before = moves[index - 1];
      const mirrors =
        before !== undefined && isRevision(before) !== isRevision(move) && before.change === -change;
      return [
        {
          key: `${entry.n} ${index}`,
          n: entry.n,
          change: units,
          reason,
          cost: cost === undefined || change < 0 ? null : minor(cost),
          of: reason === 'return' ? (of ?? null) : null,
          mirrors: mirrors ? `${entry.n} ${index - 1}` : null,
        },
      ];
    });
  }

  #played(at: number): SlowState {
    let [quantity, value, unknown, last]: [bigint, bigint, bigint, bigint | null] = [0n, 0n, 0n, null];
    const amounts = new Map<string, Noted>();
    const blanks = new Map<string, bigint>();
    const missing: { key: string; n: number; units: bigint }[] = [];
    const sold = new Map<number, { units: bigint; cost: bigint; blank: boolean }>();
    const price = (cost: bigint) => {
      value += unknown * cost;
      unknown = 0n;
    };
    for (const { key, n, change, reason, cost, of, mirrors } of this.#facts(at)) {
      const units = change < 0n ? -change : change;
      const note = { kind: kindOf(reason, change), said: `${reason} ${cost}`, pieces: units, amount: 0n };
      amounts.set(key, note);
      const mirror = mirrors === null ? undefined : amounts.get(mirrors);
      const mirrored = mirror?.pieces === units ? mirror : undefined;
      if (change === 0n) {
        amounts.delete(key);
      } else if (change > 0n) {
        const sale = of === null ? undefined : sold.get(of);
        let worth: bigint | null;
        if (cost !== null) worth = cost * units;
        else if (mirrored !== undefined)
          worth = (blanks.get(mirrors ?? '') ?? 0n) > 0n ? null : mirrored.amount;
        else if (sale !== undefined && !sale.blank && sale.units >= units) {
          worth = half(sale.cost, units, sale.units);
          sale.units -= units;
          sale.cost -= worth;
        } else if (quantity > 0n && unknown === 0n) worth = half(value, units, quantity);
        else worth = last === null ? null : last * units;
        if (worth === null) blanks.set(key, units);
        note.amount = worth ?? 0n;
        if (cost !== null && cost > 0n) price(cost);
        let [left, rest] = [units, worth];
        for (let first = missing[0]; first !== undefined && left > 0n; first = missing[0]) {
          const some = first.units < left ? first.units : left;
          const share = lateShare(units, left, some, worth, rest, quantity);
          const out = amounts.get(first.key);
          if (out !== undefined) out.amount += share ?? 0n;
          const from = sold.get(first.n);
          if (share === null) blanks.set(first.key, (blanks.get(first.key) ?? 0n) + some);
          if (from !== undefined && share === null) from.blank = true;
          if (from !== undefined) from.cost += share ?? 0n;
          if (rest !== null) rest -= share ?? 0n;
          left -= some;
          first.units -= some;
          if (first.units === 0n) missing.shift();
        }
        quantity += units;
        if (rest === null) unknown += left;
        else value += rest;
      } else {
        const here = quantity > 0n ? quantity : 0n;
        const some = units < here ? units : here;
        let blank = 0n;
        if (some > 0n) {
          note.amount = some === units && mirrored !== undefined ? mirrored.amount : half(value, some, here);
          blank = half(unknown, some, here);
          value -= note.amount;
          unknown -= blank;
          blanks.set(key, blank);
        }
        if (some < units) missing.push({ key, n, units: units - some });
        quantity -= units;
        if (reason === 'sale') {
          const sale = sold.get(n) ?? { units: 0n, cost: 0n, blank: false };
          sold.set(n, {
            units: sale.units + units,
            cost: sale.cost + note.amount,
            blank: sale.blank || blank > 0n,
          });
        }
      }
      // Of a purchase that came to nothing, the cost is known all the same.
      if ((reason === 'purchase' || reason === 'opening') && cost !== null && cost > 0n) {
        last = cost;
        price(cost);
      }
    }
    return { quantity, value, unknown, amounts };
  }
}

/** Late pieces take their share of all that came, then each of what went out its share of that. */
function lateShare(
  units: bigint,
  left: bigint,
  some: bigint,
  worth: bigint | null,
  rest: bigint | null,
  quantity: bigint,
): bigint | null {
  if (worth === null || rest === null) return null;
  const late = -quantity < units ? -quantity : units;
  const gone = half(worth, late, units);
  const [leftOfLate, restOfGone] = [late - (units - left), gone - (worth - rest)];
  return half(restOfGone, some, leftOfLate);
}

/** What a correction has a movement say: it takes back what came or went, and moves it anew. */
function restated({ changes: [one, other] }: Entry, change: number): Moved | null {
  if (one?.do !== 'move' || other?.do !== 'move' || one.change <= 0 || one.change !== -other.change)
    return null;
  return change > 0 ? one : other;
}

const nothing = { change: 0n, cost: null, of: null, mirrors: null } as const;
const sum = (units: readonly number[]): number => units.reduce((all, some) => all + some, 0);

const ownChanges = ({ changes }: Entry): readonly number[] =>
  changes.flatMap((change) =>
    change.do === 'move' && isOnHand(change) && (change.count === undefined || change.counted !== undefined)
      ? [change.change]
      : [],
  );

function kindOf(reason: Reason, change: bigint): string {
  if (change > 0n) return reason === 'purchase' ? 'purchases' : 'otherIn';
  if (reason === 'sale') return 'sales';
  return ['damage', 'lost', 'scrap', 'count'].includes(reason) ? 'losses' : 'otherOut';
}
