import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Book } from '../../src/inventory/book/book.ts';
import type { NewEntry } from '../../src/inventory/book/change.ts';
import type { Journal } from '../../src/inventory/book/journal.ts';
import { quantityAt } from '../../src/inventory/book/stock.ts';
import { decideAdd } from '../../src/inventory/decide/devices/add.ts';
import { decideEdit } from '../../src/inventory/decide/devices/edit.ts';
import { decideRemove } from '../../src/inventory/decide/devices/remove.ts';
import type { ImportOutcome } from '../../src/inventory/decide/imports/import.ts';
import { decideImportDevices } from '../../src/inventory/decide/imports/import-devices.ts';
import { decideImportMovements } from '../../src/inventory/decide/imports/import-movements.ts';
import { decideCorrect } from '../../src/inventory/decide/movements/correct.ts';
import { decideMove } from '../../src/inventory/decide/movements/move.ts';
import { decideTransfer } from '../../src/inventory/decide/movements/transfer.ts';
import { decideUndo } from '../../src/inventory/decide/movements/undo.ts';
import { decideAddPlaces } from '../../src/inventory/decide/places/add-places.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { orRefuse, Refusal } from '../../src/inventory/refusal.ts';
import { parseOnHand, parseQuantity, parseSetQuantity } from '../../src/inventory/values/quantity.ts';
import { parseReference } from '../../src/inventory/values/text.ts';
import { initJsonFileStore, openJsonFileStore } from '../../src/store/json-file/store.ts';
import type { Decide } from '../../src/store/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { fileOf } from '../inventory/decide/import-file.ts';
import { testServer } from '../postgres/one-server.ts';
import { PostgresServer } from '../postgres/server.ts';
import { newShop, openShop } from '../postgres/shop.ts';
import { listingOf, historyOf as recordedIn } from '../store/whole.ts';
import { seed, tally, times } from './length.ts';
import { type Asked, type AskedMove, Model, newPrice, type Outcome, otherPlace } from './reference-model.ts';

const code = fc.constantFrom('A', 'B', 'C', 'a', 'tv-0002');
const units = fc.integer({ min: -6, max: 9 }).filter((one) => one !== 0);
const received = fc.integer({ min: 1, max: 9 });
const isAway = fc.boolean();
const opening = fc.integer({ min: 0, max: 9 });
const cost = fc.integer({ min: 0, max: 9 });
/** The place is never taken back. */
const numberWhere = (isPlaced: boolean) => fc.integer({ min: isPlaced ? 2 : 1, max: 14 });
const key = fc.constantFrom('k1', 'k2');
const rows = { minLength: 1, maxLength: 4 };

/** What is asked for in a book with one place, or with another one beside it. */
const askedWhere = (isPlaced: boolean): fc.Arbitrary<Asked> =>
  fc.oneof(
    fc.record(
      { do: fc.constant('add' as const), code, quantity: opening, cost, tv: code },
      { requiredKeys: ['do', 'quantity'] },
    ),
    fc.record(
      {
        do: fc.constant('move' as const),
        code,
        units,
        key,
        expect: opening,
        ...(isPlaced ? { isAway } : {}),
      },
      { requiredKeys: ['do', 'code', 'units'] },
    ),
    ...(isPlaced
      ? [fc.record({ do: fc.constant('transfer' as const), code, units: received, isBack: fc.boolean() })]
      : []),
    fc.record({ do: fc.constant('move' as const), code, units: received, cost }),
    fc.record(
      { do: fc.constant('edit' as const), code, to: code, price: cost, cost },
      { requiredKeys: ['do', 'code'] },
    ),
    fc.record({ do: fc.constant('remove' as const), code }),
    fc.record({ do: fc.constant('undo' as const), entry: numberWhere(isPlaced) }, { requiredKeys: ['do'] }),
    fc.record({ do: fc.constant('correct' as const), entry: numberWhere(isPlaced), quantity: opening }),
    fc.record({
      do: fc.constant('import movements' as const),
      skipBad: fc.boolean(),
      rows: fc.array(
        fc.record(
          { code, units, key, expect: opening, ...(isPlaced ? { isAway } : {}) },
          { requiredKeys: ['code', 'units'] },
        ),
        rows,
      ),
    }),
    fc.record({
      do: fc.constant('import devices' as const),
      skipBad: fc.boolean(),
      rows: fc.array(fc.record({ code, quantity: opening }), rows),
    }),
  );

