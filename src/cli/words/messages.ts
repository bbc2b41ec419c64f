import type { InTheWay } from '../../inventory/decide/movements/in-the-way.ts';
import type { ProblemKey, ProblemParams, Suspicion } from '../../problems.ts';
import type { Notice } from '../../store/store.ts';
import type { Finding } from '../../store/upkeep.ts';
import type { Candidate } from '../ask/ask.ts';
import type { Language } from '../language.ts';

/** What a movement came to, to be said in one line. */
export interface MovementLine {
  readonly entry: number;
  readonly code: string;
  readonly name: string;
  /** Signed units. */
  readonly change: number;
  readonly balance: number;
  /** The reorder level, where the balance is at or below it. */
  readonly lowAt: number | null;
  /** Where it was, and what lies there after it; null in a book with one place. */
  readonly there: { readonly place: string; readonly quantity: number } | null;
}

/** What happened to a movement since; on hand is null if its device is no longer in the book. */
export interface Since {
  readonly undoneBy: number | null;
  readonly correctedBy: readonly number[];
  readonly onHand: number | null;
}

/** What can take long enough for its progress to be shown. */
export type ProgressKey = 'reading' | 'checking' | 'writing';

/** Makes a command line from the words after the program's name. */
export type Command = (words: string) => string;

/** What more than one command says, in one language; the compiler refuses a language that lacks a key. */
export interface Messages {
  /** One line for each problem: the error, the value, and what to do. */
  problems(): { readonly [K in ProblemKey]: (params: ProblemParams[K], command: Command) => string };
  /** A command that is suggested, as it can be pasted. */
  readonly command: Command;
  readonly error: (text: string) => string;
  /** The text between two problems. */
  readonly between: string;
  /** A field with its problem. */
  readonly fieldProblem: (field: string, text: string) => string;
  readonly rejectedRow: (row: number, text: string) => string;
  /** Placeholders in usage lines, by the option or else the word: `<time>`, `[file]`. */
  readonly placeholders: { readonly [word: string]: string };
  /** What a field, option or column is called. */
  readonly fields: { readonly [key: string]: string };
  readonly notice: (notice: Notice, command: Command) => string;
  /** A line as a person is shown it; a menu leaves out what is to be typed in a shell. */
  readonly shown: (line: string) => string;
  readonly finding: (finding: Finding) => string;
  readonly headings: {
    readonly sellable: string;
    /** What lies at places without a column of their own. */
    readonly elsewhere: string;
    readonly place: string;
    readonly there: string;
    readonly onHand: string;
    readonly value: string;
    readonly entry: string;
    readonly at: string;
    readonly by: string;
    readonly what: string;
    readonly change: string;
    readonly balance: string;
    readonly undone: string;
    readonly lastCost: string;
    readonly addedAt: string;
    readonly changedAt: string;
    readonly kind: string;
  };
  readonly low: string;
  /** Names of several things in a line. */
  readonly list: (items: readonly (string | number)[]) => string;
  /** Several statements in a line. */
  readonly clauses: (statements: readonly string[]) => string;
  /** A text in brackets, to be appended. */
  readonly inBrackets: (text: string) => string;
  readonly undoneBy: (entry: number) => string;
  readonly undoes: (entry: number) => string;
  readonly totals: (devices: number) => string;
  readonly columnsLeftOut: (headings: readonly string[]) => string;
  readonly noMatch: string;
  /** A file is written, but standard output failed. */
  readonly writtenUnsaid: (reason: string) => string;
  /** What looks like a slip, and why. */
  readonly guard: {
    readonly suspicion: (suspicion: Suspicion) => string;
    readonly note: (suspicions: readonly Suspicion[]) => string;
    /** That little is left, which is no slip. */
    readonly low: (suspicion: Suspicion) => string;
    readonly question: string;
    readonly notRecorded: string;
  };
  readonly inTheWay: (entries: readonly InTheWay[]) => string;
  readonly corrects: (entry: number) => string;
  /** What an entry makes of a device. */
  readonly effect: {
    readonly device: (code: string, name: string, parts: readonly string[]) => string;
    readonly onHand: (from: number, to: number) => string;
    readonly atPlace: (place: string, from: number, to: number) => string;
    readonly place: (from: string | null, to: string | null) => string;
    readonly stillOnHand: (units: number) => string;
    readonly attribute: (field: string, from: string, to: string) => string;
    readonly added: string;
    readonly removed: string;
    readonly more: (devices: number) => string;
  };
  /** An attribute that a device lacks. */
  readonly none: string;
  readonly confirm: {
    readonly repair: (path: string) => string;
    readonly replace: (path: string) => string;
    readonly proceed: string;
    readonly nothingDone: string;
  };
  readonly rows: (rows: number) => string;
  readonly progress: { readonly [what in ProgressKey]: string };
  /** The keys of a text that is longer than the screen, before its last page and on it; and of one that is still to be read. */
  readonly pages: { readonly next: string; readonly end: string; readonly goOn: string };
  readonly ask: {
    readonly yesOrNo: (label: string, usual: boolean) => string;
    readonly sayYesOrNo: string;
    readonly nothingFound: string;
    /** What a list leaves out: of a menu, and of one that is typed in. */
    readonly moreBelow: (items: number) => string;
    readonly more: (items: number) => string;
    readonly quickKeys: (choices: number) => string;
    /** The meaning of Enter alone and the quantity on hand, before the rule of a quantity. */
    readonly usualQuantity: (usual: string, onHand: number | null, rule: string) => string;
    readonly noSuchChoice: (typed: string) => string;
    readonly noSuchDevice: (typed: string) => string;
    readonly noPlaceFound: string;
    readonly noSuchPlace: (typed: string) => string;
    readonly candidate: (device: Candidate) => string;
    readonly keys: string;
    readonly plainKeys: string;
    readonly numberOf: (choices: number) => string;
    readonly which: string;
    readonly value: (label: string, optional: boolean) => string;
    readonly menu: string;
    readonly leave: string;
    readonly file: string;
  };
  readonly help: {
    readonly usage: string;
    readonly options: string;
    readonly globalOptions: string;
    readonly arguments: string;
    readonly commands: string;
    readonly examples: string;
    readonly tagline: string;
    readonly more: string;
    readonly optionsWord: string;
    readonly commandWord: string;
  };
}

/** What anything is said with: a language, and the messages in it. */
export interface Wording {
  readonly language: Language;
  readonly messages: Messages;
}
