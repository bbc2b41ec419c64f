import { type Parsed, parsed, wrong } from '../refusal.ts';
import { characters, folded, visible } from './text.ts';

declare const stockNumber: unique symbol;

/** A stock number as first typed: 1–64 letters and digits of any script and `- _ . / +`, NFKC. */
export type Code = string & { readonly [stockNumber]: true };

/** The most characters of a code (the contract, "Values"). */
export const maxCodeCharacters = 64;

/** What a code may hold beside letters and digits. */
export const codeMarks = '-_./+';

const marks = codeMarks.replaceAll('-', '\\-');
const latin = new RegExp(`^[A-Za-z0-9${marks}]+$`);
let compiled: RegExp | undefined;
/** A combining mark counts as part of the letter it stands on, as Thai and Devanagari need. */
const foreign = (code: string): RegExpExecArray | null => {
  compiled ??= new RegExp(String.raw`[^\p{L}\p{M}\p{Nd}\p{Nl}${marks}]|(?<![\p{L}\p{M}])\p{M}`, 'u');
  return compiled.exec(code);
};

export function parseCode(text: string): Parsed<Code> {
  const code = visible(text).trim().normalize('NFKC');
  if (code === '') return wrong('code-empty', { value: text });
  if (code.length > maxCodeCharacters && characters(code) > maxCodeCharacters)
    return wrong('code-too-long', { value: text, most: maxCodeCharacters });
  const found = latin.test(code) ? null : foreign(code);
  if (found !== null)
    return wrong('code-character', {
      value: text,
      character: String.fromCodePoint(code.codePointAt(found.index) ?? 0),
    });
  return parsed(code as Code);
}

const plain = /^[\x21-\x7e]*$/;

/** What makes a code the same code: two that differ only in case or width share it. */
export const codeKey = (code: string): string =>
  plain.test(code) ? code.toLowerCase() : folded(visible(code).trim());
