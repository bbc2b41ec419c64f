import type { Choice } from '../../../inventory/devices/attribute.ts';
import { shownChoices } from '../../ask/ask.ts';
import type { Session } from '../../session.ts';
import { askFor } from '../missing.ts';

/** What a command needs one word for. */
export interface WordWanted<C extends Choice> {
  readonly command: string;
  readonly label: string;
  readonly choices: readonly C[];
}

/** One word of a closed list: as typed; on a terminal it is asked for if it is missing. */
export async function chosenWord<C extends Choice>(
  session: Session,
  typed: C['value'] | undefined,
  { command, label, choices }: WordWanted<C>,
): Promise<C['value']> {
  if (typed !== undefined) return typed;
  const ask = await askFor(session, command, [{ oneOf: choices }]);
  return ask.choice<C['value']>(label, shownChoices(choices, session.language));
}
