import type { PlaceKind, Queue } from '../../inventory/book/place-kinds.ts';
import type { Subject } from '../commands/import/subjects.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { TopicName } from './topic-names.ts';

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
    readonly opening: (rule: string) => string;
    readonly onHand: (most: string) => string;
    readonly reasonIn: (reasons: string) => string;
    readonly reasonOut: (reasons: string) => string;
    readonly usual: (reason: string) => string;
    readonly following: string;
    readonly numbers: string;
    readonly accepted: string;
    readonly refused: string;
    readonly empty: string;
    readonly numbersRule: (signs: string, names: string) => string;
    readonly times: string;
    readonly timesRule: string;
  };
  readonly places: {
    readonly model: string;
    readonly names: (names: string, characters: string) => string;
    readonly kinds: { readonly [kind in PlaceKind]: string };
    readonly queues: { readonly [queue in Queue['value']]: string };
    readonly where: string;
    readonly queueRule: string;
    readonly scanning: string;
    readonly examples: readonly (readonly [typed: string, does: string])[];
  };
  readonly import: {
    readonly columns: { readonly [subject in Subject]: string };
    readonly header: readonly [string, string, string, string];
    readonly always: string;
    readonly instead: (column: string) => string;
    readonly labels: string;
    readonly codeOf: string;
    readonly follows: (kinds: string) => string;
    readonly rowsOfFile: string;
    readonly direction: string;
    readonly serials: string;
    readonly of: string;
    readonly beforeCount: string;
    readonly due: string;
    readonly files: string;
    readonly formats: string;
    readonly formatsRule: string;
    readonly delimiters: string;
    readonly tab: string;
    readonly encodings: string;
    readonly encodingsRule: string;
    /** The most rows are those of CSV, then those of other formats. */
    readonly limits: (
      megabytes: string,
      rows: readonly [string, string],
      columns: string,
      characters: string,
    ) => string;
    readonly headersRule: string;
    /** In which of the first rows a table may begin. */
    readonly table: (rows: string) => string;
    readonly cells: string;
    readonly lookalikes: string;
    readonly wholeOrNothing: string;
    readonly options: string;
  };
  readonly exitCodes: {
    readonly when: { readonly [code in ExitCode]: string };
    readonly unchanged: string;
  };
  readonly json: {
    readonly devices: string;
    readonly movements: (types: string) => string;
    readonly errors: string;
  };
}
