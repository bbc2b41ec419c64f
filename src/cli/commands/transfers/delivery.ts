import { usualReasons } from '../../../inventory/decide/movements/movement.ts';
import { decideInspect } from '../../../inventory/decide/queues/order.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { interrupted } from '../../exit-codes.ts';
import type { Session } from '../../session.ts';
import { noteSuspicions, watchOf } from '../movement/slips.ts';
import { commitWatched, type MovementTyped, movementTyped } from '../movement/stock-movement.ts';
import { reportEntry } from '../places/entry-report.ts';
import { incomingLines } from './incoming.ts';

/** A delivery without an order, which waits until it is accepted. */
export async function recordDelivery(session: Session, typed: MovementTyped): Promise<number> {
  if (typed.reason !== undefined && typed.reason !== usualReasons['stock-in'])
    refuse('usage-conflict', { one: '--inspect', other: `--reason ${typed.reason}` });
  if (typed.beforeCount !== undefined)
    refuse('usage-conflict', { one: '--inspect', other: '--before-count' });
  const { cost, place, ...delivery } = await movementTyped(session, 'stock-in', typed);
  const watch = watchOf(session, typed, session.host.canAsk);
  const committed = await commitWatched(session, watch, async (watching) =>
    session.commit((book, journal, at) => {
      const wanted = { ...delivery, to: place, cost: cost?.(book.currency) };
      const { entry, answer, suspicions } = decideInspect(book, journal, wanted, at, watching);
      return { entry, answer: { already: answer, places: book.places, suspicions } };
    }),
  );
  if (committed === null) return interrupted;
  if (committed.answer.already === null) noteSuspicions(session, committed.answer.suspicions);
  reportEntry(session, 'stock-in', committed, (entry) => incomingLines(session, entry), typed.key);
  return 0;
}
