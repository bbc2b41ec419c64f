import { decimalMarks } from '../../../exchange/read/cell-text.ts';
import { namedEncodings } from '../../../exchange/read/encoding.ts';
import type { Column } from '../../../exchange/write/write-csv.ts';
import type { ImportAnswer, RejectedRow } from '../../../inventory/decide/imports/import.ts';
import {
  type DeviceImportOptions,
  decideImportDevices,
} from '../../../inventory/decide/imports/import-devices.ts';
import { decideImportMovements } from '../../../inventory/decide/imports/import-movements.ts';
import { decideImportPlaces } from '../../../inventory/decide/imports/import-places.ts';
import { parseChoice } from '../../../inventory/devices/attribute.ts';
import { Refusal, refuse } from '../../../inventory/refusal.ts';
import { parseWhole } from '../../../inventory/values/quantity.ts';
import { maxSheetRows } from '../../../limits.ts';
import { exitCodes } from '../../../problems.ts';
import { rowsThatFit } from '../../../store/memory.ts';
import type { Committed, Decide } from '../../../store/store.ts';
import { askForPath } from '../../ask/typed-path.ts';
import { defineCommand } from '../../command.ts';
import { describeField, rejectedJson } from '../../errors.ts';
import { interrupted } from '../../exit-codes.ts';
import { Progress } from '../../host/progress.ts';
import { argument, asTyped, choice, choiceOrUsage, flag, option, type Values } from '../../options.ts';
import { effectLines } from '../../render/effects.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { mayReplace } from '../export/output-file.ts';
import { refuseMissing } from '../missing.ts';
import { placeToWrite } from '../places/place-options.ts';
import { chosenWord } from '../shell/chosen-word.ts';
import { errorColumn } from './header-matcher.ts';
import { words } from './import.words.ts';
import { existingFile, inputFile, inputOf, type ReadFile, readFile } from './import-file.ts';
import {
  isKeptRejects,
  keepingRejects,
  type RejectsFile,
  rejectsFile,
  writeRejects,
} from './rejects-file.ts';
import { type Subject, subjects } from './subjects.ts';

/** How many bad rows are listed on a terminal. */
const maxShown = 50;

const parseRow = (text: string) => parseWhole(text, 1, maxSheetRows);

const importOptions = {
  encoding: option(
    '--encoding <name>',
    {
      en: 'what the text is written in, such as utf-8, gbk, big5, shift_jis, euc-kr or windows-1252 (default: detected)',
      zh: '文字编码，如 utf-8、gbk、big5、shift_jis、euc-kr、windows-1252（默认自动判断）',
    },
    asTyped,
    [...namedEncodings.keys()],
  ),
  sheet: option(
    '--sheet <title>',
    {
      en: 'the sheet of a workbook (default: the first visible one with the columns)',
      zh: '工作表（默认为第一张含有所需列的可见工作表）',
    },
    asTyped,
  ),
  headerRow: option(
    '--header-row <number>',
    {
      en: 'the row of the headers (default: the first with the columns)',
      zh: '表头所在的行（默认为第一个含有所需列的行）',
    },
    parseRow,
  ),
  decimal: choice(
    '--decimal <mark>',
    { en: 'the decimal mark: . or ,', zh: '小数点的写法：. 或 ,' },
    decimalMarks,
  ),
  ignoreExtra: flag('--ignore-extra', { en: 'ignore unknown columns', zh: '忽略未知的列' }),
  update: flag('--update', { en: 'change devices that exist', zh: '更新已有的设备' }),
  onlyExisting: flag('--only-existing', {
    en: 'with --update: refuse rows that would add a device',
    zh: '与 --update 同用：拒绝新增设备的行',
  }),
  skipBad: flag('--skip-bad', {
    en: 'import the good rows even if others are bad',
    zh: '跳过有误的行，只导入其余各行',
  }),
  rejects: option(
    '--rejects <file>',
    {
      en: 'write the bad rows to this CSV file; if there are none, remove an older one',
      zh: '有误的行写入此 CSV 文件；没有有误的行时删除旧文件',
    },
    asTyped,
    'files',
  ),
  dryRun: flag('--dry-run', { en: 'report and write nothing', zh: '只检查，不写入' }),
  place: option(
    '--place <place>',
    {
      en: 'the place of quantities whose row names none (default: $STOCKBOOK_PLACE, else the first place)',
      zh: '未写地点的数量记在何处（默认 $STOCKBOOK_PLACE，否则主库）',
    },
    asTyped,
    'places',
  ),
  again: flag('--again', { en: 'import rows that were imported before', zh: '已导入过的内容再次导入' }),
};
type ImportOptions = Values<typeof importOptions>;

