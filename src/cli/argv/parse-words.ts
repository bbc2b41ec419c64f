import { type Command, CommanderError, type Option } from 'commander';
import { Refusal, refuse } from '../../inventory/refusal.ts';
import type { GlobalOptions } from '../global-options.ts';
import type { Machine } from '../host/machine.ts';
import { nearest } from '../nearest.ts';
import type { Found } from '../options.ts';

/** The words of a command line, parsed. */
export interface ParsedWords {
  readonly options: GlobalOptions & { readonly [field: string]: Found };
  readonly args: readonly string[];
}

/** Parses the words of a command line; null if they ask for help or the version, which is then printed. */
export function parseWords(
  command: Command,
  words: readonly string[],
  { stdout }: Pick<Machine, 'stdout'>,
): ParsedWords | null {
  command.configureOutput({ writeOut: (text) => stdout.write(text) });
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
    stdout.write(`${STOCKBOOK_VERSION}\n`);
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

/** An error of commander as a refusal. */
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
