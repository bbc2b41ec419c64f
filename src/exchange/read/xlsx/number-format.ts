/** The number formats that workbooks need not spell out, but for dates (ECMA-376, 18.8.30). */
const builtIn: ReadonlyMap<number, string> = new Map([
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  [9, '0%'],
  [10, '0.00%'],
  [11, '0.00E+00'],
  [12, '# ?/?'],
  [13, '# ??/??'],
  [37, '#,##0'],
  [38, '#,##0'],
  [39, '#,##0.00'],
  [40, '#,##0.00'],
  [48, '##0.0E+0'],
]);

/** The code of a number format that has no code of its own; `General` if it shows numbers as they are. */
export const builtInFormat = (id: number): string => builtIn.get(id) ?? 'General';

/** The most characters of a number format; Excel takes 255. */
const longestFormat = 1000;

/** Whether a number format shows dates or times. One that no program would write shows none. */
export function isDateFormat(format: string): boolean {
  if (format.length > longestFormat) return false;
  const shown = format.replace(/"[^"]*(?:"|$)|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*(?:\]|$)/gi, '');
  return /[ymdhs]/i.test(shown.replace(/general/gi, ''));
}

/** Whether a number format that workbooks need not spell out shows dates or times. */
export const isBuiltInDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** A piece of a number format: literal text, or a sign of its language. */
type Piece = { readonly literal: string } | { readonly sign: string };

const piecePattern =
  /"([^"]*)"|\\(.)|(_.)|(\*.)|\[\$([^\]-]*)[^\]]*\]|(\[[^\]]*\])|(General)|(E[+-])|(.)/gisu;

/**
 * A plain number of 0 or more as a number format shows it: `0000` makes 0042 of 42. Null where the format changes what
 * it says, as percent, exponents, fractions and fewer decimals do, or is not known.
 */
export function shownNumber(number: string, format: string): string | null {
  if (/^(?:general|@)$/i.test(format)) return number;
  if (format.length > longestFormat || number.startsWith('-')) return null;
  const pieces = firstSection(format);
  if (pieces === null) return null;
  const point = pieces.findIndex((piece) => 'sign' in piece && piece.sign === '.');
  const [whole = '', decimals = ''] = number.split('.');
  const before = point === -1 ? pieces : pieces.slice(0, point);
  const after = point === -1 ? [] : pieces.slice(point);
  const left = wholePart(whole === '0' ? '' : whole, before);
  const right = decimalPart(decimals, after);
  return left === null || right === null ? null : left + right;
}

/** The pieces of the section for numbers above 0; null where something in it is not understood. */
function firstSection(format: string): readonly Piece[] | null {
  const pieces: Piece[] = [];
  for (const [, quoted, escaped, space, , symbol, bracket, general, exponent, other] of format.matchAll(
    piecePattern,
  )) {
    const literal = quoted ?? escaped ?? symbol ?? (space === undefined ? undefined : ' ');
    if (literal !== undefined) pieces.push({ literal });
    else if (other === ';') break;
    else if (general !== undefined || exponent !== undefined) return null;
    else if (bracket !== undefined && /^\[[<>=]/.test(bracket)) return null;
    else if (other !== undefined && '0#?.,'.includes(other)) pieces.push({ sign: other });
    else if (other !== undefined && /[%/@]|[a-z]/i.test(other)) return null;
    else if (other !== undefined) pieces.push({ literal: other });
  }
  return pieces;
}

const isDigitSign = (piece: Piece | undefined): boolean =>
  piece !== undefined && 'sign' in piece && '0#?'.includes(piece.sign);

/** The digits before the point, put into their places from the right; extra ones go to the first place. */
function wholePart(digits: string, pieces: readonly Piece[]): string | null {
  const first = pieces.findIndex(isDigitSign);
  const last = pieces.findLastIndex(isDigitSign);
  const commas = pieces.flatMap((piece, at) => ('sign' in piece && piece.sign === ',' ? [at] : []));
  // A comma behind the last place divides by a thousand.
  if (first === -1 || commas.some((at) => at < first || at > last)) return null;
  let rest = digits;
  let shown = '';
  let places = 0;
  const place = (digit: string): void => {
    if (commas.length > 0 && places > 0 && places % 3 === 0) shown = `,${shown}`;
    shown = digit + shown;
    places += 1;
  };
  for (const [at, piece] of [...pieces.entries()].reverse()) {
    if ('literal' in piece) shown = piece.literal + shown;
    else if (piece.sign === '0' || (piece.sign !== ',' && rest !== '')) {
      place(rest.at(-1) ?? '0');
      rest = rest.slice(0, -1);
    }
    if (at !== first) continue;
    for (const digit of [...rest].reverse()) place(digit);
    rest = '';
  }
  return shown;
}

/** The point and the digits after it; null if there are more of them than places. */
function decimalPart(digits: string, pieces: readonly Piece[]): string | null {
  if (pieces.filter(isDigitSign).length < digits.length) return null;
  let at = 0;
  let shown = '';
  for (const piece of pieces) {
    if ('literal' in piece) shown += piece.literal;
    else if (piece.sign === '.') shown += '.';
    else if (piece.sign === ',') return null;
    else shown += digits[at++] ?? (piece.sign === '0' ? '0' : '');
  }
  return shown;
}
