import type { subjects } from '../commands/import-file.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { TopicName } from './topics.ts';

/** The variables of the environment that the program minds. */
export const environmentNames = [
  'STOCKBOOK_STORE',
  'STOCKBOOK_BY',
  'STOCKBOOK_LANG',
  'STOCKBOOK_DEBUG',
  'NO_COLOR',
  'FORCE_COLOR',
] as const;

/** What the topics of help say, in one language; limits, values and columns come from the code. */
export interface HelpTexts {
  readonly heading: string;
  readonly more: string;
  readonly summaries: { readonly [topic in TopicName]: string };
  readonly list: (items: readonly string[]) => string;
  /** The rules that values are held to. */
  readonly rules: {
    readonly code: (most: string, marks: string) => string;
    readonly text: (most: string) => string;
    readonly measure: (most: string, fractionDigits: number, unit: string) => string;
    readonly money: (most: string, fractionDigits: number, currency: string) => string;
    readonly quantity: (least: string, most: string) => string;
    readonly optional: string;
  };
  readonly values: {
    readonly device: string;
    readonly movement: string;
    readonly kind: string;
    readonly choicesOf: (what: string) => string;
    readonly quantity: string;
    readonly onHand: string;
    readonly reasonIn: string;
    readonly reasonOut: string;
    readonly usual: string;
    readonly following: string;
    readonly numbers: string;
    readonly accepted: string;
    readonly refused: string;
    readonly empty: string;
    readonly numbersRule: (signs: string) => string;
    readonly times: string;
    readonly timesRule: string;
  };
  readonly import: {
    readonly columns: { readonly [subject in (typeof subjects)[number]]: string };
    readonly header: readonly [string, string, string, string];
    readonly always: string;
    readonly instead: (column: string) => string;
    readonly labels: string;
    readonly codeOf: string;
    readonly follows: string;
    readonly rowsOfFile: string;
    readonly direction: string;
    readonly files: string;
    readonly formats: string;
    readonly formatsRule: string;
    readonly delimiters: string;
    readonly encodings: string;
    readonly encodingsRule: string;
    readonly limits: (megabytes: string, columns: string, characters: string) => string;
    readonly headersRule: string;
    readonly wholeOrNothing: string;
    readonly options: string;
  };
  readonly exitCodes: {
    readonly columns: readonly [string, string];
    readonly when: { readonly [code in ExitCode]: string };
    readonly unchanged: string;
  };
  readonly json: {
    readonly device: (kind: string) => string;
    readonly deviceRule: string;
    readonly movement: string;
    readonly movementRule: (types: string) => string;
    readonly error: string;
    readonly errorRule: string;
  };
  readonly environment: { readonly [name in (typeof environmentNames)[number]]: string };
  readonly files: { readonly book: string; readonly journal: string; readonly witness: string };
}
