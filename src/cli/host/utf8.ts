import { type Parsed, Refusal, wrong } from '../../inventory/refusal.ts';
import { firstUndecoded, isUndecoded } from './undecoded.ts';

/** The refusal of a text that was not typed, or handed over, as UTF-8. */
export const notUtf8 = (value: string, field?: string): Refusal =>
  new Refusal(
    'usage',
    { key: 'not-utf8', params: { value } },
    { ...(field === undefined ? {} : { field }), value },
  );

/** Refuses words and our environment variables that are not UTF-8. */
export function refuseUndecoded(
  words: readonly string[],
  env: { readonly [name: string]: string | undefined },
): void {
  const found = firstUndecoded(words, env);
  if (found !== undefined) throw notUtf8(found.value, found.name);
}

/** The parser of an answer, which refuses text that the terminal did not send as UTF-8. */
export const parserOfTyped =
  <T>(parse: (text: string) => Parsed<T>) =>
  (text: string): Parsed<T> =>
    isUndecoded(text) ? wrong('not-utf8', { value: text }) : parse(text);
