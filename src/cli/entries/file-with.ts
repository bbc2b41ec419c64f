import { namedCommand } from '../argv/command-path.ts';

/** The commands that are typed all day, by the file that has them and what they may need: it loads in half the time of the whole. */
const everyday = {
  moves: ['stock-in', 'stock-out'],
  looks: ['list', 'search', 'show', 'history', 'why', 'undo'],
} as const;

export type Move = (typeof everyday)['moves'][number];
export type Look = (typeof everyday)['looks'][number];

/** The file of the built program that carries out some words. A bug is shown where functions have their names: in the whole. */
export function fileWith(
  words: readonly string[],
  { STOCKBOOK_DEBUG }: { readonly [name: string]: string | undefined },
): string {
  const name = STOCKBOOK_DEBUG === '1' ? undefined : namedCommand(words)?.name;
  const files: [string, readonly string[]][] = Object.entries(everyday);
  const [file = 'whole'] = files.find(([, names]) => names.some((one) => one === name)) ?? [];
  return `./${file}.js`;
}
