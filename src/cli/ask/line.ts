import { charactersOf } from '../../exchange/text/cut.ts';
import { widthOf } from '../../exchange/text/width.ts';
import { wrap } from '../../exchange/text/wrap.ts';
import type { Place } from './frame.ts';

/** The text being typed, and the UTF-16 units before the cursor. */
export interface Typed {
  readonly text: string;
  readonly cursor: number;
}

/** The least room for text behind a label, in cells. */
const leastRoom = 10;

/** Lays out a question and its text: breaks the label between words, and cuts a long text to the part around the cursor. */
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

/** Appends a text to a line, with a space between them. */
export const behind = (line: string, text: string): string =>
  line === '' || text === '' ? line + text : `${line} ${text}`;

/** Returns as much text around the cursor as fits, and the cells before the cursor. */
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
