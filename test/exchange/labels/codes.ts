import fc from 'fast-check';
import { parseCode } from '../../../src/inventory/values/code.ts';

const lettersOf = (characters: string): fc.Arbitrary<string> => fc.constantFrom(...characters);

/** Letters and digits of many scripts, of one to four bytes in UTF-8, and marks on letters. */
const anyScript = fc.oneof(
  lettersOf('ABCXYZabcxyz0123456789-_./+'),
  lettersOf('éÅñßøĐ'),
  lettersOf('ЖЮяĸΩλ'),
  lettersOf('电视入库编号长虹步高蓝光表裏'),
  lettersOf('ひらがなカタカナ한글'),
  lettersOf('אבגدرس٣٤ไทยहिन्दी'),
  fc.constantFrom('𠀀', '𠮷', '𝒳', '𐍈'),
  fc.constantFrom('e\u0301', 'ก็', 'की'),
);
const ascii = lettersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./+');

const codesOf = (character: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.string({ unit: character, minLength: 1, maxLength: 12 }),
      fc.string({ unit: character, minLength: 1, maxLength: 64, size: 'max' }),
    )
    .map((text) => parseCode(text))
    .filter((code) => code.ok)
    .map((code) => (code.ok ? code.value : ''));

/** Codes of every shape that the contract allows. */
export const anyCode = codesOf(anyScript);

/** Those of ASCII: short and long, mostly letters or mostly digits. */
export const asciiCode = fc.oneof(
  codesOf(ascii),
  codesOf(lettersOf('0123456789')),
  codesOf(fc.oneof({ weight: 5, arbitrary: lettersOf('0123456789') }, ascii)),
);
