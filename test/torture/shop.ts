import { expect } from 'vitest';
import type { Entry, Reason } from '../../src/inventory/change.ts';
import { decideAdd } from '../../src/inventory/decide/add.ts';
import { decideEdit } from '../../src/inventory/decide/edit.ts';
import { decideImportMovements } from '../../src/inventory/decide/import-movements.ts';
import { decideMove } from '../../src/inventory/decide/move.ts';
import { decideRemove } from '../../src/inventory/decide/remove.ts';
import { decideUndo } from '../../src/inventory/decide/undo.ts';
import { kinds } from '../../src/inventory/kinds.ts';
import { parseQuantity } from '../../src/inventory/quantity.ts';
import { valueOrRefusal } from '../../src/inventory/refusal.ts';
import { parseNote, parseReference } from '../../src/inventory/text.ts';
import type { FileSystem } from '../../src/store/json-file/files.ts';
import { initJsonFileStore, openJsonFileStore } from '../../src/store/json-file/json-file-store.ts';
import type { Decide, Notice, Store } from '../../src/store/store.ts';

/** Where the simulated store is. */
export const bookPath = '/shop/data/inventory.json';

let unique = 0;
let now = Date.UTC(2026, 10, 23);

const options = (files: FileSystem, notice: (notice: Notice) => void) => ({
  by: 'li',
  waitMs: 0,
  files,
  notice,
  now: () => {
    now += 1000;
    return now;
  },
  unique: () => {
    unique++;
    return unique.toString(16).padStart(8, '0');
  },
});

export const initStore = (files: FileSystem): Promise<Store> =>
  initJsonFileStore(
    bookPath,
    { code: 'CNY', fractionDigits: 2 },
    options(files, () => undefined),
  );

export const openStore = (
  files: FileSystem,
  notice: (notice: Notice) => void = () => undefined,
): Promise<Store> => openJsonFileStore(bookPath, options(files, notice));

/** One command of a clerk; it returns the entry it made, or the one that its key says is there. */
export type Command = (store: Store) => Promise<Entry | null>;

const commit =
  (decide: Decide<Entry | null>): Command =>
  async (store) => {
    const { entry, answer } = await store.commit(decide);
    return entry ?? answer;
  };

export const addDevice = (code: string, quantity: number): Command =>
  commit((book, _past, at) => {
    const fields = new Map([
      ['code', code],
      ['name', `Set ${code}`],
      ['size', '42'],
      ['panel', 'lcd'],
      ['price', '1'],
      ['quantity', String(quantity)],
    ]);
    return { record: decideAdd(book, valueOrRefusal(kinds.parse('tv')), fields, at), answer: null };
  });

export const move = (device: string, change: number, note: string, key?: string): Command =>
  commit((book, past, at) => {
    const direction = change > 0 ? 'stock-in' : 'stock-out';
    const reason: Reason = change > 0 ? 'purchase' : 'sale';
    const quantity = valueOrRefusal(parseQuantity(String(Math.abs(change))));
    const keyed = key === undefined ? {} : { key: valueOrRefusal(parseReference(key)) };
    const { record, answer } = decideMove(
      book,
      past,
      { device, direction, reason, quantity, note: valueOrRefusal(parseNote(note)), ...keyed },
      at,
    );
    return { record, answer: answer?.already ?? null };
  });

export const undo = (entry?: number): Command =>
  commit((book, past, at) => ({ record: decideUndo(book, past, entry, at), answer: null }));

export const rename = (device: string, name: string): Command =>
  commit((book, _past, at) => ({
    record: decideEdit(book, device, { fields: new Map([['name', name]]) }, at),
    answer: null,
  }));

export const remove = (device: string): Command =>
  commit((book, _past, at) => ({ record: decideRemove(book, device, at), answer: null }));

export const importMoves = (moves: readonly (readonly [device: string, change: number])[]): Command =>
  commit((book, past, at) => {
    const rows = moves.map(([device, change], index) => ({
      row: index + 2,
      fields: new Map([
        ['code', device],
        ['type', change > 0 ? 'in' : 'out'],
        ['quantity', String(Math.abs(change))],
        ['note', 'imported '.repeat(20)],
      ]),
    }));
    const { record } = decideImportMovements(
      book,
      past,
      rows,
      { file: { name: 'x.csv', sha256: 'x' }, skipBad: true, again: true },
      at,
    );
    return { record, answer: null };
  });

/** Every entry of a store, in order. */
export async function entriesOf(store: Store): Promise<Entry[]> {
  const { past } = await store.read();
  return [...past.backwards()].reverse();
}

/** What must hold of any store at any time. */
export async function expectSound(store: Store): Promise<void> {
  const entries = await entriesOf(store);
  expect(entries.map(({ n }) => n)).toEqual(entries.map((_, index) => index + 1));
  const sums = new Map<number, number>();
  for (const { device, row } of await store.history({})) {
    const balance = (sums.get(device) ?? 0) + (row.change ?? 0);
    expect(row.balance).toBe(balance);
    expect(balance).toBeGreaterThanOrEqual(0);
    sums.set(device, balance);
  }
  const { book } = await store.read();
  expect(book.entry).toBe(entries.length);
  for (const { id, quantity } of book.devices()) expect(sums.get(id)).toBe(quantity);
}
