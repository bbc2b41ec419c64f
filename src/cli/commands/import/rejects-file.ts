import { open, rm } from 'node:fs/promises';
import { type OutputPlace, refuseWrite } from '../../../exchange/write/output-place.ts';
import type { Column } from '../../../exchange/write/write-csv.ts';
import type { ImportAnswer } from '../../../inventory/decide/imports/import.ts';
import { Refusal, refuse } from '../../../inventory/refusal.ts';
import type { Decide } from '../../../store/store.ts';
import { describeProblem } from '../../errors.ts';
import { printable } from '../../render/printable.ts';
import { printAll } from '../../render/rows.ts';
import type { Session } from '../../session.ts';
import { mayReplace, outputOf, writeOutput } from '../export/output-file.ts';
import { endingOf, refuseEnding } from '../export/output-format.ts';
import { errorColumn } from './header-matcher.ts';
import { words } from './import.words.ts';

/** Where the bad rows of an import go; null is standard output. */
export interface RejectsFile {
  readonly place: OutputPlace | null;
  /** Whether bad rows may replace an existing file. */
  readonly mayReplace: boolean;
}

/**
 * The file that was typed for --rejects, undefined if none was, null if a person would not have it replaced. What
 * keeps it from being written is refused before anything is imported. Only a file of earlier rejects is not asked about
 * yet: if no row is bad, it is removed.
 */
export async function rejectsFile(
  session: Session,
  {
    rejects: typed,
    skipBad,
    dryRun,
  }: { readonly rejects: string | undefined; readonly skipBad: boolean; readonly dryRun: boolean },
  read: string,
): Promise<RejectsFile | undefined | null> {
  if (typed === undefined) return undefined;
  if (!skipBad) refuse('usage-needs', { option: '--rejects', needs: '--skip-bad' });
  const place = await outputOf(session, typed, { reads: [read], called: '--rejects' });
  if (place === null) {
    if (session.json) refuse('usage-conflict', { one: '--json', other: `--rejects ${typed}` });
    return { place, mayReplace: true };
  }
  if (!place.isStream && endingOf(typed) !== 'csv') refuseEnding(typed, ['csv']);
  const isFree = place.existing === null || place.isStream || session.options.yes === true;
  if (isFree || (dryRun && session.host.canAsk)) return { place, mayReplace: true };
  if (await holdsRejects(place.real)) return { place, mayReplace: false };
  return (await mayReplace(session, typed)) ? { place, mayReplace: true } : null;
}

/** Whether the first line of a file ends in the column that only rejects have. */
async function holdsRejects(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    const [header = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1);
    // A spreadsheet may have saved it since.
    return header.split(/[,;\t]/).at(-1) === errorColumn.key;
  } finally {
    await file.close();
  }
}

/** Has a decision refuse bad rows that may not replace the file: nothing is recorded then. */
export function keepingRejects(
  decide: Decide<ImportAnswer>,
  rejects: RejectsFile | undefined,
): Decide<ImportAnswer> {
  if (rejects?.mayReplace !== false) return decide;
  const path = rejects.place?.path ?? '-';
  return (book, journal, at) => {
    const decided = decide(book, journal, at);
    if (decided.answer.rejected.length > 0) refuse('file-exists', { path });
    return decided;
  };
}

/** Whether a refusal is that of {@link keepingRejects}. */
export const isKeptRejects = (error: unknown): boolean =>
  error instanceof Refusal && error.problem.key === 'file-exists';

/** Writes the bad rows or, if there are none, removes those of an earlier import; the good ones are recorded by now. */
export async function writeRejects(
  session: Session,
  { place }: RejectsFile,
  columns: readonly Column[],
  bad: readonly (readonly (string | null)[])[],
): Promise<void> {
  const { csvLines } = await import('../../../exchange/write/write-csv.ts');
  try {
    if (bad.length === 0) await removeEarlier(place);
    else if (place === null) session.afterwards(() => printAll(session, csvLines(columns, bad)));
    else {
      await writeOutput(place, csvLines(columns, bad));
      if (!session.json)
        session.note(words[session.language].rejectsWritten(bad.length, printable(place.path)));
    }
  } catch (error) {
    // That the bad rows could not be written does not change that the good ones are recorded.
    if (!(error instanceof Refusal)) throw error;
    session.host.complain(describeProblem(error.problem, session.messages));
  }
}

async function removeEarlier(place: OutputPlace | null): Promise<void> {
  if (place === null || place.existing === null || place.isStream) return;
  try {
    await rm(place.real, { force: true });
  } catch (error) {
    refuseWrite(error, place.path);
  }
}
