import type { Book } from '../book/book.ts';
import { type Change, type Entry, isOfDevice, type Moved } from '../book/change.ts';
import type { Journal } from '../book/journal.ts';
import {
  firstPlace,
  inspection,
  isOnHand,
  isQueue,
  ordered,
  type PlaceId,
  sold,
  transit,
  writeOff,
} from '../book/place-kinds.ts';
import { isTransferred, lastCostOf, quantityAt } from '../book/stock.ts';
import { entryNumbered } from '../decide/movements/undo.ts';
import { costField, moneyOf } from '../devices/device-record.ts';
import {
  type HistoryRow,
  type Noted,
  notedOf,
  notedOfCount,
  rowsOf,
  standingCorrections,
  undoneEntries,
} from '../look/history.ts';
import { type Money, valueOfStock } from '../values/money.ts';

/** What an entry is, as a document that people sign. */
export type SlipType =
  | 'stock-in'
  | 'stock-out'
  | 'transfer'
  | 'order'
  | 'order-ended'
  | 'inspection'
  | 'return'
  | 'delivery'
  | 'write-off'
  | 'write-off-refused'
  | 'count'
  | 'undo'
  | 'correction'
  | 'movements'
  | 'change';

/** One line of a slip: what moved and how, or what was changed. */
export interface SlipLine {
  /** What an entry would be that had no other line. */
  readonly type: SlipType;
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
  /** Of an order: the local day by which it is to come. */
  readonly due: string | null;
  /** The other entry that it is a step of, or whose pieces it takes back. */
  readonly of: number | null;
  readonly row: HistoryRow;
  /** What the row's note says, to be said in words; null for all else. */
  readonly noted: Noted | null;
}

/** An entry as a document. */
export interface Slip {
  readonly type: SlipType;
  readonly entry: Entry;
  readonly undoneBy: number | null;
  readonly correctedBy: readonly number[];
  /** Whether something of what it sent has still to arrive, and whether something that it sold has still to be delivered. */
  readonly isInTransit: boolean;
  readonly isToDeliver: boolean;
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
    isInTransit: isLeftIn(book, entry, transit),
    isToDeliver: isLeftIn(book, entry, sold),
    lines,
    units: new Set(lines.map(({ direction }) => direction)).size > 1 ? null : unitsOf(lines),
    amount: amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0n),
  };
}

const unitsOf = (lines: readonly SlipLine[]): number =>
  lines.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);

const sends = (change: Change, of: number): change is Moved =>
  change.do === 'move' && isQueue(change.place ?? firstPlace) && change.change > 0 && change.of === of;

/** Whether something that an entry put into a queue is still there. */
const isLeftIn = (book: Book, { n, changes }: Entry, queue: PlaceId): boolean =>
  changes.some(
    (change) =>
      change.do === 'move' &&
      book.device(change.id) !== undefined &&
      quantityAt(book.stock(change.id).levels, { place: queue, of: n }) > 0,
  );

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
          ...emptyLine(row, row.type === 'count' || row.type === 'tally' ? 'count' : 'change'),
          quantity: change?.do === 'counted' ? 0 : null,
          noted:
            change === undefined ? notedOfCount(entry.changes, book.places) : notedOf(change, book.places),
        });
    } else if (before?.do === 'move' && areSides(before, change)) {
      lines.splice(-1, 1, transferLine(book, journal, entry, before, change, row));
    } else if (before?.do === 'move' && isPassedOn(before, change)) {
      lines.splice(-1, 1, movedLine(book, journal, entry, change, row, before.of));
    } else if (!isWaiting(change)) lines.push(movedLine(book, journal, entry, change, row));
  });
  return lines;
}

/** Whether two movements are both sides of one transfer. */
const areSides = (out: Moved, into: Moved): boolean =>
  out.id === into.id && out.change === -into.change && isTransferred(out) && isTransferred(into);

