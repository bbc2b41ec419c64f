import { expect, it } from 'vitest';
import { decideImportMovements } from '../../../src/inventory/decide/imports/import-movements.ts';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import { guards } from '../../../src/inventory/decide/movements/slips.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { decideOrder } from '../../../src/inventory/decide/queues/order.ts';
import { decideReceive } from '../../../src/inventory/decide/queues/receive.ts';
import { orRefuse } from '../../../src/inventory/refusal.ts';
import { parseQuantity } from '../../../src/inventory/values/quantity.ts';
import { fileOf } from './import-file.ts';
import { fieldsOf, movementOf, shop, television } from './plain-shop.ts';

const watch = { guards: new Set(guards.map(({ value }) => value)), refused: 'none' } as const;
const file = fileOf('a.csv', 'a');
const five = orRefuse(parseQuantity('5'));

it.each<[string, number, (made: ReturnType<typeof shop>) => unknown]>([
  ['a movement', 1, (made) => made.move({ device: 'T', change: -1 })],
  ['a movement of a name', 1, (made) => made.move({ device: 'Set', change: -1 })],
  ['a movement with a key', 1, (made) => made.move({ device: 'T', change: -1, key: 'k', expect: 10 })],
  [
    'a movement that is watched',
    1,
    (made) =>
      made.do(
        (book, journal, at) =>
          decideMove(book, journal, movementOf({ device: 'T', change: 1, key: 'k' }), at, watch).entry,
      ),
  ],
  ['an added device', 1, (made) => made.add('tv', { ...television, code: 'N', quantity: '1' })],
  ['an added device without a code', 2, (made) => made.add('tv', television)],
  [
    'an undo',
    2,
    (made) => {
      made.move({ device: 'T', change: 1, cost: '500' });
      made.do((book, journal, at) => decideUndo(book, journal, { entry: 4, by: 'li' }, at).entry);
    },
  ],
  [
    'an undo of the last entry',
    2,
    (made) =>
      made.do((book, journal, at) => decideUndo(book, journal, { entry: undefined, by: 'li' }, at).entry),
  ],
  [
    'an order',
    1,
    (made) =>
      made.do((book, journal, at) => decideOrder(book, journal, { device: 'T', quantity: five }, at).entry),
  ],
  [
    'a receipt of an order',
    2,
    (made) => {
      made.do((book, journal, at) => decideOrder(book, journal, { device: 'T', quantity: five }, at).entry);
      made.do((book, journal, at) => decideReceive(book, journal, { entry: 4 }, at).entry);
    },
  ],
  [
    'an import of pieces with serial numbers',
    1,
    (made) => {
      const fields = fieldsOf({ code: 'T', type: 'out', quantity: '1', serials: 'SN7' });
      const options = { file, skipBad: false, again: false };
      made.do(
        (...known) =>
          decideImportMovements(known[0], known[1], [{ row: 2, fields }], options, known[2]).entry,
      );
    },
  ],
  [
    'an import of a thousand rows',
    1,
    (made) => {
      const rows = Array.from({ length: 1000 }, (_, index) => ({
        row: index + 2,
        fields: fieldsOf({ code: index % 2 ? 'T' : 'D', type: 'in', quantity: '1', key: `k${index}` }),
      }));
      const options = { file, skipBad: false, again: false };
      made.do((book, journal, at) => decideImportMovements(book, journal, rows, options, at).entry);
    },
  ],
])('%s asks a store far away %i times at most', (_, most, act) => {
  const made = shop();
  act(made);
  expect(made.trips).toBeLessThanOrEqual(most);
});
