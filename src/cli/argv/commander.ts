import { Command, Option as CommanderOption, Help } from 'commander';
import { widthOf } from '../../exchange/text/width.ts';
import type { CommandDefinition } from '../command.ts';
import { globalOptions, helpOption, versionOption } from '../global-options.ts';
import { wrapped } from '../help/block.ts';
import type { Language } from '../language.ts';
import type { Option } from '../options.ts';
import type { CommandHelp } from '../words/command-words.ts';
import type { Messages, Wording } from '../words/messages.ts';

const commanderOption = ({ typed, about }: Option<unknown>, language: Language): CommanderOption =>
  new CommanderOption(typed, about[language]);

/** An option that a shell can offer, as commander reads it. */
export interface KnownOption {
  readonly declared: Option<unknown>;
  readonly option: CommanderOption;
}

/** The options that are offered for a command: its own, and those that every command takes. */
export const optionsOf = (
  { options }: Pick<CommandDefinition, 'options'>,
  language: Language,
): readonly KnownOption[] =>
  [...options.filter(({ hidden }) => hidden !== true), ...globalOptions].map((declared) => ({
    declared,
    option: commanderOption(declared, language),
  }));

/** A command with nothing but what every command has. */
export const plainCommand = (name: string, wording: Wording): Command =>
  withGlobalOptions(new Command(name), wording);

/** Adds what every command has, and the texts of help in a language. */
function withGlobalOptions(command: Command, { language, messages }: Wording): Command {
  const { help } = messages;
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
    displayWidth: widthOf,
    boxWrap: (text, width) => wrapped(text, width).join('\n'),
    // A full-width colon brings its own space.
    formatHelp: (shown, helper) => Help.prototype.formatHelp.call(helper, shown, helper).replace('： ', '：'),
  });
  command.configureOutput({ outputError: () => undefined, writeErr: () => undefined });
  command.exitOverride();
  for (const one of globalOptions)
    command.addOption(commanderOption(one, language).helpGroup(help.globalOptions));
  command.addHelpOption(commanderOption(helpOption, language).helpGroup(help.globalOptions));
  command.addOption(commanderOption(versionOption, language).helpGroup(help.globalOptions));
  return command;
}

/** Flags or an argument with its placeholder in the language of the messages: `--since <时间>`. */
function withPlaceholders(typed: string, { placeholders }: Messages): string {
  const option = /--([a-z-]+)/.exec(typed)?.[1] ?? '';
  return typed.replace(
    /([<[])([a-z]+)/,
    (_, bracket: string, word: string) => bracket + (placeholders[option] ?? placeholders[word] ?? word),
  );
}

/** The commander command of a definition. */
export function commandOf(
  name: string,
  { words, arguments: args, options }: CommandDefinition,
  wording: Wording,
): Command {
  const { language, messages } = wording;
  const command = new Command(`stockbook ${name}`);
  const { summary, examples } = words[language];
  command.description(summary);
  const usage = args.map(({ typed }) => withPlaceholders(typed, messages));
  command.usage([...usage, messages.help.optionsWord].join(' '));
  for (const { typed, about } of args) command.argument(typed, about[language]);
  for (const one of options) command.addOption(commanderOption(one, language).hideHelp(one.hidden === true));
  command.addHelpText('after', examplesText(examples, messages));
  return withGlobalOptions(command, wording);
}

function examplesText(examples: CommandHelp['examples'], messages: Messages): string {
  return `\n${messages.help.examples}\n${examples.map(({ typed, does }) => `  $ ${typed}\n      ${does}`).join('\n')}`;
}
