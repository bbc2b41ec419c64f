import { escapedFormula } from './escape-formula.ts';

/** A column to write. The cells of a text column are what users typed: a spreadsheet must not run them. */
export interface Column {
  readonly key: string;
  readonly text: boolean;
}

/** One value to write; null is a blank cell. */
export type Cell = string | number | null;

/** What tells a spreadsheet that a file is UTF-8. */
export const byteOrderMark = '\ufeff';

/** The text of a cell, in a text column with formulas escaped. */
export function cellText(column: Column, cell: Cell): string {
  if (cell === null) return '';
  return column.text ? escapedFormula(String(cell)) : String(cell);
}

/** The lines of a delimited file with a header, each with its line feed. */
export function* csvLines(
  columns: readonly Column[],
  rows: Iterable<readonly Cell[]>,
  delimiter: ',' | ';' | '\t' = ',',
): Generator<string> {
  const quote = quoting(delimiter);
  yield `${columns.map(({ key }) => quote(key)).join(delimiter)}\n`;
  for (const row of rows) {
    const cells = columns.map((column, index) => quote(cellText(column, row[index] ?? null)));
    yield `${cells.join(delimiter)}\n`;
  }
}

function quoting(delimiter: string): (text: string) => string {
  // A spreadsheet may take either mark for the one between cells.
  const delimiters = delimiter === '\t' ? '\t' : ',;';
  const special = new RegExp(`["\\r\\n${delimiters}]|^\\s|\\s$`);
  return (text) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
}
