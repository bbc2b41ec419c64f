import { type CommandName, commandNames, pathOf } from './commands/shell/names.ts';

/** Global options whose value is the next word. */
const valued = new Set(['--store', '--by', '--lang', '--wait']);

/** The places of the words that are neither options nor the values of global ones, up to `--`. */
export function plainPlaces(words: readonly string[]): readonly number[] {
  const places: number[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') break;
    if (valued.has(word)) index++;
    else if (!word.startsWith('-')) places.push(index);
  }
  return places;
}

/** A command that was named, and the places of its name among the words. */
export interface NamedCommand {
  readonly name: CommandName;
  readonly places: readonly number[];
}

/** The command that the first plain words name: of several, the one with the longest name. */
export function namedCommand(words: readonly string[]): NamedCommand | null {
  const places = plainPlaces(words);
  const typed = places.map((place) => words[place]);
  const [longest] = commandNames
    .filter((name) => pathOf(name).every((word, index) => word === typed[index]))
    .sort((a, b) => pathOf(b).length - pathOf(a).length);
  return longest === undefined ? null : { name: longest, places: places.slice(0, pathOf(longest).length) };
}

/** The words without those at some places. */
export const without = (words: readonly string[], places: readonly number[]): readonly string[] =>
  words.filter((_, place) => !places.includes(place));
