import { isOfDevice } from '../../../inventory/book/change.ts';
import type { ReplayedChange } from '../../../inventory/look/valuation/valuation.ts';
import { maxPageRows } from '../../../limits.ts';
import { statement } from '../server/connection.ts';
import { quoted } from '../tables/schema.ts';
import type { Send } from './fetches.ts';
import { entryColumns, readChange } from './recorded-journal.ts';

/** Hands over all that has become of devices up to an entry, fetched a page after the other. */
export async function replay(
  store: string,
  upTo: number,
  send: Send,
  take: (change: ReplayedChange) => void,
): Promise<void> {
  const s = quoted(store);
  let [n, i] = [0, -1];
  for (;;) {
    const [page] = await send([
      statement(
        `select ${entryColumns}, c.i, c.change from ${s}.changes c
         join ${s}.entries e on e.n = c.n and e.piece = 0
         where (c.n, c.i) > ($1, $2) and c.n <= $3 and c.device is not null
         order by c.n, c.i limit $4`,
        n,
        i,
        upTo,
        maxPageRows,
      ),
    ]);
    const rows = page?.rows ?? [];
    for (const { entry, change } of rows.map(readChange)) if (isOfDevice(change)) take({ entry, change });
    const last = rows.at(-1);
    if (last === undefined || rows.length < maxPageRows) return;
    [n, i] = [Number(last['n']), Number(last['i'])];
  }
}
