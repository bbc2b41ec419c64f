import type { Book } from '../book/book.ts';
import type { Journal } from '../book/journal.ts';
import { type PlaceId, queueNameOf } from '../book/place-kinds.ts';
import { codeOrderKey, compareKeys } from '../values/order.ts';
import { folded } from '../values/text.ts';
import { undoneEntries } from './history.ts';
import { type QueuedLine, queuedUnder } from './queued.ts';

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
  readonly party: string | null;
  /** The local day by which it is to come, `2026-12-01`. */
  readonly due: string | null;
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
  /** Only what is of this supplier or customer, as typed. */
  readonly party?: string | undefined;
}

/** Everything that waits for a step, the oldest entry first. */
export function pendingItems(
  book: Book,
  journal: Journal,
  { queue: only, places, party: wanted }: PendingFilter = {},
): readonly PendingItem[] {
  // Nothing has ever been in a queue: no device need be read.
  if (!book.places.isPlaced) return [];
  const entries = [...book.entriesInQueues()];
  journal.willNeed(() => ({ inQueues: entries }));
  const isWanted = ({ from, to, party, left }: QueuedLine) =>
    left > 0 &&
    (places === undefined || [from, to].some((id) => id !== null && places.has(id))) &&
    (wanted === undefined || (party !== null && folded(party) === folded(wanted.trim())));
  const undone = undoneEntries(journal.undos());
  const items = entries.flatMap((entry) =>
    queuedUnder(book, journal, entry, undone)
      .filter(isWanted)
      .map((line) => itemOf(book, entry, line)),
  );
  return items
    .filter(({ queue }) => only === undefined || queue === only)
    .sort((a, b) => a.entry - b.entry || compareKeys(codeOrderKey(a.code), codeOrderKey(b.code)));
}

function itemOf({ places }: Book, entry: number, line: QueuedLine): PendingItem {
  const path = (id: PlaceId | null) => (id === null ? null : places.pathOf(id));
  const { device, at, by, quantity, left, party, due } = line;
  const queue = queueNameOf(line.queue);
  const ends = { from: path(line.from), to: path(line.to) };
  return { queue, entry, at, by, code: device.code, name: device.name, quantity, left, ...ends, party, due };
}
