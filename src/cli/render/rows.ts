import { type Json, refuse } from '../../inventory/refusal.ts';
import { refuseUnlessFit } from '../../store/memory.ts';
import type { Session } from '../session.ts';
import { loadPaint } from './paint.ts';
import { printable, printableLines } from './printable.ts';
import { renderTable, type ShownColumn, type Table, textOf } from './table.ts';

/** What a row of a table takes in memory at least, with what it shows. */
const bytesOfRow = 850;

/** The formats of commands that print rows. */
export const rowFormats = ['table', 'csv', 'tsv', 'json', 'jsonl', 'md'] as const;
export type RowFormat = (typeof rowFormats)[number];

/** Rows in both their shapes: as machines read them, and as people do. */
export interface RowsToPrint<Row> {
  readonly rows: readonly Row[];
  /** The fields of a row as JSON, and as the columns of CSV and TSV, whose `text` a spreadsheet must not run. */
  readonly columns: readonly { readonly key: string; readonly text: boolean }[];
  json(row: Row): { readonly [key: string]: Json };
  readonly shown: readonly ShownColumn<Row>[];
  /** The line of totals, by column. */
  readonly footer?: readonly string[];
  /** The same with other columns, where a table has no room for some; null where that does not help. */
  instead?(leftOut: Table['leftOut']): RowsToPrint<Row> | null;
}

/** The format that was typed; `--json` is one of them. */
export function rowFormatOf(typed: RowFormat | undefined, json: boolean): RowFormat {
  if (typed === undefined) return json ? 'json' : 'table';
  if (json && typed !== 'json') refuse('usage-conflict', { one: '--json', other: `--format ${typed}` });
  return typed;
}

/** Prints rows in a format. */
export async function printRows<Row>(
  session: Session,
  format: RowFormat,
  toPrint: RowsToPrint<Row>,
): Promise<void> {
  const { rows, columns, json } = toPrint;
  switch (format) {
    case 'table':
      return printTable(session, toPrint);
    case 'json':
    case 'jsonl': {
      const { jsonArray, jsonLines } = await import('../../exchange/write/write-json.ts');
      const pieces = (format === 'json' ? jsonArray : jsonLines)(objects(rows, json));
      return printAll(session, pieces, true);
    }
    case 'csv':
    case 'tsv': {
      const { csvLines } = await import('../../exchange/write/write-csv.ts');
      return printAll(
        session,
        csvLines(columns, cellsOf(objects(rows, json), columns), format === 'csv' ? ',' : '\t'),
      );
    }
    case 'md': {
      const { markdownTable } = await import('../../exchange/write/write-markdown.ts');
      const { shown, footer } = toPrint;
      const heads = shown.map(({ heading, align }) => ({ key: heading, text: align === 'left' }));
      const texts = rows.map((row) => shown.map(({ cell }) => printable(textOf(cell(row)))));
      return printAll(session, markdownTable(heads, footer === undefined ? texts : [...texts, [...footer]]));
    }
  }
}

function* objects<Row>(rows: readonly Row[], json: (row: Row) => { readonly [key: string]: Json }) {
  for (const row of rows) yield json(row);
}

/** The cells of rows that are objects, in the columns of a file. */
export function* cellsOf(
  objects: Iterable<{ readonly [key: string]: Json }>,
  columns: readonly { readonly key: string }[],
): Generator<readonly (string | number | null)[]> {
  for (const object of objects)
    yield columns.map(({ key }) => {
      const value = object[key];
      if (Array.isArray(value)) return value.join(',');
      return typeof value === 'string' || typeof value === 'number' ? value : null;
    });
}

/** Prints data in few writes, as its pieces are made: as it is, but on a terminal nothing that the terminal would obey. */
export function printAll(session: Session, pieces: Iterable<string | Uint8Array>, isJson = false): void {
  const { print, flush } = printing(session, isJson);
  for (const piece of pieces) print(piece);
  flush();
}

/** The same of pieces that have to be waited for. */
export async function printComing(
  session: Session,
  pieces: AsyncIterable<string | Uint8Array>,
  isJson = false,
): Promise<void> {
  const { print, flush } = printing(session, isJson);
  for await (const piece of pieces) print(piece);
  flush();
}

function printing({ host }: Session, isJson: boolean) {
  // Its reader may keep us waiting.
  host.endAtOnce();
  let text = '';
  const flush = () => {
    if (text !== '') host.print(host.stdoutIsTerminal ? printableLines(text, isJson) : text);
    text = '';
  };
  const print = (piece: string | Uint8Array) => {
    if (typeof piece === 'string') text += piece;
    else host.printBytes(piece);
    if (text.length >= 1 << 16) flush();
  };
  return { print, flush };
}

async function printTable<Row>(session: Session, toPrint: RowsToPrint<Row>): Promise<void> {
  const table = await fittedTable(session, toPrint, session.host.tableWidth);
  const other = toPrint.instead?.(table.leftOut) ?? null;
  if (other !== null) return printTable(session, other);
  await printParts(session, [table]);
}

/** Prints lines and tables as one text, which is paged as one if it is longer than the screen. */
export async function printParts(session: Session, parts: readonly (string | Table)[]): Promise<void> {
  await session.printLong(parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''));
  for (const part of parts) if (typeof part !== 'string') noteLeftOut(session, part.leftOut);
}

/** The table of some rows, in as many cells of the terminal. */
export async function fittedTable<Row>(
  { host }: Session,
  { rows, shown, footer }: Pick<RowsToPrint<Row>, 'rows' | 'shown' | 'footer'>,
  width: number | null,
): Promise<Table> {
  const paint = await loadPaint(host.colorLevel);
  refuseUnlessFit(rows.length, bytesOfRow);
  return host.interruptible(() => {
    const texts = rows.map((row) => shown.map(({ cell }) => cell(row)));
    return renderTable(shown, texts, { width, paint, ...(footer === undefined ? {} : { footer }) });
  });
}

/** Says which columns of a table had no room. */
export function noteLeftOut({ host, messages }: Session, leftOut: Table['leftOut']): void {
  if (leftOut.length > 0) host.note(messages.columnsLeftOut(leftOut));
}
