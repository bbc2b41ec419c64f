import type { Column } from '../../inventory/decide/imports/import-columns.ts';
import { Refusal, refuse } from '../../inventory/refusal.ts';
import { folded } from '../../inventory/values/text.ts';
import { maxColumns, maxFieldCharacters } from '../../limits.ts';
import { cellText, type Dialect } from './cell-text.ts';

/** One row of an input file. */
export interface SourceRow {
  /** As a spreadsheet shows it (the header is a row), the element's number in JSON, the line's in JSON Lines. */
  readonly row: number;
  /** Text by column, the column as the file writes it. Blank cells are left out. */
  readonly cells: ReadonlyMap<string, string>;
  /** The same by the index of the column, blank ones as '': of a row of a table in which nothing is wrong. */
  readonly texts?: readonly string[];
  /** Why this is not a row, if it is not; the rows after it are read all the same. */
  readonly refusal?: Refusal;
  /** The problems of single cells. */
  readonly badCells?: readonly BadCell[];
}

/** A cell that cannot be read, in the column as the file writes it. */
export interface BadCell {
  readonly column: string;
  readonly value: string;
  readonly refusal: Refusal;
}

/** What a reader knows of the table it looks for. */
export interface Wanted {
  /** The column that a header means. */
  columnOf(header: string): Column | undefined;
  /** The columns that are needed. */
  readonly needed: readonly Column[];
  /** Whether a row has the headers that are needed. */
  isHeader(values: readonly string[]): boolean;
}

/** A row, or why it is not one. */
export function rowOrRefusal(row: number, read: () => SourceRow): SourceRow {
  try {
    return read();
  } catch (error) {
    return { row, cells: new Map(), refusal: invalid(error) };
  }
}

/** A refusal of what a file holds; throws anything else. */
export function invalid(error: unknown): Refusal {
  if (error instanceof Refusal && error.code === 'invalid') return error;
  throw error;
}

/** A row of a table before its header is known. */
export interface TableRow {
  readonly row: number;
  readonly values: readonly string[];
  /** Why it is no row. */
  readonly refusal?: Refusal;
  /** Why some of its cells are invalid, by index. */
  readonly refused?: ReadonlyMap<number, Refusal>;
}

/** The name that a spreadsheet gives to the column at an index from 0: A, B, … Z, AA. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

const isBlank = (text: string): boolean => text.trim() === '';

/** Whether a row of a table has no text at all. */
export function isBlankRow(values: readonly string[]): boolean {
  for (const value of values) if (value !== '' && !isBlank(value)) return false;
  return true;
}

/** A NUL, or half of a character: by itself, or of a pair. */
const suspicious = /[\0\ud800-\udfff]/;

/** The text of a cell; refuses a value that is too long or not text. */
export function checkedText(text: string, row: number, column: string): string {
  if (text.length > maxFieldCharacters) {
    refuse('file-field-too-long', { row, column, limit: maxFieldCharacters });
  }
  if (!suspicious.test(text)) return text;
  if (text.includes('\0')) refuse('file-nul', { row });
  if (/\p{Cs}/u.test(text)) refuse('file-half-character', { row, column });
  return text;
}

/** What can be shown of a text that is refused. */
const asText = (text: string): string => text.slice(0, maxFieldCharacters).replace(/[\0\p{Cs}]/gu, '\ufffd');

/** The columns that a header row names, without blank ones at its end; refuses a name that is there twice. */
export function headerOf({ row, values, refusal }: TableRow): readonly string[] {
  if (refusal !== undefined) throw refusal;
  const header = values.slice(0, values.findLastIndex((name) => !isBlank(name)) + 1);
  if (header.length > maxColumns) refuse('file-too-many-columns', { row, limit: maxColumns });
  const seen = new ColumnNames(row);
  for (const [index, name] of header.entries()) {
    checkedText(name, row, columnLetters(index));
    if (!isBlank(name)) seen.add(name);
  }
  return header;
}

