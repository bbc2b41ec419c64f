import type { Book } from '../../book/book.ts';
import type { Entry, WriteOffReason } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, writeOff } from '../../book/place-kinds.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { alreadyRecorded, movesIn } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';
import { namesDevice, refuseUnexpected } from '../movements/move.ts';
import { refuseShort } from '../movements/short.ts';
import { type EntryOutcome, termsOf } from '../movements/transfer.ts';
import { placeToMove } from '../places/find-place.ts';

/** Stock to be written off; device and place as typed. */
export interface WriteOff {
  readonly device: string;
  readonly quantity: Quantity;
  readonly reason: WriteOffReason;
  /** Where it lies; the first place if none is named. */
  readonly place?: string | undefined;
  /** What must lie there. */
  readonly expect?: Quantity | undefined;
  readonly ref?: Line | undefined;
  readonly note?: Line | undefined;
  readonly key?: Line | undefined;
}

/** Sets stock aside: it is still ours, but cannot be sold, until somebody else accepts that it is gone. */
export function decideWriteOff(book: Book, journal: Journal, wanted: WriteOff, at: string): EntryOutcome {
  const { device: typed, quantity, reason, key, expect } = wanted;
  journal.willNeed(() => ({
    devices: [typed],
    ...(key === undefined ? {} : { keys: [key], undos: true }),
  }));
  const answer = alreadyRecorded(journal, key, 'write-off', (entry) =>
    difference(book, journal, wanted, entry),
  );
  if (answer !== null) return { entry: null, answer };
  const device = findDevice(book, journal, typed);
  const from = { place: placeToMove(book, journal, wanted.place), of: null };
  refuseUnexpected(book, device, from.place, expect);
  if (quantityAt(book.stock(device.id).levels, from) < quantity)
    refuseShort(book, device, from, quantity, journal);
  const draft = new Draft(book, at);
  const terms = termsOf(wanted);
  draft.move(device, -quantity, { ...terms, place: from.place });
  draft.move(device, quantity, {
    ...terms,
    place: writeOff,
    of: book.entry + 1,
    from: from.place,
    intended: reason,
  });
  return { entry: { command: 'write-off', changes: draft.finish() }, answer: null };
}

/** What of it that is recorded is not as it is asked for again. */
function difference(
  book: Book,
  journal: Journal,
  { device, quantity, reason, place, ref, note }: WriteOff,
  entry: Entry,
): string | undefined {
  const [out, into] = movesIn(entry);
  if (out === undefined || into === undefined) return 'type';
  if (!namesDevice(book, device, out)) return 'device';
  if (quantity !== into.change) return 'quantity';
  if (placeToMove(book, journal, place) !== (out.place ?? firstPlace)) return 'place';
  if (reason !== into.intended) return 'reason';
  if (ref !== out.ref) return 'ref';
  return note === out.note ? undefined : 'note';
}
