/** Tells how wide a text is in a type of a size, both in millimetres. */
export type Measure = (text: string, sizeMm: number) => number;

const ellipsis = '…';
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const words = new Intl.Segmenter('zh', { granularity: 'word' });

const charactersOf = (text: string): string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

/** What of a device's text is printed: one line, without characters that have no shape of their own. */
export const printed = (text: string): string =>
  text
    .replace(/\s+/gu, ' ')
    .replace(
      /[\p{Cc}\p{Cs}\p{Cn}\p{Co}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu,
      '',
    )
    .trim();

/** How many of the pieces, from the first on, fit. */
function fitting(pieces: readonly string[], fits: (text: string) => boolean): number {
  let [enough, tooMany] = [0, pieces.length + 1];
  while (tooMany - enough > 1) {
    const middle = (enough + tooMany) >> 1;
    if (fits(pieces.slice(0, middle).join(''))) enough = middle;
    else tooMany = middle;
  }
  return enough;
}

/** The text cut to a width, its end replaced by `…` where something was cut; no character is cut in two. */
export function shortened(text: string, widthMm: number, sizeMm: number, measure: Measure): string {
  if (measure(text, sizeMm) <= widthMm) return text;
  const characters = charactersOf(text);
  const kept = fitting(characters, (some) => measure(some + ellipsis, sizeMm) <= widthMm);
  return characters.slice(0, kept).join('').trimEnd() + ellipsis;
}

/** The text on at most so many lines, broken between words where it can be; the last one is shortened. */
export function wrapped(
  text: string,
  widthMm: number,
  sizeMm: number,
  maxLines: number,
  measure: Measure,
): string[] {
  const fits = (some: string): boolean => measure(some.trimEnd(), sizeMm) <= widthMm;
  const lines: string[] = [];
  let rest = text;
  while (lines.length < maxLines - 1 && !fits(rest)) {
    const pieces = unbroken(rest);
    const whole = fitting(pieces, fits);
    const line = whole > 0 ? pieces.slice(0, whole).join('') : charactersThatFit(rest, fits);
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return [...lines, shortened(rest, widthMm, sizeMm, measure)];
}

/** Of a word that is longer than a line: what fits, but one character at least. */
function charactersThatFit(text: string, fits: (text: string) => boolean): string {
  const characters = charactersOf(text);
  return characters.slice(0, Math.max(fitting(characters, fits), 1)).join('');
}

/** Pieces that lines may be broken between: words, each with the marks before it and the marks and spaces after it. */
function unbroken(text: string): string[] {
  const pieces: string[] = [];
  let opening = '';
  for (const { segment, isWordLike } of words.segment(text)) {
    const last = pieces.length - 1;
    if (isWordLike !== true && /^[\p{Ps}\p{Pi}]$/u.test(segment)) {
      opening += segment;
      continue;
    }
    if (isWordLike === true || opening !== '' || last < 0) pieces.push(opening + segment);
    else pieces[last] += opening + segment;
    opening = '';
  }
  if (opening !== '') pieces.push(opening);
  return pieces;
}
