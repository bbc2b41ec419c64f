import { refuse } from '../inventory/refusal.ts';
import { membersOf, namedCommand, plainPlaces, without } from './argv/command-path.ts';
import { plainCommand } from './argv/commander.ts';
import { parseWords } from './argv/parse-words.ts';
import { loadCommand } from './commands/loaders.ts';
import { commandNames, families, pathOf } from './commands/shell/names.ts';
import { isTopic, type TopicName, topicNames } from './help/topic-names.ts';
import { nearest } from './nearest.ts';
import { perform } from './perform.ts';
import { Session, type Setup } from './session.ts';

/** A command that is not for people. */
type HiddenCommand = (session: Session, words: readonly string[]) => Promise<number>;

/** Commands that only scripts and the build call: they read their words themselves. */
const hiddenLoaders: { readonly [name: string]: () => Promise<{ readonly command: HiddenCommand }> } = {
  __complete: () => import('./commands/shell/complete.ts'),
  __help: () => import('./commands/shell/help-pages.ts'),
  __man: () => import('./commands/shell/man.ts'),
};

/** Runs the typed command and returns the exit code. Throws refusals. */
export async function runProgram(words: readonly string[], setup: Setup): Promise<number> {
  const [place = -1] = plainPlaces(words);
  const word = words[place];
  if (word === undefined) return runWithoutCommand(words, setup);
  if (word === 'help') return runHelp(without(words, [place]), setup);
  const named = namedCommand(words);
  if (named !== null) {
    const definition = await loadCommand(named.name);
    return (await perform(named.name, definition, without(words, named.places), setup)).code;
  }
  if (families.includes(word)) return runFamily(word, without(words, [place]), setup);
  const hidden = Object.hasOwn(hiddenLoaders, word) ? hiddenLoaders[word] : undefined;
  if (hidden === undefined) return refuseWord(word, [...commandNames, 'help']);
  const { command } = await hidden();
  return command(new Session(setup, { input: false, color: false, quiet: true }), without(words, [place]));
}

async function runHelp(words: readonly string[], setup: Setup): Promise<number> {
  const { language, machine } = setup;
  const [place = -1] = plainPlaces(words);
  const word = words[place];
  const rest = without(words, [place]);
  if (word === undefined || word === 'help') return runProgram([...rest, '--help'], setup);
  const topicText = async (name: TopicName) => (await import('./help/topics.ts')).topicText(name, language);
  if (namedCommand(words) !== null) {
    await runProgram([...words, '--help'], setup);
    if (isTopic(word)) machine.stdout.write(`\n${await topicText(word)}`);
    return 0;
  }
  if (families.includes(word)) return runProgram([...words, '--help'], setup);
  if (!isTopic(word)) return refuseWord(word, [...commandNames, ...topicNames]);
  const parsed = parseWords(plainCommand('stockbook help', setup), rest, machine);
  if (parsed === null) return 0;
  if (parsed.args.length > 0) refuse('usage-too-many', { values: parsed.args });
  machine.stdout.write(await topicText(word));
  return 0;
}

/** A word that begins the names of several commands, without one of them. */
async function runFamily(family: string, words: readonly string[], setup: Setup): Promise<number> {
  const { familyCommand } = await import('./help/pages.ts');
  const parsed = parseWords(familyCommand(family, setup), words, setup.machine);
  if (parsed === null) return 0;
  const [typed] = parsed.args;
  if (typed !== undefined) return refuseWord(`${family} ${typed}`, membersOf(family));
  const rest = membersOf(family).map((name) => pathOf(name).slice(1).join(' '));
  return refuse('usage-incomplete-command', { command: family, words: rest });
}

const refuseWord = (word: string, known: readonly string[]): never =>
  refuse('usage-unknown-command', { value: word, nearest: nearest(word, known) });

/** On a terminal, the menu; anywhere else, help. */
async function runWithoutCommand(words: readonly string[], setup: Setup): Promise<number> {
  const { helpText, rootCommand } = await import('./help/pages.ts');
  const root = await rootCommand(setup);
  const parsed = parseWords(root, words, setup.machine);
  if (parsed === null) return 0;
  const session = new Session(setup, parsed.options);
  if (session.host.canAsk && session.host.stdoutIsTerminal) {
    const { menu } = await import('./menu/menu.ts');
    return menu({ session, words });
  }
  await session.printLong(helpText(root));
  return 0;
}
