import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DecimalMark } from '../../../exchange/read/cell-text.ts';
import { type Input, type OpenInput, openInput } from '../../../exchange/read/input.ts';
import { type RowSource, readRows, type SourceRow } from '../../../exchange/read/rows.ts';
import { refuseForeignUnit } from '../../../inventory/decide/imports/header-units.ts';
import type { ImportFile, ImportRow, RejectedRow } from '../../../inventory/decide/imports/import.ts';
import {
  bracketed,
  knownDeviceColumns,
  movementColumns,
  placeColumns,
  tallyColumns,
} from '../../../inventory/decide/imports/import-columns.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { type Parsed, parsed, type Refusal, refuse, wrong } from '../../../inventory/refusal.ts';
import { moneySigns, moneyWords } from '../../../inventory/values/money.ts';
import { Progress } from '../../host/progress.ts';
import { argument, asTyped } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { notAscii, refuseUnproven } from './encoding-proof.ts';
import { errorColumn, HeaderMatcher } from './header-matcher.ts';
import { words } from './import.words.ts';
import { RowsDigest } from './rows-digest.ts';
import type { FileSubject } from './subjects.ts';

/** The file that a command reads. */
export const inputFile = argument(
  '[file]',
  { en: 'a file, or - for standard input', zh: '文件，或 - 表示标准输入' },
  asTyped,
  'files',
);

/** The file at a path, or standard input for `-`. */
export const inputOf = async (session: Session, path: string): Promise<OpenInput> =>
  path === '-' ? { bytes: session.host.stdin, name: '-', close() {} } : openInput(path);

/** A path as it is typed at a question: checked before anything else is asked. */
export const existingFile =
  (directory: string) =>
  (path: string): Parsed<string> =>
    path === '-' || existsSync(resolve(directory, path.trim()))
      ? parsed(path)
      : wrong('file-not-found', { path });

/** A file as it was read: rows by column key, and the cells needed to write the bad ones out again. */
export interface ReadFile extends ImportFile {
  /** Read again each time they are asked for, if the format allows it, since they may be a great many. */
  readonly rows: Iterable<ImportRow>;
  /** The file's own headers by column key, in their order. */
  readonly headers: ReadonlyMap<string, string>;
  /** How far the rows have been read, of how much: in bytes, or in rows once all of them are at hand. */
  progress(rows: number): { readonly done: number; readonly of: number };
}

/** How a file is to be read. */
export interface Reading {
  readonly encoding: string | undefined;
  readonly sheet: string | undefined;
  readonly headerRow: number | undefined;
  readonly decimal: DecimalMark | undefined;
  readonly ignoreExtra: boolean;
}

/** Reads a whole file as rows of known columns; `note` takes what people should know of how it was read. */
export async function readFile(
  session: Session,
  input: Input,
  subject: FileSubject,
  { ignoreExtra, ...reading }: Reading,
  note: (text: string) => void,
): Promise<ReadFile> {
  const columns = {
    devices: knownDeviceColumns(kinds),
    movements: movementColumns,
    places: placeColumns,
    tallies: tallyColumns,
  }[subject];
  const headers = new HeaderMatcher(columns, subject, ignoreExtra);
  const progress = new Progress(session, 'reading');
  const reported = (done: number, total: number) => progress.at(done, total);
  const source = await readRows(input, { ...reading, wanted: headers, progress: reported });
  if (source.header !== null) {
    matchHeaders(input.name, source, source.header, headers);
    await refuseForeignUnits(session, source.header, headers);
  }
  const keys = (source.header ?? []).map((header) => keyOfColumn(header, headers));
  const rows =
    Symbol.iterator in source.rows
      ? rowsAtHand(source.rows, headers, keys)
      : await collected(source.rows, headers);
  progress.end();
  headers.refuseUnknown();
  if (source.guessed) await refuseUnproven(session, source, rows, { name: input.name, headers });
  for (const line of notesOf(source, words[session.language])) note(printable(line));
  const count = Array.isArray(rows) ? rows.length : source.rowCount;
  return {
    name: input.name,
    sha256: source.sha256(),
    fingerprint: () => new RowsDigest(subject, columns, keys),
    columns: keys,
    rows,
    headers: headers.matched,
    progress: (done) =>
      count === undefined ? { done: source.position(), of: source.size } : { done, of: count },
  };
}