export const command = defineCommand({
  words,
  arguments: {
    what: argument(
      '[what]',
      { en: 'devices, movements or places', zh: 'devices 设备、movements 出入库记录或 places 地点' },
      asTyped,
      subjects.map(({ value }) => value),
    ),
    file: inputFile,
  },
  options: importOptions,
  async run(session, { what, file: fileTyped, ...options }) {
    const [subject, path] = await whatAndFile(session, what, fileTyped);
    if (options.update && subject !== 'devices') {
      refuse('usage-conflict', { one: '--update', other: `import ${subject}` });
    }
    if (options.place !== undefined && subject === 'places')
      refuse('usage-conflict', { one: '--place', other: `import ${subject}` });
    if (options.onlyExisting && !options.update)
      refuse('usage-needs', { option: '--only-existing', needs: '--update' });
    const rejects = await rejectsFile(session, options, path);
    if (rejects === null) return interrupted;
    await session.store();
    const notes = new Notes(session);
    const file = await readFile(session, await inputOf(session, path), subject, options, notes.add);
    const progress = new Progress(session, 'checking');
    const report = (rows: number, of?: number): void => {
      if (!progress.isDue()) return;
      const { done, of: total } = of === undefined ? file.progress(rows) : { done: rows, of };
      progress.draw(done, total);
    };
    const committed = await askingOfLookalikes(session, (refuseLookalikes) => {
      const place = placeToWrite(session, options.place);
      const deciding = decision(subject, file, { ...options, place, refuseLookalikes }, report);
      const decide: typeof deciding = (...known) => session.host.interruptible(() => deciding(...known));
      return record(session, decide, rejects, options.dryRun);
    });
    progress.end();
    return committed === null
      ? interrupted
      : reportImport(session, committed, file, { ...options, notes, subject }, rejects);
  },
});

/** Notes on how a file was read: on standard error or, as JSON, in the answer. */
class Notes {
  readonly all: string[] = [];
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  readonly add = (text: string): void => {
    this.all.push(text);
    const { json, language } = this.#session;
    if (!json) this.#session.note(words[language].note(text));
  };
}

/** Records rows; on a terminal, only once a person has said that codes which look like others are meant. */
async function askingOfLookalikes(
  session: Session,
  attempt: (refuseLookalikes: boolean) => Promise<Committed<ImportAnswer> | null>,
): Promise<Committed<ImportAnswer> | null> {
  const { host, messages, language, options } = session;
  try {
    return await attempt(host.canAsk && options.yes !== true);
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.key !== 'codes-alike') throw error;
    host.undraw();
    const said = words[language];
    const lines = error.problem.params.codes.map((one) => `! ${printable(said.lookalike(one))}`);
    const isMeant = await session.confirmed(
      lines,
      messages.guard.question,
      messages.guard.notRecorded,
      false,
    );
    const committed = isMeant ? await attempt(false) : null;
    if (committed === null || session.json) return committed;
    // What a person was asked about is no news.
    return { ...committed, answer: { ...committed.answer, lookalikes: [] } };
  }
}

/** Asks, and decides again, if bad rows would replace a file; null if a person would not have that. */
async function record(
  session: Session,
  decide: Decide<ImportAnswer>,
  rejects: RejectsFile | undefined,
  isRehearsed: boolean,
): Promise<Committed<ImportAnswer> | null> {
  const careful = keepingRejects(decide, rejects);
  try {
    return await (isRehearsed ? session.rehearse(careful) : session.commit(careful));
  } catch (error) {
    if (!isKeptRejects(error) || !session.host.canAsk) throw error;
    session.host.undraw();
    if (!(await mayReplace(session, rejects?.place?.path ?? '-'))) return null;
    return record(session, decide, undefined, isRehearsed);
  }
}

/** What is in the file that is imported, and its path; a person is asked for what is missing. */
async function whatAndFile(
  session: Session,
  what: string | undefined,
  path: string | undefined,
): Promise<[Subject, string]> {
  const { ask: labels } = session.messages;
  if (what !== undefined && path === undefined && !parseChoice(what, subjects).ok)
    refuse('import-what', { path: what }, { value: what });
  if (!session.host.canAsk && (what === undefined || path === undefined)) {
    refuseMissing('import', what === undefined ? [{ oneOf: subjects }, 'FILE'] : ['FILE']);
  }
  const named = what === undefined ? undefined : choiceOrUsage('what', what, subjects);
  const subject = await chosenWord(session, named, {
    command: 'import',
    label: words[session.language].question,
    choices: subjects,
  });
  if (path !== undefined) return [subject, path];
  const ask = await session.ask();
  const { directory } = session.host;
  return [subject, await askForPath(ask, { label: labels.file, parse: existingFile(directory) }, directory)];
}

function decision(
  subject: Subject,
  file: ReadFile,
  { skipBad, again, update, onlyExisting, place, refuseLookalikes }: ImportOptions & Watching,
  progress: (rows: number, of?: number) => void,
): Decide<ImportAnswer> {
  const { rows } = file;
  const settings: DeviceImportOptions = {
    ...{ file, skipBad, again, update, onlyExisting, place, refuseLookalikes, progress },
  };
  if (subject === 'places')
    return (book, journal, at) => decideImportPlaces(book, journal, rows, settings, at);
  return subject === 'devices'
    ? (book, journal, at) =>
        decideImportDevices(book, journal, rowsThatFit(rows, file.progress), settings, at)
    : (book, journal, at) => decideImportMovements(book, journal, rows, settings, at);
}

