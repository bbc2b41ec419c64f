import type { Cell, Column } from './write-csv.ts';

/** A cell of a Markdown table, perhaps in bold. */
export type MarkdownCell = Cell | { readonly strong: string };

/** The lines of a Markdown table; columns that are not text are right-aligned. */
export function* markdownTable(
  columns: readonly Column[],
  rows: Iterable<readonly MarkdownCell[]>,
): Generator<string> {
  yield line(columns.map(({ key }) => markdownText(key)));
  yield line(columns.map(({ text }) => (text ? '---' : '---:')));
  for (const row of rows) yield line(columns.map((_, index) => cellText(row[index] ?? null)));
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

function cellText(cell: MarkdownCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return markdownText(String(cell));
  return cell.strong === '' ? '' : `**${markdownText(cell.strong)}**`;
}

/**
 * A text as a line of Markdown that shows it and does nothing: no markup, link, image, HTML or character reference, nor
 * the links that GitHub makes of bare addresses. What can be escaped is; GitHub looks for e-mail addresses after that, so
 * those get a comment that is not shown.
 */
export const markdownText = (text: string): string =>
  text
    .replace(/\r\n|\r|\n/g, ' ')
    .replace(/[\\`*_[\]<|~$]|!(?=\[)|&(?=#?\w+;)|:(?=\/\/)|(?<=www)\./gi, '\\$&')
    .replace(/(?<=[\w.+-])@(?=[\w-]+\.)/g, '@<!-- -->');
