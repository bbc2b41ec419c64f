import type { CommandDefinition, Loaders } from '../command.ts';
import type { CommandWords } from '../words/command-words.ts';
import { looks } from './looks.ts';
import { moves } from './moves.ts';
import type { CommandName } from './shell/names.ts';

const loaders: Loaders<CommandName> = {
  ...moves,
  ...looks,
  init: () => import('./store/init.ts'),
  add: () => import('./devices/add.ts'),
  edit: () => import('./devices/edit.ts'),
  remove: () => import('./devices/remove.ts'),
  correct: () => import('./movement/correct.ts'),
  scan: () => import('./movement/scan.ts'),
  place: () => import('./places/place.ts'),
  'place add': () => import('./places/place-add.ts'),
  'place edit': () => import('./places/place-edit.ts'),
  'place remove': () => import('./places/place-remove.ts'),
  transfer: () => import('./transfers/transfer.ts'),
  order: () => import('./transfers/order.ts'),
  receive: () => import('./queues/receive.ts'),
  accept: () => import('./queues/accept.ts'),
  reject: () => import('./queues/reject.ts'),
  'write-off': () => import('./transfers/write-off.ts'),
  deliver: () => import('./queues/deliver.ts'),
  cancel: () => import('./queues/cancel.ts'),
  pending: () => import('./queues/pending.ts'),
  'count open': () => import('./counts/count-open.ts'),
  'count sheet': () => import('./tallies/count-sheet.ts'),
  'count enter': () => import('./tallies/count-enter.ts'),
  'count rest': () => import('./tallies/count-rest.ts'),
  'count recount': () => import('./tallies/count-recount.ts'),
  'count freeze': () => import('./counts/count-freeze.ts'),
  'count thaw': () => import('./counts/count-thaw.ts'),
  'count show': () => import('./tallies/count-show.ts'),
  'count post': () => import('./counts/count-post.ts'),
  'count cancel': () => import('./counts/count-cancel.ts'),
  'count spot': () => import('./counts/count-spot.ts'),
  import: () => import('./import/import.ts'),
  export: () => import('./export/export.ts'),
  labels: () => import('./labels/labels.ts'),
  report: () => import('./report/report.ts'),
  chart: () => import('./report/chart.ts'),
  verify: () => import('./store/verify.ts'),
  repair: () => import('./store/repair.ts'),
  backup: () => import('./store/backup.ts'),
  restore: () => import('./store/restore.ts'),
  info: () => import('./store/info.ts'),
  completion: () => import('./shell/completion.ts'),
};

export const loadCommand = async (name: CommandName): Promise<CommandDefinition> =>
  (await loaders[name]()).command;

/** The words of every command, for those who list them. */
export const loadCommandWords = async (): Promise<{ readonly [name in CommandName]: CommandWords }> =>
  (await import('./words.ts')).commandWords;
