import { quantityAt } from '../../../inventory/book/stock.ts';
import { placeToMove } from '../../../inventory/decide/places/find-place.ts';
import { parseQuantity, type Quantity } from '../../../inventory/values/quantity.ts';
import type { Session } from '../../session.ts';

/** Asks how many; Enter means 1. Says how many there are: at the place if one is named, else on hand. */
export async function askForQuantity(
  session: Session,
  device: string,
  place: string | undefined,
): Promise<Quantity> {
  const { quantity } = await session.hints();
  const { messages } = session;
  const there = await session.lookUp((book, journal) => {
    const id = book.withCode(device)?.id;
    if (id === undefined) return null;
    if (place === undefined) return book.onHand(id);
    return quantityAt(book.levels(id), { place: placeToMove(book, journal, place), of: null });
  });
  const rule = messages.ask.usualQuantity('1', there, quantity);
  const label = messages.fields['quantity'] ?? 'quantity';
  return session.askForValue({ label, rule, usual: '1', parse: parseQuantity });
}
