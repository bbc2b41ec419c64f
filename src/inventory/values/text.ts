import { type Parsed, parsed, wrong } from '../refusal.ts';

declare const oneLine: unique symbol;

/** One line of text, trimmed and NFC, without control characters, line breaks or bidirectional overrides. */
export type Line = string & { readonly [oneLine]: true };

const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Text that is a line as it stands: printable ASCII and most Chinese characters, in which composition is no matter. */
const plain = /^[\x20-\x7e\u4e00-\u9fff]+$/;

/** The number of characters (code points) in a text. */
export const characters = (text: string): number => [...text].length;

/** A line of text with 1 to `most` characters. */
export function parseLine(text: string, most: number): Parsed<Line> {
  const trimmed = text.trim();
  if (trimmed.length <= most && plain.test(trimmed)) return parsed(trimmed as Line);
  const line = trimmed.normalize('NFC');
  if (line === '') return wrong('text-empty', { value: text });
  const found = unprintable.exec(line);
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

/** What a text is compared by when case, width and composition do not matter. */
export const folded = (text: string): string =>
  simple.test(text)
    ? text.toLowerCase()
    : text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
