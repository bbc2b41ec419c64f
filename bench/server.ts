// What the benchmark of servers uses of the program itself and of its tests.
export { BrokenLine } from '../test/postgres/broken-line.ts';
export { move, newShop, openShop, optionsOf } from '../test/postgres/shop.ts';
