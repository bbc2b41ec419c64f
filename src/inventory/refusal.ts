import { type ErrorCode, type Problem, type ProblemKey, type ProblemParams, problems } from '../problems.ts';

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The value, or the problem with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value });

export function wrong<K extends ProblemKey>(
  key: K,
  params: ProblemParams[K],
): { ok: false; problem: Problem } {
  return { ok: false, problem: { key, params } as Problem };
}

/** A command that was refused: nothing has changed. The message in words is made by the cli, in its language. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: ErrorCode,
    readonly problem: Problem,
    readonly details: { readonly [key: string]: Json } = {},
  ) {
    super(`${code}: ${problem.key} ${JSON.stringify(problem.params)}`);
  }
}

/** The problem with one field. */
export interface FieldProblem {
  readonly field: string;
  readonly value: string;
  readonly code: ErrorCode;
  readonly problem: Problem;
}

/** A refusal for the problems of several fields, reported together; its own problem is the first. */
export class FieldsRefusal extends Refusal {
  constructor(
    first: FieldProblem,
    /** All of them. */
    readonly problems: readonly FieldProblem[],
  ) {
    super(first.code, first.problem, { field: first.field, value: first.value });
  }
}

type Details = { readonly [key: string]: Json };

/** Throws the refusal that a problem makes. Its details for scripts are its values, unless others are given. */
export function refuse<K extends ProblemKey>(
  key: K,
  params: ProblemParams[K],
  ...[details]: ProblemParams[K] extends Details ? [details?: Details] : [details: Details]
): never {
  throw new Refusal(problems()[key], { key, params } as Problem, details ?? (params as Details));
}

/** The value, or the refusal `invalid` that its problem makes, which names the field where one is given. */
export function orRefuse<T>(result: Parsed<T>, field?: string): T {
  if (result.ok) return result.value;
  const { problem } = result;
  const value = 'value' in problem.params ? { value: problem.params.value } : {};
  throw new Refusal('invalid', problem, field === undefined ? {} : { field, ...value });
}
