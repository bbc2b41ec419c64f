import type { Book } from '../../../inventory/book/book.ts';
import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import type { Device } from '../../../inventory/devices/device.ts';
import { Refusal } from '../../../inventory/refusal.ts';
import { sortedByCode } from '../../../inventory/values/order.ts';
import type { Candidate } from '../../ask/ask.ts';
import { TypeAhead } from '../../ask/type-ahead.ts';
import { argument, asTyped } from '../../options.ts';
import type { Session } from '../../session.ts';
import { askFor } from '../missing.ts';

/** The device that a command is about. */
export const device = argument(
  '[device]',
  { en: 'a code, or a name that belongs to one device', zh: '入库编号，或不重名的品名' },
  asTyped,
  'devices',
);

/** DEVICE as typed; on a terminal it is asked for if missing, or chosen if a name fits several. */
export async function deviceArgument(
  session: Session,
  typed: string | undefined,
  command: string,
): Promise<string> {
  if (typed !== undefined) return session.host.canAsk ? chosenIfAmbiguous(session, typed) : typed;
  const ask = await askFor(session, command, ['DEVICE']);
  const book = await session.bookToAskOf();
  return ask.device(session.messages.ask.which, candidatesOf(book, book.devices()));
}

/** A device to choose, with how many of it are on hand. */
export const candidateOf = (book: Book, { id, code, name, brand }: Device): Candidate => ({
  code,
  name,
  brand,
  onHand: book.onHand(id),
});

/** Devices to choose from, in the order of their codes. */
export const candidatesOf = (book: Book, devices: Iterable<Device>): readonly Candidate[] =>
  sortedByCode(devices).map((device) => candidateOf(book, device));

/** The device that was typed, if that is one; else one of those that it may mean. */
async function chosenIfAmbiguous(session: Session, typed: string): Promise<string> {
  const { book, journal } = await session.snapshot();
  const refusal = refusalOf(() => findDevice(book, journal, typed));
  const { which } = session.messages.ask;
  if (refusal?.code === 'ambiguous-name')
    return (await session.ask()).device(which, candidatesOf(book, book.withName(typed)));
  if (refusal?.problem.key !== 'no-such-device') return typed;
  const candidates = candidatesOf(book, book.devices());
  const found = await new TypeAhead(candidates).matching(typed);
  return found.length === 0 ? typed : (await session.ask()).device(which, candidates, typed);
}

function refusalOf(action: () => unknown): Refusal | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
