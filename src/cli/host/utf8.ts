import { type Parsed, Refusal, wrong } from '../../inventory/refusal.ts';

/** What Node puts in the place of bytes that are not UTF-8, and the half characters that Windows may hand over. */
const undecoded = /[\ud800-\udfff\ufffd]/u;

/** Whether a text was made of bytes that are not UTF-8: two that differ may have become one. */
export const isUndecoded = (text: string): boolean => undecoded.test(text);

/** The refusal of a text that was not typed, or handed over, as UTF-8. */
export const notUtf8 = (value: string, field?: string): Refusal =>
  new Refusal(
    'usage',
    { key: 'not-utf8', params: { value } },
    { ...(field === undefined ? {} : { field }), value },
  );

/** Refuses words, and variables of ours, that are not UTF-8. */
export function refuseUndecoded(
  words: readonly string[],
  env: { readonly [name: string]: string | undefined },
): void {
  for (const word of words) if (isUndecoded(word)) throw notUtf8(word);
  for (const name of Object.keys(env)) {
    const value = name.startsWith('STOCKBOOK_') ? env[name] : undefined;
    if (value !== undefined && isUndecoded(value)) throw notUtf8(value, name);
  }
}

/** The parser of what is typed at a question, which refuses what the terminal did not send as UTF-8. */
export const parserOfTyped =
  <T>(parse: (text: string) => Parsed<T>) =>
  (text: string): Parsed<T> =>
    isUndecoded(text) ? wrong('not-utf8', { value: text }) : parse(text);
