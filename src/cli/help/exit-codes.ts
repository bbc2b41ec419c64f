import { exitCodes } from '../../problems.ts';
import { done, type ExitCode, interrupted } from '../exit-codes.ts';
import type { Topic } from './topics.ts';

/** The exit codes in ascending order, each with its `error.code` values. */
function errorsByExitCode(): ReadonlyMap<ExitCode, readonly string[]> {
  const errors = new Map<ExitCode, string[]>([
    [done, []],
    [interrupted, []],
  ]);
  for (const [error, code] of Object.entries(exitCodes))
    errors.set(code, [...(errors.get(code) ?? []), error]);
  return new Map([...errors].sort(([a], [b]) => a - b));
}

/** What each exit code means, and the `error.code` values that end with it. */
export const topic: Topic = async ({ texts }) => [
  { heading: texts.summaries['exit-codes'] },
  {
    rows: [...errorsByExitCode()].flatMap(([code, errors]) => [
      [String(code), texts.exitCodes.when[code]],
      ...(errors.length === 0 ? [] : [['', texts.list(errors)]]),
    ]),
  },
  { paragraph: texts.exitCodes.unchanged },
];
