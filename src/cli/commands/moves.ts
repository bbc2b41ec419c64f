import type { Loaders } from '../command.ts';
import type { Move } from '../entries/file-with.ts';

export const moves: Loaders<Move> = {
  'stock-in': () => import('./movement/stock-in.ts'),
  'stock-out': () => import('./movement/stock-out.ts'),
};