/** A row of a table. Its cells by column are put together only where they are asked for: a map takes longer than all else. */
class PlainRow implements SourceRow {
  readonly #header: readonly string[];

  constructor(
    readonly row: number,
    readonly texts: readonly string[],
    header: readonly string[],
  ) {
    this.#header = header;
  }

  get cells(): ReadonlyMap<string, string> {
    return cellsByColumn(this.#header, this.texts);
  }
}

function cellsByColumn(header: readonly string[], texts: readonly string[]): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  for (const [index, text] of texts.entries()) if (text !== '') cells.set(header[index] ?? '', text);
  return cells;
}

/** Reads the rows below a header; one with more cells than the width, if there is any, holds the delimiter in a cell. */
export class RowReader {
  readonly #header: readonly string[];
  readonly #columns: readonly (Column | undefined)[];
  readonly #isNamed: readonly boolean[];
  readonly #dialect: Dialect;
  readonly #width: number;
  readonly #readsAll: boolean;

  constructor(
    header: TableRow,
    dialect: Dialect,
    wanted: Wanted | undefined,
    width = Number.POSITIVE_INFINITY,
  ) {
    this.#header = headerOf(header);
    this.#width = width;
    this.#columns = this.#header.map((name) => wanted?.columnOf(name));
    this.#isNamed = this.#header.map((name) => !isBlank(name));
    this.#dialect = dialect;
    this.#readsAll = wanted === undefined;
  }

  get header(): readonly string[] {
    return this.#header;
  }

  /** The columns that the headers mean, by index. */
  get columns(): readonly (Column | undefined)[] {
    return this.#columns;
  }

  read(source: TableRow): SourceRow {
    try {
      return this.#read(source);
    } catch (error) {
      return { row: source.row, cells: new Map(), refusal: invalid(error) };
    }
  }

  #read({ row, values, refusal, refused }: TableRow): SourceRow {
    if (refusal !== undefined) throw refusal;
    // As they are written, unless a cell means something else than its text.
    let meant: string[] | undefined;
    let badCells: BadCell[] | undefined;
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? '';
      let text = '';
      if (value !== '' && this.#isRead(row, index, values)) {
        const name = this.#header[index] ?? '';
        try {
          const bad = refused?.get(index);
          if (bad !== undefined) throw bad;
          text = cellText(checkedText(value, row, name), this.#columns[index], this.#dialect);
        } catch (error) {
          text = asText(value);
          badCells ??= [];
          badCells.push({ column: name, value: text.slice(0, 100), refusal: invalid(error) });
        }
      }
      if (text === value) continue;
      meant ??= [...values];
      meant[index] = text;
    }
    const texts = meant ?? values;
    if (badCells !== undefined) return { row, cells: cellsByColumn(this.#header, texts), badCells };
    if (this.#repeatsHeader(values)) refuse('row-is-header', { row });
    return new PlainRow(row, texts, this.#header);
  }

  /** Whether the cell at an index is read, which is not blank perhaps; refuses text in a column without a name. */
  #isRead(row: number, index: number, values: readonly string[]): boolean {
    if (this.#isNamed[index] === true) return this.#columns[index] !== undefined || this.#readsAll;
    if (!isBlank(values[index] ?? '')) this.#refuseNameless(row, index, values);
    return false;
  }

  #refuseNameless(row: number, index: number, values: readonly string[]): never {
    if (index >= this.#width)
      refuse('file-row-too-wide', { row, cells: values.length, columns: this.#width });
    const value = (values[index] ?? '').slice(0, 100);
    return refuse('file-header-empty', { row, column: columnLetters(index), value });
  }

  /** Whether a row has the headers once more, as where two files were joined. */
  #repeatsHeader(values: readonly string[]): boolean {
    const [first = ''] = values;
    if (!first.endsWith(this.#header[0] ?? '') || this.#header.length < 2) return false;
    return this.#header.every(
      (name, index) => folded(values[index] ?? '').replace('\ufeff', '') === folded(name),
    );
  }
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
