import type { Book } from '../../book/book.ts';
import type { Entry, Moved, NewEntry } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, type PlaceId, transit } from '../../book/place-kinds.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import { refuse } from '../../refusal.ts';
import { sortedByCode } from '../../values/order.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { placeToMove } from '../places/find-place.ts';
import { type AlreadyRecorded, alreadyRecorded, movesIn } from './already.ts';
import { Draft } from './draft.ts';
import { findDevice } from './find-device.ts';
import { namesDevice, refuseUnexpected } from './move.ts';
import { refuseShort } from './short.ts';

/** A transfer as requested; places and device as typed. */
export interface Transfer {
  /** Every device that lies there, if none is named. */
  readonly device: string | undefined;
  readonly quantity: Quantity | 'all';
  readonly from: string;
  readonly to: string;
  /** Whether it is on the road until it is received. */
  readonly inTransit: boolean;
  /** The shipment on the road that it adds to; one of its own if none is given. */
  readonly shipment?: number | undefined;
  /** What must lie where it comes from. */
  readonly expect?: Quantity | undefined;
  readonly ref?: Line | undefined;
  readonly note?: Line | undefined;
  readonly key?: Line | undefined;
}

/** What came of a command: recorded now, or already there under its key. */
export interface EntryOutcome {
  readonly entry: NewEntry | null;
  readonly answer: AlreadyRecorded | null;
}

/** Moves stock from one place to another in one entry; nothing is recorded where nothing lies there. */
export function decideTransfer(book: Book, journal: Journal, transfer: Transfer, at: string): EntryOutcome {
  journal.willNeed(() => ({
    devices: transfer.device === undefined ? [] : [transfer.device],
    keys: transfer.key === undefined ? [] : [transfer.key],
    undos: transfer.key !== undefined,
  }));
  const answer = alreadyRecorded(journal, transfer.key, 'transfer', (entry) =>
    difference(book, journal, transfer, entry),
  );
  if (answer !== null) return { entry: null, answer };
  const from = placeToMove(book, journal, transfer.from);
  const to = placeToMove(book, journal, transfer.to);
  if (from === to) refuse('same-place', { place: book.places.pathOf(from) });
  const draft = new Draft(book, at);
  for (const { device, quantity } of linesOf(book, journal, transfer, from)) {
    refuseUnexpected(book, device, from, transfer.expect);
    if (lyingAt(book, device, from) < quantity)
      refuseShort(book, device, { place: from, of: null }, quantity, journal);
    draft.transfer(
      device,
      quantity,
      { place: from, of: null },
      transfer.inTransit
        ? { place: transit, of: transfer.shipment ?? book.entry + 1 }
        : { place: to, of: null },
      { ...termsOf(transfer), ...(transfer.inTransit ? { heading: to } : {}) },
    );
  }
  const changes = draft.finish();
  return { entry: changes.length === 0 ? null : { command: 'transfer', changes }, answer: null };
}

/** The fields of both rows. */
export const termsOf = ({
  ref,
  note,
  key,
}: Pick<Transfer, 'ref' | 'note' | 'key'>): Pick<Moved, 'ref' | 'note' | 'key'> => ({
  ...(ref === undefined ? {} : { ref }),
  ...(note === undefined ? {} : { note }),
  ...(key === undefined ? {} : { key }),
});

const lyingAt = (book: Book, { id }: Device, place: PlaceId): number =>
  quantityAt(book.stock(id).levels, { place, of: null });

interface TransferLine {
  readonly device: Device;
  readonly quantity: number;
}

function linesOf(
  book: Book,
  journal: Journal,
  { device: typed, quantity }: Transfer,
  from: PlaceId,
): readonly TransferLine[] {
  const devices =
    typed === undefined
      ? sortedByCode(
          [...book.all()]
            .map(({ device }) => device)
            .filter((device) => lyingAt(book, device, from) > 0)
            .map((device) => ({ code: device.code, device })),
        ).map(({ device }) => device)
      : [findDevice(book, journal, typed)];
  return devices
    .map((device) => ({ device, quantity: quantity === 'all' ? lyingAt(book, device, from) : quantity }))
    .filter((line) => line.quantity > 0);
}

/** What of a transfer that is recorded is not as it is asked for again. */
function difference(
  book: Book,
  journal: Journal,
  { device, quantity, from, to, inTransit, ref, note }: Transfer,
  entry: Entry,
): string | undefined {
  const moves = movesIn(entry);
  const [out, into] = moves;
  if (out === undefined || into === undefined) return 'type';
  const isWhole = device === undefined;
  if (!isWhole && (moves.length > 2 || !namesDevice(book, device, out))) return 'device';
  if (quantity !== 'all' && quantity !== into.change) return 'quantity';
  const { place: arrived = firstPlace } = into;
  if (placeToMove(book, journal, from) !== (out.place ?? firstPlace)) return 'from';
  if (inTransit !== isQueue(arrived)) return 'in-transit';
  if (placeToMove(book, journal, to) !== (into.to ?? arrived)) return 'to';
  if (ref !== out.ref) return 'ref';
  if (note !== out.note) return 'note';
  return undefined;
}
