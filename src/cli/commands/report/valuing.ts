import { Valuation } from '../../../inventory/look/valuation/valuation.ts';
import { revisedBy } from '../../../inventory/look/valuation/value-audit.ts';
import type { Session } from '../../session.ts';

/** What devices were called last. */
export type Names = Map<number, { readonly code: string; readonly name: string }>;

/** Stock replayed up to an entry, and what the devices were called that moved in the period, if there is one. */
export interface Replayed {
  readonly valuation: Valuation;
  readonly names: Names;
}

/** Replays all that became of stock up to an entry; of a period after another one, it is noted what became of each device. */
export async function replayed(session: Session, upTo: number, since?: number): Promise<Replayed> {
  const valuation = new Valuation(await revisedEntries(session));
  const names: Names = new Map();
  let isWithin = false;
  const begin = () => {
    isWithin = true;
    valuation.beginPeriod();
  };
  const store = await session.store();
  await store.replay(upTo, (replaying) => {
    const { entry, change } = replaying;
    if (since !== undefined && !isWithin && entry.n > since) begin();
    valuation.take(replaying);
    if (isWithin && change.do === 'move') names.set(change.id, { code: change.code, name: change.name });
  });
  valuation.end();
  if (since !== undefined && !isWithin) begin();
  return { valuation, names };
}

/** The entries that others undo or correct. */
const revisedEntries = (session: Session): Promise<ReadonlySet<number>> =>
  session.lookUp((_, journal) => {
    journal.willNeed(() => ({ undos: true }));
    return revisedBy([...journal.undos(), ...journal.corrections()]);
  });
