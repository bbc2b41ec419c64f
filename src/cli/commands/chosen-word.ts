import { refuse } from '../../inventory/refusal.ts';
import type { Option } from '../ask/ask.ts';
import type { Context } from '../context.ts';
import { refuseMissing } from './device-argument.ts';

/** What a command needs one word for. */
export interface WordWanted<T extends string> {
  readonly command: string;
  /** As errors call it. */
  readonly field: string;
  readonly label: string;
  readonly options: readonly Option<T>[];
}

/** One word of a closed list: as typed; on a terminal it is asked for where it is missing. */
export async function chosenWord<T extends string>(
  context: Context,
  typed: string | undefined,
  { command, field, label, options }: WordWanted<T>,
): Promise<T> {
  const choices = options.map(({ value }) => value);
  if (typed === undefined) {
    if (!context.canAsk) return refuseMissing(command, [choices.join('|')]);
    return (await context.ask()).choice(label, options);
  }
  return (
    choices.find((choice) => choice === typed.trim().toLowerCase()) ??
    refuse('usage', 'not-a-choice', { value: typed, choices }, { field, value: typed })
  );
}
