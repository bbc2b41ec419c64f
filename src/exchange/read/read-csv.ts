import { refuse } from '../../inventory/refusal.ts';
import { maxRowCharacters, maxSheetRows } from '../../limits.ts';
import { headerOf, isBlankRow, rowBelow, rowOrRefusal, type SourceRow, type TableRow } from './cells.ts';

/** What may stand between the cells of delimited text; the first counts where none stands in the header. */
export const delimiters = [',', ';', '\t'] as const;

/** A table with its header read and its rows still to come. */
export interface Table {
  readonly header: readonly string[];
  /** Read anew from the text each time they are asked for. */
  readonly rows: Iterable<SourceRow>;
}

/**
 * Reads comma, semicolon or tab separated text with a header row. Rows are numbered as a spreadsheet shows them, blank
 * ones counted and left out.
 */
export async function readCsv(pieces: Iterable<string>, name: string): Promise<Table> {
  const { CsvError, parse } = await import('csv-parse/sync');
  const { delimiter, skipped } = separation(pieces);
  const quoted: QuotedReader = (block, before) => {
    try {
      return parse(block, { ...strict, delimiter }).map(textsOf);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      return refuseRecord(error.code, before + Number(error['records'] ?? 0) + 1, error);
    }
  };
  const records = () => tableRows(without(skipped, pieces), delimiter, quoted);
  const first = records().next();
  if (first.done === true) return refuse('file-empty', { name });
  const { row, values } = first.value;
  const header = headerOf(first.value);
  const rows = { [Symbol.iterator]: () => rowsBelow(header, values.length, row, records()) };
  return { header, rows };
}

const strict = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  max_record_size: maxRowCharacters,
};

/** The records of whole lines with quotes, after so many others. */
type QuotedReader = (block: string, before: number) => readonly string[][];

function* rowsBelow(
  header: readonly string[],
  columns: number,
  headerRow: number,
  records: Iterable<TableRow>,
): Generator<SourceRow> {
  for (const record of records) {
    const { row, values } = record;
    if (row === headerRow) continue;
    yield rowOrRefusal(row, () => {
      if (values.length > columns) {
        refuse('file-row-too-wide', { row, cells: values.length, columns });
      }
      return rowBelow(header, record);
    });
  }
}

/** The records of delimited text that are not blank, with their row numbers. */
function* tableRows(
  pieces: Iterable<string>,
  delimiter: string,
  quoted: QuotedReader,
): Generator<TableRow, undefined> {
  let row = 0;
  let open = '';
  for (const piece of pieces) {
    open += piece;
    const end = endOfRecords(open);
    if (end === 0 && open.length > maxRowCharacters) refuseEndless(open, row, quoted);
    if (end === 0) continue;
    for (const values of recordsOf(open.slice(0, end), delimiter, row, quoted)) {
      row += 1;
      if (row > maxSheetRows) refuse('file-too-many-rows', { limit: maxSheetRows });
      if (!isBlankRow(values)) yield { row, values };
    }
    open = open.slice(end);
  }
  if (open === '') return;
  for (const values of recordsOf(open, delimiter, row, quoted)) {
    row += 1;
    if (!isBlankRow(values)) yield { row, values };
  }
}

/** Only lines with quotes need a parser: what has none is split where its delimiters are. */
function* recordsOf(
  block: string,
  delimiter: string,
  before: number,
  quoted: QuotedReader,
): Generator<readonly string[]> {
  const quote = block.indexOf('"');
  const plainEnd = quote === -1 ? block.length : lineStart(block, quote);
  let row = before;
  for (const line of linesOf(block.slice(0, plainEnd))) {
    row += 1;
    if (line.length > maxRowCharacters) refuseTooLong(row);
    yield line.split(delimiter);
  }
  if (plainEnd < block.length) yield* quoted(block.slice(plainEnd), row);
}

/** The lines of a text whose last line may lack its end. */
function linesOf(text: string): string[] {
  const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Where the line begins that a place is in. */
const lineStart = (text: string, at: number): number =>
  Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('\r', at)) + 1;

/** Where the last line ends that no quote leaves open; 0 where there is none. A CR at the very end may be half of an end. */
function endOfRecords(text: string): number {
  const last = text.endsWith('\r') ? text.length - 1 : text.length;
  let end = 0;
  let from = 0;
  for (let open = false; from < last; open = !open) {
    const quote = text.indexOf('"', from);
    const to = quote === -1 ? last : quote;
    if (!open) {
      // In this stretch only: to look further back at each quote would take the square of the time.
      const line = from + lineStart(text.slice(from, to), to - from - 1);
      if (line > from && line <= last) end = line;
    }
    if (quote === -1) break;
    from = quote + 1;
  }
  return end;
}

function textsOf(record: unknown): string[] {
  return Array.isArray(record) ? record.map(String) : [];
}

const quoteCodes = new Set<string>([
  'CSV_QUOTE_NOT_CLOSED',
  'CSV_INVALID_CLOSING_QUOTE',
  'INVALID_OPENING_QUOTE',
]);

function refuseRecord(code: string, row: number, error: Error): never {
  if (quoteCodes.has(code)) refuse('file-quote', { row });
  if (code === 'CSV_MAX_RECORD_SIZE') refuseTooLong(row);
  throw error;
}

const refuseTooLong = (row: number): never => refuse('file-row-too-long', { row, limit: maxRowCharacters });

/** Refuses a record that is too long, unless it is a bad quote that keeps it open. */
function refuseEndless(record: string, before: number, quoted: QuotedReader): never {
  if (record.includes('"')) quoted(record, before);
  return refuseTooLong(before + 1);
}

/** Some text without so many characters at its beginning. */
function* without(skipped: number, pieces: Iterable<string>): Generator<string> {
  let skip = skipped;
  for (const piece of pieces) {
    yield piece.slice(skip);
    skip = Math.max(skip - piece.length, 0);
  }
}

/** The delimiter of a text, as `sep=;` says, else the header's most frequent; and what is to be skipped for the former. */
function separation(pieces: Iterable<string>): { delimiter: string; skipped: number } {
  const header = new HeaderScan();
  let begin = '';
  for (const piece of pieces) {
    begin += piece;
    header.see(piece);
    // A CR at the very end may be the first half of a CRLF.
    if ((header.ended && !begin.endsWith('\r')) || begin.length > maxRowCharacters) break;
  }
  const said = /^sep=([,;|\t])(?:\r\n|\r|\n)/.exec(begin);
  if (said?.[1] !== undefined) return { delimiter: said[1], skipped: said[0].length };
  return { delimiter: header.maxFrequent, skipped: 0 };
}

/** Counts the delimiters of the first line with text, which may arrive in any pieces and have line breaks in quotes. */
class HeaderScan {
  ended = false;
  #begun = false;
  #quoted = false;
  readonly #counts = new Map<string, number>(delimiters.map((delimiter) => [delimiter, 0]));

  see(piece: string): void {
    for (const character of this.#begun ? piece : piece.trimStart()) {
      if (this.ended) return;
      this.#begun = true;
      if (character === '"') this.#quoted = !this.#quoted;
      if (this.#quoted) continue;
      this.ended = character === '\n' || character === '\r';
      const count = this.#counts.get(character);
      if (count !== undefined) this.#counts.set(character, count + 1);
    }
  }

  get maxFrequent(): string {
    const [best] = [...this.#counts].sort(([, left], [, right]) => right - left);
    return best?.[0] ?? delimiters[0];
  }
}
