import { padTo, widthOf } from '../render/width.ts';

/** A piece of a topic, laid out for a terminal here and for a manual by man-page.ts. */
export type Block =
  | { readonly heading: string }
  | { readonly paragraph: string }
  /** Rows of cells under each other; the last cell of a row may take many lines. */
  | { readonly rows: readonly (readonly string[])[] }
  /** Lines that stay as they are. */
  | { readonly example: readonly string[] };

const pageWidth = 80;
const indent = '  ';

/** The blocks as lines of at most 80 columns, where words allow. */
export const blocksText = (blocks: readonly Block[]): string =>
  `${blocks.map((block) => `${linesOf(block).join('\n')}\n`).join('\n')}`.replace(/(:|：)\n\n/g, '$1\n');

function linesOf(block: Block): readonly string[] {
  if ('heading' in block) return [block.heading];
  if ('paragraph' in block) return wrapped(block.paragraph, pageWidth - indent.length).map(indented);
  if ('example' in block) return block.example.map(indented);
  return alignedRows(block.rows, pageWidth - indent.length).map(indented);
}

const indented = (line: string): string => `${indent}${line}`;

/** Rows with their cells under each other; what is too long for the last column goes on under it. */
export function alignedRows(rows: readonly (readonly string[])[], width: number): readonly string[] {
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

/** A text broken at its spaces, and in Chinese after any wide character, into lines of a width. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(pieces) ?? []) {
    if (line !== '' && widthOf((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** What a line is never broken within: words, and a wide character with the punctuation that follows it. */
const pieces =
  /[“（]*(?:[\u3000-\u9fff]|[^\s\u3000-\u9fff\uff00-\uffef“（]+|[\uff00-\uffef])[，。、：；）！？”]*\s*|\s+|./gu;
