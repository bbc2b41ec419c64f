import type { Entry } from '../inventory/book/change.ts';
import { refuse } from '../inventory/refusal.ts';
import { commandOf, takesRest } from './command.ts';
import { loadCommand } from './commands/loaders.ts';
import type { CommandName } from './commands/shell/names.ts';
import { parseWords } from './parse-words.ts';
import { Session, type Setup } from './session.ts';

/** What came of a command: its exit code, and the last entry that it recorded. */
interface Performed {
  readonly code: number;
  readonly recorded: Entry | null;
}

/** Loads a command and runs it with the typed words. Throws refusals. */
export async function perform(name: CommandName, words: readonly string[], setup: Setup): Promise<Performed> {
  const definition = await loadCommand(name);
  const parsed = parseWords(commandOf(name, definition, setup), words, setup.machine);
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