/** A header that is not known may be known in another encoding than the one that was guessed. */
function matchHeaders(
  name: string,
  { encoding, guessed }: RowSource,
  header: readonly string[],
  headers: HeaderMatcher,
): void {
  try {
    headers.match(header);
  } catch (error) {
    const value = header.find((one) => notAscii.test(one) && headers.columnOf(one) === undefined);
    if (!guessed || encoding !== 'gb18030' || value === undefined) throw error;
    refuse('file-encoding-unproven', { name, encoding, value: value.slice(0, 40) });
  }
}

async function refuseForeignUnits(
  session: Session,
  header: readonly string[],
  headers: HeaderMatcher,
): Promise<void> {
  const inBrackets = header.filter((name) => bracketed(name).length > 0);
  if (inBrackets.length === 0) return;
  const currency = await session.currency();
  const own = [...moneySigns(currency), ...moneyWords(currency)];
  const isOwn = (unit: string) => own.includes(unit.toUpperCase());
  for (const name of inBrackets) refuseForeignUnit(name, headers.columnOf(name), isOwn);
}

/** What people should know of how a file was read. */
function* notesOf(source: RowSource, said: (typeof words)['en']): Generator<string> {
  const { sheet, headerRow, hiddenRows } = source;
  if (source.guessed) yield said.encodingGuessed(source.encoding);
  if (sheet !== undefined && sheet.others.length > 0) yield said.sheetRead(sheet.title, sheet.others);
  if (headerRow !== null) yield said.headerFound(headerRow);
  if (hiddenRows.length > 0) yield said.hiddenRows(hiddenRows.length, hiddenRows.slice(0, maxHiddenNamed));
}

/** How many hidden rows are named. */
const maxHiddenNamed = 10;

/** The key of the column under a header; null for one that is not imported. */
function keyOfColumn(header: string, headers: HeaderMatcher): string | null {
  const key = header.trim() === '' ? null : headers.keyOf(header);
  return key === errorColumn.key ? null : key;
}

async function collected(source: AsyncIterable<SourceRow>, headers: HeaderMatcher): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  for await (const row of source) rows.push(importRow(row, headers));
  return rows;
}

const rowsAtHand = (
  source: Iterable<SourceRow>,
  headers: HeaderMatcher,
  keys: readonly (string | null)[],
): Iterable<ImportRow> => ({
  *[Symbol.iterator]() {
    for (const row of source)
      yield row.texts === undefined ? importRow(row, headers) : new TableRow(row.row, row.texts, keys);
  },
});

/** A row of a table. Its fields are put together where they are asked for. */
class TableRow implements ImportRow {
  readonly #keys: readonly (string | null)[];

  constructor(
    readonly row: number,
    readonly texts: readonly string[],
    keys: readonly (string | null)[],
  ) {
    this.#keys = keys;
  }

  get fields(): ReadonlyMap<string, string> {
    const fields = new Map<string, string>();
    for (let index = 0; index < this.texts.length; index++) {
      const [key, text = ''] = [this.#keys[index] ?? null, this.texts[index]];
      if (key !== null && text.trim() !== '') fields.set(key, text);
    }
    return fields;
  }
}

function importRow({ row, cells, refusal, badCells = [] }: SourceRow, headers: HeaderMatcher): ImportRow {
  const fields = new Map<string, string>();
  for (const [header, text] of cells) {
    const key = headers.keyOf(header);
    if (key === null || text.trim() === '') continue;
    if (fields.has(key)) headers.refuseTwice(key, row);
    fields.set(key, text);
  }
  fields.delete(errorColumn.key);
  if (refusal !== undefined) return { row, fields, unreadable: [unreadableRow(row, refusal)] };
  if (badCells.length === 0) return { row, fields };
  const unreadable = badCells.map(({ column, value, refusal: { code, problem } }) => ({
    row,
    column: headers.keyOf(column) ?? column,
    value,
    code,
    problem,
  }));
  return { row, fields, unreadable };
}

function unreadableRow(row: number, { code, problem }: Refusal): RejectedRow {
  const { column, value } = { column: null, value: null, ...problem.params } as {
    readonly column: string | null;
    readonly value: string | null;
  };
  return { row, column, value, code, problem };
}
