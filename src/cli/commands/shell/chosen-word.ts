import { type Choice, parseChoice } from '../../../inventory/devices/attribute.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { shownChoices } from '../../ask/ask.ts';
import type { Context } from '../../context.ts';
import { refuseMissing } from '../devices/device-argument.ts';

/** What a command needs one word for. */
export interface WordWanted<C extends Choice> {
  readonly command: string;
  /** As errors call it. */
  readonly field: string;
  readonly label: string;
  readonly choices: readonly C[];
}

/** One word of a closed list: as typed; on a terminal it is asked for where it is missing. */
export async function chosenWord<C extends Choice>(
  context: Context,
  typed: string | undefined,
  { command, field, label, choices }: WordWanted<C>,
): Promise<C['value']> {
  if (typed !== undefined) return choiceOrUsage(field, typed, choices);
  if (!context.canAsk) return refuseMissing(command, [{ oneOf: choices }]);
  return (await context.ask()).choice<C['value']>(label, shownChoices(choices, context.language));
}

/** What was typed of a closed list, by value or label; anything else is wrong usage of the field. */
export function choiceOrUsage<C extends Choice>(
  field: string,
  typed: string,
  choices: readonly C[],
): C['value'] {
  const choice = parseChoice(typed, choices);
  if (choice.ok) return choice.value;
  return refuse('not-a-choice', { value: typed, choices }, { field, value: typed });
}
