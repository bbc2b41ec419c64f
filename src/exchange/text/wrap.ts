import { charactersOf, cutTo, fitting } from './cut.ts';
import { type WidthOf, widthOf } from './width.ts';

interface Wrapping {
  /** In cells of a terminal, unless something else is said. */
  readonly measure?: WidthOf;
  /** The last of so many lines is cut. */
  readonly maxLines?: number;
  /** What lines are broken between: words, unless something else is said. Together the pieces are the text. */
  pieces?(text: string): readonly string[];
}

/** A text in lines of a width; a word that is wider than a line is broken, too. */
export function wrap(
  text: string,
  width: number,
  { measure = widthOf, maxLines = Number.POSITIVE_INFINITY, pieces = wordsOf }: Wrapping = {},
): readonly string[] {
  const fits = (some: string): boolean => measure(some.trimEnd()) <= width;
  if (fits(text)) return [text];
  const lines: string[] = [];
  let rest = pieces(text);
  while (lines.length < maxLines - 1 && !fits(rest.join(''))) {
    const [first = '', ...others] = rest;
    if (!fits(first)) rest = [...charactersOf(first), ...others];
    const taken = Math.max(fitting(rest, fits), 1);
    lines.push(rest.slice(0, taken).join('').trimEnd());
    rest = rest.slice(taken);
  }
  const last = rest.join('');
  return last === '' ? lines : [...lines, cutTo(last.trimEnd(), width, measure)];
}

/**
 * Pieces that lines may be broken between: words, each with the marks before it (`(`, `#`, `--`) and the marks and spaces
 * after it.
 */
function wordsOf(text: string): string[] {
  const pieces: string[] = [];
  let opening = '';
  let isAfterBlank = true;
  const append = (end: string): void => {
    if (pieces.length === 0) pieces.push(end);
    else pieces[pieces.length - 1] += end;
  };
  for (const { segment, isWordLike } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    const isBlank = segment.trim() === '';
    if (isWordLike === true) {
      pieces.push(opening + segment);
      opening = '';
    } else if (!isBlank && (isAfterBlank || opening !== '' || /^[\p{Ps}\p{Pi}]$/u.test(segment))) {
      opening += segment;
    } else {
      append(opening + segment);
      opening = '';
    }
    isAfterBlank = isBlank;
  }
  if (opening !== '') append(opening);
  return pieces;
}
