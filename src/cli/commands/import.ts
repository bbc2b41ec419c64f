import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ImportAnswer, RejectedRow } from '../../inventory/decide/import.ts';
import { type DeviceImportOptions, decideImportDevices } from '../../inventory/decide/import-devices.ts';
import { decideImportMovements } from '../../inventory/decide/import-movements.ts';
import { Refusal, refuse } from '../../inventory/refusal.ts';
import type { Committed, Decide } from '../../store/store.ts';
import type { CommandDefinition, TypedOptions } from '../command.ts';
import type { Context } from '../context.ts';
import { describeField, describeProblem, rejectedJson } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { Progress } from '../progress.ts';
import { printable } from '../render/printable.ts';
import { chosenWord } from './chosen-word.ts';
import { refuseMissing } from './device-argument.ts';
import {
  errorColumn,
  existingFile,
  inputOf,
  type ReadFile,
  readFile,
  type Subject,
  subjects,
} from './import-file.ts';
import { refuseStoreFile } from './output-file.ts';

/** How many bad rows are told one by one on a terminal. */
const mostTold = 50;

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
    if (typeof options['rejects'] === 'string') refuseStoreFile(context, store, options['rejects']);
    const file = await readFile(context, await inputOf(context, path), subject, options);
    const progress = new Progress(context, 'checking');
    const decide = decision(subject, file, options, (rows) => progress.at(rows));
    const committed =
      options['dryRun'] === true ? await store.rehearse(decide) : await context.commit(decide);
    progress.end();
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
  const { ask: labels } = context.messages;
  if (!context.canAsk && (what === undefined || path === undefined)) {
    refuseMissing('import', what === undefined ? [{ oneOf: subjects }, 'FILE'] : ['FILE']);
  }
  const subject = await chosenWord(context, what, {
    command: 'import',
    field: 'what',
    label: labels.importWhat,
    choices: subjects,
  });
  if (path !== undefined) return [subject, path];
  const ask = await context.ask();
  const typedPath = await ask.text({ label: labels.file, parse: existingFile(context.directory) });
  return [subject, typedPath.trim()];
}

function decision(
  subject: Subject,
  { name, sha256, rows }: ReadFile,
  options: TypedOptions,
  progress: (rows: number) => void,
): Decide<ImportAnswer> {
  const settings: DeviceImportOptions = {
    file: { name, sha256 },
    skipBad: options['skipBad'] === true,
    again: options['again'] === true,
    update: options['update'] === true,
    progress,
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
  const bad: (string | null)[][] = [];
  for (const { row, fields } of rows) {
    const texts = problems.get(row);
    if (texts !== undefined) bad.push([...keys.map((key) => fields.get(key) ?? null), texts.join('; ')]);
  }
  try {
    await replaceFile(path, csvLines(columns, bad));
    if (!context.json) context.note(context.messages.rejectsWritten(bad.length, printable(path)));
  } catch (error) {
    // The good rows are recorded: that the bad ones could not be written out does not change that.
    if (!(error instanceof Refusal)) throw error;
    context.complain(describeProblem(error.problem, context.messages));
  }
}
