import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Input, openInput } from '../../exchange/input.ts';
import { type RowSource, readRows } from '../../exchange/rows.ts';
import type { ImportAnswer, ImportRow, RejectedRow } from '../../inventory/decide/import.ts';
import {
  type Column,
  columnOf,
  deviceColumns,
  movementColumns,
} from '../../inventory/decide/import-columns.ts';
import { type DeviceImportOptions, decideImportDevices } from '../../inventory/decide/import-devices.ts';
import { decideImportMovements } from '../../inventory/decide/import-movements.ts';
import { kinds } from '../../inventory/kinds.ts';
import { Refusal, refuse } from '../../inventory/refusal.ts';
import type { Committed, Decide } from '../../store/store.ts';
import type { CommandDefinition, TypedOptions } from '../command.ts';
import type { Context } from '../context.ts';
import { describeField, describeProblem, rejectedJson } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { printable } from '../render/printable.ts';
import { refuseMissing } from './device-argument.ts';

const subjects = ['devices', 'movements'] as const;
type Subject = (typeof subjects)[number];

/** How many bad rows are told one by one on a terminal. */
const mostTold = 50;

/** The column that a rejects file has beside the file's own; it may be imported again with it. */
const errorColumn: Column = { key: 'error', term: { en: 'error', zh: '错误' } };

export const command: CommandDefinition = {
  arguments: [
    { typed: '[what]', help: 'import-what' },
    { typed: '[file]', help: 'file' },
  ],
  options: [
    { flags: '--encoding <name>', help: 'encoding' },
    { flags: '--ignore-extra', help: 'ignore-extra' },
    { flags: '--update', help: 'update' },
    { flags: '--skip-bad', help: 'skip-bad' },
    { flags: '--rejects <file>', help: 'rejects' },
    { flags: '--dry-run', help: 'dry-run' },
    { flags: '--again', help: 'again' },
  ],
  async run(context, args, options) {
    const [subject, path] = await whatAndFile(context, args);
    if (options['update'] === true && subject === 'movements') {
      refuse('usage', 'usage-conflict', { one: '--update', other: 'import movements' });
    }
    checkRejects(options, context.directory);
    const store = await context.store();
    const file = await readFile(context, await inputOf(context, path), subject, options);
    const decide = decision(subject, file, options);
    const committed = options['dryRun'] === true ? await store.rehearse(decide) : await store.commit(decide);
    return tell(context, committed, file, options);
  },
};

/** What would keep the bad rows from being written is said before anything is imported. */
function checkRejects({ rejects, skipBad }: TypedOptions, directory: string): void {
  if (typeof rejects !== 'string') return;
  if (skipBad !== true) refuse('usage', 'usage-needs', { option: '--rejects', needs: '--skip-bad' });
  const path = resolve(directory, rejects);
  if (!existsSync(dirname(path))) refuse('usage', 'file-no-folder', { path: rejects });
  if (existsSync(path) && statSync(path).isDirectory()) refuse('usage', 'file-is-folder', { path: rejects });
}

async function whatAndFile(
  context: Context,
  [what, path]: readonly (string | undefined)[],
): Promise<[Subject, string]> {
  if (!context.canAsk && (what === undefined || path === undefined)) {
    refuseMissing('import', what === undefined ? ['devices|movements', 'FILE'] : ['FILE']);
  }
  const ask = what === undefined || path === undefined ? await context.ask() : null;
  const typed =
    what ??
    (await ask?.choice(
      context.messages.headings.what,
      subjects.map((value) => ({ value, name: value })),
    )) ??
    '';
  const subject = subjects.find((known) => known === typed);
  if (subject === undefined)
    return refuse(
      'usage',
      'not-a-choice',
      { value: typed, choices: subjects },
      { field: 'what', value: typed },
    );
  return [
    subject,
    path ?? (await ask?.text(context.messages.ask.file, (text) => ({ ok: true, value: text }))) ?? '',
  ];
}

const inputOf = async (context: Context, path: string): Promise<Input> =>
  path === '-' ? { bytes: context.stdin, name: '-' } : openInput(path);

/** A file as it was read: rows by column key, and what is needed to write the bad ones out again. */
interface ReadFile {
  readonly name: string;
  readonly sha256: string;
  readonly rows: readonly ImportRow[];
  /** The file's own headers by column key, in their order. */
  readonly headers: ReadonlyMap<string, string>;
}

async function readFile(
  context: Context,
  input: Input,
  subject: Subject,
  options: TypedOptions,
): Promise<ReadFile> {
  const { encoding } = options;
  const source = await readRows(input, typeof encoding === 'string' ? { encoding } : {});
  if (source.guessed) context.note(context.messages.encodingGuessed(source.encoding));
  if (source.otherSheets.length > 0)
    context.note(context.messages.otherSheets(source.otherSheets.map(printable)));
  const headers = new HeaderMatcher(
    subject === 'devices' ? deviceColumns(kinds) : movementColumns,
    options['ignoreExtra'] === true,
  );
  if (source.header !== null) headers.match(source.header);
  const rows = await collect(context, source, headers);
  headers.refuseUnknown();
  if (source.header !== null)
    headers.refuseMissing(subject === 'devices' ? ['code'] : ['code', 'type', 'quantity']);
  return { name: input.name, sha256: source.sha256(), rows, headers: headers.matched };
}

