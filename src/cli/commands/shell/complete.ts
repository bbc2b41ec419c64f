import { namedCommand, nextWords, plainPlaces } from '../../argv/command-path.ts';
import { type KnownOption, optionsOf } from '../../argv/commander.ts';
import { takesRest } from '../../command.ts';
import { type Offer, type Offers, offersOf, startsAlike } from '../../completion/offers.ts';
import {
  isPlain,
  offerFiles,
  quotedForBash,
  type ShellWord,
  unquoted,
} from '../../completion/shell-words.ts';
import { earlyOption } from '../../early.ts';
import { helpOption, versionOption } from '../../global-options.ts';
import { topicNames } from '../../help/topic-names.ts';
import type { Host } from '../../host/host.ts';
import { flagOf } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { loadCommand, loadCommandWords } from '../loaders.ts';
import { commandNames } from './names.ts';

/**
 * Prints the completions of a shell's line, whose last word may be unfinished, for the completion scripts.
 * The first word says which shell's: `--shell=bash`. Without it, only what no shell would read otherwise is printed.
 */
export async function command(session: Session, words: readonly string[]): Promise<number> {
  const [first = '', ...rest] = words;
  const shell = /^--shell=(.*)$/.exec(first)?.[1] ?? null;
  const line = lineOf(shell, shell === null ? [first, ...rest] : rest);
  const { before, option, unfinished } = line;
  const where = earlyOption(before, '--store');
  const there = where === undefined ? session : session.at(homeFilled(where, session.host.env));
  const offers = await offersAfter(there, before, unfinished);
  if (offers === 'files') return shell === null ? 0 : offerFiles;
  const fitting = offers
    .filter(({ word }) => startsAlike(word, unfinished) && printable(word) === word)
    .map(({ word, about }) => ({
      word: option + word,
      about: printable(about ?? '').replaceAll(/\s+/g, ' '),
    }));
  const lines = [...new Map(fitting.map((offer) => [offer.word, offer])).values()].flatMap((offer, _, all) =>
    printed(shell, line, offer, all.length),
  );
  if (lines.length > 0) session.host.print(`${lines.join('\n')}\n`);
  return 0;
}

/** A line that is to be completed. */
interface TypedLine {
  /** The words before the last one. */
  readonly before: readonly string[];
  /** `--option=`, where the last word is its value. */
  readonly option: string;
  readonly unfinished: string;
  /** How much of the last word precedes the part that the shell replaces. */
  readonly kept: number;
  readonly open: ShellWord['open'];
}

/** The line printed for an offer, as a shell expects it; nothing if it cannot be written there. */
function printed(
  shell: string | null,
  { option, kept, open }: TypedLine,
  { word, about }: Offer,
  among: number,
): readonly string[] {
  const described = about === undefined || about === '' ? '' : about;
  switch (shell) {
    case 'zsh':
    case 'fish':
      return [described === '' ? word : `${word}\t${described}`];
    case 'bash':
    case 'bash-list': {
      const quoted = quotedForBash(word.slice(kept), open);
      if (quoted === null) return [];
      // A single one would be put on the line with what it is.
      return [shell === 'bash-list' && among > 1 && described !== '' ? `${quoted}  (${described})` : quoted];
    }
    default:
      return isPlain(word.slice(option.length)) ? [word.slice(kept)] : [];
  }
}

/** The words as they are meant. bash takes them apart at `=`, `:` and `@`, and replaces what follows the last of these. */
function lineOf(shell: string | null, typed: readonly string[]): TypedLine {
  // fish has unquoted all but the last one.
  const words = typed.map((word, index) =>
    shell === 'fish' && index < typed.length - 1 ? { text: word, open: null } : unquoted(word),
  );
  const whole: string[] = [];
  let kept = 0;
  let joins = false;
  for (const [index, { text }] of words.entries()) {
    const parts = shell !== 'zsh' && shell !== 'fish' && /^[=:@]+$/.test(typed[index] ?? '');
    if (whole.length > 0 && (parts || joins)) {
      const last = whole.pop() ?? '';
      kept = last.length + (parts ? text.length : 0);
      whole.push(last + text);
    } else {
      kept = 0;
      whole.push(text);
    }
    joins = parts;
  }
  const last = whole.pop() ?? '';
  const open = words.at(-1)?.open ?? null;
  const [, option, value] = /^(--[a-z-]+)=(.*)$/s.exec(last) ?? [];
  if (option === undefined || value === undefined)
    return { before: whole, option: '', unfinished: last, kept, open };
  return { before: [...whole, option], option: `${option}=`, unfinished: value, kept, open };
}

