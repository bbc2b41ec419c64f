import { firstPlace } from '../../../inventory/book/place-kinds.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';

/** The path of a place that a person chooses; the first one if there is no other. */
export async function askForPlace(session: Session, label: string): Promise<string> {
  const { places } = await session.bookToAskOf();
  const ask = await session.ask();
  const options = places.all.map(({ path }) => ({ value: path, name: placeNamed(path, session.language) }));
  return ask.choice(label, options, places.pathOf(firstPlace));
}
