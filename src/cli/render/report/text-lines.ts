import { widthOf } from '../width.ts';

/** One line of a report as text, and what it needs around it. */
export interface Line {
  readonly text: string;
  /** The heads of its table, which stand again where a page begins with it. */
  readonly heads?: readonly string[];
  /** How many lines stay on the page with it. */
  readonly keep?: number;
}

/** A text in as many lines as it takes, broken between words or, in Chinese, anywhere. */
export function* wrapped(text: string, width: number): Generator<Line> {
  let line = '';
  for (const piece of pieces(text, width)) {
    if (line !== '' && widthOf(line) + widthOf(piece) > width) {
      yield { text: line.trimEnd() };
      line = piece.trimStart();
    } else line += piece;
  }
  yield { text: line };
}

/** The words of a text; those that are wider than a line letter by letter. */
function* pieces(text: string, width: number): Generator<string> {
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (widthOf(segment) <= width) yield segment;
    else for (const { segment: letter } of new Intl.Segmenter().segment(segment)) yield letter;
  }
}
