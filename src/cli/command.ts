import { Command, Option } from 'commander';
import type { Context } from './context.ts';
import type { ArgumentKey, Messages, OptionKey } from './words/messages.ts';

/** What was typed for a command's own options: texts, and flags that are true or, where negated, false. */
export type TypedOptions = { readonly [name: string]: string | boolean | readonly string[] | undefined };

/** One command: how it is typed, and what it does. */
export interface CommandDefinition {
  /** Arguments in order, as commander writes them: `[device]`, `[words...]`. */
  readonly arguments?: readonly { readonly typed: string; readonly help: ArgumentKey }[];
  readonly options?: readonly {
    readonly flags: string;
    readonly help: OptionKey;
    readonly repeatable?: boolean;
    /** Understood so that it can be refused with a reason, but offered nowhere. */
    readonly hidden?: boolean;
  }[];
  /** Does the work and returns the exit code. */
  run(context: Context, args: readonly (string | undefined)[], options: TypedOptions): Promise<number>;
}

/** The options that every command takes (the contract). */
const globalOptions: readonly { readonly flags: string; readonly help: OptionKey }[] = [
  { flags: '--store <where>', help: 'store' },
  { flags: '--by <name>', help: 'by' },
  { flags: '--lang <language>', help: 'lang' },
  { flags: '--json', help: 'json' },
  { flags: '--wait <seconds>', help: 'wait' },
  { flags: '--no-input', help: 'no-input' },
  { flags: '--yes', help: 'yes' },
  { flags: '--no-color', help: 'no-color' },
  { flags: '-q, --quiet', help: 'quiet' },
];

/** An option as it can be typed, and the key of its help. */
export interface KnownOption {
  readonly key: OptionKey;
  readonly option: Option;
}

/** The options of a command, its own and those that every command takes. */
export const optionsOf = (
  { options = [] }: Pick<CommandDefinition, 'options'>,
  messages: Messages,
): readonly KnownOption[] =>
  [...options.filter(({ hidden }) => hidden !== true), ...globalOptions].map(({ flags, help: key }) => ({
    key,
    option: new Option(flags, messages.options[key]),
  }));

/** Adds what every command has, and the texts of help in a language. */
export function withGlobalOptions(command: Command, messages: Messages): Command {
  const { help, options } = messages;
  const titles: { readonly [title: string]: string } = {
    'Usage:': help.usage,
    'Options:': help.options,
    'Arguments:': help.arguments,
    'Commands:': help.commands,
  };
  command.configureHelp({
    styleTitle: (title) => titles[title] ?? title,
    sortOptions: false,
    optionTerm: ({ flags }) => withPlaceholders(flags, messages),
    argumentTerm: (argument) => messages.placeholders[argument.name()] ?? argument.name(),
    helpWidth: 100,
  });
  command.configureOutput({ outputError: () => undefined, writeErr: () => undefined });
  command.exitOverride();
  for (const { flags, help: key } of globalOptions) {
    command.addOption(new Option(flags, options[key]).helpGroup(help.globalOptions));
  }
  command.addHelpOption(new Option('-h, --help', options.help).helpGroup(help.globalOptions));
  command.addOption(new Option('-V, --version', options.version).helpGroup(help.globalOptions));
  return command;
}

/** Flags or an argument with what stands for its value in the language of the messages: `--since <时间>`. */
function withPlaceholders(typed: string, { placeholders }: Messages): string {
  const option = /--([a-z-]+)/.exec(typed)?.[1] ?? '';
  return typed.replace(
    /([<[])([a-z]+)/,
    (_, bracket: string, word: string) => bracket + (placeholders[option] ?? placeholders[word] ?? word),
  );
}

/** The commander command of a definition. */
export function commandOf(name: string, definition: CommandDefinition, messages: Messages): Command {
  const command = new Command(`stockbook ${name}`);
  const help = messages.commands[name as keyof typeof messages.commands];
  command.description(help.summary);
  const usage = (definition.arguments ?? []).map(({ typed }) => withPlaceholders(typed, messages));
  command.usage([...usage, messages.help.optionsWord].join(' '));
  for (const { typed, help: key } of definition.arguments ?? [])
    command.argument(typed, messages.arguments[key]);
  for (const { flags, help: key, repeatable, hidden } of definition.options ?? []) {
    const option = new Option(flags, messages.options[key]).hideHelp(hidden === true);
    if (repeatable)
      option.argParser((value: string, earlier: readonly string[] | undefined) => [
        ...(earlier ?? []),
        value,
      ]);
    command.addOption(option);
  }
  command.addHelpText('after', examplesText(help.examples, messages));
  return withGlobalOptions(command, messages);
}

function examplesText(
  examples: Messages['commands'][keyof Messages['commands']]['examples'],
  messages: Messages,
): string {
  return `\n${messages.help.examples}\n${examples.map(({ typed, does }) => `  $ ${typed}\n      ${does}`).join('\n')}`;
}
