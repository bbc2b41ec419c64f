import { type Parsed, parsed, refuse } from '../../../inventory/refusal.ts';
import { parseTime } from '../../../inventory/values/time.ts';
import type { Host } from '../../host/host.ts';
import { option, type Typing, type Values } from '../../options.ts';

/** What a time that was typed means: a day, a minute and a second have a beginning and an end, in milliseconds since 1970. */
export interface TimeSpan {
  readonly typed: string;
  readonly start: number;
  readonly end: number;
}

/** Reads a time as the span that it means. */
export function parseSpan(typed: string, { now }: Typing): Parsed<TimeSpan> {
  const start = parseTime(typed, 'start', now);
  if (!start.ok) return start;
  const end = parseTime(typed, 'end', now);
  return end.ok ? parsed({ typed, start: start.value, end: end.value }) : end;
}

/** The options of commands that are about a period. */
export const periodOptions = {
  since: option(
    '--since <time>',
    { en: 'from this time on, such as 2026-11-01', zh: '从该时间起，例如 2026-11-01' },
    parseSpan,
  ),
  until: option(
    '--until <time>',
    { en: 'up to this time; a date means its whole day', zh: '到该时间止；只写日期则含当天' },
    parseSpan,
  ),
};

/** When a period begins and ends, as typed, and when it is asked for; in milliseconds since 1970. */
export interface Timing {
  readonly now: number;
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/**
 * `--since` and `--until` as typed. Throws `invalid` if the period ends before it begins, or begins after now
 * (the contract, "Values").
 */
export function timingOf({ now }: Host, { since, until }: Values<typeof periodOptions>): Timing {
  if (since !== undefined) {
    if (since.start > now) refuseToCome('since', since.typed);
    if (until !== undefined && since.start > until.end)
      refuse('period-backwards', { since: since.typed, until: until.typed });
  }
  return { now, since: since?.start, until: until?.end };
}

/** The beginning of a period that was typed for an option of its own. Throws `invalid` if that is after now. */
export function beginningOf(
  { now }: Host,
  since: TimeSpan | undefined,
  field: 'notCountedSince',
): number | undefined {
  if (since !== undefined && since.start > now) refuseToCome(field, since.typed);
  return since?.start;
}

/**
 * The moment that was typed for `--as-of` or, where a command is about a moment, for `--until`. Throws `invalid` if all
 * of the time is in the future: the book of then is unknown.
 */
export function momentOf(
  { now }: Host,
  moment: TimeSpan | undefined,
  field: 'asOf' | 'until',
): number | undefined {
  if (moment !== undefined && moment.start > now) refuseToCome(field, moment.typed);
  return moment?.end;
}

function refuseToCome(field: string, value: string): never {
  return refuse('time-to-come', { value }, { field, value });
}
