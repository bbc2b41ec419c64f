/** The `error.code` values that scripts branch on (the contract, "Exit codes"). */
export type ErrorCode =
  | 'io'
  | 'internal'
  | 'usage'
  | 'invalid'
  | 'not-found'
  | 'no-store'
  | 'insufficient-stock'
  | 'duplicate-code'
  | 'ambiguous-name'
  | 'in-use'
  | 'not-empty'
  | 'already-imported'
  | 'key-conflict'
  | 'unexpected-quantity'
  | 'already-undone'
  | 'counting'
  | 'suspicious'
  | 'exists'
  | 'busy'
  | 'damaged'
  | 'newer-format'
  | 'unknown';

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Everything that can be wrong, by key, with the values its message needs. Each room adds its own by declaration
 * merging; src/cli/messages has a text for every key in every language, and the compiler refuses a missing one.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the rooms fill it by declaration merging
export interface ProblemParams {}

export type ProblemKey = keyof ProblemParams;

/** One thing that is wrong: a key and its values, without words. */
export type Problem = {
  [K in ProblemKey]: { readonly key: K; readonly params: ProblemParams[K] };
}[ProblemKey];

/** The value, or why there is none. */
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

/** What is wrong with one field. */
export interface FieldProblem {
  readonly field: string;
  readonly value: string;
  readonly code: ErrorCode;
  readonly problem: Problem;
}

/** A refusal for what is wrong with several fields, all of which is told at once; its own problem is the first. */
export class FieldsRefusal extends Refusal {
  constructor(
    first: FieldProblem,
    /** All of them. */
    readonly problems: readonly FieldProblem[],
  ) {
    super(first.code, first.problem, { field: first.field, value: first.value });
  }
}

/** Throws a refusal. */
export function refuse<K extends ProblemKey>(
  code: ErrorCode,
  key: K,
  params: ProblemParams[K],
  details: { readonly [key: string]: Json } = {},
): never {
  throw new Refusal(code, { key, params } as Problem, details);
}

/** The value, or the refusal `invalid` that its problem makes, which names the field where one is given. */
export function valueOrRefusal<T>(result: Parsed<T>, field?: string): T {
  if (result.ok) return result.value;
  const { problem } = result;
  const value = 'value' in problem.params ? { value: problem.params.value } : {};
  throw new Refusal('invalid', problem, field === undefined ? {} : { field, ...value });
}
