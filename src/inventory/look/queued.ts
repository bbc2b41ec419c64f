import type { Book } from '../book/book.ts';
import type { WriteOffReason } from '../book/change.ts';
import type { Journal } from '../book/journal.ts';
import { firstPlace, isQueue, type PlaceId } from '../book/place-kinds.ts';
import { quantityAt } from '../book/stock.ts';
import type { Device } from '../devices/device.ts';
import { sortedByCode } from '../values/order.ts';
import { undoneEntries } from './history.ts';

/** What of one device an entry has put into a queue. */
export interface QueuedLine {
  readonly device: Device;
  readonly queue: PlaceId;
  /** When and by whom it was put there first. */
  readonly at: string;
  readonly by: string;
  /** Everybody who put some of it there. */
  readonly people: ReadonlySet<string>;
  /** How many were put there, and how many of them still are. */
  readonly quantity: number;
  readonly left: number;
  /** Where it came from, and where it is to go; null for what comes from or goes to others. */
  readonly from: PlaceId | null;
  readonly to: PlaceId | null;
  readonly cost: string | null;
  readonly party: string | null;
  /** The serial numbers of those that were put there, as far as they are known. */
  readonly serials: readonly string[];
  readonly due: string | null;
  /** Why it is to be written off; null for all else. */
  readonly intended: WriteOffReason | null;
}

/** What an entry has put into queues, with those that added to it, by code; steps that were taken back have changed nothing. */
export function queuedUnder(
  book: Book,
  journal: Journal,
  number: number,
  undone: ReadonlyMap<number, number> = undoneEntries(journal.undos()),
): readonly QueuedLine[] {
  const lines = new Map<string, QueuedLine>();
  for (const { entry, change: move } of journal.movesOf(number)) {
    const {
      id,
      place: queue = firstPlace,
      change,
      from,
      to,
      cost,
      party,
      serials = [],
      due,
      intended,
    } = move;
    const device = book.device(id);
    const isPut = change > 0 && entry.undoes === undefined && !undone.has(entry.n);
    if (!isQueue(queue) || !isPut || device === undefined) continue;
    const key = `${queue} ${id}`;
    const known = lines.get(key);
    const { at, by } = known ?? entry;
    lines.set(key, {
      device,
      queue,
      at,
      by,
      people: new Set([...(known?.people ?? []), entry.by]),
      quantity: (known?.quantity ?? 0) + change,
      left: quantityAt(book.stock(id).levels, { place: queue, of: number }),
      from: from ?? null,
      to: to ?? null,
      cost: cost ?? null,
      party: party ?? null,
      serials: [...(known?.serials ?? []), ...serials],
      due: due ?? null,
      intended: intended ?? null,
    });
  }
  return sortedByCode(Array.from(lines.values(), (line) => ({ code: line.device.code, line }))).map(
    ({ line }) => line,
  );
}
