import { expect } from 'vitest';
import { Book } from '../../src/inventory/book/book.ts';
import type { Entry } from '../../src/inventory/book/change.ts';
import { deviceJson } from '../../src/inventory/book/device-json.ts';
import type { Journal } from '../../src/inventory/book/journal.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';

/** Every entry of a store, in order. */
export async function entriesOf(store: KeptStore): Promise<readonly Entry[]> {
  const { book, journal } = await store.read();
  return entriesIn(journal, book.entry);
}

const entriesIn = (journal: Journal, last: number): readonly Entry[] =>
  Array.from({ length: last }, (_, index) => journal.entry(index + 1)).filter((entry) => entry !== undefined);

/** Everything that a book holds. */
export const pictureOf = (book: Book): string =>
  JSON.stringify([
    book.entry,
    book.nextId,
    Array.from(book.devices(), (device) => [device.id, deviceJson(device, book)]),
  ]);

/** What must hold of any store at any time. It is asked so often that nothing is compared by matchers but what differs. */
export async function expectSound(store: KeptStore): Promise<void> {
  const { book, journal } = await store.read();
  const entries = entriesIn(journal, book.entry);
  for (const [index, { n }] of entries.entries()) if (n !== index + 1) expect(n).toBe(index + 1);
  const replayed = Book.empty(book.currency, book.kinds);
  for (const entry of entries) replayed.applyEntry(entry);
  const [found, expected] = [pictureOf(book), pictureOf(replayed)];
  if (found !== expected) expect(found).toBe(expected);
  expectBalances(entries, book);
  expectKeysOnce(entries);
}

/** The sum of a device's movements is what is on hand, and each balance follows from the one before. */
function expectBalances(entries: readonly Entry[], book: Book): void {
  const sums = new Map<number, number>();
  for (const { changes } of entries) {
    for (const change of changes) {
      if (change.do !== 'move') continue;
      const balance = (sums.get(change.id) ?? 0) + change.change;
      if (balance !== change.balance || balance < 0) expect(change).toMatchObject({ balance });
      sums.set(change.id, balance);
    }
  }
  for (const { id } of book.devices()) {
    const sum = sums.get(id) ?? 0;
    const quantity = book.onHand(id);
    if (sum !== quantity) expect(sum).toBe(quantity);
  }
}

function expectKeysOnce(entries: readonly Entry[]): void {
  const keys = entries.flatMap(({ changes }) =>
    changes.flatMap((change) => (change.do === 'move' && change.key !== undefined ? [change.key] : [])),
  );
  if (new Set(keys).size !== keys.length) expect(keys).toEqual([...new Set(keys)]);
}
