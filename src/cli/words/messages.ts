import type { InTheWay } from '../../inventory/decide/movements/in-the-way.ts';
import type { CandidateWhy, WhyCategory } from '../../inventory/look/why.ts';
import type { ProblemKey, ProblemParams, Suspicion } from '../../problems.ts';
import type { Notice } from '../../store/store.ts';
import type { Finding } from '../../store/upkeep.ts';
import type { ScanDirection } from '../menu/scan-line.ts';

/** What a movement came to, to be said in one line. */
export interface MovementSaid {
  readonly entry: number;
  readonly code: string;
  readonly name: string;
  /** Signed units. */
  readonly change: number;
  readonly balance: number;
  /** The reorder level, where the balance is at or below it. */
  readonly lowAt: number | null;
}

/** What has become of a movement since; on hand is null where its device is no longer in the book. */
export interface Since {
  readonly undoneBy: number | null;
  readonly correctedBy: readonly number[];
  readonly onHand: number | null;
}

/** A device that has or had a code, and between which entries. */
export interface BearerSaid {
  readonly name: string;
  readonly from: number;
  readonly until: number | null;
  /** Its code now; null where it has been removed. */
  readonly now: string | null;
}

/** What can take long enough for its progress to be shown. */
export type ProgressKey = 'reading' | 'checking' | 'writing';

/** Makes a command line of ours out of what follows the program's name. */
export type Command = (words: string) => string;

