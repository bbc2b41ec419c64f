import { wrap } from '../../exchange/text/wrap.ts';

/** Colour before and behind a text, which each of its lines gets. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal is sent
const colored = /^((?:\x1b\[[0-9;]*m|\x07)*)([^\x1b]*)((?:\x1b\[[0-9;]*m)*)$/;

/** A command that can be pasted; words of another script are part of it if a blank follows, else they are the sentence's. */
const suggested = /(stockbook [a-z](?:'[^']*'|[^'\s;；，。]| (?=[-\w'#.+/]|[^\s;；，。]+ ))*)/;

/** What joins a part of a sentence with the one before, which a new line does as well. */
const joint = /^[;；，,。.]?\s*/;

/** A text of one line, broken between words if it is wider than a terminal, which would break it anywhere; a command has lines of its own. */
export function inWholeWords(text: string, columns: number): string {
  // A character takes two cells at most.
  if (text.length * 2 <= columns || text.includes('\n')) return text;
  const [, before, words, behind] = colored.exec(text) ?? [];
  if (words === undefined) return text;
  const parts = words.split(suggested).map((part, index) => (index === 0 ? part : part.replace(joint, '')));
  return parts
    .filter((part) => part.trim() !== '')
    .flatMap((part) => wrap(part.trimEnd(), columns))
    .map((line) => `${before}${line}${behind}`)
    .join('\n');
}
