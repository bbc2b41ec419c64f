import type { Loaders } from '../command.ts';
import type { Look } from '../entries/file-with.ts';

export const looks: Loaders<Look> = {
  list: () => import('./devices/list.ts'),
  search: () => import('./devices/search.ts'),
  show: () => import('./devices/show.ts'),
  history: () => import('./history/history.ts'),
  why: () => import('./history/why.ts'),
  undo: () => import('./movement/undo.ts'),
};