/** What one clerk asks for, or only rehearses, and another one who looks at the store next. */
const turnWhere = (isPlaced: boolean) =>
  fc.record({
    clerk: fc.nat({ max: 2 }),
    looker: fc.nat({ max: 2 }),
    rehearsal: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
    asked: askedWhere(isPlaced),
  });

const money = (minor: number): string => (minor / 100).toFixed(2);

const fieldsOf = (fields: { readonly [field: string]: string | number | undefined }) =>
  new Map(
    Object.entries(fields).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)] as const],
    ),
  );

const television = { name: 'Set', size: '42', panel: 'lcd' };

function movementOf({
  code: device,
  units: change,
  key,
  expect: expected,
  isAway: isElsewhere,
  cost: minor,
}: AskedMove & { cost?: number }) {
  return {
    device,
    direction: change > 0 ? 'stock-in' : 'stock-out',
    quantity: orRefuse(parseQuantity(String(Math.abs(change)))),
    reason: change > 0 ? 'purchase' : 'sale',
    ...(key === undefined ? {} : { key: orRefuse(parseReference(key)) }),
    ...(isElsewhere === true ? { place: otherPlace } : {}),
    ...(expected === undefined ? {} : { expect: orRefuse(parseOnHand(String(expected))) }),
    ...(minor === undefined ? {} : { cost: BigInt(minor) as never }),
  } as const;
}

type Told = Omit<Outcome, 'entry'>;

function decide(
  one: Asked,
  by: string,
  book: Book,
  journal: Journal,
  at: string,
): { entry: NewEntry | null; answer: Told } {
  const only = (entry: NewEntry | null) => ({ entry, answer: {} });
  switch (one.do) {
    case 'add': {
      const { code: device, quantity, tv } = one;
      const fields = { ...television, code: device, quantity, cost: one.cost && money(one.cost) };
      return only(
        tv === undefined
          ? decideAdd(
              book,
              journal,
              orRefuse(kinds.parse('tv')),
              fieldsOf({ ...fields, price: money(newPrice) }),
              at,
            )
          : decideAdd(
              book,
              journal,
              orRefuse(kinds.parse('combo')),
              fieldsOf({ ...fields, disc: 'hd', tv, dvdPrice: '1' }),
              at,
            ),
      );
    }
    case 'move': {
      const { entry, answer } = decideMove(book, journal, movementOf(one), at);
      return { entry, answer: answer.already === null ? {} : { already: answer.already.entry.n } };
    }
    case 'transfer': {
      const [from, to] = one.isBack ? [otherPlace, 'main'] : ['main', otherPlace];
      const quantity = orRefuse(parseQuantity(String(one.units)));
      return only(
        decideTransfer(book, journal, { device: one.code, quantity, from, to, inTransit: false }, at).entry,
      );
    }
    case 'edit': {
      const { to, price } = one;
      const fields = fieldsOf({ code: to, price: price && money(price), cost: one.cost && money(one.cost) });
      return only(decideEdit(book, journal, one.code, { fields }, at));
    }
    case 'remove':
      return only(decideRemove(book, journal, one.code, at));
    case 'undo':
      return only(decideUndo(book, journal, { entry: one.entry, by }, at).entry);
    case 'correct': {
      const quantity = orRefuse(parseSetQuantity(String(one.quantity)));
      return only(decideCorrect(book, journal, { entry: one.entry, quantity }, at).entry);
    }
    case 'import movements': {
      const fields = one.rows.map(
        ({ code: device, units: change, key, expect: expected, isAway: isElsewhere }) =>
          fieldsOf({
            place: isElsewhere === true ? otherPlace : undefined,
            code: device,
            type: change > 0 ? 'in' : 'out',
            quantity: Math.abs(change),
            key,
            expect: expected,
          }),
      );
      return imported(decideImportMovements(book, journal, numbered(fields), settings(one), at));
    }
    case 'import devices': {
      const fields = one.rows.map((row) =>
        fieldsOf({ kind: 'tv', ...television, price: money(newPrice), ...row }),
      );
      return imported(
        decideImportDevices(book, journal, numbered(fields), { ...settings(one), update: false }, at),
      );
    }
  }
}

