import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace } from '../../book/place-kinds.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Quantity } from '../../values/quantity.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';
import { namesDevice } from '../movements/move.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { placeToMove } from '../places/find-place.ts';
import { differentTerms, type EntryTerms, openCount, termsIn } from './find-count.ts';
import { refuseCounting } from './open.ts';
import { closing, postLine } from './post.ts';

/** One device that is counted and booked at once; device and place as typed. */
export interface SpotCount extends EntryTerms {
  readonly device: string;
  readonly quantity: Quantity;
  readonly place?: string | undefined;
}

/** Counts one device and books it in one entry, agreement too. */
export function decideSpot(
  book: Book,
  journal: Journal,
  spot: SpotCount,
  at: string,
  by: string,
): EntryOutcome {
  const { key, quantity } = spot;
  journal.willNeed(() => ({
    devices: [spot.device],
    keys: key === undefined ? [] : [key],
    undos: key !== undefined,
  }));
  const answer = alreadyRecorded(journal, key, 'count-spot', ({ changes }) => {
    const tally = changes.find((change) => change.do === 'tally');
    if (tally === undefined || !namesDevice(book, spot.device, tally)) return 'device';
    if (tally.counted !== quantity) return 'quantity';
    if (placeToMove(book, journal, spot.place) !== (tally.place ?? firstPlace)) return 'place';
    return differentTerms(spot, tally);
  });
  if (answer !== null) return { entry: null, answer };
  const device = findDevice(book, journal, spot.device);
  const place = placeToMove(book, journal, spot.place);
  refuseCounting(book, new Set([place]));
  const draft = new Draft(book, at);
  const count = book.entry + 1;
  const { id, code, name } = device;
  const scope = { places: [place], devices: [id], solo: true as const };
  draft.count({ do: 'count-open', count, ...scope });
  const where = place === firstPlace ? {} : { place };
  draft.tally({ do: 'tally', id, code, name, count, ...where, counted: quantity, ...termsIn(spot) });
  const there = quantityAt(book.stock(id).levels, { place, of: null });
  const figure = { counted: quantity, after: count, by: [by], entry: count };
  const seen = { counted: quantity, book: there, variance: quantity - there, postedBy: null };
  postLine(
    draft,
    count,
    { id, place, state: 'counted', first: figure, recount: null, isDrawn: false, ...seen },
    { ref: spot.ref, note: spot.note },
  );
  draft.count(closing(openCount(book, journal, count), 'posted', {}));
  return { entry: { command: 'count-spot', changes: draft.finish() }, answer: null };
}
