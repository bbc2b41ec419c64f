import { refuse } from '../../inventory/refusal.ts';
import { parseTime } from '../../inventory/time.ts';
import type { TypedOptions } from '../command.ts';
import { type Context, typed } from '../context.ts';

/** When a report or a chart begins and ends, as typed, and when it is made; in milliseconds since 1970. */
export interface Timing {
  readonly now: number;
  readonly since?: number;
  readonly until?: number;
}

/** What was typed for `--since` and `--until`. */
export function timingOf(context: Context, options: TypedOptions): Timing {
  const [since, until] = [options['since'], options['until']].map((option) =>
    typeof option === 'string' ? option : undefined,
  );
  const timing = {
    now: context.now,
    ...(since === undefined ? {} : { since: typed('since', parseTime(since, 'start')) }),
    ...(until === undefined ? {} : { until: typed('until', parseTime(until, 'end')) }),
  };
  if (timing.since !== undefined && timing.until !== undefined && timing.since > timing.until)
    refuse('usage', 'period-backwards', { since: since ?? '', until: until ?? '' });
  return timing;
}