const numbered = (all: readonly ReadonlyMap<string, string>[]) =>
  all.map((fields, index) => ({ row: index + 2, fields }));

const settings = ({ skipBad }: { readonly skipBad: boolean }) => ({
  file: fileOf('x.csv', 'x'),
  skipBad,
  again: true,
});

const imported = ({ entry, answer: { rejected, skipped } }: ImportOutcome) => ({
  entry,
  answer: { rejected: rejected.map(({ row, code: why }) => [row, why] as const), skipped },
});

/** What becomes of a command. */
async function perform(store: KeptStore, one: Asked, by: string, rehearsal = false): Promise<Outcome> {
  const decision: Decide<Told> = (book, journal, at) => decide(one, by, book, journal, at);
  try {
    const { entry, answer } = rehearsal
      ? { entry: null, answer: (await store.ask(decision)).answer }
      : await store.commit(decision);
    return { ...answer, entry: entry?.n ?? null };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.code };
    throw error;
  }
}

/** Every device: its code, on-hand quantity, that at the other place, price and last cost. */
type Picture = readonly (readonly (string | number | null)[])[];

const otherPlaceIn = ({ places }: Book): number =>
  places.all.find(({ path }) => path === otherPlace)?.id ?? 0;

const pictureOf = (book: Book): Picture =>
  Array.from(book.devices(), ({ id, code: device }) => [
    device,
    book.onHand(id),
    quantityAt(book.levels(id), { place: otherPlaceIn(book), of: null }),
    Number(book.priceOf(id)),
    book.stock(id).lastCost === null ? null : Number(book.stock(id).lastCost),
  ]).sort();

const pictureOfModel = (model: Model): Picture =>
  Array.from(model.devices, ([id, device]) => [
    device.code,
    device.quantity,
    device.lies.away,
    model.price(device),
    model.lastCost(id),
  ]).sort();

const historyOfModel = (model: Model) =>
  model.entries.flatMap(({ n, by, rows: all, undoes, corrects }) =>
    all.map(({ place, placeBalance, ...row }) => ({
      entry: n,
      by,
      ...row,
      ...(model.isPlaced ? { place, placeBalance } : {}),
      undoes: undoes ?? null,
      undoneBy: model.undoneBy(n) ?? null,
      ...(corrects === undefined ? {} : { corrects }),
    })),
  );

async function historyOf(store: KeptStore) {
  return (await recordedIn(store)).map(
    ({ row: { at, name, cost: _, ref, note, of, party, serials, count, counted, book, ...row } }) => row,
  );
}

/** Each entry left the book as the model remembers it. */
async function expectSamePast(store: KeptStore, model: Model): Promise<void> {
  const times = new Map((await recordedIn(store)).map(({ row: { entry, at } }) => [entry, Date.parse(at)]));
  for (const [index, { devices }] of model.entries.entries()) {
    const time = times.get(index + 1);
    // A server may make two entries within a millisecond.
    if (time === undefined || time === times.get(index + 2)) continue;
    const { rows } = await listingOf(store, time);
    const quantities = rows.map(({ code, quantity }) => [code, quantity]).sort();
    expect(quantities).toEqual(Array.from(devices.values(), (one) => [one.code, one.quantity]).sort());
  }
}

const begun = Date.UTC(2026, 10, 23);
const timeOf = (entry: number): number => begun + entry * 1000;
const clerks = ['li', 'wang', 'zhao'];

