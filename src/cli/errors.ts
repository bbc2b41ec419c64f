import type { RejectedRow } from '../inventory/decide/imports/import.ts';
import type { InTheWay } from '../inventory/decide/movements/in-the-way.ts';
import { FieldsRefusal, type Json, type Refusal } from '../inventory/refusal.ts';
import type { Problem } from '../problems.ts';
import { printable } from './render/printable.ts';
import type { Command, Messages } from './words/messages.ts';

/** A problem in one line of words; everything in it that comes from outside is made printable. */
export function describeProblem(problem: Problem, messages: Messages): string {
  return printable(rawText(problem, messages));
}

/** The same for machines, where text stays as it is. */
function rawText<K extends Problem['key']>(
  problem: Extract<Problem, { key: K }>,
  messages: Messages,
): string {
  // Problem pairs each key with its own params; the compiler cannot follow that through the index.
  const text = messages.problems()[problem.key] as (
    params: typeof problem.params,
    command: Command,
  ) => string;
  return text(problem.params, messages.command);
}

const withField = (field: Json | undefined, text: string, messages: Messages): string =>
  typeof field === 'string' ? messages.fieldProblem(fieldNamed(field, messages), text) : text;

/** What a field is called; an option without a name of its own, by its flag. A variable or a column at a place is called as it is. */
const fieldNamed = (field: string, { fields }: Messages): string =>
  fields[field] ?? (/^[a-z]+$/i.test(field) && /[a-z]/.test(field) ? flagOf(field) : field);

const flagOf = (option: string): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The problem of a field or column, with its name in front. */
export const describeField = (field: Json | undefined, problem: Problem, messages: Messages): string =>
  printable(withField(field, rawText(problem, messages), messages));

/** All problems of a refusal, and the later entries in the way. */
function refusalText(refusal: Refusal, messages: Messages): string {
  const { problem, details } = refusal;
  const all = refusal instanceof FieldsRefusal ? refusal.problems : [{ field: details['field'], problem }];
  const texts = all.map((one) => withField(one.field, rawText(one.problem, messages), messages));
  return texts.join(messages.between) + inTheWay(details, messages);
}

/** A refusal as one line of words. */
export function describeRefusal(refusal: Refusal, messages: Messages): string {
  const { problem } = refusal;
  const text = printable(refusalText(refusal, messages));
  const row = 'row' in problem.params ? problem.params.row : null;
  // A row makes the whole file unreadable.
  return problem.key.startsWith('file-') && row !== null ? messages.rejectedRow(row, text) : text;
}

/** The later entries that an undo or a correction is refused for. */
function inTheWay({ inTheWay: entries }: Refusal['details'], messages: Messages): string {
  // decide/in-the-way.ts alone fills it.
  return Array.isArray(entries) ? messages.inTheWay(entries as unknown as readonly InTheWay[]) : '';
}

/** A refusal as scripts read it (the contract, "Exit codes"). */
export function refusalJson(refusal: Refusal, messages: Messages): { readonly [key: string]: Json } {
  const { code, details } = refusal;
  const rejected = refusal instanceof FieldsRefusal ? rejectedFields(refusal, messages) : [];
  return {
    error: {
      code,
      message: refusalText(refusal, messages),
      details: rejected.length > 1 ? { ...details, rejected } : details,
    },
  };
}

const rejectedFields = ({ problems }: FieldsRefusal, messages: Messages): readonly Json[] =>
  problems.map(({ field, value, code, problem }) => ({
    column: field,
    value,
    code,
    message: withField(field, rawText(problem, messages), messages),
  }));

/** A rejected row as scripts read it (the contract, "Commands"). */
export function rejectedJson(
  { row, column, value, code, problem }: RejectedRow,
  messages: Messages,
): { readonly [key: string]: Json } {
  return {
    row,
    column,
    value,
    code,
    message: withField(column ?? undefined, rawText(problem, messages), messages),
  };
}
