import { padTo, widthOf } from '../../exchange/text/width.ts';
import { wrap } from '../../exchange/text/wrap.ts';

/** A piece of a topic, laid out for a terminal here and for a manual by man-page.ts. */
export type Block =
  | { readonly heading: string }
  | { readonly paragraph: string }
  /** A line right above what it is about. */
  | { readonly caption: string }
  /** Rows of cells under each other; the last cell of a row may take many lines. */
  | { readonly rows: readonly (readonly string[])[]; readonly header?: readonly string[] }
  /** Lines that stay as they are. */
  | { readonly example: readonly string[] };

const pageWidth = 80;
const indent = '  ';

/** The blocks as lines of at most 80 columns, where words allow. */
export const blocksText = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => `${linesOf(block).join('\n')}\n${'caption' in block ? '' : '\n'}`)
    .join('')
    .replace(/\n\n$/, '\n');

function linesOf(block: Block): readonly string[] {
  if ('heading' in block) return [block.heading];
  if ('caption' in block) return [indented(block.caption)];
  if ('paragraph' in block) return wrapped(block.paragraph, pageWidth - indent.length).map(indented);
  if ('example' in block) return block.example.map(indented);
  const { header, rows } = block;
  return alignedRows(header === undefined ? rows : [header, ...rows], pageWidth - indent.length).map(
    indented,
  );
}

const indented = (line: string): string => `${indent}${line}`;

/** Rows with their cells under each other; text too long for the last column continues below it. */
function alignedRows(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const before = Math.max(...rows.map((row) => row.length)) - 1;
  const widths = Array.from({ length: before }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const room = width - widths.reduce((sum, each) => sum + each + indent.length, 0);
  return rows.flatMap((row) => {
    const start = widths.map((each, column) => padTo(row[column] ?? '', each, 'left') + indent).join('');
    const [first = '', ...more] = wrapped(row[before] ?? '', room);
    return [`${start}${first}`.trimEnd(), ...more.map((line) => ' '.repeat(widthOf(start)) + line)];
  });
}

/** A text broken into lines of a width, after spaces and Chinese punctuation, so that no word of a list is broken. */
export const wrapped = (text: string, width: number): readonly string[] =>
  wrap(text, width, { pieces: (some) => some.match(pieces) ?? [] });

/** What a line is not broken within. */
const pieces = /[^\s，。、：；！？]*[，。、：；！？）”]*\s*/gu;