/** A new store that three clerks have open all the time, each keeping in mind what it was when they last wrote. */
async function inFreshStore(
  entriesBehind: number | 'on a server',
  isPlaced: boolean,
  action: (stores: readonly [KeptStore, KeptStore, KeptStore], model: Model) => Promise<void>,
): Promise<void> {
  const model = new Model(isPlaced);
  if (entriesBehind === 'on a server') {
    const url = await newShop(testServer() as PostgresServer, 0);
    if (isPlaced) await makeOtherPlace(openShop(url, { by: 'chen' }));
    const stores = [openShop(url), openShop(url, { by: 'wang' }), openShop(url, { by: 'zhao' })] as const;
    await action(stores, model);
    for (const store of stores) await store.close();
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'stockbook-model-'));
  let isBegun = !isPlaced;
  const now = () => timeOf(model.entries.length + (isBegun ? 1 : 0));
  const options = { waitMs: 1000, now, notice: () => undefined, entriesBehind: () => entriesBehind };
  try {
    const path = join(folder, 'inventory.json');
    const first = await initJsonFileStore(path, { code: 'CNY', fractionDigits: 2 }, { ...options, by: 'li' });
    const open = (by: string) => openJsonFileStore(path, { ...options, by });
    if (isPlaced) await makeOtherPlace(await open('chen'));
    isBegun = true;
    const stores = [first, await open('wang'), await open('zhao')] as const;
    await action(stores, model);
    for (const store of stores) await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeOtherPlace(store: KeptStore): Promise<void> {
  await store.commit((book, journal, at) => decideAddPlaces(book, journal, { paths: [otherPlace] }, at));
  await store.close();
}

const onFiles = fc.constantFrom(1, 3, 256);
const onServer = fc.constant('on a server' as const);
const kindsOfStores = [
  { where: 'in files', entriesBehind: onFiles, share: 1 },
  ...(testServer() instanceof PostgresServer
    ? [{ where: 'on a server', entriesBehind: onServer, share: 0.2 }]
    : []),
];

const patience = { timeout: times(600_000, 6_000_000) };

describe.each(kindsOfStores)(
  'any sequence of commands of several clerks $where',
  ({ entriesBehind, share }) => {
    it(`comes to what a simple model says, after each of them (seed ${seed})`, patience, async () => {
      let commands = 0;
      const day = fc.boolean().chain((isPlaced) =>
        fc.record({
          isPlaced: fc.constant(isPlaced),
          turns: fc.array(turnWhere(isPlaced), { minLength: 1, maxLength: 30, size: 'max' }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(entriesBehind, day, (behind, { isPlaced, turns }) =>
          inFreshStore(behind, isPlaced, async (stores, model) => {
            for (const { clerk, looker, asked: one, rehearsal } of turns) {
              commands++;
              const by = clerks[clerk] ?? '';
              const outcome = await perform(stores[clerk] ?? stores[0], one, by, rehearsal);
              expect([one, outcome]).toEqual([one, model.perform(one, by, rehearsal)]);
              const store = stores[looker] ?? stores[0];
              expect(await store.ask(pictureOf)).toEqual(pictureOfModel(model));
              expect(await historyOf(store)).toEqual(historyOfModel(model));
            }
            const [store] = stores;
            expect((await store.verify()).findings).toEqual([]);
            expect(await store.repair()).toMatchObject({ lost: [], setAside: [], corrections: [] });
            await expectSamePast(store, model);
          }),
        ),
        { seed, numRuns: share * times(200, 4000) },
      );
      tally({ 'commands that came to what a model says': commands });
    });

    it('is taken back by undoing its entries from the last to the first', patience, async () => {
      const commands = askedWhere(true).filter((one) => one.do !== 'undo' && one.do !== 'correct');
      await fc.assert(
        fc.asyncProperty(entriesBehind, fc.array(commands, { minLength: 1, maxLength: 8 }), (behind, all) =>
          inFreshStore(behind, true, async ([store], model) => {
            const pictures: Picture[] = [[]];
            for (const one of all) {
              await perform(store, one, 'li');
              if (typeof model.perform(one, 'li').entry === 'number')
                pictures.push(await store.ask(pictureOf));
            }
            // The first entry has made the other place.
            for (let entry = pictures.length; entry > 1; entry--) {
              expect(await perform(store, { do: 'undo', entry }, 'li')).toEqual(
                model.perform({ do: 'undo', entry }, 'li'),
              );
              expect(await store.ask(pictureOf)).toEqual(pictures[entry - 2]);
            }
          }),
        ),
        { seed, numRuns: share * times(100, 1000) },
      );
    });
  },
);
