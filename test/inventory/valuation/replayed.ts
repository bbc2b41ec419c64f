import { type Entry, isOfDevice } from '../../../src/inventory/book/change.ts';
import { Valuation } from '../../../src/inventory/look/valuation/valuation.ts';
import { revisedBy } from '../../../src/inventory/look/valuation/value-audit.ts';

/** What a device is worth after the first entries; with `since`, what became of it after that entry. */
export function valuationOf(entries: readonly Entry[], upTo = entries.length, since?: number): Valuation {
  const replayed = entries.slice(0, upTo);
  const valuation = new Valuation(revisedBy(replayed));
  for (const entry of replayed) {
    if (since === entry.n - 1) valuation.beginPeriod();
    for (const change of entry.changes) if (isOfDevice(change)) valuation.take({ entry, change });
  }
  valuation.end();
  if (since === upTo) valuation.beginPeriod();
  return valuation;
}