/** Whether codes that look like others are refused, to be asked about. */
interface Watching {
  readonly refuseLookalikes: boolean;
}

async function reportImport(
  session: Session,
  { entry, answer }: Committed<ImportAnswer>,
  file: ReadFile,
  options: ImportOptions & { readonly notes: Notes; readonly subject: Subject },
  rejects: RejectsFile | undefined,
): Promise<number> {
  const { rejected, lookalikes, goneAlready, devices, movements, added, changed, unchanged, skipped } =
    answer;
  const { messages } = session;
  const said = words[session.language];
  const { skipBad } = options;
  const shown = rejected.map((row) => rejectedJson(row, messages));
  const badRows = new Set(rejected.map(({ row }) => row)).size;
  const problems = [...new Set(rejected.map(({ problem }) => problem.key))];
  const refusal = new Refusal(
    'invalid',
    { key: 'rows-rejected', params: { rows: badRows, skipped: skipBad, problems } },
    { rejected: shown },
  );
  if (badRows > 0 && !session.json) tellRejected(session, rejected);
  if (badRows > 0 && !skipBad) throw refusal;
  for (const one of lookalikes) options.notes.add(printable(said.lookalike(one)));
  for (const { row, serial, went } of goneAlready)
    options.notes.add(printable(said.goneAlready(row, serial, went)));
  const [done = '', ...more] = doneLines(session, entry?.n ?? null, answer, options);
  // Standard output is for the bad rows then.
  if (rejects?.place === null) session.note(done);
  else
    session.report(
      () => ({
        ...{ entry: entry?.n ?? null, devices, movements, added, changed, unchanged, skipped },
        ...{ notes: options.notes.all, rejected: shown },
      }),
      () => [done, ...more],
    );
  if (rejects !== undefined && !options.dryRun)
    await writeRejects(session, rejects, rejectsColumns(file), badRowsOf(session, rejected, file));
  if (badRows === 0) return 0;
  if (session.json) throw refusal;
  session.note(said.rowsSkipped(badRows));
  return exitCodes.invalid;
}

/** What an import has done or would do; of an update also what becomes of each device. */
function doneLines(
  session: Session,
  entry: number | null,
  { effects, following, ...counts }: ImportAnswer,
  { update, dryRun, subject }: ImportOptions & { readonly subject: Subject },
): readonly string[] {
  const said = words[session.language];
  const isOfPlaces = subject === 'places';
  const places = isOfPlaces ? { places: counts.added + counts.changed } : {};
  const inWords = { ...counts, ...places, ...(update || isOfPlaces ? { update: counts } : {}) };
  const lines = [dryRun ? said.wouldImport(inWords) : said.imported(entry, inWords)];
  if (!update) return lines;
  const most = session.host.stdoutIsTerminal ? maxShown : effects.length + following.length;
  lines.push(...effectLines(session, effects, { most, total: counts.devices, added: said.added }));
  if (following.length > 0) lines.push(said.following, ...effectLines(session, following, { most }));
  return lines;
}

function tellRejected(session: Session, rejected: readonly RejectedRow[]): void {
  const { messages } = session;
  const said = words[session.language];
  for (const { row, column, problem } of rejected.slice(0, maxShown)) {
    session.host.complain(messages.rejectedRow(row, describeField(column, problem, messages)));
  }
  if (rejected.length > maxShown)
    session.host.complain(messages.shown(said.moreRejected(rejected.length - maxShown)));
}

/** The columns of the file itself, and one for the error. */
const rejectsColumns = ({ headers }: ReadFile): readonly Column[] =>
  [...columnsRead(headers).map((key) => headers.get(key) ?? key), errorColumn.key].map((key) => ({
    key,
    text: true,
  }));

/** The bad rows as they were, with their errors, to be fixed and imported. */
function badRowsOf(
  session: Session,
  rejected: readonly RejectedRow[],
  { rows, headers }: ReadFile,
): (string | null)[][] {
  if (rejected.length === 0) return [];
  const problems = new Map<number, string[]>();
  for (const { row, column, problem } of rejected) {
    const texts = problems.get(row) ?? [];
    texts.push(describeField(column, problem, session.messages));
    problems.set(row, texts);
  }
  const keys = columnsRead(headers);
  const bad: (string | null)[][] = [];
  for (const { row, fields } of rows) {
    const texts = problems.get(row);
    if (texts !== undefined) bad.push([...keys.map((key) => fields.get(key) ?? null), texts.join('; ')]);
  }
  return bad;
}

const columnsRead = (headers: ReadFile['headers']): string[] =>
  [...headers.keys()].filter((key) => key !== errorColumn.key);
