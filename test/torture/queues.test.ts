import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewEntry } from '../../src/inventory/book/change.ts';
import { decideAdd } from '../../src/inventory/decide/devices/add.ts';
import { decideAddPlaces } from '../../src/inventory/decide/places/add-places.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { pendingItems } from '../../src/inventory/look/pending.ts';
import { orRefuse, Refusal } from '../../src/inventory/refusal.ts';
import { initJsonFileStore, openJsonFileStore } from '../../src/store/json-file/store.ts';
import type { Decide } from '../../src/store/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { fieldsOf, player, television } from '../inventory/decide/plain-shop.ts';
import { above0, countersOf, Model, stepFor, turn } from '../inventory/decide/queue-model.ts';
import { testServer } from '../postgres/one-server.ts';
import { PostgresServer } from '../postgres/server.ts';
import { newShop, openShop } from '../postgres/shop.ts';
import { damage } from '../store/damaged-line.ts';
import { seed, tally, times } from './length.ts';

type Stores = readonly [li: KeptStore, zhao: KeptStore];
type Made = Parameters<Decide<null>>;

/** The shop that the model begins with: two devices, and a second place. */
const opening: readonly ((...args: Made) => NewEntry | null)[] = [
  (book, journal, at) =>
    decideAdd(
      book,
      journal,
      orRefuse(kinds.parse('tv')),
      fieldsOf({ ...television, code: 'T', quantity: '10' }),
      at,
    ),
  (book, journal, at) =>
    decideAdd(
      book,
      journal,
      orRefuse(kinds.parse('dvd')),
      fieldsOf({ ...player, code: 'D', quantity: '20' }),
      at,
    ),
  (book, journal, at) => decideAddPlaces(book, journal, { paths: ['a'] }, at).entry,
  (book, journal, at) =>
    decideAdd(book, journal, orRefuse(kinds.parse('dvd')), fieldsOf({ ...player, code: 'E' }), at),
];

/** Decides and records; returns false if it is refused. */
async function done(store: KeptStore, decide: (...args: Made) => NewEntry | null): Promise<boolean> {
  try {
    const { entry } = await store.commit((...args) => ({ entry: decide(...args), answer: null }));
    return entry !== null;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** A new store that two clerks have open all the time. */
async function inFreshStore(where: 'in files' | 'on a server', act: (stores: Stores) => Promise<void>) {
  if (where === 'on a server') {
    const url = await newShop(testServer() as PostgresServer, 0);
    const stores = [openShop(url), openShop(url, { by: 'zhao' })] as const;
    await act(stores);
    for (const store of stores) await store.close();
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'stockbook-queues-'));
  const options = { waitMs: 1000, now: Date.now, notice: () => undefined };
  try {
    const path = join(folder, 'inventory.json');
    const first = await initJsonFileStore(path, { code: 'CNY', fractionDigits: 2 }, { ...options, by: 'li' });
    const stores = [first, await openJsonFileStore(path, { ...options, by: 'zhao' })] as const;
    await act(stores);
    for (const store of stores) await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const kindsOfStores = [
  { where: 'in files', share: 1 },
  ...(testServer() instanceof PostgresServer ? [{ where: 'on a server', share: 0.2 } as const] : []),
] as const;

const patience = { timeout: times(600_000, 6_000_000) };

describe.each(kindsOfStores)('what waits in queues $where', ({ where, share }) => {
  it(`is what a simple model says, after each step of two clerks (seed ${seed})`, patience, async () => {
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 30, size: 'max' }), (turns) =>
        inFreshStore(where, async ([li, zhao]) => {
          for (const decide of opening) expect(await done(li, decide)).toBe(true);
          const model = new Model();
          for (const { by, asked } of turns) {
            steps++;
            const store = by === 'li' ? li : zhao;
            expect([asked, await done(store, stepFor(asked, by))]).toEqual([asked, model.do(by, asked)]);
            const other = by === 'li' ? zhao : li;
            expect(above0(await other.ask(countersOf))).toEqual(above0(model.counters));
            const pending = await other.ask((book, journal) => pendingItems(book, journal));
            expect(pending.map(({ queue, entry, code, left }) => [queue, entry, code, left])).toEqual(
              model.pending,
            );
          }
          expect((await li.verify()).findings).toEqual([]);
          expect(await zhao.repair()).toMatchObject({ lost: [], setAside: [], corrections: [] });
        }),
      ),
      { seed, numRuns: share * times(40, 2000) },
    );
    tally({ 'steps of queues that came to what a model says': steps });
  });
});

describe('what waits in queues', () => {
  it(`waits there as it did after a repair of any entry (seed ${seed})`, patience, async () => {
    let repairs = 0;
    const turns = fc.array(turn, { minLength: 1, maxLength: 20, size: 'max' });
    await fc.assert(
      fc.asyncProperty(turns, fc.nat(), fc.nat(), async (played, line, byte) => {
        const folder = mkdtempSync(join(tmpdir(), 'stockbook-queues-'));
        const path = join(folder, 'inventory.json');
        const options = { waitMs: 1000, now: Date.now, notice: () => undefined, entriesBehind: () => 1 };
        try {
          const currency = { code: 'CNY', fractionDigits: 2 };
          const store = await initJsonFileStore(path, currency, { ...options, by: 'li' });
          for (const decide of opening) await done(store, decide);
          for (const { by, asked } of played) await done(store, stepFor(asked, by));
          const before = await store.ask(countersOf);
          damage(path.replace('.json', '.journal.jsonl'), line, byte);
          await store.repair();
          expect(await store.ask(countersOf)).toEqual(before);
          expect((await store.verify()).findings).toEqual([]);
          repairs++;
          await store.close();
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { seed, numRuns: times(40, 2000) },
    );
    tally({ 'repairs of books with queues': repairs });
  });
});
