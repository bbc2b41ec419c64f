import type { Cell, Column } from './write-csv.ts';

/** The lines of a Markdown table; columns that are not text stand to the right. */
export function* markdownTable(
  columns: readonly Column[],
  rows: Iterable<readonly Cell[]>,
): Generator<string> {
  yield line(columns.map(({ key }) => escaped(key)));
  yield line(columns.map(({ text }) => (text ? '---' : '---:')));
  for (const row of rows) yield line(columns.map((_, index) => escaped(String(row[index] ?? ''))));
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

const escaped = (text: string): string => text.replace(/[\\|<]/g, '\\$&').replace(/\r\n|\r|\n/g, ' ');
