import { Refusal } from '../../inventory/refusal.ts';
import { maxRowCharacters } from '../../limits.ts';
import { problems } from '../../problems.ts';
import type { DecimalMark, Dialect } from './cell-text.ts';
import { isBlankRow, RowReader, type SourceRow, type TableRow, type Wanted } from './cells.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { type FoundHeader, findHeader, refuseWithoutHeader } from './find-header.ts';

/** The delimiters of cells; the first is used if the header contains none. */
export const delimiters = [',', ';', '\t'] as const;

/** A table with its header read and its rows still to come. */
export interface Table {
  readonly header: readonly string[];
  /** The row of the header, where rows above it are not read; else null. */
  readonly headerRow: number | null;
  /** Each iteration reads them again from the text. */
  readonly rows: Iterable<SourceRow>;
}

/** How a table is to be read. */
export interface TableOptions {
  readonly wanted?: Wanted | undefined;
  readonly headerRow?: number | undefined;
  readonly decimal?: DecimalMark | undefined;
}

/**
 * Reads comma, semicolon or tab separated text with a header row. Rows are numbered as a spreadsheet shows them, blank
 * ones counted and left out.
 */
export function readCsv(pieces: Iterable<string>, name: string, options: TableOptions = {}): Table {
  const { said, likely } = separation(pieces);
  const isSaid = said !== null;
  let best: { readonly delimiter: string; readonly found: FoundHeader } | undefined;
  for (const delimiter of said === null ? likely : [said]) {
    const found = findHeader(tableRows(pieces, delimiter, isSaid), options.wanted, options.headerRow);
    if (found === undefined) continue;
    best ??= { delimiter, found };
    if (!found.isWanted) continue;
    best = { delimiter, found };
    break;
  }
  if (best === undefined) return refuseWithoutHeader(name, options.headerRow);
  const { delimiter, found } = best;
  const dialect = dialectOf(delimiter, options);
  const reader = new RowReader(found.row, dialect, options.wanted, found.row.values.length);
  const rows = { [Symbol.iterator]: () => rowsBelow(found.row.row, reader, pieces, delimiter, isSaid) };
  return { header: reader.header, headerRow: found.isBelowOthers ? found.row.row : null, rows };
}

/** Semicolons as delimiters suggest a comma as the decimal mark; tabs suggest nothing. */
function dialectOf(delimiter: string, { decimal }: TableOptions): Dialect {
  const unclear: readonly DecimalMark[] = delimiter === ';' ? [',', '.'] : delimiter === '\t' ? [','] : [];
  return { decimal, unclear };
}

function* rowsBelow(
  headerRow: number,
  reader: RowReader,
  pieces: Iterable<string>,
  delimiter: string,
  isSaid: boolean,
): Generator<SourceRow> {
  for (const record of csvRecords(pieces, delimiter)) {
    const row = tableRow(record, isSaid);
    if (row !== null && row.row > headerRow) yield reader.read(row);
  }
}

/** The rows of delimited text that are not blank. */
function* tableRows(
  pieces: Iterable<string>,
  delimiter: string,
  isSaid: boolean,
): Generator<TableRow, undefined> {
  for (const record of csvRecords(pieces, delimiter)) {
    const row = tableRow(record, isSaid);
    if (row !== null) yield row;
  }
}

/** The row that a record is; null if it is blank, or the first line, which only says what separates cells, where `isSaid`. */
function tableRow(record: CsvRecord, isSaid: boolean): TableRow | null {
  if (isSaid && record.row === 1) return null;
  const { values } = record;
  const row = isSaid ? record.row - 1 : record.row;
  if (record.isSpoilt) return { row, values, refusal: misplacedQuote(row) };
  return isBlankRow(values) ? null : { row, values };
}

const misplacedQuote = (row: number): Refusal =>
  new Refusal(problems()['file-quote'], { key: 'file-quote', params: { row } });

/** `sep=;` as the first line, which a spreadsheet may have padded with separators. */
const separatorLine = /^"?sep=([,;|\t])["\s,;|]*$/i;

/** What separates the cells: as `sep=;` says, or else what may, the most frequent of the first line first. */
function separation(pieces: Iterable<string>): {
  readonly said: string | null;
  readonly likely: readonly string[];
} {
  const line = firstLine(pieces);
  const said = separatorLine.exec(line.slice(0, 2000))?.[1] ?? null;
  return { said, likely: byFrequency(line.trimStart()) };
}

/** The first line with text, which may have line breaks in quotes, and the blank ones above it. */
function firstLine(pieces: Iterable<string>): string {
  let begin = '';
  let [isQuoted, hasBegun, at] = [false, false, 0];
  for (const piece of pieces) {
    begin += piece;
    for (; at < begin.length; at++) {
      const character = begin[at] ?? '';
      if (character === '"') isQuoted = !isQuoted;
      else if (hasBegun && !isQuoted && (character === '\n' || character === '\r')) return begin.slice(0, at);
      hasBegun ||= character.trim() !== '';
    }
    if (begin.length > maxRowCharacters) break;
  }
  return begin;
}

/** The delimiters, the one first that is there most often outside quotes. */
function byFrequency(line: string): readonly string[] {
  const counts = new Map<string, number>(delimiters.map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    const count = isQuoted ? undefined : counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  return [...counts].sort(([, left], [, right]) => right - left).map(([delimiter]) => delimiter);
}
