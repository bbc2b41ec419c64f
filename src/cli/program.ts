import { type Command, CommanderError, type Option } from 'commander';
import type { Entry } from '../inventory/book/change.ts';
import { Refusal, refuse } from '../inventory/refusal.ts';
import { type CommandDefinition, commandOf, plainCommand, takesRest } from './command.ts';
import { namedCommand, plainPlaces, without } from './command-path.ts';
import { loadCommand } from './commands/loaders.ts';
import { type CommandName, commandNames } from './commands/shell/names.ts';
import { Context, type GlobalOptions, type Host } from './context.ts';
import { isTopic, type TopicName, topicNames } from './help/topic-names.ts';
import type { Language } from './language.ts';
import type { MenuActions } from './menu/menu.ts';
import { nearest } from './nearest.ts';
import type { Found } from './options.ts';
import { onStore } from './pasted.ts';
import { loadMessages } from './words/load-messages.ts';
import type { Messages } from './words/messages.ts';

/** A command that nobody types. */
type HiddenCommand = (context: Context, words: readonly string[]) => Promise<number>;

/** Commands that only scripts and the build call: they read their words themselves. */
const hiddenLoaders: { readonly [name: string]: () => Promise<{ readonly command: HiddenCommand }> } = {
  __complete: () => import('./commands/shell/complete.ts'),
  __help: () => import('./commands/shell/help-pages.ts'),
  __man: () => import('./commands/shell/man.ts'),
};

/** Runs what was typed and returns the exit code. Throws refusals. */
export async function runProgram(
  words: readonly string[],
  host: Host,
  language: Language,
  messages: Messages,
): Promise<number> {
  const [place = -1] = plainPlaces(words);
  const word = words[place];
  if (word === undefined) return runWithoutCommand(words, host, language, messages);
  if (word === 'help') return runHelp(without(words, [place]), host, language, messages);
  const named = namedCommand(words);
  if (named !== null) {
    const rest = without(words, named.places);
    return runCommand(named.name, await loadCommand(named.name), rest, host, language, messages);
  }
  const hidden = Object.hasOwn(hiddenLoaders, word) ? hiddenLoaders[word] : undefined;
  if (hidden !== undefined) {
    const { command } = await hidden();
    const context = new Context(host, { input: false, color: false, quiet: true }, language, messages);
    return command(context, without(words, [place]));
  }
  return refuseWord(word, [...commandNames, 'help']);
}

async function runHelp(
  words: readonly string[],
  host: Host,
  language: Language,
  messages: Messages,
): Promise<number> {
  const [place = -1] = plainPlaces(words);
  const word = words[place];
  const rest = without(words, [place]);
  if (word === undefined || word === 'help') return runProgram([...rest, '--help'], host, language, messages);
  const topicText = async (name: TopicName) => (await import('./help/topics.ts')).topicText(name, language);
  if (namedCommand(words) !== null) {
    await runProgram([...words, '--help'], host, language, messages);
    if (isTopic(word)) host.stdout.write(`\n${await topicText(word)}`);
    return 0;
  }
  if (!isTopic(word)) return refuseWord(word, [...commandNames, ...topicNames]);
  const parsed = parse(plainCommand('stockbook help', language, messages), rest, host);
  if (parsed === null) return 0;
  if (parsed.args.length > 0) refuse('usage-too-many', { values: parsed.args });
  host.stdout.write(await topicText(word));
  return 0;
}

const refuseWord = (word: string, known: readonly string[]): never =>
  refuse('usage-unknown-command', { value: word, nearest: nearest(word, known) });

export async function runCommand(
  name: CommandName,
  definition: CommandDefinition,
  words: readonly string[],
  host: Host,
  language: Language,
  messages: Messages,
): Promise<number> {
  return (await performed(name, definition, words, host, language, messages)).code;
}

/** Does what was typed for a command; tells the exit code, and the last entry that it recorded. */
async function performed(
  name: CommandName,
  definition: CommandDefinition,
  words: readonly string[],
  host: Host,
  language: Language,
  messages: Messages,
): Promise<{ readonly code: number; readonly recorded: Entry | null }> {
  const parsed = parse(commandOf(name, definition, language, messages), words, host);
  if (parsed === null) return { code: 0, recorded: null };
  const { options, args } = parsed;
  const last = definition.arguments.at(-1);
  const count = last !== undefined && takesRest(last) ? args.length : definition.arguments.length;
  if (args.length > count) refuse('usage-too-many', { values: args.slice(count) });
  const context = new Context(host, options, language, messages);
  try {
    const code = await definition.run(context, args, options);
    return { code, recorded: context.recorded };
  } finally {
    await context.close();
  }
}

