/** C0, DEL, C1, line separators, bidirectional controls, zero-width and other format characters, lone surrogates. */
const invisible =
  '[\\p{Cc}\\p{Cs}\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb' +
  '\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e007f}]';
/** Joiners are part of some scripts and of emoji; anywhere else they hide. */
const strayJoiner = '(?<![\\p{Extended_Pictographic}\\p{EMod}\\ufe0f\\p{L}\\p{M}])(?:\\u200c|\\u200d)';
let compiled: RegExp | undefined;
/** Made when it is first needed: most text is plain, and classes of Unicode take long to compile. */
const unsafe = (): RegExp => {
  compiled ??= new RegExp(`${invisible}|${strayJoiner}`, 'gu');
  return compiled;
};

const plain = /^[\x20-\x7e\u4e00-\u9fff]*$/;

const inJson = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16);
    return `\\u${unit.padStart(4, '0')}`;
  }).join('');

const inText = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A JSON value in one line, which says the same but holds only what is safe for a terminal. */
export const printableJson = (json: unknown): string => JSON.stringify(json).replace(unsafe(), inJson);

/** Text from files or arguments, made safe for a terminal: what cannot be seen is shown as `\u{1b}`. */
export function printable(text: string): string {
  return plain.test(text) ? text : text.replace(unsafe(), inText);
}

/** Lines of JSON or of other data, made safe for a terminal; tabs and line ends stay. */
export const printableLines = (lines: string, isJson: boolean): string =>
  lines.replace(unsafe(), (character, at: number) => {
    const isKept = /[\n\t]/.test(character) || (character === '\r' && lines[at + 1] === '\n');
    return isKept ? character : (isJson ? inJson : inText)(character);
  });
