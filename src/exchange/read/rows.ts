import { refuse } from '../../inventory/refusal.ts';
import { maxRowCharacters, maxRows } from '../../limits.ts';
import { collectBytes, type FileBytes, firstBytes } from './bytes.ts';
import type { SourceRow } from './cells.ts';
import { detectEncoding, textPieces } from './encoding.ts';
import type { Input } from './input.ts';

export type { SourceRow } from './cells.ts';

/** The formats that can be read. */
export const inputFormats = ['csv', 'json', 'jsonl', 'xlsx'] as const;
export type InputFormat = (typeof inputFormats)[number];

export interface ReadOptions {
  /** The encoding as the user names it; detected where it is left out. */
  readonly encoding?: string | undefined;
  /** The format; told from the content and the name where it is left out. */
  readonly format?: InputFormat | undefined;
}

/** The rows of a file, and what was found out about it. */
export interface RowSource {
  readonly format: InputFormat;
  readonly encoding: string;
  /** Whether the encoding was guessed: nothing in the file says it. */
  readonly guessed: boolean;
  /** The columns as the header row writes them; null in JSON, where each object has its own. */
  readonly header: readonly string[] | null;
  /** The sheets of a workbook after the first, which are not read. */
  readonly otherSheets: readonly string[];
  /** To be read once, unless they are at hand without waiting. A row that is no row refuses the whole file. */
  readonly rows: Iterable<SourceRow> | AsyncIterable<SourceRow>;
  /** Of the bytes as they are in the file. */
  sha256(): string;
  bytesRead(): number;
}

/** Reads a CSV, JSON, JSON Lines or XLSX file as rows of text cells (the contract, "Import"). */
export async function readRows(input: Input, options: ReadOptions = {}): Promise<RowSource> {
  const file = await collectBytes(input.bytes, input.name);
  const { sha256, size } = file;
  const { rows, ...found } = await contents(file, options);
  const isAtHand = Symbol.iterator in rows;
  return { ...found, rows: isAtHand ? rows : bounded(rows), sha256: () => sha256, bytesRead: () => size };
}

/** Rows that are kept in memory until the last one is there. */
async function* bounded(rows: AsyncIterable<SourceRow>): AsyncGenerator<SourceRow> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count > maxRows) refuse('file-too-many-rows', { limit: maxRows });
    yield row;
  }
}

type Contents = Omit<RowSource, 'sha256' | 'bytesRead'>;

async function contents(file: FileBytes, options: ReadOptions): Promise<Contents> {
  if (isXlsx(file, options)) {
    const { readXlsx } = await import('./read-xlsx.ts');
    return { format: 'xlsx', encoding: 'utf-8', guessed: false, ...(await readXlsx(file)) };
  }
  const { encoding, guessed } = detectEncoding(file, options.encoding);
  const pieces = { [Symbol.iterator]: () => textPieces(file, encoding) };
  const format =
    options.format === 'csv' ? 'csv' : textFormat(file.name, beginningOf(pieces), options.format);
  return { format, encoding, guessed, otherSheets: [], ...(await readText(format, pieces, file.name)) };
}

async function readText(
  format: Exclude<InputFormat, 'xlsx'>,
  pieces: Iterable<string>,
  name: string,
): Promise<Pick<RowSource, 'header' | 'rows'>> {
  if (format === 'csv') {
    const { readCsv } = await import('./read-csv.ts');
    return readCsv(pieces, name);
  }
  const { readJsonArray, readJsonLines } = await import('./read-json.ts');
  return { header: null, rows: format === 'json' ? readJsonArray(pieces) : readJsonLines(pieces) };
}

function isXlsx(file: FileBytes, { format }: ReadOptions): boolean {
  if (startsWith(file, [0xd0, 0xcf, 0x11, 0xe0])) refuse('file-old-excel', { name: file.name });
  if (format !== undefined) return format === 'xlsx';
  return startsWith(file, [0x50, 0x4b, 0x03, 0x04]) || extension(file.name) === 'xlsx';
}

function startsWith(file: FileBytes, magic: readonly number[]): boolean {
  const start = firstBytes(file, magic.length);
  return magic.every((byte, index) => start[index] === byte);
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
