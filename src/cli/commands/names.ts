/** The commands, in the order that help lists them. */
export const commandNames = [
  'init',
  'add',
  'edit',
  'remove',
  'list',
  'search',
  'show',
  'stock-in',
  'stock-out',
  'history',
  'why',
  'undo',
  'correct',
  'scan',
  'import',
  'export',
  'labels',
  'report',
  'chart',
  'verify',
  'repair',
  'info',
  'completion',
] as const;

export type CommandName = (typeof commandNames)[number];
