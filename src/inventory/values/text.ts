import { type Parsed, parsed, wrong } from '../refusal.ts';

declare const oneLine: unique symbol;

/** One line of text, trimmed and NFC, without control characters, line breaks or bidirectional overrides. */
export type Line = string & { readonly [oneLine]: true };

/** Characters that show nothing and mean nothing: zero-width ones, soft hyphens, marks of direction. */
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/;
const everyInvisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;

// Here and elsewhere, classes of Unicode are in functions: they take long to make, and most text needs none.

/** A joiner that makes one picture of two, or shapes a script that needs it, does show. */
const joins = (character: string): boolean =>
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u0590-\u109f]|\ufe0f/u.test(character);

/** A text without invisible characters (the contract, "Import": look-alikes). */
export function visible(text: string): string {
  if (!invisible.test(text)) return text;
  return text.replace(everyInvisible, (character, at: number) => {
    const isJoiner = character >= '\u200c' && character <= '\u200f';
    const before = isJoiner ? [...text.slice(Math.max(at - 2, 0), at)].at(-1) : undefined;
    return before !== undefined && joins(before) ? character : '';
  });
}

const unprintable = (line: string): RegExpExecArray | null =>
  /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.exec(line);

/** Text that is a line as it stands: printable ASCII and most Chinese characters, in which composition is no matter. */
const plain = /^[\x20-\x7e\u4e00-\u9fff]+$/;

/** The number of characters (code points) in a text. */
export const characters = (text: string): number => [...text].length;

/** A line of text with 1 to `most` characters. */
export function parseLine(text: string, most: number): Parsed<Line> {
  const trimmed = visible(text).trim();
  if (trimmed.length <= most && plain.test(trimmed)) return parsed(trimmed as Line);
  const line = trimmed.normalize('NFC');
  if (line === '') return wrong('text-empty', { value: text });
  const found = unprintable(line);
  if (found !== null) {
    const hexadecimal = (line.codePointAt(found.index) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return wrong('text-unprintable', { value: text, character: `U+${hexadecimal}` });
  }
  if (line.length > most && characters(line) > most) return wrong('text-too-long', { value: text, most });
  return parsed(line as Line);
}

/** The most characters of a name or a brand (the contract, "Values"). */
export const maxNameCharacters = 200;

/** The most characters of a reference, an idempotency key or an operator. */
export const maxReferenceCharacters = 200;

/** The most characters of a note. */
export const maxNoteCharacters = 1000;

/** A name or a brand. */
export const parseName = (text: string): Parsed<Line> => parseLine(text, maxNameCharacters);

/** A reference, an idempotency key or an operator. */
export const parseReference = (text: string): Parsed<Line> => parseLine(text, maxReferenceCharacters);

/** A note. */
export const parseNote = (text: string): Parsed<Line> => parseLine(text, maxNoteCharacters);

/** ASCII and most Chinese characters, in which nothing but the case of letters can matter. */
const simple = /^[\0-\x7f\u4e00-\u9fff]*$/;

/** Whether folding a text makes its letters small, and no more. */
export const isSimple = (text: string): boolean => simple.test(text);

/** What a text is compared by when case, width and composition do not matter. */
export const folded = (text: string): string =>
  isSimple(text)
    ? text.toLowerCase()
    : text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
