import { orRefuse } from '../../../inventory/refusal.ts';
import type { Quantity } from '../../../inventory/values/quantity.ts';
import { parseEntryNumber } from '../../../inventory/values/quantity.ts';
import type { Offer } from '../../completion/offers.ts';
import type { Session } from '../../session.ts';

/** Has a person choose one of the last entries, or type the number of one if there is none to choose. */
export async function askForEntry(
  session: Session,
  label: string,
  offers: readonly Offer[],
): Promise<Quantity> {
  if (offers.length === 0) return session.askForValue({ label, parse: parseEntryNumber });
  const ask = await session.ask();
  const options = offers.map(({ word, about = '' }) => ({
    value: word,
    name: `#${word}  ${about}`,
    words: [word],
  }));
  return orRefuse(parseEntryNumber(await ask.choice(label, options)), 'entry');
}
