import { Refusal, refuse } from '../../inventory/refusal.ts';
import { folded } from '../../inventory/values/text.ts';
import { maxColumns, maxFieldCharacters } from '../../limits.ts';
import { unescapedFormula } from '../write/escape-formula.ts';

/** One row of an input file. */
export interface SourceRow {
  /** As a spreadsheet shows it (the header is a row), the element's number in JSON, the line's in JSON Lines. */
  readonly row: number;
  /** Text by column, the column as the file writes it. Blank cells are left out. */
  readonly cells: ReadonlyMap<string, string>;
  /** Why this is no row, where it is none; the rows after it are read all the same. */
  readonly refusal?: Refusal;
}

/** A row, or why it is none. */
export function rowOrRefusal(row: number, read: () => SourceRow): SourceRow {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid')
      return { row, cells: new Map(), refusal: error };
    throw error;
  }
}

/** A row of a table before its header is known. */
export interface TableRow {
  readonly row: number;
  readonly values: readonly string[];
  /** What is wrong with one of its cells. */
  readonly refusal?: Refusal;
}

/** The name that a spreadsheet gives to the column at an index from 0: A, B, … Z, AA. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

const isBlank = (text: string): boolean => text.trim() === '';

/** Whether a row of a table has no text at all. */
export const isBlankRow = (values: readonly string[]): boolean => values.every(isBlank);

/** A NUL, or half of a character: by itself, or of a pair. */
const suspicious = /[\0\ud800-\udfff]/;

/** The text of a cell; refuses what is too long or is not text. */
export function checkedText(text: string, row: number, column: string): string {
  if (text.length > maxFieldCharacters) {
    refuse('file-field-too-long', { row, column, limit: maxFieldCharacters });
  }
  if (!suspicious.test(text)) return text;
  if (text.includes('\0')) refuse('file-nul', { row });
  if (/\p{Cs}/u.test(text)) refuse('file-half-character', { row, column });
  return text;
}

/** The columns that a header row names, without blank ones at its end; refuses a name that is there twice. */
export function headerOf({ row, values }: TableRow): readonly string[] {
  const header = values.slice(0, values.findLastIndex((name) => !isBlank(name)) + 1);
  if (header.length > maxColumns) refuse('file-too-many-columns', { row, limit: maxColumns });
  const seen = new ColumnNames(row);
  for (const [index, name] of header.entries()) {
    checkedText(name, row, columnLetters(index));
    if (!isBlank(name)) seen.add(name);
  }
  return header;
}

/** The cells of a row below a header. */
export function rowBelow(header: readonly string[], { row, values, refusal }: TableRow): SourceRow {
  if (refusal !== undefined) throw refusal;
  const cells = new Map<string, string>();
  for (const [index, value] of values.entries()) {
    if (value === '') continue;
    const column = header[index] ?? '';
    if (isBlank(column)) {
      if (isBlank(value)) continue;
      const letters = columnLetters(index);
      refuse('file-header-empty', { row, column: letters, value: value.slice(0, 100) });
    }
    cells.set(column, unescapedFormula(checkedText(value, row, column)));
  }
  return { row, cells };
}

/** The column names of one header or object: none may be there twice, not even in another case, width or spacing. */
export class ColumnNames {
  readonly #names = new Set<string>();

  constructor(readonly row: number) {}

  add(column: string): void {
    const name = folded(column).replace(/\s+/gu, '');
    if (this.#names.has(name)) refuse('file-header-twice', { row: this.row, column });
    this.#names.add(name);
  }
}
