import { type Entry, isOfDevice } from '../../../src/inventory/book/change.ts';
import { Valuation } from '../../../src/inventory/look/valuation/valuation.ts';

/** The entries that others undo or correct. */
export const revisedIn = (entries: readonly Entry[]): ReadonlySet<number> =>
  new Set(entries.flatMap(({ undoes, corrects }) => [undoes, corrects].filter((n) => n !== undefined)));

/** What a device is worth after the first entries; with `since`, what became of it after that entry. */
export function valuationOf(entries: readonly Entry[], upTo = entries.length, since?: number): Valuation {
  const replayed = entries.slice(0, upTo);
  const valuation = new Valuation(revisedIn(replayed));
  for (const entry of replayed) {
    if (since === entry.n - 1) valuation.beginPeriod();
    for (const change of entry.changes) if (isOfDevice(change)) valuation.take({ entry, change });
  }
  valuation.end();
  if (since === upTo) valuation.beginPeriod();
  return valuation;
}
