import { refuse } from '../../../inventory/refusal.ts';
import { parseTime } from '../../../inventory/values/time.ts';
import type { CommandDefinition, TypedOptions } from '../../command.ts';
import { type Context, orRefuse } from '../../context.ts';

/** The options of commands that are about a period. */
export const periodOptions: NonNullable<CommandDefinition['options']> = [
  { flags: '--since <time>', help: 'since' },
  { flags: '--until <time>', help: 'until' },
];

/** When a period begins and ends, as typed, and when it is asked for; in milliseconds since 1970. */
export interface Timing {
  readonly now: number;
  readonly since?: number;
  readonly until?: number;
}

/** The typed value of an option, undefined if it was not typed. */
const textOf = (options: TypedOptions, name: string): string | undefined => {
  const option = options[name];
  return typeof option === 'string' ? option : undefined;
};

/**
 * What was typed for `--since` and `--until`. Throws `invalid` if the period ends before it begins, or begins after now
 * (the contract, "Values").
 */
export function timingOf({ now }: Context, options: TypedOptions): Timing {
  const [since, until] = [textOf(options, 'since'), textOf(options, 'until')];
  const timing: Timing = {
    now,
    ...(since === undefined ? {} : { since: orRefuse('since', parseTime(since, 'start', now)) }),
    ...(until === undefined ? {} : { until: orRefuse('until', parseTime(until, 'end', now)) }),
  };
  if (since !== undefined && timing.since !== undefined) {
    if (timing.since > now) refuseToCome('since', since);
    if (until !== undefined && timing.until !== undefined && timing.since > timing.until)
      refuse('period-backwards', { since, until });
  }
  return timing;
}

/**
 * The moment that was typed for `--as-of` or, where a command is about a moment, for `--until`. Throws `invalid` if all
 * of what it means is still to come: nobody knows how the book will stand then.
 */
export function momentOf(
  { now }: Context,
  options: TypedOptions,
  name: 'asOf' | 'until',
): number | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  if (orRefuse(name, parseTime(text, 'start', now)) > now) refuseToCome(name, text);
  return orRefuse(name, parseTime(text, 'end', now));
}

function refuseToCome(name: string, value: string): never {
  return refuse('time-to-come', { value }, { field: name, value });
}
