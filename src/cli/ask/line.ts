import { charactersOf } from '../../exchange/text/cut.ts';
import { widthOf } from '../../exchange/text/width.ts';
import { wrap } from '../../exchange/text/wrap.ts';
import type { Place } from './frame.ts';

/** A text that is being typed, and how many of its UTF-16 units are left of the cursor. */
export interface Typed {
  readonly text: string;
  readonly cursor: number;
}

/** The fewest cells that are left for the text behind a label. */
const leastRoom = 10;

/** A question with the text behind it: the label in whole words, and of a long text the part around the cursor. */
export function questionLines(
  label: string,
  typed: Typed,
  width: number,
): { readonly lines: readonly string[]; readonly text: string; readonly cursor: Place } {
  const lines = wrap(label, width);
  const last = lines.at(-1) ?? '';
  const isShort = widthOf(last) + 1 + leastRoom <= width;
  const heads = isShort ? lines : [...lines, ''];
  const indent = isShort && last !== '' ? widthOf(last) + 1 : 0;
  const { text, before } = partAtCursor(typed, width - indent - 1);
  return { lines: heads, text, cursor: { row: heads.length - 1, column: indent + before } };
}

/** A text behind what stands on its line. */
export const behind = (line: string, text: string): string =>
  line === '' || text === '' ? line + text : `${line} ${text}`;

/** As much of the text as fits, with the cursor in it, and how many cells are left of the cursor. */
function partAtCursor(
  { text, cursor }: Typed,
  room: number,
): { readonly text: string; readonly before: number } {
  const left = charactersOf(text.slice(0, cursor));
  let before = widthOf(text.slice(0, cursor));
  let dropped = 0;
  while (before > room && dropped < left.length) before -= widthOf(left[dropped++] ?? '');
  const kept = left.slice(dropped);
  let width = before;
  for (const character of charactersOf(text.slice(cursor))) {
    width += widthOf(character);
    if (width > room) break;
    kept.push(character);
  }
  return { text: kept.join(''), before };
}
