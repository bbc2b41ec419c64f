import type { ErrorCode, Lookalike, Problem } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { NewEntry } from '../../book/change.ts';
import type { Needs } from '../../book/facts.ts';
import type { Journal } from '../../book/journal.ts';
import type { PackedChanges } from '../../book/packed-changes.ts';
import type { Effect } from '../../look/effects.ts';
import { refuse } from '../../refusal.ts';
import { codeKey } from '../../values/code.ts';
import { formerCodes, nearestCodes } from '../movements/find-device.ts';
import type { GoneAlready } from '../movements/pieces-gone.ts';

/** A row of a file, its fields by column key; blank ones are left out. `row` is its number as people count it. */
export interface ImportRow {
  readonly row: number;
  readonly fields: ReadonlyMap<string, string>;
  /** The same by the index of their column, blank ones too: of a table in which nothing is wrong with the row. */
  readonly texts?: readonly string[];
  /** What cannot be read in it; its fields are then for showing only. */
  readonly unreadable?: readonly RejectedRow[];
}

/** One thing that is wrong with one row. */
export interface RejectedRow {
  readonly row: number;
  readonly column: string | null;
  readonly value: string | null;
  readonly code: ErrorCode;
  readonly problem: Problem;
}

/** The file being imported. */
export interface ImportFile {
  readonly name: string;
  /** Of its bytes, hexadecimal: earlier versions kept that of what they imported. */
  readonly sha256: string;
  /** Of a table, the keys of its columns by their index; null for one that is not imported. */
  readonly columns?: readonly (string | null)[];
  /** Begins a digest of what its rows say. */
  fingerprint(): Fingerprint;
}

/** A digest of rows, the same whatever the encoding, line ends or format of the file they are in. */
export interface Fingerprint {
  add(row: ImportRow): void;
  /** Of all rows that were added, hexadecimal. */
  sha256(): string;
}

export interface ImportOptions {
  readonly file: ImportFile;
  /** Import the good rows although there are bad ones. */
  readonly skipBad: boolean;
  /** Import a file that was imported before. */
  readonly again: boolean;
  /** Called after each row with how many have been decided on, of how many where that is known. */
  readonly progress?: (rows: number, of?: number) => void;
}

/** What an import comes to. `entry` is null if there is nothing to do, or rows are bad and none is skipped. */
export interface ImportOutcome {
  readonly entry: NewEntry | null;
  readonly answer: ImportAnswer;
}

export interface ImportAnswer {
  /** Devices added and changed. */
  readonly devices: number;
  readonly movements: number;
  readonly added: number;
  /** Rows that change a device; combos that follow a price are not counted. */
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that ask for nothing new. */
  readonly skipped: number;
  /** What the rows of an update make of devices: the first ones. */
  readonly effects: readonly Effect[];
  /** What that makes of the devices that are priced from those. */
  readonly following: readonly Effect[];
  /** Codes that are added and look like others. */
  readonly lookalikes: readonly Lookalike[];
  /** The pieces that rows send out although they are gone: the first ones. */
  readonly goneAlready: readonly (GoneAlready & { readonly row: number })[];
  readonly rejected: readonly RejectedRow[];
}

/** What an import that is not about devices says of them. */
export const noDevices = {
  devices: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  effects: [],
  following: [],
  lookalikes: [],
  goneAlready: [],
} as const;

/** The same rows are not imported twice, unless that is asked for; nor is a file of the same bytes. */
export function refuseSecondImport(
  journal: Journal,
  { again }: Pick<ImportOptions, 'again'>,
  sha256: string,
): void {
  const entry = again ? undefined : journal.importOf(sha256);
  if (entry !== undefined) refuse('already-imported', { entry });
}

/** How many codes of the book are compared with those that are not in it: that takes about a second. */
const maxComparisons = 1_000_000;

/** The rejected rows; those with a code that is not in the book say what it is called now, or what may have been meant. */
export function tellingWhatWasMeant(
  book: Book,
  journal: Journal,
  rejected: readonly RejectedRow[],
): readonly RejectedRow[] {
  const unknown = new Set(rejected.filter(isUnknownCode).map(({ value }) => (value ?? '').trim()));
  if (unknown.size === 0) return rejected;
  const former = formerCodes(book, journal, unknown);
  const never = [...unknown].filter((code) => !former.has(codeKey(code)));
  const compared = never.slice(0, Math.ceil(maxComparisons / Math.max(book.size, 1)));
  const nearest = new Map(compared.map((code) => [code, nearestCodes(book, code)]));
  return rejected.map((row) => {
    if (!isUnknownCode(row)) return row;
    const code = (row.value ?? '').trim();
    return {
      ...row,
      problem: former.get(codeKey(code))?.problem ?? withNearest(row.problem, nearest.get(code)),
    };
  });
}

const isUnknownCode = ({ problem: { key } }: RejectedRow): boolean =>
  key === 'no-such-code' || key === 'no-such-component';

function withNearest(problem: Problem, nearest: readonly string[] = []): Problem {
  switch (problem.key) {
    case 'no-such-code':
      return { key: problem.key, params: { ...problem.params, nearest } };
    case 'no-such-component':
      return { key: problem.key, params: { ...problem.params, nearest } };
    default:
      return problem;
  }
}

/** What the rows of a file lead to: the devices in some columns, keys, and whether it was imported before. */
export function needsOf(
  rows: Iterable<ImportRow>,
  { file }: ImportOptions,
  columns: readonly string[] = ['code'],
): Needs {
  const [devices, keys] = [new Set<string>(), new Set<string>()];
  const fingerprint = file.fingerprint();
  for (const row of rows) {
    const { fields } = row;
    fingerprint.add(row);
    for (const column of columns) if (fields.has(column)) devices.add(fields.get(column) ?? '');
    const key = fields.get('key');
    if (key !== undefined) keys.add(key);
  }
  return { devices, keys, files: [file.sha256, fingerprint.sha256()] };
}

/** The outcome: all of it or nothing, unless bad rows are skipped. */
export function importOutcome(
  changes: NewEntry['changes'],
  packed: PackedChanges | undefined,
  answer: ImportAnswer,
  { file: { name }, skipBad }: ImportOptions,
  sha256: string,
): ImportOutcome {
  const refused = answer.rejected.length > 0 && !skipBad;
  if (refused || (changes.length === 0 && packed === undefined)) return { entry: null, answer };
  return {
    entry: {
      command: 'import',
      file: { name, sha256 },
      changes,
      ...(packed === undefined ? {} : { packed }),
    },
    answer,
  };
}
