import fc from 'fast-check';
import { decideCorrect } from '../../src/inventory/decide/movements/correct.ts';
import { orRefuse } from '../../src/inventory/refusal.ts';
import { parseSetQuantity } from '../../src/inventory/values/quantity.ts';
import { initJsonFileStore } from '../../src/store/json-file/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import {
  addDevice,
  addPlaces,
  attemptCommand,
  type Command,
  edit,
  importDevices,
  importMoves,
  move,
  remove,
  settle,
  transfer,
  undo,
} from '../torture/shop.ts';
import { optionsOf } from './shop.ts';

const code = fc.constantFrom('A', 'B', 'X-T', 'X-D', 'X-C', 'N');
const place = fc.constantFrom('main', 'shop', 'shop/back');
const units = fc.integer({ min: 1, max: 5 });
const entry = fc.integer({ min: 1, max: 30 });
const signed = fc.integer({ min: -4, max: 6 }).map((change) => (change === 0 ? 1 : change));

const correct = ({
  quantity,
  ...said
}: {
  readonly entry: number;
  readonly quantity?: number;
  readonly reason?: string;
}): Command => ({
  decide: (book, journal, at) => {
    const set = quantity === undefined ? {} : { quantity: orRefuse(parseSetQuantity(String(quantity))) };
    return { entry: decideCorrect(book, journal, { ...said, ...set }, at).entry };
  },
});

/** What may be done in a book, and beside that in one with places. */
export const unplaced: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(code, signed).map(([device, change]) => move(device, change)),
  fc
    .tuple(code, units, fc.integer({ min: 0, max: 2 }))
    .map(([device, change, cost]) => move(device, change, { cost: String(cost) })),
  fc.array(fc.tuple(code, signed), { minLength: 1, maxLength: 3 }).map((rows) =>
    importMoves(
      rows.map(([device, change]) => ({ device, change })),
      JSON.stringify(rows),
    ),
  ),
  entry.map((n) => undo(n)),
  fc.constant(undo()),
  fc.tuple(entry, fc.nat({ max: 5 })).map(([n, quantity]) => correct({ entry: n, quantity })),
  fc
    .tuple(entry, fc.constantFrom('other', 'correction', 'sale', 'purchase', 'return'))
    .map(([n, reason]) => correct({ entry: n, reason })),
  fc.tuple(code, units).map(([device, price]) => edit(device, { price: String(price) })),
  fc.tuple(code, units).map(([device, minimum]) => edit(device, { minimum: String(minimum) })),
  fc.tuple(code, code).map(([device, to]) => edit(device, { code: to })),
  fc.tuple(code, units).map(([device, cost]) => edit(device, { cost: String(cost) })),
  code.map((device) => remove(device)),
  fc.tuple(fc.constantFrom('A', 'B', 'N'), units).map(([device, quantity]) => addDevice(device, quantity)),
];
export const placed: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(code, units, place, place, fc.boolean())
    .map(([device, quantity, from, to, inTransit]) => transfer(device, quantity, [from, to], { inTransit })),
  fc.tuple(entry, fc.boolean()).map(([n, isReceived]) => settle(n, isReceived)),
  fc.constant(addPlaces('shop', 'shop/back')),
];

/** How the clock goes on from an entry to the next one, in milliseconds: now and then it was set back, or ahead. */
export const step = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 2000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -9000, max: 9000 }) },
  { weight: 1, arbitrary: fc.constant(1_000_000_000_000) },
);

/** When the first command is done, or a little before. */
export const begun = Date.UTC(2025, 10, 23);

/** Runs commands in a shop in files, each some time after the previous one. */
export async function shopOf(
  path: string,
  commands: readonly (readonly [Command, number])[],
): Promise<KeptStore> {
  let now = begun;
  const store = await initJsonFileStore(
    path,
    { code: 'CNY', fractionDigits: 2 },
    optionsOf({ now: () => now }),
  );
  for (const [command, ms] of commands) {
    now += ms;
    await attemptCommand(store, command);
    // A clock that was ahead is set right again.
    if (ms > 1_000_000) now -= ms;
  }
  now = Date.now();
  return store;
}

/** A shop with two devices and more of another kind, with which each story begins. */
export const firstCommands = [addDevice('A', 9), importDevices('X', 4)].map((one) => [one, 1000] as const);
