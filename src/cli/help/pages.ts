import type { Command } from 'commander';
import { commandOf, plainCommand } from '../command.ts';
import { loadCommand } from '../commands/loaders.ts';
import { commandNames } from '../commands/shell/names.ts';
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
  const width = Math.max(...commandNames.map((name) => name.length));
  const lines = commandNames.map(
    (name) => `  ${name.padEnd(width)}  ${commandWords[name][language].summary}`,
  );
  const commands = `\n${help.commands}\n${lines.join('\n')}\n\n${help.more}`;
  return root.addHelpText('after', `${commands}\n\n${await topicList(language)}`);
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
    for (const name of commandNames)
      pages[helpFile(language, name)] = helpText(commandOf(name, await loadCommand(name), wording));
  }
  return pages;
}
