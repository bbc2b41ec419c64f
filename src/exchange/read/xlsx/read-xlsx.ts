import { setImmediate } from 'node:timers/promises';
import type { Column } from '../../../inventory/decide/imports/import-columns.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { maxRows, maxUnpackedBytes } from '../../../limits.ts';
import type { SheetName } from '../../../problems.ts';
import type { FileBytes } from '../bytes.ts';
import { plainDialect } from '../cell-text.ts';
import { RowReader, type SourceRow } from '../cells.ts';
import { type FoundHeader, findHeader, maxHeaderRow, refuseWithoutHeader } from '../find-header.ts';
import type { TableOptions } from '../read-csv.ts';
import { type SheetRow, spreadMerges } from './merged-cells.ts';
import { type CellContext, type SheetMarks, sheetRows } from './sheet-rows.ts';
import { cellFormats, readWorkbook, sharedStrings, type WorkbookSheet } from './workbook.ts';
import { openParts, type Parts } from './workbook-parts.ts';

/** The table of a workbook. */
export interface Sheet {
  readonly header: readonly string[];
  /** The row of the header, where rows above it are not read; else null. */
  readonly headerRow: number | null;
  readonly rows: Iterable<SourceRow>;
  readonly rowCount: number;
  readonly sheet: ReadSheet;
  /** The rows with something in them that the sheet does not show, and that are read. */
  readonly hiddenRows: readonly number[];
}

/** The sheet that was read, and those that were not. */
export interface ReadSheet {
  readonly title: string;
  readonly others: readonly SheetName[];
}

export interface SheetOptions extends TableOptions {
  /** The title of the sheet to read; the first visible one with the table if left out. */
  readonly sheet?: string | undefined;
  /** Called with how many bytes of how many have been read. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/** A sheet in which a header was found. */
interface FoundSheet {
  readonly sheet: WorkbookSheet;
  readonly path: string;
  readonly found: FoundHeader;
}

/**
 * Reads the table of an XLSX workbook. Numbers are as Excel shows them, dates ISO text, formulas their cached results;
 * booleans and errors are refused with their cell.
 */
export async function readXlsx(file: FileBytes, options: SheetOptions): Promise<Sheet> {
  const { name } = file;
  const parts = await openParts(Buffer.concat(file.chunks), name);
  const workbook = await readWorkbook(parts, name);
  if (!workbook.sheets.some(({ path }) => path !== null)) refuse('file-xlsx-malformed', { name });
  const context: CellContext = {
    name,
    from1904: workbook.from1904,
    formatOf: await cellFormats(parts, workbook.stylesPath, name),
    shared: await sharedStrings(parts, workbook.sharedPath, name),
    decimal: options.decimal,
  };
  const { sheet, path, found } = await findSheet(parts, workbook.sheets, context, options);
  const reader = new RowReader(found.row, { ...plainDialect, decimal: options.decimal }, options.wanted);
  const useOf = (index: number) => reader.columns[index]?.cells;
  const { rows, hiddenRows } = await rowsBelow(
    parts,
    path,
    { ...context, useOf },
    found.row.row,
    reader,
    options,
  );
  return {
    header: reader.header,
    headerRow: found.isBelowOthers ? found.row.row : null,
    rows: { [Symbol.iterator]: () => readAll(rows, reader) },
    rowCount: rows.length,
    sheet: { title: sheet.title, others: names(workbook.sheets.filter((other) => other !== sheet)) },
    hiddenRows,
  };
}

/** The sheet that the user says, else the first visible one with the table. */
async function findSheet(
  parts: Parts,
  sheets: readonly WorkbookSheet[],
  context: CellContext,
  options: SheetOptions,
): Promise<FoundSheet> {
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  const looked = options.sheet === undefined ? visible : [sheetNamed(options.sheet, sheets)];
  const seen = new Set<string>();
  let first: FoundSheet | undefined;
  for (const sheet of looked) {
    const { path } = sheet;
    if (path === null || seen.has(path)) continue;
    seen.add(path);
    const found = await headerIn(parts, path, context, options);
    if (found === undefined) continue;
    if (found.isWanted || options.wanted === undefined) return { sheet, path, found };
    first ??= { sheet, path, found };
  }
  const isChoice = options.sheet === undefined && (sheets.length > 1 || visible.length === 0);
  if (isChoice && options.wanted !== undefined) refuseWithoutTable(options.wanted.needed, sheets);
  return first ?? refuseWithoutHeader(context.name, options.headerRow);
}

function refuseWithoutTable(columns: readonly Column[], sheets: readonly WorkbookSheet[]): never {
  const details = { columns: columns.map(({ key }) => key), sheets: sheets.map(({ title }) => title) };
  return refuse('sheet-without-table', { columns, sheets: names(sheets) }, details);
}

const names = (sheets: readonly WorkbookSheet[]): readonly SheetName[] =>
  sheets.map(({ title, isHidden }) => ({ title, isHidden }));

function sheetNamed(typed: string, sheets: readonly WorkbookSheet[]): WorkbookSheet {
  const same = (title: string) => title.trim().toLowerCase() === typed.trim().toLowerCase();
  const found = sheets.find(({ title }) => title === typed) ?? sheets.find(({ title }) => same(title));
  const titles = sheets.map(({ title }) => title);
  return (
    found ??
    refuse('sheet-not-found', { value: typed, sheets: names(sheets) }, { value: typed, sheets: titles })
  );
}

/** Reads the first rows of a sheet only, unless the header is said to be further down. */
async function headerIn(
  parts: Parts,
  path: string,
  context: CellContext,
  { wanted, headerRow }: SheetOptions,
): Promise<FoundHeader | undefined> {
  const first: SheetRow[] = [];
  const last = headerRow ?? maxHeaderRow;
  for await (const row of sheetRows(parts.text(path, maxUnpackedBytes), context, newMarks())) {
    if (first.length > 0 && row.row > last) break;
    if (headerRow === undefined || row.row === headerRow || first.length === 0) first.push(row);
  }
  return findHeader(first, wanted, headerRow);
}

const newMarks = (): SheetMarks => ({ hiddenRows: [], merges: [] });

/** How many rows are read before whatever else waits has its turn, such as Ctrl-C. */
const rowsInATurn = 1000;

async function rowsBelow(
  parts: Parts,
  path: string,
  context: CellContext,
  headerRow: number,
  reader: RowReader,
  { progress }: SheetOptions,
): Promise<{ readonly rows: readonly SheetRow[]; readonly hiddenRows: readonly number[] }> {
  const marks = newMarks();
  const total = parts.sizeOf(path);
  let done = 0;
  const text = counted(parts.text(path, maxUnpackedBytes), (characters) => (done += characters));
  const rows: SheetRow[] = [];
  for await (const row of sheetRows(text, context, marks)) {
    if (row.row <= headerRow) continue;
    if (rows.length >= maxRows) refuse('file-too-many-rows', { limit: maxRows });
    rows.push(row);
    progress?.(done, total);
    if (rows.length % rowsInATurn === 0) await setImmediate();
  }
  spreadMerges(rows, marks.merges, reader.columns, headerRow);
  return { rows, hiddenRows: marks.hiddenRows.filter((row) => row > headerRow) };
}

function* readAll(rows: readonly SheetRow[], reader: RowReader): Generator<SourceRow> {
  for (const row of rows) yield reader.read(row);
}

async function* counted(
  pieces: AsyncIterable<string>,
  count: (characters: number) => void,
): AsyncGenerator<string> {
  for await (const piece of pieces) {
    count(piece.length);
    yield piece;
  }
}
