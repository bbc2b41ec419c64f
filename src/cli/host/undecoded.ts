/** What Node puts in the place of bytes that are not UTF-8, and the half characters that Windows may hand over. */
const undecoded = /[\ud800-\udfff\ufffd]/u;

/** Whether a text was made of bytes that are not UTF-8: two that differ may have become one. */
export const isUndecoded = (text: string): boolean => undecoded.test(text);

/** A word, or one of our environment variables, that is not UTF-8. */
export interface Undecoded {
  readonly value: string;
  /** The name of the variable. */
  readonly name?: string;
}

/** The first word or one of our environment variables that is not UTF-8. */
export function firstUndecoded(
  words: readonly string[],
  env: { readonly [name: string]: string | undefined },
): Undecoded | undefined {
  const word = words.find(isUndecoded);
  if (word !== undefined) return { value: word };
  for (const name of Object.keys(env)) {
    const value = name.startsWith('STOCKBOOK_') ? env[name] : undefined;
    if (value !== undefined && isUndecoded(value)) return { value, name };
  }
  return undefined;
}
