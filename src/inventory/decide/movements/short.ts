import type { Elsewhere } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { isQueue, transit } from '../../book/place-kinds.ts';
import { inPathOrder } from '../../book/places.ts';
import { quantityAt, type Whereabouts } from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import { refuse } from '../../refusal.ts';

/** Refuses what a place has not enough for; where there are other places, it says what they have. */
export function refuseShort(
  book: Book,
  { id, code, name }: Device,
  where: Whereabouts,
  asked: number,
  journal?: Journal,
): never {
  const { places } = book;
  const { levels } = book.stock(id);
  const onHand = quantityAt(levels, where);
  if (!places.isPlaced)
    return refuse('insufficient-stock', { code, name, onHand, asked }, { code, onHand, asked });
  const place = places.pathOf(where.place);
  const elsewhere = [...elsewhereThan(book, id, where), ...onTheWayTo(book, id, where, journal)];
  return refuse(
    'insufficient-stock-at',
    { code, name, place, onHand, asked, elsewhere },
    { code, place, onHand, asked, elsewhere },
  );
}

function elsewhereThan(book: Book, id: number, where: Whereabouts): readonly Elsewhere[] {
  return inPathOrder(
    book
      .stock(id)
      .levels.filter(({ place }) => place !== where.place && !isQueue(place))
      .map(({ place, quantity }) => ({ place: book.places.pathOf(place), quantity })),
  );
}

/** The stock in transit to a place, as far as the journal says where shipments go. */
function onTheWayTo(
  book: Book,
  id: number,
  where: Whereabouts,
  journal: Journal | undefined,
): readonly Elsewhere[] {
  const quantity = book
    .stock(id)
    .levels.filter(({ place, of }) => place === transit && of !== null && where.place !== transit)
    .filter(({ of }) =>
      [...(journal?.movesOf(of ?? 0) ?? [])].some(
        ({ change }) => change.id === id && change.to === where.place,
      ),
    )
    .reduce((sum, level) => sum + level.quantity, 0);
  return quantity === 0 ? [] : [{ place: book.places.pathOf(transit), quantity }];
}
