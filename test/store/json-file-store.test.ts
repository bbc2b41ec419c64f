import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideAdd } from '../../src/inventory/decide/devices/add.ts';
import { decideMove } from '../../src/inventory/decide/movements/move.ts';
import type { Movement } from '../../src/inventory/decide/movements/movement.ts';
import { decideUndo } from '../../src/inventory/decide/movements/undo.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { orRefuse } from '../../src/inventory/refusal.ts';
import { parseQuantity } from '../../src/inventory/values/quantity.ts';
import { initJsonFileStore, openJsonFileStore } from '../../src/store/json-file/store.ts';
import type { Notice } from '../../src/store/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { entriesOf } from '../torture/soundness.ts';
import { historyOf } from './whole.ts';

const cny = { code: 'CNY', fractionDigits: 2 };
let folder: string;
let book: string;
let notices: Notice[];
const options = () => ({
  by: 'li',
  waitMs: 1000,
  now: () => Date.now(),
  notice: (notice: Notice) => void notices.push(notice),
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stockbook-test-'));
  book = join(folder, 'data', 'inventory.json');
  notices = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const addTv = (store: KeptStore, code: string) =>
  store.commit((inventory, journal, at) => {
    const kind = orRefuse(kinds.parse('tv'));
    const fields = new Map([
      ['code', code],
      ['name', `Set ${code}`],
      ['size', '42'],
      ['panel', 'lcd'],
      ['price', '10.00'],
    ]);
    return { entry: decideAdd(inventory, journal, kind, fields, at), answer: null };
  });

const move = (store: KeptStore, device: string, direction: Movement['direction'], quantity: string) =>
  store.commit((inventory, journal, at) =>
    decideMove(
      inventory,
      journal,
      {
        device,
        direction,
        quantity: orRefuse(parseQuantity(quantity)),
        reason: direction === 'stock-in' ? 'purchase' : 'sale',
      },
      at,
    ),
  );

const onHand = async (code: string) => {
  const store = await openJsonFileStore(book, options());
  return store.ask((inventory) => inventory.onHand(inventory.withCode(code)?.id ?? 0));
};

describe('a JSON file store', () => {
  it('keeps what was committed, in the book file and in the journal', async () => {
    const store = await initJsonFileStore(book, cny, options());
    await addTv(store, 'TV-1');
    await move(store, 'tv-1', 'stock-in', '5');
    const { entry } = await move(store, 'TV-1', 'stock-out', '2');
    expect(entry?.n).toBe(3);
    expect(await onHand('TV-1')).toBe(3);
    expect(JSON.parse(readFileSync(book, 'utf8')).devices[0].quantity).toBe(3);
    const verification = await store.verify();
    expect(verification).toEqual({ entries: 3, devices: 1, findings: [] });
    expect(notices).toEqual([]);
  });

  it('refuses to take out more than is on hand and changes nothing', async () => {
    const store = await initJsonFileStore(book, cny, options());
    await addTv(store, 'TV-1');
    const before = readFileSync(book);
    await expect(move(store, 'TV-1', 'stock-out', '1')).rejects.toMatchObject({ code: 'insufficient-stock' });
    expect(readFileSync(book).equals(before)).toBe(true);
  });

  it('takes an entry back and shows which one did', async () => {
    const store = await initJsonFileStore(book, cny, options());
    await addTv(store, 'TV-1');
    await move(store, 'TV-1', 'stock-in', '5');
    await store.commit((inventory, journal, at) => ({
      entry: decideUndo(inventory, journal, { entry: undefined, by: 'li' }, at).entry,
      answer: null,
    }));
    expect(await onHand('TV-1')).toBe(0);
    const rows = (await historyOf(store)).map(({ row }) => row);
    expect(rows.map(({ type, undoes, undoneBy }) => [type, undoes, undoneBy])).toEqual([
      ['add', null, null],
      ['stock-in', null, 3],
      ['undo', 2, null],
    ]);
  });

  it('rebuilds a lost book file from the journal', async () => {
    const store = await initJsonFileStore(book, cny, options());
    await addTv(store, 'TV-1');
    await move(store, 'TV-1', 'stock-in', '5');
    rmSync(book);
    expect(await onHand('TV-1')).toBe(5);
    await move(store, 'TV-1', 'stock-in', '1');
    expect(JSON.parse(readFileSync(book, 'utf8')).devices[0].quantity).toBe(6);
    expect(notices).toMatchObject([{ key: 'book-rebuilt', keptAs: null }]);
  });

  it('keeps a book file that was edited by hand aside and rebuilds it', async () => {
    const store = await initJsonFileStore(book, cny, options());
    await addTv(store, 'TV-1');
    writeFileSync(book, readFileSync(book, 'utf8').replace('"quantity":0', '"quantity":9'));
    expect((await store.verify()).findings).toMatchObject([{ key: 'book-differs' }]);
    expect(await onHand('TV-1')).toBe(0);
    await move(store, 'TV-1', 'stock-in', '1');
    expect((await store.verify()).findings).toEqual([]);
    expect(readdirSync(join(folder, 'data')).some((name) => name.includes('edited'))).toBe(true);
  });

  it('sets a torn tail aside and goes on', async () => {
    const store = await initJsonFileStore(book, cny, options());
    await addTv(store, 'TV-1');
    appendFileSync(join(folder, 'data', 'inventory.journal.jsonl'), '{"n":2,"at":"2026-');
    await move(store, 'TV-1', 'stock-in', '1');
    expect(await onHand('TV-1')).toBe(1);
    expect(notices).toMatchObject([{ key: 'torn-tail-set-aside' }]);
  });

  it('notices a changed entry, writes nothing until repaired, and keeps the stock', async () => {
    const store = await initJsonFileStore(book, cny, options());
    await addTv(store, 'TV-1');
    await move(store, 'TV-1', 'stock-in', '5');
    await move(store, 'TV-1', 'stock-out', '1');
    const journal = join(folder, 'data', 'inventory.journal.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('"change":5', '"change":6'));
    expect((await store.verify()).findings).toMatchObject([{ key: 'entry-damaged', place: { entry: 2 } }]);
    await expect(move(store, 'TV-1', 'stock-in', '1')).rejects.toMatchObject({ code: 'damaged' });
    const repaired = await store.repair();
    expect(repaired).toMatchObject({ lost: [2], corrections: [2] });
    expect(await onHand('TV-1')).toBe(4);
    expect((await store.verify()).findings).toEqual([]);
    await move(store, 'TV-1', 'stock-in', '1');
    expect(await onHand('TV-1')).toBe(5);
  });

  it.each([
    [
      'changed',
      (lines: string[]) =>
        lines.map((line, n) => (n === 3 ? line.replace('"change":5', '"change":6') : line)),
      [3],
    ],
    ['removed', (lines: string[]) => lines.toSpliced(3, 1), [3, 4]],
    [
      'swapped',
      (lines: string[]) => [...lines.slice(0, 3), lines[4] ?? '', lines[3] ?? '', ...lines.slice(5)],
      [3, 4, 5],
    ],
    [
      'changed twice',
      (lines: string[]) => lines.map((line, n) => (n === 2 || n === 5 ? line.replace('"li"', '"xx"') : line)),
      [2, 5],
    ],
  ])(
    'keeps the entries after one that was %s, with their numbers, keys and stock',
    async (_, damage, lost) => {
      const store = await initJsonFileStore(book, cny, options());
      await addTv(store, 'TV-1');
      await addTv(store, 'TV-2');
      await move(store, 'TV-1', 'stock-in', '5');
      await move(store, 'TV-2', 'stock-in', '7');
      await move(store, 'TV-1', 'stock-out', '1');
      await move(store, 'TV-2', 'stock-out', '2');
      await move(store, 'TV-1', 'stock-in', '3');
      const journal = join(folder, 'data', 'inventory.journal.jsonl');
      const before = await entriesOf(store);
      writeFileSync(journal, damage(readFileSync(journal, 'utf8').split('\n')).join('\n'));
      await expect(move(store, 'TV-1', 'stock-in', '1')).rejects.toMatchObject({ code: 'damaged' });
      expect((await store.repair()).lost).toEqual(lost);
      expect([await onHand('TV-1'), await onHand('TV-2')]).toEqual([7, 5]);
      expect((await store.verify()).findings).toEqual([]);
      const after = await entriesOf(store);
      expect(after.map(({ n }) => n)).toEqual(before.map(({ n }) => n));
      for (const entry of before) if (!lost.includes(entry.n)) expect(after[entry.n - 1]).toEqual(entry);
      for (const n of lost) expect(after[n - 1]?.command).toBe('repair');
      await move(store, 'TV-1', 'stock-out', '7');
    },
  );
});
