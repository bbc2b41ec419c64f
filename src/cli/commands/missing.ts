import type { Choice } from '../../inventory/devices/attribute.ts';
import { refuse } from '../../inventory/refusal.ts';
import type { Needed } from '../../problems.ts';
import type { Ask } from '../ask/ask.ts';
import type { Session } from '../session.ts';

/** Refuses a command that lacks values if there is nobody to ask. */
export function refuseMissing(command: string, missing: readonly Needed[]): never {
  const words = missing.map((needed) =>
    typeof needed === 'string' ? needed : needed.oneOf.map(wordOf).join('|'),
  );
  return refuse('usage-missing', { missing, command }, { missing: words });
}

const wordOf = (choice: string | Choice): string => (typeof choice === 'string' ? choice : choice.value);

/** The questions for what a command lacks; refuses the command if there is nobody to ask. */
export const askFor = async (session: Session, command: string, missing: readonly Needed[]): Promise<Ask> =>
  session.host.canAsk ? session.ask() : refuseMissing(command, missing);
