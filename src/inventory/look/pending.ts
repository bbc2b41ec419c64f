import type { Book } from '../book/book.ts';
import type { Journal } from '../book/journal.ts';
import { isQueue, type PlaceId, queues } from '../book/place-kinds.ts';
import { codeOrderKey, compareKeys } from '../values/order.ts';
import { undoneEntries } from './history.ts';

/** What of one device waits in a queue under one entry; fields in the order of the contract's JSON. */
export interface PendingRow {
  readonly queue: string;
  readonly entry: number;
  readonly at: string;
  readonly by: string;
  /** Null for a count, as the name and the quantities. */
  readonly code: string | null;
  readonly name: string | null;
  /** How many the entry put there. */
  readonly quantity: number | null;
  /** How many still lie there. */
  readonly left: number | null;
  /** The paths of where it came from and where it is to go. */
  readonly from: string | null;
  readonly to: string | null;
  readonly party: null;
  readonly due: null;
}

/** What waits in a queue, which is always of a device. */
export interface PendingItem extends PendingRow {
  readonly code: string;
  readonly name: string;
  readonly quantity: number;
  readonly left: number;
}

/** Which of them are wanted. */
export interface PendingFilter {
  readonly queue?: string | undefined;
  /** Only what comes from or goes to one of these places. */
  readonly places?: ReadonlySet<PlaceId> | undefined;
}

/** Everything that waits for a step, the oldest entry first. */
export function pendingItems(
  book: Book,
  journal: Journal,
  filter: PendingFilter = {},
): readonly PendingItem[] {
  const found: PendingItem[] = [];
  const undone = undoneEntries(journal.undos());
  for (const { device, stock } of book.all()) {
    for (const { place, of, quantity: left } of stock.levels) {
      const queue = queues.find(({ id }) => id === place)?.value;
      if (!isQueue(place) || of === null || queue === undefined) continue;
      if (filter.queue !== undefined && filter.queue !== queue) continue;
      const item = sentUnder(book, journal, of, device.id, undone);
      const { from, to } = item;
      const isWanted = [from, to].some((id) => id !== null && filter.places?.has(id));
      if (filter.places !== undefined && !isWanted) continue;
      const path = (id: PlaceId | null) => (id === null ? null : book.places.pathOf(id));
      const { code, name } = device;
      const { at, by, quantity } = item;
      const ends = { from: path(from), to: path(to) };
      found.push({ queue, entry: of, at, by, code, name, quantity, left, ...ends, party: null, due: null });
    }
  }
  return found.sort((a, b) => a.entry - b.entry || compareKeys(codeOrderKey(a.code), codeOrderKey(b.code)));
}

interface Sent {
  readonly at: string;
  readonly by: string;
  readonly quantity: number;
  readonly from: PlaceId | null;
  readonly to: PlaceId | null;
}

/** What was put into a queue under an entry, of one device. */
function sentUnder(
  book: Book,
  journal: Journal,
  of: number,
  id: number,
  undone: ReadonlyMap<number, number>,
): Sent {
  let sent: Sent | undefined;
  for (const { entry, change } of journal.movesOf(of)) {
    if (change.id !== id || change.change < 0 || entry.undoes !== undefined || undone.has(entry.n)) continue;
    const { from = null, to = null } = change;
    const { at, by } = sent ?? entry;
    sent = { at, by, quantity: (sent?.quantity ?? 0) + change.change, from, to };
  }
  if (sent === undefined) throw new Error(`nothing was put into a queue under #${of} of ${book.codeOf(id)}`);
  return sent;
}
