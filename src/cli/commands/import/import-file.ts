import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Input, openInput } from '../../../exchange/read/input.ts';
import { readRows, type SourceRow } from '../../../exchange/read/rows.ts';
import type { ImportRow, RejectedRow } from '../../../inventory/decide/imports/import.ts';
import {
  type Column,
  columnOf,
  knownDeviceColumns,
  movementColumns,
  requiredColumns,
} from '../../../inventory/decide/imports/import-columns.ts';
import type { Choice } from '../../../inventory/devices/attribute.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { type Parsed, parsed, type Refusal, refuse, wrong } from '../../../inventory/refusal.ts';
import { Progress } from '../../host/progress.ts';
import { argument, asTyped } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { words } from './import.words.ts';

/** What can be imported. */
export const subjects = [
  { value: 'devices', term: { en: 'devices', zh: '设备' } },
  { value: 'movements', term: { en: 'movements', zh: '出入库记录' } },
] as const satisfies readonly Choice[];
export type Subject = (typeof subjects)[number]['value'];

/** The column that a rejects file has beside the file's own; it may be imported again with it. */
export const errorColumn: Column = { key: 'error', term: { en: 'error', zh: '错误' } };

/** The file that a command reads. */
export const inputFile = argument(
  '[file]',
  { en: 'a file, or - for standard input', zh: '文件，或 - 表示标准输入' },
  asTyped,
  'files',
);

/** The file at a path, or standard input for `-`. */
export const inputOf = async (session: Session, path: string): Promise<Input> =>
  path === '-' ? { bytes: session.host.stdin, name: '-' } : openInput(path);

/** A path as it is typed at a question: checked before anything else is asked. */
export const existingFile =
  (directory: string) =>
  (path: string): Parsed<string> =>
    path === '-' || existsSync(resolve(directory, path.trim()))
      ? parsed(path)
      : wrong('file-not-found', { path });

/** A file as it was read: rows by column key, and what is needed to write the bad ones out again. */
export interface ReadFile {
  readonly name: string;
  readonly sha256: string;
  /** Read again each time they are asked for, if the format allows it, since they may be a great many. */
  readonly rows: Iterable<ImportRow>;
  /** The file's own headers by column key, in their order. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Reads a whole file as rows of known columns; `note` takes what people should know of how it was read. */
export async function readFile(
  session: Session,
  input: Input,
  subject: Subject,
  { encoding, ignoreExtra }: { readonly encoding: string | undefined; readonly ignoreExtra: boolean },
  note: (text: string) => void,
): Promise<ReadFile> {
  const source = await readRows(input, { encoding });
  if (source.guessed) note(words[session.language].encodingGuessed(source.encoding));
  if (source.otherSheets.length > 0)
    note(words[session.language].otherSheets(source.otherSheets.map(printable)));
  const headers = new HeaderMatcher(
    subject === 'devices' ? knownDeviceColumns(kinds) : movementColumns,
    ignoreExtra,
  );
  if (source.header !== null) headers.match(source.header);
  if (source.header !== null) headers.refuseMissing(requiredColumns[subject]);
  const rows =
    Symbol.iterator in source.rows
      ? rowsAtHand(source.rows, headers)
      : await collect(session, source.rows, headers);
  headers.refuseUnknown();
  return { name: input.name, sha256: source.sha256(), rows, headers: headers.matched };
}

async function collect(
  session: Session,
  source: AsyncIterable<SourceRow>,
  headers: HeaderMatcher,
): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  const progress = new Progress(session, 'reading');
  for await (const row of source) {
    rows.push(importRow(row, headers));
    progress.at(rows.length);
    // Lets signals be heard: a person may want to break off.
    if (rows.length % 1000 === 0) await new Promise<void>((next) => void setImmediate(next));
  }
  progress.end();
  return rows;
}

const rowsAtHand = (source: Iterable<SourceRow>, headers: HeaderMatcher): Iterable<ImportRow> => ({
  *[Symbol.iterator]() {
    for (const row of source) yield importRow(row, headers);
  },
});

function importRow({ row, cells, refusal }: SourceRow, headers: HeaderMatcher): ImportRow {
  const fields = new Map<string, string>();
  if (refusal !== undefined) return { row, fields, unreadable: unreadableRow(row, refusal) };
  for (const [header, text] of cells) {
    const key = headers.keyOf(header);
    if (key === null || text.trim() === '') continue;
    if (fields.has(key)) refuse('columns-repeated', { column: headers.column(key) }, { column: key, row });
    fields.set(key, text);
  }
  fields.delete(errorColumn.key);
  return { row, fields };
}

function unreadableRow(row: number, { code, problem }: Refusal): RejectedRow {
  const { column, value } = { column: null, value: null, ...problem.params } as {
    readonly column: string | null;
    readonly value: string | null;
  };
  return { row, column, value, code, problem };
}

/** Finds the column that each header means, in either language. */
class HeaderMatcher {
  /** The headers that were met, by the key of their column. */
  readonly matched = new Map<string, string>();
  readonly #keys = new Map<string, string | null>();
  readonly #columns: readonly Column[];
  readonly #ignoreExtra: boolean;
  readonly #unknown: string[] = [];

  constructor(columns: readonly Column[], ignoreExtra: boolean) {
    this.#columns = columns;
    this.#ignoreExtra = ignoreExtra;
  }

  match(headers: readonly string[]): void {
    for (const header of headers) {
      if (header.trim() === '') continue;
      const key = this.keyOf(header);
      if (key !== null && this.matched.get(key) !== header)
        refuse('columns-repeated', { column: this.column(key) }, { column: key });
    }
    this.refuseUnknown();
  }

  /** The key of the column that a header means; null for one that is not known. */
  keyOf(header: string): string | null {
    const found = this.#keys.get(header);
    if (found !== undefined) return found;
    const key = columnOf(header, [...this.#columns, errorColumn])?.key ?? null;
    this.#keys.set(header, key);
    if (key === null) this.#unknown.push(header);
    else if (!this.matched.has(key)) this.matched.set(key, header);
    return key;
  }

  column(key: string): Column {
    const found = this.#columns.find((column) => column.key === key);
    return found ?? { key, term: { en: key, zh: key } };
  }

  refuseUnknown(): void {
    if (this.#ignoreExtra || this.#unknown.length === 0) return;
    const columns = this.#unknown;
    const known = this.#columns.filter(({ follows }) => follows !== true);
    refuse('columns-unknown', { columns, known }, { columns });
  }

  refuseMissing(required: readonly string[]): void {
    const columns = required.filter((key) => !this.matched.has(key));
    if (columns.length > 0)
      refuse('columns-missing', { columns: columns.map((key) => this.column(key)) }, { columns });
  }
}
