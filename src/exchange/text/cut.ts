import { type WidthOf, widthOf } from './width.ts';

const ellipsis = '…';

/** The text cut to a width, its end replaced by `…` where something was cut; no character is cut in two. */
export function cutTo(text: string, width: number, measure: WidthOf = widthOf): string {
  if (measure(text) <= width) return text;
  const characters = charactersOf(text);
  const kept = fitting(characters, (some) => measure(some + ellipsis) <= width);
  return characters.slice(0, kept).join('').trimEnd() + ellipsis;
}

/** The characters of a text as a reader counts them. */
export const charactersOf = (text: string): string[] =>
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

/** How many of the pieces, from the first on, fit. */
export function fitting(pieces: readonly string[], fits: (text: string) => boolean): number {
  let [enough, tooMany] = [0, pieces.length + 1];
  while (tooMany - enough > 1) {
    const middle = (enough + tooMany) >> 1;
    if (fits(pieces.slice(0, middle).join(''))) enough = middle;
    else tooMany = middle;
  }
  return enough;
}
