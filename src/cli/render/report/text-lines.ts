import { wrap } from '../../../exchange/text/wrap.ts';

/** One line of a report as text, and what it needs around it. */
export interface Line {
  readonly text: string;
  /** The heads of its table, which are repeated if a page begins with it. */
  readonly heads?: readonly string[];
  /** How many lines stay on the page with it. */
  readonly keep?: number;
}

/** A text in as many lines as it takes. */
export const textLines = (text: string, width: number): readonly Line[] =>
  wrap(text, width).map((line) => ({ text: line }));