/** A path as the shell would hand it over. */
const homeFilled = (path: string, { HOME }: Host['env']): string =>
  path.startsWith('~/') && HOME !== undefined ? HOME + path.slice(1) : path;

async function offersAfter(session: Session, before: readonly string[], unfinished: string): Promise<Offers> {
  const typed = plainPlaces(before);
  const first = before[typed[0] ?? -1];
  if (first === 'help')
    return [...(await commandOffers(session, [])), ...topicNames.map((word) => ({ word }))];
  const named = namedCommand(before);
  const ended = before.includes('--');
  const definition = named === null ? null : await loadCommand(named.name);
  const options = optionsOf(definition ?? { options: [] }, session.language);
  const taking = ended ? undefined : optionTaking(options, before);
  const begun = typed.map((place) => before[place] ?? '');
  const following = await commandOffers(session, begun);
  if (named === null && begun.length > 0 && following.length === 0) return [];
  if (taking !== undefined) return offersOf(taking.declared.complete, session, unfinished);
  if (!ended && unfinished.startsWith('-')) return optionWords(session, options, before);
  if (definition === null || named === null)
    return begun.length === 0 ? [...following, { word: 'help' }] : following;
  const place = argumentsIn(options, before.slice((named.places.at(-1) ?? 0) + 1));
  const last = definition.arguments.at(-1);
  const repeated = last !== undefined && takesRest(last) ? last : undefined;
  const complete = (definition.arguments[place] ?? repeated)?.complete;
  const own = await offersOf(complete, session, unfinished);
  return own === 'files' ? own : [...following, ...own];
}

/** The words that can follow those of a name that has begun, with what the command does that ends there. */
async function commandOffers({ language }: Session, begun: readonly string[]): Promise<readonly Offer[]> {
  const words = await loadCommandWords();
  return nextWords(commandNames, begun).map(({ word, ends }) =>
    ends === null ? { word } : { word, about: words[ends][language].summary },
  );
}

/** The options that can be typed yet, and those that every command has. */
function optionWords(
  { language }: Session,
  options: readonly KnownOption[],
  before: readonly string[],
): readonly Offer[] {
  const ofAll = [
    { long: flagOf(helpOption), description: helpOption.about[language] },
    { long: flagOf(versionOption), description: versionOption.about[language] },
  ];
  const known = options.map(({ option }) => option);
  return [
    ...known.filter(({ long, variadic }) => variadic || !before.includes(long ?? '')),
    ...ofAll,
  ].flatMap(({ long, description }) => (long ? [{ word: long, about: description }] : []));
}

/** The option that the next word is the value of. */
function optionTaking(options: readonly KnownOption[], before: readonly string[]): KnownOption | undefined {
  const takes = (word: string | undefined, many: boolean): KnownOption | undefined =>
    options.find(
      ({ option: { long, short, required, variadic } }) =>
        (many ? variadic : required) && word !== undefined && (word === long || word === short),
    );
  const lastOption = before.findLastIndex((word) => word.startsWith('-'));
  return takes(before.at(-1), false) ?? (lastOption === -1 ? undefined : takes(before[lastOption], true));
}

/** How many arguments there are among the words. */
function argumentsIn(options: readonly KnownOption[], words: readonly string[]): number {
  let count = 0;
  let ended = false;
  for (const [index, word] of words.entries()) {
    if (ended) count++;
    else if (word === '--') ended = true;
    else if (!word.startsWith('-') && optionTaking(options, words.slice(0, index)) === undefined) count++;
  }
  return count;
}
