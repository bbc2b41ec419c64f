import type { Entry } from '../inventory/book/change.ts';
import { refuse } from '../inventory/refusal.ts';
import type { ParsedWords } from './argv/parse-words.ts';
import { plainlyParsed } from './argv/plain-words.ts';
import { type CommandDefinition, takesRest } from './command.ts';
import type { CommandName } from './commands/shell/names.ts';
import { Session, type Setup } from './session.ts';

/** What came of a command: its exit code, and the last entry that it recorded. */
interface Performed {
  readonly code: number;
  readonly recorded: Entry | null;
}

/** Runs a command with the typed words. Throws refusals. */
export async function perform(
  name: CommandName,
  definition: CommandDefinition,
  words: readonly string[],
  setup: Setup,
): Promise<Performed> {
  const parsed =
    plainlyParsed(definition, words) ?? (await parsedByCommander(name, definition, words, setup));
  if (parsed === null) return { code: 0, recorded: null };
  const { options, args } = parsed;
  const last = definition.arguments.at(-1);
  const count = last !== undefined && takesRest(last) ? args.length : definition.arguments.length;
  if (args.length > count) refuse('usage-too-many', { values: args.slice(count) });
  const session = new Session(setup, options);
  try {
    const code = await definition.run(session, args, options);
    return { code, recorded: session.recorded };
  } finally {
    await session.close();
  }
}

async function parsedByCommander(
  name: CommandName,
  definition: CommandDefinition,
  words: readonly string[],
  setup: Setup,
): Promise<ParsedWords | null> {
  const { commandOf } = await import('./argv/commander.ts');
  const { parseWords } = await import('./argv/parse-words.ts');
  return parseWords(commandOf(name, definition, setup), words, setup.machine);
}