/** Everything the program says, in one language; the compiler refuses a language that lacks a key. */
export interface Messages {
  /** One line for each problem: what is wrong, with which value, and what to do. */
  readonly problems: { readonly [K in ProblemKey]: (params: ProblemParams[K], command: Command) => string };
  /** A command that is suggested, as it can be pasted. */
  readonly command: Command;
  readonly error: (text: string) => string;
  /** What stands between two things that are wrong. */
  readonly between: string;
  /** A field in front of what is wrong with it. */
  readonly fieldProblem: (field: string, text: string) => string;
  /** What stands for a value in usage lines, by the option or else the word: `<time>`, `[file]`. */
  readonly placeholders: { readonly [word: string]: string };
  /** What a field, option or column is called. */
  readonly fields: { readonly [key: string]: string };
  readonly notice: (notice: Notice, command: Command) => string;
  readonly finding: (finding: Finding) => string;
  readonly headings: {
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
  readonly undoneBy: (entry: number) => string;
  readonly undoes: (entry: number) => string;
  readonly totals: (devices: number) => string;
  readonly columnsLeftOut: (headings: readonly string[]) => string;
  readonly noDevices: (command: Command) => string;
  readonly noMatch: string;
  readonly noHistory: string;
  readonly bearer: (said: BearerSaid) => string;
  /** That a code was another device's before. */
  readonly formerBearer: (code: string, said: BearerSaid, command: Command) => string;
  readonly lastMovements: string;
  readonly pricedFromIt: (codes: readonly string[]) => string;
  readonly stocked: (said: MovementSaid) => string;
  /** A movement that is there already, with what has become of it and what is on hand now. */
  readonly stockedBefore: (said: MovementSaid, now: Since) => string;
  readonly alreadyStocked: (entry: number, key: string) => string;
  readonly added: (entry: number, code: string, name: string, onHand: number) => string;
  readonly edited: (entry: number, code: string, what: string) => string;
  readonly nothingToChange: (code: string) => string;
  readonly removed: (entry: number, code: string, name: string) => string;
  /** `at` and `by`: when and by whom the entry was made that is undone. */
  readonly undone: (entry: number, undoes: number, at: string, by: string) => string;
  /** A scan that was taken back. */
  readonly takenBack: (entry: number, undoes: number, said: Omit<MovementSaid, 'entry'>) => string;
  readonly made: (path: string, currency: string) => string;
  readonly imported: (entry: number | null, devices: number, movements: number, skipped: number) => string;
  readonly wouldImport: (devices: number, movements: number, skipped: number) => string;
  readonly rowsSkipped: (rows: number) => string;
  readonly rejectedRow: (row: number, text: string) => string;
  readonly moreRejected: (rows: number) => string;
  readonly rejectsWritten: (rows: number, path: string) => string;
  readonly encodingGuessed: (encoding: string) => string;
  readonly otherSheets: (names: readonly string[]) => string;
  /** A file is written, but standard output failed. */
  readonly writtenUnsaid: (reason: string) => string;
  readonly exported: (rows: number, path: string) => string;
  readonly backedUp: (entries: number, devices: number, path: string) => string;
  readonly restored: (entries: number, devices: number, units: string, path: string) => string;
  /** Shelf labels. */
  readonly labels: {
    readonly title: string;
    /** How to print them in their true size. */
    readonly hint: string;
    readonly made: (labels: number, sheets: number, path: string) => string;
    readonly none: string;
    readonly many: (labels: number) => string;
    /** That the sheets of an SVG stand below each other. */
    readonly below: (sheets: number) => string;
    /** That the font of a PDF has not every character. */
    readonly lacking: string;
    readonly which: string;
    readonly choices: { readonly one: string; readonly inStock: string; readonly all: string };
    readonly file: string;
  };
  readonly sound: (entries: number, devices: number) => string;
  readonly tornTail: (finding: string) => string;
  readonly tornBook: (finding: string) => string;
  readonly nothingToRepair: string;
  readonly repaired: {
    readonly setAside: (path: string) => string;
    readonly lost: (entries: string, areSetAside: boolean) => string;
    readonly stockKept: (entries: string) => string;
    readonly bookRebuilt: string;
    readonly firstLineRebuilt: string;
    readonly unproved: (entries: string) => string;
    readonly before: (entries: string) => string;
  };
  readonly info: {
    readonly where: string;
    readonly format: string;
    readonly formatOf: (format: number, upgradedFrom: number | null) => string;
    readonly currency: string;
    readonly devices: string;
    readonly units: string;
    readonly entries: string;
    readonly size: string;
    readonly lastEntry: string;
    /** What an entry was made by: a command's name. */
    readonly madeBy: (command: string) => string;
    readonly none: string;
  };
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
  readonly corrected: (entry: number, corrects: number) => string;
  readonly nothingToCorrect: (entry: number, quantity: number) => string;
  /** What an undo or a correction would do, before it is confirmed. */
  readonly preview: {
    readonly undo: (entry: number, at: string, by: string) => string;
    readonly correct: (entry: number, at: string, by: string, from: number, to: number) => string;
    readonly undoQuestion: string;
    readonly correctQuestion: string;
  };
  /** What an entry makes of a device. */
  readonly effect: {
    readonly device: (code: string, name: string, parts: readonly string[]) => string;
    readonly onHand: (from: number, to: number) => string;
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
  readonly scan: {
    readonly prompt: { readonly [direction in ScanDirection]: string };
    readonly start: string;
    readonly refused: (typed: string, why: string) => string;
    readonly refusedLine: (line: number, typed: string, why: string) => string;
    readonly total: (scans: number, refused: number) => string;
    readonly scans: string;
  };
  readonly menu: {
    readonly where: (path: string) => string;
    readonly counts: (devices: number, units: string) => string;
    readonly low: (devices: readonly string[], more: number) => string;
    readonly nothingLow: string;
    readonly undoJust: (entry: number) => string;
    readonly recorded: (entry: number) => string;
    readonly more: string;
    readonly back: string;
    readonly language: string;
    readonly noStore: (directory: string) => string;
    readonly make: string;
    readonly sample: string;
    readonly sampleMade: (path: string) => string;
    readonly currency: string;
  };
  readonly rows: (rows: number) => string;
  readonly progress: { readonly [what in ProgressKey]: string };
  readonly why: {
    readonly title: (code: string, name: string, onHand: number) => string;
    readonly category: string;
    readonly total: string;
    readonly movements: string;
    readonly entries: string;
    readonly categories: { readonly [category in WhyCategory]: string };
    readonly low: (balance: number, entry: number, time: string) => string;
    readonly high: (balance: number, entry: number, time: string) => string;
    readonly agrees: (expected: number) => string;
    /** `difference` is what was counted minus what the book says, never 0. */
    readonly differs: (expected: number, onHand: number, difference: number) => string;
    readonly noCandidates: string;
    readonly perhaps: string;
    /** What may be wrong with an entry, in a few words; `other` is the entry it may be a double of. */
    readonly candidates: { readonly [why in CandidateWhy]: (other: number) => string };
  };
  readonly ask: {
    readonly yesOrNo: (label: string, usual: boolean) => string;
    readonly sayYesOrNo: string;
    readonly nothingFound: string;
    readonly keys: string;
    readonly plainKeys: string;
    readonly numberOf: (choices: number) => string;
    readonly correctTo: string;
    readonly whichEntry: string;
    readonly outputFile: string;
    readonly done: string;
    readonly scanWhat: string;
    readonly importWhat: string;
    readonly exportWhat: string;
    readonly reportWhat: string;
    readonly editWhat: string;
    readonly which: string;
    readonly value: (label: string, optional: boolean) => string;
    readonly componentFrom: (label: string) => string;
    readonly fromBook: string;
    readonly givenPrice: string;
    readonly menu: string;
    readonly leave: string;
    readonly words: string;
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
