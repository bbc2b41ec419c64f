import { isOfDevice } from '../../../inventory/book/change.ts';
import type { ReplayedChange } from '../../../inventory/look/valuation/valuation.ts';
import { type Row, statement } from '../server/connection.ts';
import { quoted } from '../tables/schema.ts';
import type { Send } from './fetches.ts';
import { entryColumns, readChange } from './recorded-journal.ts';

/** The changes that are fetched at once: none is kept, but a transaction that lasts long would hinder those who write. */
const changesAtOnce = 50_000;

/** Hands over all that has become of devices up to an entry, each change as it comes. */
export async function replay(
  store: string,
  upTo: number,
  send: Send,
  take: (change: ReplayedChange) => void,
): Promise<void> {
  const s = quoted(store);
  // The last change that was taken: some may come again where a connection was lost.
  let [n, i] = [0, -1];
  let count = 0;
  const takeNext = (row: Row) => {
    count += 1;
    const [ofEntry, index] = [Number(row['n']), Number(row['i'])];
    if (ofEntry < n || (ofEntry === n && index <= i)) return;
    [n, i] = [ofEntry, index];
    const { entry, change } = readChange(row);
    if (isOfDevice(change)) take({ entry, change });
  };
  const taker = () => {
    count = 0;
    return takeNext;
  };
  do {
    const next = statement(
      `select ${entryColumns}, c.i, c.change from ${s}.changes c
       join ${s}.entries e on e.n = c.n and e.piece = 0
       where (c.n, c.i) > ($1, $2) and c.n <= $3 and c.device is not null
       order by c.n, c.i limit $4`,
      ...[n, i, upTo, changesAtOnce],
    );
    await send([{ ...next, taker }]);
  } while (count === changesAtOnce);
}
