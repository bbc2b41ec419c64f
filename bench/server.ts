// What the benchmark of servers uses of the program itself and of its tests.
export { initJsonFileStore, openJsonFileStore } from '../src/store/json-file/store.ts';
export { restoreJsonFileStore } from '../src/store/json-file/upkeep/restore.ts';
export { BrokenLine } from '../test/postgres/broken-line.ts';
export { addDevices, move, newShop, openShop, optionsOf } from '../test/postgres/shop.ts';
export { writeLongHistory } from './long-history.ts';
