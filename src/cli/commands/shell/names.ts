/** The commands, in the order that help lists them. A name may have several words: a space is between them. */
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
  'place',
  'place add',
  'place edit',
  'place remove',
  'transfer',
  'receive',
  'cancel',
  'pending',
  'import',
  'export',
  'labels',
  'report',
  'chart',
  'verify',
  'repair',
  'backup',
  'restore',
  'info',
  'completion',
] as const;

export type CommandName = (typeof commandNames)[number];

/** The words that a command is called by. */
export const pathOf = (name: string): readonly string[] => name.split(' ');
