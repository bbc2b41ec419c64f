import fc from 'fast-check';

/** Characters that must never reach a terminal unchanged, by name. */
export const unprintable: { readonly [name: string]: string } = {
  'clears the screen': '\x1b[2J',
  'sets the title': '\x1b]0;owned\x07',
  'ends a line': 'a\nb',
  'goes back to the start': 'honest\revil',
  'C1 control sequence': '\x9b31m',
  'next line': 'a\x85b',
  delete: 'a\x7fb',
  backspace: 'abc\b\b\bxyz',
  bell: 'a\x07b',
  'tabs and feeds': 'a\tb\vc\fd',
  'right-to-left override': 'exe.\u202Efdp',
  'right-to-left isolate': 'a\u2067b\u2069',
  'arabic letter mark': 'a\u061Cb',
  'left-to-right mark': 'a\u200Eb\u200Fc',
  'zero-width space': 'a\u200Bb',
  'stray joiners': '1\u200D2 \u200C3',
  'word joiner': 'a\u2060b',
  'byte order mark': 'a\uFEFFb',
  'line separator': 'a\u2028b',
  'paragraph separator': 'a\u2029b',
  'soft hyphen': 'a\u00ADb',
  'deprecated controls': 'a\u206A\u206Fb',
  'interlinear annotation': 'a\uFFF9b\uFFFAc\uFFFBd',
  'tag characters': 'a\u{E0001}\u{E0041}\u{E007F}b',
  'musical controls': 'a\u{1D173}b',
  'invisible letters': 'a\u115F\u1160\u3164\uFFA0b',
  'half a character': 'a\uD800b',
};

/** Texts that have broken programs before. */
export const nastyTexts: readonly string[] = [
  ...Object.values(unprintable),
  '',
  ' ',
  '\u3000',
  '\0',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '0x10',
  '1e999',
  '1e-999',
  '٣',
  '１２３',
  '½',
  '1,29',
  '1,299.00',
  '9007199254740993',
  '9'.repeat(400),
  '$(touch x)',
  '; touch x',
  '`touch x`',
  '| touch x',
  '../../etc/passwd',
  '%00%0a',
  '%s%n{0}',
  "'; DROP TABLE devices; --",
  '=cmd|"/C calc"!A0',
  '@SUM(1+1)',
  '-- ',
  '-',
  '"',
  '"""',
  "'",
  '\\',
  '\\u0000',
  '\\"}',
  '{}',
  '[]',
  '}{',
  '<b>&amp;&#0;]]>',
  'ß ẞ ſ K İ ı',
  'e\u0301\u0301\u0301\u0301',
  `Z${'\u0300'.repeat(300)}`,
  '\uFDFA'.repeat(50),
  '👩‍👩‍👧‍👦👍🏽🇨🇳',
  '品名',
  'x'.repeat(70_000),
  '\uD800',
  '\uDC00\uD800',
  '\uFFFE\uFFFF',
];

/** Arbitrary UTF-16, including half characters. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));

/** Any text: ordinary, arbitrary and nasty ones. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...nastyTexts.filter(({ length }) => length < 1000)) },
      { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
      { weight: 1, arbitrary: anyUnits },
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));

/** Texts out of a few pieces that mean something to a parser, so that many of them get far into it. */
export const textOf = (...pieces: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...pieces) },
        { weight: 1, arbitrary: fc.constantFrom(...nastyTexts.filter(({ length }) => length < 1000)) },
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join(''));
