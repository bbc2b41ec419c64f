import type { Argument, Option } from 'commander';
import { storePaths } from '../../store/json-file/files/paths.ts';
import { usualPlace } from '../../store/locate.ts';
import { commandOf } from '../argv/commander.ts';
import { loadCommand } from '../commands/loaders.ts';
import { commandNames } from '../commands/shell/names.ts';
import type { CommandHelp } from '../words/command-words.ts';
import { loadMessages } from '../words/load-messages.ts';
import type { Messages } from '../words/messages.ts';
import type { Block } from './block.ts';
import type { TopicName } from './topic-names.ts';
import { loadHelpTexts, topicBlocks } from './topics.ts';

/** The variables of the environment that the program reads. */
const environment: readonly (readonly [name: string, does: string])[] = [
  ['STOCKBOOK_STORE', 'Where the store is, unless --store says so.'],
  ['STOCKBOOK_BY', 'The operator written into each entry, unless --by says so.'],
  ['STOCKBOOK_LANG', 'en or zh, unless --lang says so; else LC_ALL, LC_MESSAGES or LANG.'],
  ['STOCKBOOK_PLACE', 'Where stock is recorded, unless --place says so; else at the first place.'],
  ['PGPASSWORD, PGPASSFILE', 'The password of a store on PostgreSQL, or the file that holds it.'],
  ['STOCKBOOK_DEBUG', 'If 1, an error also prints its stack trace.'],
  ['STOCKBOOK_UNGUARDED', 'The slips that are not checked for, separated by commas.'],
  [
    'PAGER',
    'Shows output that is longer than the screen in place of the pages of stockbook; none if empty or cat.',
  ],
  ['NO_COLOR', 'If not empty: no colour.'],
  ['FORCE_COLOR', 'If not empty and not 0: colour, even if the output is not a terminal; if 0: none.'],
];

/** The manual page, in the macros of man(7). */
export async function manPage(): Promise<string> {
  const messages = await loadMessages('en');
  const texts = await loadHelpTexts('en');
  const topicSection = async (title: string, name: TopicName) => [
    section(title),
    ...(await topicBlocks(name, { language: 'en', texts })).flatMap(blockLines),
  ];
  const { commands, globalOptions } = await commandLines(messages);
  const lines = [
    `.TH STOCKBOOK 1 "" "stockbook ${escaped(STOCKBOOK_VERSION)}" "User Commands"`,
    ...opening(messages),
    section('COMMANDS'),
    ...commands,
    section('GLOBAL OPTIONS'),
    ...globalOptions,
    ...(await topicSection('VALUES', 'values')),
    ...(await topicSection('IMPORT', 'import')),
    ...(await topicSection('JSON', 'json')),
    ...(await topicSection('EXIT STATUS', 'exit-codes')),
    section('ENVIRONMENT'),
    ...environment.flatMap(([name, does]) => tagged(name, does)),
    section('FILES'),
    ...fileLines(),
  ];
  return `${lines.join('\n')}\n`;
}

const section = (title: string): string => `.SH ${title}`;

function opening({ help }: Messages): readonly string[] {
  return [
    section('NAME'),
    `stockbook \\- ${escaped(help.tagline)}`,
    section('SYNOPSIS'),
    '.B stockbook',
    escaped(`${help.commandWord} ${help.optionsWord}`),
    section('DESCRIPTION'),
    text(help.tagline),
    text(help.more),
  ];
}

async function commandLines(
  messages: Messages,
): Promise<{ readonly commands: readonly string[]; readonly globalOptions: readonly string[] }> {
  const { globalOptions: group } = messages.help;
  const commands: string[] = [];
  let globals: readonly Option[] = [];
  for (const name of commandNames) {
    const definition = await loadCommand(name);
    const command = commandOf(name, definition, { language: 'en', messages });
    const options = command.createHelp().visibleOptions(command);
    globals = options.filter(({ helpGroupHeading }) => helpGroupHeading === group);
    commands.push(
      `.SS "${escaped(`stockbook ${name} ${command.usage()}`)}"`,
      text(definition.words.en.summary),
      ...command.registeredArguments.flatMap(argumentLines),
      ...options.filter((option) => !globals.includes(option)).flatMap(optionLines),
      ...exampleLines(messages, definition.words.en),
    );
  }
  return { commands, globalOptions: globals.flatMap(optionLines) };
}

const optionLines = ({ flags, description }: Option): readonly string[] => tagged(flags, description);

const argumentLines = (argument: Argument): readonly string[] =>
  tagged(argument.name(), argument.description);

function exampleLines({ help }: Messages, { examples }: CommandHelp): readonly string[] {
  return ['.PP', text(help.examples), ...examples.flatMap(({ typed, does }) => tagged(typed, does))];
}

function fileLines(): readonly string[] {
  const { book, journal, witness } = storePaths(usualPlace);
  return [
    ...tagged(
      book,
      'The stock book: the current state, rebuilt from the journal if it is lost or changed. The nearest one in this folder or a parent of it is used.',
    ),
    ...tagged(journal, 'The journal: every entry since the store was made; only ever appended to.'),
    ...tagged(witness, 'The last entry that was confirmed, so that a journal cut short is noticed.'),
  ];
}

function blockLines(block: Block): readonly string[] {
  if ('heading' in block) return [text(`${block.heading.charAt(0).toUpperCase()}${block.heading.slice(1)}.`)];
  if ('caption' in block) return ['.PP', `.B "${escaped(block.caption)}"`];
  if ('paragraph' in block) return ['.PP', text(block.paragraph)];
  if ('example' in block) return ['.PP', '.RS 4', '.nf', ...block.example.map(text), '.fi', '.RE'];
  return block.rows.flatMap((row) => {
    const cells = row.filter((cell) => cell !== '');
    const rule = row.at(-1) ?? '';
    return cells.length === 1 ? ['.br', text(rule)] : tagged(cells.slice(0, -1).join(' – '), rule);
  });
}

/** A paragraph that begins with what it explains. */
const tagged = (tag: string, explained: string): readonly string[] => [
  '.TP',
  `.B "${escaped(tag)}"`,
  text(explained),
];

/** A line of text, which must not be taken for a request. */
const text = (line: string): string => escaped(line).replace(/^[.']/, '\\&$&');

/** Text that roff prints as it is: its escapes, its quotes and hyphens that may be copied. */
function escaped(line: string): string {
  return line
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replace(/[^\n -~]/gu, (character) => `\\[u${hexadecimal(character)}]`);
}

const hexadecimal = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
