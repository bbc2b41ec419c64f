import { type CommandName, commandNames, otherNames, pathOf } from '../commands/shell/names.ts';

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
export interface NamedCommand<Name extends string = CommandName> {
  readonly name: Name;
  readonly places: readonly number[];
}

/** The command that the first plain words name: of several, the one with the longest name. */
export function namedCommand(words: readonly string[]): NamedCommand | null {
  const [place = -1] = plainPlaces(words);
  const word = words[place] ?? '';
  const name = Object.hasOwn(otherNames, word) ? otherNames[word] : undefined;
  return name === undefined ? namedAmong(commandNames, words) : { name, places: [place] };
}

/** The same among other names. */
export function namedAmong<Name extends string>(
  names: readonly Name[],
  words: readonly string[],
): NamedCommand<Name> | null {
  const places = plainPlaces(words);
  const typed = places.map((place) => words[place]);
  const [longest] = names
    .filter((name) => pathOf(name).every((word, index) => word === typed[index]))
    .sort((a, b) => pathOf(b).length - pathOf(a).length);
  return longest === undefined ? null : { name: longest, places: places.slice(0, pathOf(longest).length) };
}

/** The commands whose names begin with a word and go on. */
export const membersOf = (family: string): readonly CommandName[] =>
  commandNames.filter((name) => name.startsWith(`${family} `));

/** A word that can follow those of a name that has begun, and the command whose name ends with it, if one does. */
export interface NextWord<Name extends string> {
  readonly word: string;
  readonly ends: Name | null;
}

/** The words that can follow those of a name that has begun, each once. */
export function nextWords<Name extends string>(
  names: readonly Name[],
  begun: readonly string[],
): readonly NextWord<Name>[] {
  const next = new Map<string, NextWord<Name>>();
  for (const name of names) {
    const path = pathOf(name);
    const word = path[begun.length];
    if (word === undefined || !begun.every((one, index) => one === path[index])) continue;
    if (path.length === begun.length + 1) next.set(word, { word, ends: name });
    else if (!next.has(word)) next.set(word, { word, ends: null });
  }
  return [...next.values()];
}

/** The words without those at some places. */
export const without = (words: readonly string[], places: readonly number[]): readonly string[] =>
  words.filter((_, place) => !places.includes(place));
