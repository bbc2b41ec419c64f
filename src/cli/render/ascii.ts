/** Replacements, of the same width, for punctuation that terminals without UTF-8 lack. */
const plain: { readonly [character: string]: string } = {
  '→': '>',
  '…': '.',
  '“': '"',
  '”': '"',
  '’': "'",
  '–': '-',
  '─': '-',
  '↑': '^',
  '↓': 'v',
};

/** A text whose punctuation a terminal without UTF-8 can show; names of devices stay as they are. */
export const plainPunctuation = (text: string): string =>
  text.replace(/[→…“”’–─↑↓]/g, (character) => plain[character] ?? character);
