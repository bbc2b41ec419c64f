import { firstPlace } from '../../../inventory/book/place-kinds.ts';
import { parsePlace } from '../../../inventory/book/places.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { refuseMissing } from '../missing.ts';

/** The path of a place that a person chooses; the first one if there is no other. */
export async function askForPlace(session: Session, label: string): Promise<string> {
  const places = await session.lookUp((book) => book.places);
  const ask = await session.ask();
  const found = places.all.map(({ path }) => ({
    code: path,
    name: placeNamed(path, session.language),
    brand: null,
  }));
  return ask.place(label, found, places.pathOf(firstPlace));
}

/** The place that a command is about, or the one that a person chooses where none was typed. */
export async function placeOrAsked(
  session: Session,
  typed: string | undefined,
  command: string,
): Promise<string> {
  if (typed !== undefined) return typed;
  if (!session.host.canAsk) return refuseMissing(command, ['PLACE']);
  return askForPlace(session, session.messages.headings.place);
}

/** The name that a person types for a place; `current` is the one that it has. */
export const askForPlaceName = (session: Session, label: string, current?: string): Promise<string> =>
  session.askForValue({ label, ...(current === undefined ? {} : { current }), parse: parsePlace });
