import type { Book } from '../book/book.ts';
import { type Change, type Edited, type Entry, isOfDevice, type Moved } from '../book/change.ts';
import type { Journal } from '../book/journal.ts';
import { firstPlace, isOnHand, isQueue, type PlaceId } from '../book/place-kinds.ts';
import { isTransferred, lastCostOf } from '../book/stock.ts';
import { entryNumbered } from '../decide/movements/undo.ts';
import { costField, moneyOf } from '../devices/device-record.ts';
import { editInPaths, type HistoryRow, rowsOf, standingCorrections, undoneEntries } from '../look/history.ts';
import { type Money, valueOfStock } from '../values/money.ts';

/** What an entry is, as a document that people sign. */
export type SlipType =
  | 'stock-in'
  | 'stock-out'
  | 'transfer'
  | 'return'
  | 'write-off'
  | 'count'
  | 'undo'
  | 'correction'
  | 'movements'
  | 'change';

/** One line of a slip: what moved and how, or what was changed. */
export interface SlipLine {
  readonly code: string | null;
  readonly name: string | null;
  /** Null for what moved nothing. */
  readonly quantity: number | null;
  /** Whether stock came in (1), went out (-1) or only went elsewhere (0). */
  readonly direction: -1 | 0 | 1;
  /** Paths; null on the side where there is no place, and in a book with one place. */
  readonly from: string | null;
  readonly to: string | null;
  readonly reason: string | null;
  /** What one unit cost; null where that is not known, and where it is nobody's business. */
  readonly cost: Money | null;
  readonly amount: bigint | null;
  readonly row: HistoryRow;
  /** What the row's note says of an edit; null for all else. */
  readonly edited: Edited | null;
}

/** An entry as a document. */
export interface Slip {
  readonly type: SlipType;
  readonly entry: Entry;
  readonly undoneBy: number | null;
  readonly correctedBy: readonly number[];
  /** Whether what it sent goes on the road first. */
  readonly isInTransit: boolean;
  readonly lines: readonly SlipLine[];
  /** All units; null where some come in and others go out. */
  readonly units: number | null;
  /** What the lines with a cost amount to; null where there are none. */
  readonly amount: bigint | null;
}

/** Makes a document of an entry and, where it began a shipment, of what was added to that. Refuses a number that is not there. */
export function slipOf(book: Book, journal: Journal, number: number): Slip {
  journal.willNeed(() => ({ entry: number, undos: true }));
  const entry = entryNumbered(journal, number, book.entry);
  const undone = undoneEntries(journal.undos());
  const undoneBy = undone.get(entry.n) ?? null;
  const lines = [entry, ...addedTo(journal, entry, undone)].flatMap((one) =>
    linesOf(book, journal, one, undoneBy),
  );
  const amounts = lines.map(({ amount }) => amount).filter((amount) => amount !== null);
  return {
    type: typeOf(entry, lines),
    entry,
    undoneBy,
    correctedBy: standingCorrections(journal, entry.n, undone).map(({ n }) => n),
    isInTransit: entry.changes.some((change) => sends(change, entry.n)),
    lines,
    units: new Set(lines.map(({ direction }) => direction)).size > 1 ? null : unitsOf(lines),
    amount: amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0n),
  };
}

const unitsOf = (lines: readonly SlipLine[]): number =>
  lines.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);

const sends = (change: Change, of: number): boolean =>
  change.do === 'move' && isQueue(change.place ?? firstPlace) && change.change > 0 && change.of === of;

/** The later entries that added to what an entry sent. */
function addedTo(
  journal: Journal,
  { n, changes }: Entry,
  undone: ReadonlyMap<number, number>,
): readonly Entry[] {
  if (!changes.some((change) => sends(change, n))) return [];
  const added = new Set<number>();
  for (const { entry, change } of journal.movesOf(n))
    if (entry.n > n && entry.undoes === undefined && !undone.has(entry.n) && sends(change, n))
      added.add(entry.n);
  return [...added].map((number) => journal.entry(number)).filter((entry) => entry !== undefined);
}

