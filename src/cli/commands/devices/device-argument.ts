import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import { type ListRow, rowOf } from '../../../inventory/look/list-row.ts';
import { Refusal } from '../../../inventory/refusal.ts';
import { sortedByCode } from '../../../inventory/values/order.ts';
import type { Candidate } from '../../ask/ask.ts';
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

/**
 * DEVICE as typed; on a terminal it is asked for if missing, or chosen if a name fits several. Who counts is not shown how many
 * the book has.
 */
export async function deviceArgument(
  session: Session,
  typed: string | undefined,
  command: string,
  isCounted = false,
): Promise<string> {
  const shown = (rows: readonly ListRow[]): readonly Candidate[] =>
    isCounted ? rows.map(({ code, name, brand }) => ({ code, name, brand, quantity: null })) : rows;
  if (typed !== undefined) return session.host.canAsk ? chosenIfAmbiguous(session, typed, shown) : typed;
  const ask = await askFor(session, command, ['DEVICE']);
  return ask.device(session.messages.ask.which, shown(await everyDevice(session)));
}

/** The device that was typed, if that is one; else one of those that it may mean. */
async function chosenIfAmbiguous(
  session: Session,
  typed: string,
  shown: (rows: readonly ListRow[]) => readonly Candidate[],
): Promise<string> {
  const { refusal, named } = await session.lookUp((book, journal) => {
    const refused = refusalOf(() => findDevice(book, journal, typed));
    const found = refused?.code === 'ambiguous-name' ? sortedByCode(book.withName(typed)) : [];
    return { refusal: refused, named: found.map((device) => rowOf(device, book)) };
  });
  const { which } = session.messages.ask;
  if (named.length > 0) return (await session.ask()).device(which, shown(named));
  if (refusal?.problem.key !== 'no-such-device') return typed;
  const rows = await everyDevice(session);
  const { TypeAhead } = await import('../../ask/search/type-ahead.ts');
  const found = await new TypeAhead(rows).matching(typed);
  return found.length === 0 ? typed : (await session.ask()).device(which, shown(rows), typed);
}

/** The devices that can be chosen; what lists them is loaded here, as a device is mostly typed. */
async function everyDevice(session: Session): Promise<readonly ListRow[]> {
  const { allByCode } = await import('../../../inventory/look/listing.ts');
  return (await session.list(allByCode)).rows;
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
