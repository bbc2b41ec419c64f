import { setImmediate } from 'node:timers/promises';
import { refuse } from '../../inventory/refusal.ts';
import { maxRowCharacters, maxRows } from '../../limits.ts';
import { collectBytes, type FileBytes } from './bytes.ts';
import { plainDialect } from './cell-text.ts';
import type { SourceRow } from './cells.ts';
import { detectEncoding, textPieces } from './encoding.ts';
import { type InputFormat, isWorkbook, refuseOtherKinds } from './file-kind.ts';
import type { Input } from './input.ts';
import type { TableOptions } from './read-csv.ts';
import type { ReadSheet } from './xlsx/read-xlsx.ts';

export type { SourceRow, Wanted } from './cells.ts';
export { type InputFormat, inputFormats } from './file-kind.ts';

export interface ReadOptions extends TableOptions {
  /** The encoding as the user names it; detected if left out. */
  readonly encoding?: string | undefined;
  /** The format; recognized by the content and the name if left out. */
  readonly format?: InputFormat | undefined;
  /** The sheet of a workbook, by its title. */
  readonly sheet?: string | undefined;
  /** Called with how many bytes of how many have been read. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/** The rows of a file, and what was found out about it. */
export interface RowSource {
  readonly format: InputFormat;
  readonly encoding: string;
  /** Whether the encoding was guessed: nothing in the file says it. */
  readonly guessed: boolean;
  /** The columns as the header row writes them; null in JSON, where each object has its own. */
  readonly header: readonly string[] | null;
  /** The row of the header, where rows above it are not read; else null. */
  readonly headerRow: number | null;
  /** The sheet of a workbook. */
  readonly sheet?: ReadSheet;
  /** The rows that a workbook does not show and that are read. */
  readonly hiddenRows: readonly number[];
  /** To be read once, unless they are at hand without waiting. A row that is no row refuses the whole file. */
  readonly rows: Iterable<SourceRow> | AsyncIterable<SourceRow>;
  /** How many rows there are, where that is known before they are read. */
  readonly rowCount?: number;
  /** Of the bytes as they are in the file. */
  sha256(): string;
  /** How large the file is, in bytes. */
  readonly size: number;
  /** How many of them have been read by now, of a text. */
  position(): number;
}

/** Reads a CSV, JSON, JSON Lines or XLSX file as rows of text cells (the contract, "Import"). */
export async function readRows(input: Input, options: ReadOptions = {}): Promise<RowSource> {
  const file = await collectBytes(input.bytes, input.name);
  const { sha256, size } = file;
  const { rows, ...found } = await contents(file, options);
  const isAtHand = Symbol.iterator in rows;
  const report = () => options.progress?.(found.position(), size);
  return { ...found, rows: isAtHand ? rows : bounded(rows, report), sha256: () => sha256, size };
}

/** How many rows are read before whatever else waits has its turn, such as Ctrl-C. */
const rowsInATurn = 1000;

/** Rows that are kept in memory until the last one is there. */
async function* bounded(rows: AsyncIterable<SourceRow>, progress: () => void): AsyncGenerator<SourceRow> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count > maxRows) refuse('file-too-many-rows', { limit: maxRows });
    yield row;
    progress();
    if (count % rowsInATurn === 0) await setImmediate();
  }
}

type Contents = Omit<RowSource, 'sha256' | 'size'>;

async function contents(file: FileBytes, options: ReadOptions): Promise<Contents> {
  refuseOtherKinds(file);
  if (isWorkbook(file, options.format)) {
    const { readXlsx } = await import('./xlsx/read-xlsx.ts');
    const read = await readXlsx(file, options);
    return { format: 'xlsx', encoding: 'utf-8', guessed: false, ...read, position: () => file.size };
  }
  if (options.sheet !== undefined) refuse('usage-not-of-format', { option: '--sheet', formats: ['xlsx'] });
  const { encoding, guessed } = detectEncoding(file, options.encoding);
  let position = 0;
  const pieces = { [Symbol.iterator]: () => textPieces(file, encoding, (bytes) => (position = bytes)) };
  const format =
    options.format === 'csv' ? 'csv' : textFormat(file.name, beginningOf(pieces), options.format);
  const read = await readText(format, pieces, file.name, options);
  return { format, encoding, guessed, hiddenRows: [], ...read, position: () => position };
}

async function readText(
  format: Exclude<InputFormat, 'xlsx'>,
  pieces: Iterable<string>,
  name: string,
  options: ReadOptions,
): Promise<Pick<RowSource, 'header' | 'headerRow' | 'rows'>> {
  if (format === 'csv') {
    const { readCsv } = await import('./read-csv.ts');
    return readCsv(pieces, name, options);
  }
  const { headerRow, wanted, decimal } = options;
  if (headerRow !== undefined)
    refuse('usage-not-of-format', { option: '--header-row', formats: ['csv', 'xlsx'] });
  const { readJsonArray, readJsonLines } = await import('./read-json.ts');
  const reading = { wanted, dialect: { ...plainDialect, decimal } };
  const rows = format === 'json' ? readJsonArray(pieces, reading) : readJsonLines(pieces, reading);
  return { header: null, headerRow: null, rows };
}

const extension = (name: string): string => /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** JSON begins with `[` (an array) or `{` (one object a line); what a table's extension names is never JSON. */
function textFormat(name: string, text: string, format?: InputFormat): Exclude<InputFormat, 'xlsx'> {
  const start = text.trimStart().charAt(0);
  const isNamedTable = format === undefined && ['csv', 'tsv', 'txt'].includes(extension(name));
  if (!isNamedTable && start === '[') return 'json';
  if (!isNamedTable && start === '{') return 'jsonl';
  if (format === 'json' || format === 'jsonl') return format;
  if (isNamedTable) return 'csv';
  if (extension(name) === 'json') return 'json';
  return ['jsonl', 'ndjson'].includes(extension(name)) ? 'jsonl' : 'csv';
}

/** The first piece that is not blank, with the blank ones before it: no more of those than a row may have. */
function beginningOf(pieces: Iterable<string>): string {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.trim() !== '' || text.length > maxRowCharacters) break;
  }
  return text;
}