async function runWithoutCommand(
  words: readonly string[],
  host: Host,
  language: Language,
  messages: Messages,
): Promise<number> {
  const { helpText, rootCommand } = await import('./help/pages.ts');
  const root = await rootCommand(language, messages);
  const parsed = parse(root, words, host);
  if (parsed === null) return 0;
  const context = new Context(host, parsed.options, language, messages);
  if (!context.canAsk || !context.stdoutIsTerminal) {
    await context.printLong(helpText(root));
    return 0;
  }
  const { menu } = await import('./menu/menu.ts');
  return menu(context, menuActions(words, parsed.options, host, language, messages));
}

/** What the menu does, with the global options that it was started with. */
function menuActions(
  words: readonly string[],
  options: GlobalOptions,
  host: Host,
  language: Language,
  messages: Messages,
): MenuActions {
  return {
    async run(name, more) {
      const definition = await loadCommand(name);
      const { recorded } = await performed(name, definition, [...more, ...words], host, language, messages);
      host.interrupts?.release();
      return { recorded: recorded?.n ?? null };
    },
    async inOtherLanguage() {
      const other = language === 'zh' ? 'en' : 'zh';
      const texts = onStore(await loadMessages(other), options.store);
      return {
        context: new Context(host, options, other, texts),
        actions: menuActions(words, options, host, other, texts),
      };
    },
    at(store) {
      const there = { ...options, store };
      const texts = onStore(messages, store);
      return {
        context: new Context(host, there, language, texts),
        actions: menuActions([...words, '--store', store], there, host, language, texts),
      };
    },
  };
}

interface ParsedWords {
  readonly options: GlobalOptions & { readonly [field: string]: Found };
  readonly args: readonly string[];
}

/** What the words say; null where they asked for help or the version, which is then printed. */
function parse(command: Command, words: readonly string[], host: Host): ParsedWords | null {
  command.configureOutput({ writeOut: (text) => host.stdout.write(text) });
  command.action(() => undefined);
  command.allowExcessArguments();
  const typed = typedOptions(command);
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return null;
    throw usageRefusal(error, command);
  }
  const options = command.opts<ParsedWords['options']>();
  if (options['version']) {
    host.stdout.write(`${STOCKBOOK_VERSION}\n`);
    return null;
  }
  refuseContradictions(typed);
  return { options, args: command.args };
}

/** An option as it was typed, with its value if it takes one. */
interface TypedOption {
  readonly option: Option;
  readonly value: string | undefined;
}

/** The options of the command's own, in the order in which they will be typed: commander keeps only the last of each. */
function typedOptions(command: Command): readonly TypedOption[] {
  const typed: TypedOption[] = [];
  for (const option of command.options) {
    // One that every command takes may be typed after an alias or a script that has it already.
    if (option.helpGroupHeading !== undefined) continue;
    command.on(`option:${option.name()}`, (value: string | undefined) => typed.push({ option, value }));
  }
  return typed;
}

/** Refuses an option that an earlier one contradicts, rather than ignore either. */
function refuseContradictions(typed: readonly TypedOption[]): void {
  for (const [index, { option, value }] of typed.entries()) {
    const long = option.long ?? option.flags;
    for (const before of typed.slice(0, index)) {
      if (before.option.attributeName() !== option.attributeName()) continue;
      const one = before.option.long ?? before.option.flags;
      if (one !== long) refuse('usage-conflict', { one, other: long });
      if (!option.variadic && before.value !== value)
        refuse('usage-twice', { option: long, one: before.value ?? '', other: value ?? '' });
    }
  }
}

/** What commander found wrong, as a refusal of ours. */
function usageRefusal({ code, message }: CommanderError, command: Command): Refusal {
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? '';
  const option = quoted.split(/[ ,]+/).find((flag) => flag.startsWith('--')) ?? quoted;
  if (code === 'commander.optionMissingArgument') {
    return new Refusal('usage', { key: 'usage-option-value', params: { option } }, { option });
  }
  if (code === 'commander.unknownOption') {
    const known = command.options.flatMap(({ long }) => (long ? [long] : []));
    return new Refusal(
      'usage',
      { key: 'usage-unknown-option', params: { option: quoted, nearest: nearest(quoted, known) } },
      { option: quoted },
    );
  }
  return new Refusal('usage', { key: 'internal', params: { reason: message } });
}
