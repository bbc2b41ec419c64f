import { wrap } from '../../exchange/text/wrap.ts';

/** Colour before and behind a text, which each of its lines gets. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal is sent
const colored = /^((?:\x1b\[[0-9;]*m|\x07)*)([^\x1b]*)((?:\x1b\[[0-9;]*m)*)$/;

/** A text of one line, broken between words if it is wider than a terminal, which would break it anywhere. */
export function inWholeWords(text: string, columns: number): string {
  // A character takes two cells at most.
  if (text.length * 2 <= columns || text.includes('\n')) return text;
  const [, before, words, behind] = colored.exec(text) ?? [];
  if (words === undefined) return text;
  return wrap(words, columns)
    .map((line) => `${before}${line}${behind}`)
    .join('\n');
}
