import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandOf } from '../../../src/cli/argv/commander.ts';
import { type ParsedWords, parseWords } from '../../../src/cli/argv/parse-words.ts';
import { plainlyParsed } from '../../../src/cli/argv/plain-words.ts';
import type { CommandDefinition } from '../../../src/cli/command.ts';
import { loadCommand } from '../../../src/cli/commands/loaders.ts';
import { type CommandName, commandNames } from '../../../src/cli/commands/shell/names.ts';
import { globalOptions } from '../../../src/cli/global-options.ts';
import { flagOf } from '../../../src/cli/options.ts';
import { loadMessages } from '../../../src/cli/words/load-messages.ts';

const commands = new Map<CommandName, CommandDefinition>();
for (const name of commandNames) commands.set(name, await loadCommand(name));
const wording = { language: 'en', messages: await loadMessages('en') } as const;
const machine = { stdout: { isTerminal: false, write: () => undefined } };

/** What commander makes of the words of a command; null where it refuses them, or prints what they ask for. */
function parsedByCommander(name: CommandName, words: readonly string[]): ParsedWords | null {
  const definition = commands.get(name);
  if (definition === undefined) throw new Error(`no ${name}`);
  try {
    return parseWords(commandOf(name, definition, wording), words, machine);
  } catch {
    return null;
  }
}

const plainlyOf = (name: CommandName, typed: string) => {
  const definition = commands.get(name);
  if (definition === undefined) throw new Error(`no ${name}`);
  return plainlyParsed(definition, typed === '' ? [] : typed.split(' '));
};

describe('words of a command', () => {
  it('that are plain are parsed exactly as commander parses them', () => {
    const values = fc.constantFrom(
      'TV-1',
      '2',
      '',
      ' ',
      '-',
      '--',
      '-5',
      '-q',
      '-h',
      '--help',
      'a=b',
      '入库',
      '...',
    );
    const cases = fc.constantFrom(...commandNames).chain((name) => {
      const known = [...(commands.get(name)?.options ?? []), ...globalOptions];
      const flags = fc.constantFrom(...known.map(flagOf));
      const odd = flags.chain((flag) =>
        fc.constantFrom(
          `${flag}=x`,
          flag.slice(0, -1),
          `${flag}x`,
          flag.replace('--', '--no-'),
          flag.slice(1),
        ),
      );
      const word = fc.oneof(
        { weight: 4, arbitrary: values },
        { weight: 6, arbitrary: flags },
        { weight: 1, arbitrary: odd },
      );
      return fc.tuple(fc.constant(name), fc.array(word, { maxLength: 7 }));
    });
    let plain = 0;
    fc.assert(
      fc.property(cases, ([name, words]) => {
        const definition = commands.get(name);
        const parsed = definition === undefined ? null : plainlyParsed(definition, words);
        if (parsed === null) return;
        plain++;
        expect(parsed).toEqual(parsedByCommander(name, words));
      }),
      { numRuns: 3000 },
    );
    expect(plain).toBeGreaterThan(300);
  });

  it.each([
    ['stock-out', 'TV-1 2 --reason damage --store shop --by li --json'],
    ['stock-in', '--cost 610 TV-1 5 --ref PO-77 --key PO-77-1 --no-input'],
    ['list', '--low --sort value --desc'],
    ['search', 'television 42'],
    ['history', 'TV-1 --limit 5 --since today'],
    ['undo', ''],
  ] as const)('are plain where people type them as help does: %s %s', (name, typed) => {
    expect(plainlyOf(name, typed)).toEqual(parsedByCommander(name, typed === '' ? [] : typed.split(' ')));
  });

  it.each([
    ['stock-out', 'TV-1 2 --reason=damage'],
    ['stock-out', 'TV-1 2 -q'],
    ['stock-out', '-- -5'],
    ['stock-out', 'TV-1 2 --reason --json'],
    ['stock-out', 'TV-1 2 --reason sale --reason sale'],
    ['stock-out', 'TV-1 2 --key'],
    ['stock-out', 'TV-1 2 --resaon damage'],
    ['stock-out', '--help'],
    ['history', '--type stock-in stock-out'],
  ] as const)('are left to commander if anything about them is not plain: %s %s', (name, typed) => {
    expect(plainlyOf(name, typed)).toBeNull();
  });
});
