import type { RejectedRow } from '../inventory/decide/import.ts';
import type { InTheWay } from '../inventory/decide/in-the-way.ts';
import type { Json, Problem, Refusal } from '../inventory/refusal.ts';
import type { Command, Messages } from './messages/messages.ts';
import { printable } from './render/printable.ts';

/** What is wrong, in one line of words; everything in it that comes from outside is made printable. */
export function describeProblem(problem: Problem, messages: Messages): string {
  return printable(rawText(problem, messages));
}

/** The same for machines, where text stays as it is. */
function rawText<K extends Problem['key']>(
  problem: Extract<Problem, { key: K }>,
  messages: Messages,
): string {
  // Problem pairs each key with its own params; the compiler cannot follow that through the index.
  const text = messages.problems[problem.key] as (params: typeof problem.params, command: Command) => string;
  return text(problem.params, messages.command);
}

const withField = (field: Json | undefined, text: string, messages: Messages): string =>
  typeof field === 'string' ? messages.fieldProblem(messages.fields[field] ?? field, text) : text;

/** What is wrong with a field or column, named in front. */
export const describeField = (field: Json | undefined, problem: Problem, messages: Messages): string =>
  printable(withField(field, rawText(problem, messages), messages));

/** The line that tells a refusal. */
export function describeRefusal({ problem, details }: Refusal, messages: Messages): string {
  const text = describeField(details['field'], problem, messages) + inTheWay(details, messages);
  const row = 'row' in problem.params ? problem.params.row : null;
  // What is wrong with a row of a file that as a whole cannot be read.
  return problem.key.startsWith('file-') && row !== null ? messages.rejectedRow(row, text) : text;
}

/** The later entries that an undo or a correction is refused for. */
function inTheWay({ inTheWay: entries }: Refusal['details'], messages: Messages): string {
  // decide/in-the-way.ts alone fills it.
  return Array.isArray(entries)
    ? printable(messages.inTheWay(entries as unknown as readonly InTheWay[]))
    : '';
}

/** A refusal as scripts read it (the contract, "Exit codes"). */
export function refusalJson(
  { code, problem, details }: Refusal,
  messages: Messages,
): { readonly [key: string]: Json } {
  return {
    error: {
      code,
      message:
        withField(details['field'], rawText(problem, messages), messages) + inTheWay(details, messages),
      details,
    },
  };
}

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