function linesOf(book: Book, journal: Journal, entry: Entry, undoneBy: number | null): readonly SlipLine[] {
  const rows = rowsOf(entry, undoneBy, book.places);
  const changes = entry.changes.filter(isOfDevice);
  const hasMoved = changes.some(({ do: what }) => what === 'move' || what === 'counted');
  const lines: SlipLine[] = [];
  rows.forEach((row, index) => {
    const change = changes[index];
    const before = changes[index - 1];
    if (change?.do !== 'move') {
      // A device that is added with its first stock is a receipt.
      if (!hasMoved || change?.do === 'counted')
        lines.push({
          ...emptyLine(row),
          quantity: change?.do === 'counted' ? 0 : null,
          edited: change?.do === 'edit' ? editInPaths(change, book.places) : null,
        });
    } else if (before?.do === 'move' && areSides(before, change)) {
      lines.splice(-1, 1, transferLine(book, before, change, row));
    } else lines.push(movedLine(book, journal, entry, change, row));
  });
  return lines;
}

/** Whether two movements are both sides of one transfer. */
const areSides = (out: Moved, into: Moved): boolean =>
  out.id === into.id && out.change === -into.change && isTransferred(out) && isTransferred(into);

const emptyLine = (row: HistoryRow): SlipLine => ({
  code: row.code,
  name: row.name,
  quantity: null,
  direction: 0,
  from: null,
  to: null,
  reason: null,
  cost: null,
  amount: null,
  row,
  edited: null,
});

function transferLine(book: Book, one: Moved, other: Moved, row: HistoryRow): SlipLine {
  const [out, into] = one.change < 0 ? [one, other] : [other, one];
  return {
    ...emptyLine(row),
    quantity: into.change,
    from: pathIn(book, out.place),
    // What is on the road goes further.
    to: pathIn(book, into.to ?? into.place),
  };
}

function movedLine(book: Book, journal: Journal, entry: Entry, move: Moved, row: HistoryRow): SlipLine {
  const { change, place = firstPlace, reason } = move;
  const quantity = Math.abs(change);
  const cost =
    move.cost !== undefined
      ? moneyOf(move.cost, book.currency)
      : reason !== undefined && losses.has(reason)
        ? lastCostBefore(book, journal, entry, move)
        : null;
  return {
    ...emptyLine(row),
    quantity,
    direction: isOnHand(place) ? (change < 0 ? -1 : 1) : 0,
    from: change < 0 ? pathIn(book, place) : null,
    to: change < 0 ? null : pathIn(book, place),
    reason: reason ?? null,
    cost,
    amount: cost === null ? null : valueOfStock(cost, quantity),
  };
}

const pathIn = ({ places }: Book, place: PlaceId = firstPlace): string | null =>
  places.isPlaced ? places.pathOf(place) : null;

/** What is lost is signed for with its value. */
const losses: ReadonlySet<string> = new Set(['damage', 'lost', 'scrap']);

/** The last cost of a device when an entry was recorded. */
function lastCostBefore({ currency }: Book, journal: Journal, { n }: Entry, { id }: Moved): Money | null {
  let cost: Money | null = null;
  for (const { entry, change } of journal.changesOf(new Set([id]))) {
    if (entry.n > n) break;
    if (change.do === 'edit' && costField in change.after) cost = moneyOf(change.after[costField], currency);
    const set = change.do === 'move' ? lastCostOf(change) : undefined;
    if (set !== undefined) cost = moneyOf(set, currency);
  }
  return cost;
}

function typeOf(entry: Entry, lines: readonly SlipLine[]): SlipType {
  if (entry.undoes !== undefined) return 'undo';
  if (entry.corrects !== undefined) return 'correction';
  const types = new Set(lines.map(typeOfLine));
  types.delete('change');
  // What got lost on the way stands on the slip of what arrived.
  if (types.has('transfer') && entry.command !== 'import') return 'transfer';
  const [only, ...others] = types;
  return others.length > 0 ? 'movements' : (only ?? 'change');
}

function typeOfLine({ row, quantity, direction, reason }: SlipLine): SlipType {
  if (row.type === 'count' || row.type === 'tally') return 'count';
  if (quantity === null) return 'change';
  if (direction === 0) return 'transfer';
  if (reason === 'return' || reason === 'supplier-return') return 'return';
  if (reason !== null && losses.has(reason)) return 'write-off';
  return direction > 0 ? 'stock-in' : 'stock-out';
}
