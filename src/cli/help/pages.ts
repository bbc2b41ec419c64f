import type { Command } from 'commander';
import { membersOf } from '../argv/command-path.ts';
import { commandOf, plainCommand } from '../argv/commander.ts';
import { loadCommand } from '../commands/loaders.ts';
import { type CommandName, commandNames, families } from '../commands/shell/names.ts';
import { commandWords } from '../commands/words.ts';
import { helpFile } from '../early.ts';
import { loadMessages } from '../words/load-messages.ts';
import type { Wording } from '../words/messages.ts';
import { topicList } from './topics.ts';

/** The program itself, whose help lists the commands and topics. */
export async function rootCommand(wording: Wording): Promise<Command> {
  const root = plainCommand('stockbook', wording);
  const { language, messages } = wording;
  const { help } = messages;
  root.usage(`${help.commandWord} ${help.optionsWord}`).description(help.tagline);
  root.helpCommand(false);
  return root.addHelpText('after', `${commandList(commandNames, wording)}\n\n${await topicList(language)}`);
}

/** The commands whose names begin with a word: its help lists them. */
export function familyCommand(family: string, wording: Wording): Command {
  const command = plainCommand(`stockbook ${family}`, wording);
  const { help } = wording.messages;
  command.usage(`${help.commandWord} ${help.optionsWord}`);
  return command.addHelpText('after', commandList(membersOf(family), wording));
}

function commandList(names: readonly CommandName[], { language, messages: { help } }: Wording): string {
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${commandWords[name][language].summary}`);
  return `\n${help.commands}\n${lines.join('\n')}\n\n${help.more}`;
}

/** What `--help` prints. */
export function helpText(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

/** Help on the program and each command in both languages, by the files that the build writes it to. */
export async function helpPages(): Promise<{ readonly [file: string]: string }> {
  const pages: { [file: string]: string } = {};
  for (const language of ['en', 'zh'] as const) {
    const wording = { language, messages: await loadMessages(language) };
    pages[helpFile(language, '')] = helpText(await rootCommand(wording));
    for (const family of families)
      pages[helpFile(language, family)] = helpText(familyCommand(family, wording));
    for (const name of commandNames)
      pages[helpFile(language, name)] = helpText(commandOf(name, await loadCommand(name), wording));
  }
  return pages;
}
