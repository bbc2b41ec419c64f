import { firstUndecoded } from './host/undecoded.ts';
import { chooseLanguage } from './language.ts';

// Answers given before the program is loaded; nothing here takes long to load.

/** The value of an option that is needed before options are parsed. */
export function earlyOption(words: readonly string[], option: string): string | undefined {
  const end = words.indexOf('--');
  const options = end === -1 ? words : words.slice(0, end);
  const index = options.findIndex((word) => word === option || word.startsWith(`${option}=`));
  return options[index] === option ? options[index + 1] : options[index]?.slice(option.length + 1);
}

/** Where the build writes help on a command, or on the program if no command is named. */
export const helpFile = (language: string, name: string): string =>
  `help/${language}/${name === '' ? 'stockbook' : name}.txt`;

type Environment = { readonly [name: string]: string | undefined };

/**
 * The file with the help that was asked for in the plainest way: `--help` after nothing but lower-case words, which may
 * name a command, and `--lang`. Null where anything else was typed, or handed over that the program would refuse.
 */
export function helpFileAsked(words: readonly string[], env: Environment): string | null {
  const named: string[] = [];
  let asks = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--help' || word === '-h') asks = true;
    else if (word === '--lang' && index + 1 < words.length) index++;
    else if (/^[a-z][a-z-]*$/.test(word)) named.push(word);
    else if (!word.startsWith('--lang=')) return null;
  }
  if (!asks || firstUndecoded(words, env) !== undefined) return null;
  return helpFile(chooseLanguage(earlyOption(words, '--lang'), env), named.join(' '));
}
