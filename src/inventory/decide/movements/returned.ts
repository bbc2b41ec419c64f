import type { Book } from '../../book/book.ts';
import { type Entry, isPurchase, type Moved, type Reason } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, sold } from '../../book/place-kinds.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import { isRevision, standingCorrections, undoneEntries } from '../../look/history.ts';
import { queuedUnder } from '../../look/queued.ts';
import { refuse } from '../../refusal.ts';
import type { Draft } from './draft.ts';
import type { Direction, Movement } from './movement.ts';

/** Which returns can say whose pieces they take back: a customer's those of a sale, a supplier's those of a receipt. */
const returnReasons = { 'stock-in': 'return', 'stock-out': 'supplier-return' } as const;

/** Whether a movement is a return, by its direction and reason. */
export const isReturn = ({ direction, reason }: Pick<Movement, 'direction' | 'reason'>): boolean =>
  reason === returnReasons[direction];

/** The reason without which `of` means nothing. */
export const returnReason = (direction: Direction): string => returnReasons[direction];

/** Refuses a return of what an entry did not sell or receive, or of more than is left of that. */
export function refuseWrongReturn(draft: Draft, journal: Journal, movement: Movement, device: Device): void {
  const { book } = draft;
  const { id, code } = device;
  const { of: number, direction, quantity } = movement;
  if (number === undefined) return;
  if (!isReturn(movement)) refuse('of-without-return', { entry: number, reason: returnReason(direction) });
  const entry = journal.entry(number) ?? refuse('no-such-entry', { value: String(number), last: book.entry });
  const isOf = movesIn(entry, id).some(direction === 'stock-in' ? isSale : isReceipt);
  if (!isOf || entry.undoes !== undefined)
    refuse(direction === 'stock-in' ? 'not-sold-in' : 'not-received-in', { code, entry: number });
  const left = leftToReturn(book, journal, entry, id) - draft.returnedOf(number, device);
  if (left <= 0) refuse('nothing-to-return', { code, entry: number });
  if (quantity > left) refuse('over-returned', { code, entry: number, left, asked: quantity });
}

/** The movements of a device in an entry. */
const movesIn = ({ changes }: Entry, id: number): readonly Moved[] =>
  changes.filter((change): change is Moved => change.do === 'move' && change.id === id);

const isSale = ({ change, reason }: Moved): boolean => change < 0 && reason === 'sale';

const isReceipt = ({ change, reason, place = firstPlace }: Moved): boolean =>
  change > 0 && reason !== undefined && isPurchase(reason) && !isQueue(place);

/**
 * How many of the pieces of a device that an entry sold or received have not come back: with its corrections, less what has
 * still to be delivered.
 */
export function leftToReturn(book: Book, journal: Journal, entry: Entry, id: number): number {
  const undoneBy = undoneEntries(journal.undos());
  if (undoneBy.has(entry.n)) return 0;
  const first = movesIn(entry, id).filter((move) => isSale(move) || isReceipt(move));
  const corrections = standingCorrections(journal, entry.n, undoneBy)
    .flatMap((correction) => movesIn(correction, id))
    .filter((move) => !isRevision(move));
  const moved = Math.abs(sum([...first, ...corrections]));
  const waiting = quantityAt(book.stock(id).levels, { place: sold, of: entry.n });
  return moved - waiting - returnedOf(journal, entry.n, id);
}

const sum = (moves: readonly Moved[]): number => moves.reduce((units, { change }) => units + change, 0);

/** How many pieces of a device have come back from what an entry moved. */
export const returnedOf = (journal: Journal, entry: number, id: number): number =>
  Math.abs(sum(returnsOf(journal, entry).flatMap(({ change }) => (change.id === id ? [change] : []))));

/** The movements that take back pieces which an entry moved, and those that undo or correct them. */
const returnsOf = (journal: Journal, number: number) =>
  [...journal.movesOf(number)].filter(
    ({ entry, change: { reason, place = firstPlace } }) =>
      entry.n > number && !isQueue(place) && reason !== undefined && ofReturns.has(reason),
  );

const ofReturns: ReadonlySet<Reason> = new Set(['return', 'supplier-return', 'correction']);

/** Refuses to take back an entry of which pieces have come back: the return goes first. */
export function refuseReturned(journal: Journal, { n }: Entry, undoneBy: ReadonlyMap<number, number>): void {
  const entries = new Set<number>();
  for (const { entry } of returnsOf(journal, n))
    if (entry.undoes === undefined && !undoneBy.has(entry.n)) entries.add(entry.n);
  if (entries.size > 0) refuse('entry-returned', { entry: n, entries: [...entries] });
}

/**
 * Refuses to take back a delivery of pieces that their customer has returned since: they would be on hand, and wait to be
 * delivered, too.
 */
export function refuseReturnedDelivery(
  book: Book,
  journal: Journal,
  undone: Entry,
  undoneBy: ReadonlyMap<number, number>,
): void {
  for (const move of undone.changes) {
    if (move.do !== 'move') continue;
    const { id, place, change, of } = move;
    const cameBack = movesIn(undone, id).some(({ reason }) => reason === 'return');
    if (place !== sold || change > 0 || of === undefined || cameBack) continue;
    const line = queuedUnder(book, journal, of, undoneBy).find(({ device }) => device.id === id);
    if (line === undefined || line.quantity - line.left - returnedOf(journal, of, id) >= -change) continue;
    const returns = returnsOf(journal, of).filter(
      ({ entry, change: other }) => entry.undoes === undefined && !undoneBy.has(entry.n) && other.id === id,
    );
    refuse('entry-returned', { entry: undone.n, entries: [...new Set(returns.map(({ entry }) => entry.n))] });
  }
}
