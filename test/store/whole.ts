import type { RecordedRow } from '../../src/inventory/look/history.ts';
import { allByCode, type Listing } from '../../src/inventory/look/listing.ts';
import { collected } from '../../src/store/pages.ts';
import type { HistoryQuery, Store } from '../../src/store/store.ts';

/** Every row of a history. */
export const historyOf = (store: Store, query: HistoryQuery = {}): Promise<readonly RecordedRow[]> =>
  collected(store.history(query));

/** Every device, now or at a time. */
export async function listingOf(store: Store, asOf?: number): Promise<Listing> {
  const { pages, ...listed } = await store.list({ ...allByCode, asOf });
  return { ...listed, rows: await collected(pages) };
}
