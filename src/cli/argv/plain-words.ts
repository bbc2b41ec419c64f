import { type CommandDefinition, takesRest } from '../command.ts';
import { globalOptions } from '../global-options.ts';
import { type Found, flagOf, type Option } from '../options.ts';
import type { ParsedWords } from './parse-words.ts';

/**
 * Parses the words of a command as commander would if they are plain: arguments, and long options in full, each once and
 * with its value as the next word. Null if anything else is among them, which commander then parses; loading it takes longer
 * than all the rest of it.
 */
export function plainlyParsed(
  { options, arguments: declared }: Pick<CommandDefinition, 'options' | 'arguments'>,
  words: readonly string[],
): ParsedWords | null {
  const known = [...options, ...globalOptions];
  const found: Record<string, Found> = {};
  const args: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) {
      args.push(word);
      continue;
    }
    const option = known.find((one) => flagOf(one) === word);
    if (option === undefined || Object.hasOwn(found, option.field) || takesRest(option)) return null;
    const value = takesValue(option) ? words[++index] : !isNegation(option);
    if (value === undefined || (typeof value === 'string' && value.startsWith('-'))) return null;
    found[option.field] = value;
  }
  if (declared.some(({ typed }) => typed.startsWith('<'))) return null;
  for (const one of known.filter(isNegation))
    if (!known.some((other) => other !== one && other.field === one.field)) found[one.field] ??= true;
  // The global options are among them, as typed or as they are by default.
  return { options: found as ParsedWords['options'], args };
}

const takesValue = ({ typed }: Option<unknown>): boolean => typed.endsWith('>');
const isNegation = (option: Option<unknown>): boolean => flagOf(option).startsWith('--no-');
