import { Readable } from 'node:stream';
import { refuse } from '../inventory/refusal.ts';
import { headerOf, isBlankRow, rowBelow, rowOrRefusal, type SourceRow, type TableRow } from './cells.ts';
import { maximumRowCharacters, maximumSheetRows } from './limits.ts';
import './problems.ts';

/** What may stand between the cells of delimited text; the first counts where none stands in the header. */
export const delimiters = [',', ';', '\t'] as const;

/** A table with its header read and its rows still to come. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: AsyncIterable<SourceRow>;
}

/**
 * Reads comma, semicolon or tab separated text with a header row. Rows are numbered as a spreadsheet shows them, blank
 * ones counted and left out.
 */
export async function readCsv(pieces: Iterable<string>, name: string): Promise<Table> {
  const text = pieces[Symbol.iterator]();
  const { delimiter, begin } = separation(text);
  const records = tableRows(rest(begin, text), delimiter);
  const first = await nextWithText(records);
  if (first === null) return refuse('invalid', 'file-empty', { name });
  const header = headerOf(first);
  return { header, rows: rowsBelow(header, first.values.length, records) };
}

async function nextWithText(records: AsyncGenerator<TableRow>): Promise<TableRow | null> {
  const { done, value } = await records.next();
  return done === true ? null : value;
}

async function* rowsBelow(
  header: readonly string[],
  columns: number,
  records: AsyncIterable<TableRow>,
): AsyncGenerator<SourceRow> {
  for await (const record of records) {
    const { row, values } = record;
    yield rowOrRefusal(row, () => {
      if (values.length > columns) {
        refuse('invalid', 'file-row-too-wide', { row, cells: values.length, columns });
      }
      return rowBelow(header, record);
    });
  }
}

/** The records of delimited text that are not blank, with their row numbers. */
async function* tableRows(pieces: Iterable<string>, delimiter: string): AsyncGenerator<TableRow> {
  const { CsvError, parse } = await import('csv-parse');
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: maximumRowCharacters,
  });
  const source = Readable.from(boundedLines(pieces, () => parser.info.records + 1));
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  let row = 0;
  try {
    for await (const record of parser) {
      row += 1;
      if (row > maximumSheetRows) refuse('invalid', 'file-too-many-rows', { limit: maximumSheetRows });
      const values = textsOf(record);
      if (!isBlankRow(values)) yield { row, values };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    refuseRecord(error.code, parser.info.records + 1, error);
  } finally {
    source.destroy();
  }
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
  if (quoteCodes.has(code)) refuse('invalid', 'file-quote', { row });
  if (code === 'CSV_MAX_RECORD_SIZE') {
    refuse('invalid', 'file-row-too-long', { row, limit: maximumRowCharacters });
  }
  throw error;
}

/** Refuses a stretch without a line end that no row can have: the parser's own limit does not count empty cells. */
function* boundedLines(pieces: Iterable<string>, row: () => number): Generator<string> {
  let length = 0;
  for (const piece of pieces) {
    const end = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r'));
    length = end < 0 ? length + piece.length : piece.length - end - 1;
    if (length > maximumRowCharacters) {
      refuse('invalid', 'file-row-too-long', { row: row(), limit: maximumRowCharacters });
    }
    yield piece;
  }
}

function* rest(begin: string, pieces: Iterator<string>): Generator<string> {
  yield begin;
  for (let next = pieces.next(); next.done !== true; next = pieces.next()) yield next.value;
}

/** The delimiter of a text, and what of it had to be read to know: as `sep=;` says, else the header's most frequent. */
function separation(pieces: Iterator<string>): { delimiter: string; begin: string } {
  const header = new HeaderScan();
  let begin = '';
  // A CR at the very end may be the first half of a CRLF.
  while ((!header.ended || begin.endsWith('\r')) && begin.length <= maximumRowCharacters) {
    const next = pieces.next();
    if (next.done === true) break;
    begin += next.value;
    header.see(next.value);
  }
  const said = /^sep=([,;|\t])(?:\r\n|\r|\n)/.exec(begin);
  if (said?.[1] !== undefined) return { delimiter: said[1], begin: begin.slice(said[0].length) };
  return { delimiter: header.mostFrequent, begin };
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

  get mostFrequent(): string {
    const [best] = [...this.#counts].sort(([, left], [, right]) => right - left);
    return best?.[0] ?? delimiters[0];
  }
}