/** Whether a movement takes on what the one before it took out of a queue that is not on hand. */
const isPassedOn = (out: Moved, into: Moved): boolean =>
  out.id === into.id &&
  out.change < 0 &&
  into.change > 0 &&
  out.reason === undefined &&
  !isOnHand(out.place ?? firstPlace);

/** What was sold and waits is on the line of its sale. */
const isWaiting = ({ place, change }: Moved): boolean => place === sold && change > 0;

const emptyLine = (row: HistoryRow, type: SlipType): SlipLine => ({
  type,
  code: row.code,
  name: row.name,
  quantity: null,
  direction: 0,
  from: null,
  to: null,
  reason: null,
  cost: null,
  amount: null,
  due: null,
  of: null,
  row,
  noted: null,
});

function transferLine(
  book: Book,
  journal: Journal,
  entry: Entry,
  one: Moved,
  other: Moved,
  row: HistoryRow,
): SlipLine {
  const [out, into] = one.change < 0 ? [one, other] : [other, one];
  const isSetAside = into.place === writeOff;
  const type = isSetAside ? 'write-off' : out.place === writeOff ? 'write-off-refused' : 'transfer';
  return {
    ...emptyLine(row, type),
    quantity: into.change,
    from: pathIn(book, out.place),
    // What is on the road goes further.
    to: pathIn(book, into.to ?? into.place),
    reason: into.intended ?? null,
    of: stepOf(entry, out.of),
    ...(isSetAside ? worth(lastCostBefore(book, journal, entry, into), into.change) : {}),
  };
}

/** A movement; `of` is the entry of the queue that its pieces came from, if another movement says that. */
function movedLine(
  book: Book,
  journal: Journal,
  entry: Entry,
  move: Moved,
  row: HistoryRow,
  of = move.of,
): SlipLine {
  const { change, place = firstPlace, reason, to } = move;
  const quantity = Math.abs(change);
  const cost =
    move.cost !== undefined
      ? moneyOf(move.cost, book.currency)
      : reason !== undefined && losses.has(reason)
        ? lastCostBefore(book, journal, entry, move)
        : null;
  return {
    ...emptyLine(row, typeOfMove(move)),
    quantity,
    direction: isOnHand(place) ? (change < 0 ? -1 : 1) : 0,
    from: change < 0 ? pathIn(book, place) : null,
    to: change < 0 ? null : pathIn(book, place === ordered ? to : place),
    reason: reason ?? null,
    due: move.due ?? null,
    of: stepOf(entry, of),
    ...worth(cost, quantity),
  };
}

/** The entry that a step is of; what begins a queue is of none. */
const stepOf = ({ n }: Entry, of: number | undefined): number | null => (of === n ? null : (of ?? null));

const worth = (cost: Money | null, quantity: number): Pick<SlipLine, 'cost' | 'amount'> => ({
  cost,
  amount: cost === null ? null : valueOfStock(cost, quantity),
});

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
  const types = new Set(lines.map(({ type }) => type));
  types.delete('change');
  // What got lost on the way, or goes back at once, stands on the slip of what arrived.
  if (entry.command !== 'import')
    for (const type of ['transfer', 'inspection', 'stock-in'] as const)
      if (types.has(type) && types.size > 1) return type;
  const [only, ...others] = types;
  return others.length > 0 ? 'movements' : (only ?? 'change');
}

function typeOfMove({ change, place = firstPlace, reason, count }: Moved): SlipType {
  if (count !== undefined) return 'count';
  if (place === sold) return 'delivery';
  if (reason === undefined && place === inspection) return 'inspection';
  if (reason === undefined && place === ordered) return change > 0 ? 'order' : 'order-ended';
  // What was never on hand and goes out for a reason goes back to its supplier.
  if (!isOnHand(place) || reason === 'return' || reason === 'supplier-return') return 'return';
  if (reason === undefined) return 'transfer';
  if (losses.has(reason)) return 'write-off';
  return change > 0 ? 'stock-in' : 'stock-out';
}
