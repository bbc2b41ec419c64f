/** The exit code that has a shell's script offer files. */
export const offerFiles = 9;

/** A word of a shell's line as it means it, and the quote that is still open at its end. */
export interface ShellWord {
  readonly text: string;
  readonly open: '"' | "'" | null;
}

/** What a backslash takes its meaning from within double quotes. */
const specialInDouble = new Set(['"', '\\', '$', '`']);

/** Takes quotes and backslashes from a word of the line; nothing is expanded. */
export function unquoted(word: string): ShellWord {
  let text = '';
  let open: ShellWord['open'] = null;
  for (let at = 0; at < word.length; at++) {
    const character = word[at] ?? '';
    const next = word[at + 1];
    if (open === null && (character === '"' || character === "'")) open = character;
    else if (character === open) open = null;
    else if (
      character === '\\' &&
      next !== undefined &&
      (open === null || (open === '"' && specialInDouble.has(next)))
    ) {
      text += next;
      at++;
    } else text += character;
  }
  return { text, open };
}

/** ASCII that means nothing to any shell, and all that is not ASCII. */
const plain = /^[\w./+,\u0080-\u{10ffff}-]*$/u;

/** Whether a word stands for itself in every shell, without a quote. */
export const isPlain = (word: string): boolean => plain.test(word);

/** A word as bash is to find it on its line, where a quote may be open; null if it cannot be written so. */
export function quotedForBash(word: string, open: ShellWord['open']): string | null {
  if (open === "'") return word.replaceAll("'", "'\\''");
  // Nothing keeps bash from looking for ! in its history between double quotes.
  if (open === '"') return word.includes('!') ? null : word.replace(/["\\$`]/g, '\\$&');
  return Array.from(word, (character) => (plain.test(character) ? character : `\\${character}`)).join('');
}