async function collect(context: Context, source: RowSource, headers: HeaderMatcher): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  const progress = new Progress(context);
  for await (const { row, cells, refusal } of source.rows) {
    if (refusal !== undefined) {
      rows.push({ row, fields: new Map(), unreadable: unreadableRow(row, refusal) });
      continue;
    }
    const fields = new Map<string, string>();
    for (const [header, text] of cells) {
      const key = headers.keyOf(header);
      if (key === null || text.trim() === '') continue;
      if (fields.has(key)) refuse('invalid', 'columns-repeated', { column: key }, { column: key, row });
      fields.set(key, text);
    }
    fields.delete(errorColumn.key);
    rows.push({ row, fields });
    await progress.at(rows.length);
  }
  progress.end();
  return rows;
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
        refuse('invalid', 'columns-repeated', { column: key }, { column: key });
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

  refuseUnknown(): void {
    if (this.#ignoreExtra || this.#unknown.length === 0) return;
    const columns = this.#unknown;
    refuse(
      'invalid',
      'columns-unknown',
      { columns, known: this.#columns.map(({ key }) => key) },
      { columns },
    );
  }

  refuseMissing(required: readonly string[]): void {
    const columns = required.filter((key) => !this.matched.has(key));
    if (columns.length > 0) refuse('invalid', 'columns-missing', { columns }, { columns });
  }
}

function decision(
  subject: Subject,
  { name, sha256, rows }: ReadFile,
  options: TypedOptions,
): Decide<ImportAnswer> {
  const settings: DeviceImportOptions = {
    file: { name, sha256 },
    skipBad: options['skipBad'] === true,
    again: options['again'] === true,
    update: options['update'] === true,
  };
  return subject === 'devices'
    ? (book, past, at) => decideImportDevices(book, past, rows, settings, at)
    : (book, past, at) => decideImportMovements(book, past, rows, settings, at);
}

async function tell(
  context: Context,
  { entry, answer }: Committed<ImportAnswer>,
  file: ReadFile,
  options: TypedOptions,
): Promise<number> {
  const { rejected, devices, movements, skipped } = answer;
  const { messages } = context;
  const skipBad = options['skipBad'] === true;
  const told = rejected.map((row) => rejectedJson(row, messages));
  const badRows = new Set(rejected.map(({ row }) => row)).size;
  const refusal = new Refusal(
    'invalid',
    { key: 'rows-rejected', params: { rows: badRows, skipped: skipBad } },
    { rejected: told },
  );
  if (badRows > 0 && !context.json) tellRejected(context, rejected);
  if (badRows > 0 && !skipBad) throw refusal;
  context.report(
    () => ({ entry: entry?.n ?? null, devices, movements, skipped, rejected: told }),
    () => [
      options['dryRun'] === true
        ? messages.wouldImport(devices, movements, skipped)
        : messages.imported(entry?.n ?? null, devices, movements, skipped),
    ],
  );
  if (badRows === 0) return 0;
  await writeRejects(context, rejected, file, options);
  if (context.json) throw refusal;
  context.note(messages.rowsSkipped(badRows));
  return exitCodes.invalid;
}

function tellRejected(context: Context, rejected: readonly RejectedRow[]): void {
  const { messages } = context;
  for (const { row, column, problem } of rejected.slice(0, mostTold)) {
    context.complain(messages.rejectedRow(row, describeField(column, problem, messages)));
  }
  if (rejected.length > mostTold) context.complain(messages.moreRejected(rejected.length - mostTold));
}

/** Writes the bad rows as they were, with what is wrong, to be mended and imported. */
async function writeRejects(
  context: Context,
  rejected: readonly RejectedRow[],
  { rows, headers }: ReadFile,
  options: TypedOptions,
): Promise<void> {
  const { rejects: path, dryRun } = options;
  if (typeof path !== 'string' || dryRun === true) return;
  const { csvLines } = await import('../../exchange/write-csv.ts');
  const { replaceFile } = await import('../../exchange/replace-file.ts');
  const problems = new Map<number, string[]>();
  for (const { row, column, problem } of rejected) {
    const texts = problems.get(row) ?? [];
    texts.push(describeField(column, problem, context.messages));
    problems.set(row, texts);
  }
  const keys = [...headers.keys()].filter((key) => key !== errorColumn.key);
  const columns = [
    ...keys.map((key) => ({ key: headers.get(key) ?? key, text: true })),
    { key: errorColumn.key, text: true },
  ];
  const bad = rows
    .filter(({ row }) => problems.has(row))
    .map(({ row, fields }) => [
      ...keys.map((key) => fields.get(key) ?? null),
      (problems.get(row) ?? []).join('; '),
    ]);
  try {
    await replaceFile(path, csvLines(columns, bad));
    if (!context.json) context.note(context.messages.rejectsWritten(bad.length, printable(path)));
  } catch (error) {
    // The good rows are recorded: that the bad ones could not be written out does not change that.
    if (!(error instanceof Refusal)) throw error;
    context.complain(describeProblem(error.problem, context.messages));
  }
}

/** Shows on a terminal how far a long import has come. */
class Progress {
  readonly #context: Context;
  readonly #started = performance.now();
  #shown = false;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Lets signals be heard, too: a person may want to break off. */
  async at(rows: number): Promise<void> {
    if (rows % 1000 !== 0) return;
    await new Promise<void>((next) => void setImmediate(next));
    if (performance.now() - this.#started < 500) return;
    this.#shown = true;
    this.#context.progress?.write(`\r${this.#context.messages.importing(rows)}`);
  }

  end(): void {
    if (this.#shown) this.#context.progress?.write('\r\x1b[K');
  }
}
