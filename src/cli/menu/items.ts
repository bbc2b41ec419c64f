import type { Places } from '../../inventory/book/places.ts';
import type { CommandName } from '../commands/shell/names.ts';
import type { words } from './menu.words.ts';

/** A command to run, with its options and arguments. */
export interface Wanted {
  readonly command: CommandName;
  readonly options?: readonly string[];
  readonly arguments?: readonly string[];
}

/** The label of an item whose command's summary is not its label. */
type Label = keyof (typeof words)['en']['items'];

/** An item that runs a command. */
export interface MenuAction extends Wanted {
  readonly label?: Label;
}

/** An item that opens a list of others. */
export interface MenuGroup {
  readonly label: Label;
  /** The command it stands for in a shell. */
  readonly typed?: string;
  readonly items: readonly MenuItem[];
}

export type MenuItem = MenuAction | MenuGroup;

/** The actions of a clerk's day, in the order of a day; what comes up less often is under “more”. */
export const dailyItems = ({ isPlaced }: Places): readonly MenuItem[] => [
  { label: 'in', command: 'stock-in' },
  { label: 'out', command: 'stock-out' },
  { label: 'scan', command: 'scan' },
  count,
  ...(isPlaced ? [transfer, pending] : []),
  { label: 'look', command: 'search' },
  { label: 'undo', command: 'undo' },
  { label: 'low', command: 'list', options: ['--low'] },
  { label: 'day', command: 'report', arguments: ['day'] },
  { label: 'print', typed: 'labels, report', items: [{ command: 'labels' }, { command: 'report' }] },
  more(isPlaced),
];

const count: MenuGroup = {
  label: 'count',
  typed: 'count',
  items: [
    { command: 'count spot' },
    { command: 'count open' },
    { command: 'count sheet' },
    { command: 'count enter' },
    { command: 'count rest' },
    { command: 'count show' },
    { command: 'count recount' },
    { command: 'count post' },
    { command: 'count cancel' },
  ],
};
const transfer: MenuAction = { label: 'transfer', command: 'transfer' };
const pending: MenuGroup = {
  label: 'pending',
  typed: 'pending',
  items: [
    { command: 'pending' },
    { command: 'order' },
    { label: 'inspect', command: 'stock-in', options: ['--inspect'] },
    { label: 'toDeliver', command: 'stock-out', options: ['--to-deliver'] },
    { command: 'receive' },
    { command: 'accept' },
    { command: 'reject' },
    { command: 'write-off' },
    { command: 'deliver' },
    { command: 'cancel' },
  ],
};

/** A book with one place does not know what is pending yet: it is asked for by ordering. */
const more = (isPlaced: boolean): MenuGroup => ({
  label: 'more',
  items: [
    { command: 'list' },
    { command: 'show' },
    { command: 'history' },
    { command: 'why' },
    { command: 'add' },
    { command: 'edit' },
    { command: 'remove' },
    ...(isPlaced ? [] : [{ command: 'order' as const }]),
    { command: 'correct' },
    { command: 'import' },
    { command: 'export' },
    { command: 'chart' },
    {
      label: 'places',
      typed: 'place',
      items: [
        { command: 'place' },
        { command: 'place add' },
        { command: 'place edit' },
        { command: 'place remove' },
      ],
    },
    { command: 'verify' },
    { command: 'backup' },
    { command: 'info' },
  ],
});

export const isGroup = (item: MenuItem): item is MenuGroup => 'items' in item;

/** The value of an item among others. */
export const idOf = (item: MenuItem): string => (isGroup(item) ? item.label : (item.label ?? item.command));

/** What would be typed in a shell instead, shown behind the label. */
export const typedFor = (item: MenuItem): string =>
  isGroup(item)
    ? (item.typed ?? '')
    : [item.command, ...(item.arguments ?? []), ...(item.options ?? [])].join(' ');

/** All actions of items and of the groups among them. */
export const actionsIn = (items: readonly MenuItem[]): readonly MenuAction[] =>
  items.flatMap((item) => (isGroup(item) ? actionsIn(item.items) : [item]));
