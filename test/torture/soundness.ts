import { expect } from 'vitest';
import { Book } from '../../src/inventory/book/book.ts';
import type { Entry } from '../../src/inventory/book/change.ts';
import { deviceJson } from '../../src/inventory/book/device-json.ts';
import type { Journal } from '../../src/inventory/book/journal.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';

/** Every entry of a store, in order. */
export async function entriesOf(store: KeptStore): Promise<readonly Entry[]> {
  return store.ask((book, journal) => entriesIn(journal, book.entry));
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
  await store.ask(expectSoundBook);
}

function expectSoundBook(book: Book, journal: Journal): void {
  const entries = entriesIn(journal, book.entry);
  for (const [index, { n }] of entries.entries()) if (n !== index + 1) expect(n).toBe(index + 1);
  const replayed = Book.empty(book.currency, book.kinds);
  for (const entry of entries) replayed.applyEntry(entry);
  const [found, expected] = [pictureOf(book), pictureOf(replayed)];
  if (found !== expected) expect(found).toBe(expected);
  expectBalances(entries, book);
  expectKeysOnce(entries);
}

/**
 * Checks that a device's movements add up to its quantity on hand, that each balance follows from the previous one, that a
 * transfer is on both sides or on neither, and that the movements at a place add up to the quantity there.
 */
function expectBalances(entries: readonly Entry[], book: Book): void {
  const [sums, there] = [new Map<number, number>(), new Map<string, number>()];
  for (const { n, changes } of entries) {
    const underWay = new Map<number, number>();
    for (const change of changes) {
      if (change.do !== 'move') continue;
      const { id, place = 1, of, at, reason } = change;
      const key = `${id} ${place} ${place < 0 ? of : null}`;
      const [sum, lying] = [(sums.get(id) ?? 0) + change.change, (there.get(key) ?? 0) + change.change];
      if (reason === undefined) underWay.set(id, (underWay.get(id) ?? 0) + change.change);
      const balance = sum - (underWay.get(id) ?? 0);
      if (balance !== change.balance || balance < 0) expect(change).toMatchObject({ balance });
      if (lying < 0 || (at !== undefined && at !== lying)) expect(change).toMatchObject({ at: lying });
      sums.set(id, sum);
      there.set(key, lying);
    }
    for (const [id, units] of underWay) if (units !== 0) expect({ n, id, units }).toMatchObject({ units: 0 });
  }
  for (const { device, stock } of book.all())
    for (const { place, of, quantity } of stock.levels)
      if (there.get(`${device.id} ${place} ${of}`) !== quantity)
        expect({ place, of, quantity }).toMatchObject({ quantity: there.get(`${device.id} ${place} ${of}`) });
  for (const { id } of book.devices()) {
    const sum = sums.get(id) ?? 0;
    const quantity = book.onHand(id);
    if (sum !== quantity) expect(sum).toBe(quantity);
  }
}

function expectKeysOnce(entries: readonly Entry[]): void {
  // Both sides of a transfer have its key.
  const keys = entries.flatMap(({ command, changes }) => {
    const ofEntry = changes.flatMap((change) =>
      change.do === 'move' && change.key !== undefined ? [change.key] : [],
    );
    return command === 'transfer' || command === 'receive' ? [...new Set(ofEntry)] : ofEntry;
  });
  if (new Set(keys).size !== keys.length) expect(keys).toEqual([...new Set(keys)]);
}
