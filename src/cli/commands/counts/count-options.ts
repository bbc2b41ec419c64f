import type { Entry, EntryCommand } from '../../../inventory/book/change.ts';
import { placesOfCount } from '../../../inventory/book/counts.ts';
import type { PlaceId } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import type { EntryOutcome } from '../../../inventory/decide/movements/transfer.ts';
import { placeToMove } from '../../../inventory/decide/places/find-place.ts';
import { parseEntryNumber } from '../../../inventory/values/quantity.ts';
import { parseReference } from '../../../inventory/values/text.ts';
import type { Decide } from '../../../store/store.ts';
import { argument, asTyped, option } from '../../options.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { refuseMissing } from '../missing.ts';
import { answering, reportEntry } from '../places/entry-report.ts';
import { placeToWrite } from '../places/place-options.ts';
import { words } from './count-options.words.ts';

/** The count that is meant. */
export const count = argument(
  '[count]',
  { en: 'the number of the count', zh: '盘点号' },
  parseEntryNumber,
  'counts',
);

/** One of its places. */
export const placeOfCount = option(
  '--place <place>',
  { en: 'where (default: the only place of the count)', zh: '地点（默认为盘点的唯一地点）' },
  asTyped,
  'places',
);

export const counter = option(
  '--counter <name>',
  { en: 'who counted (default: the operator)', zh: '盘点人（默认为操作员）' },
  parseReference,
  'operators',
);

/** The number of the count that is meant: as typed, or asked for. */
export async function countMeant(
  session: Session,
  typed: number | undefined,
  command: string,
): Promise<number> {
  if (typed !== undefined) return typed;
  if (!session.host.canAsk) refuseMissing(command, ['COUNT']);
  const [only, ...others] = await session.lookUp(({ counts }) => counts.open);
  if (only !== undefined && others.length === 0) return only.count;
  return session.askForValue({ label: words[session.language].whichCount, parse: parseEntryNumber });
}

/**
 * Where something of a count is counted: as typed; else its only place, which is known without asking. Of several places it
 * is `$STOCKBOOK_PLACE`, if that is one of them; a person is asked.
 */
export async function placeCounted(
  session: Session,
  number: number,
  typed: string | undefined,
): Promise<string | undefined> {
  const usual = placeToWrite(session, typed);
  if (typed !== undefined || (usual === undefined && !session.host.canAsk)) return typed;
  const { paths, usualPath } = await session.lookUp((book, journal) => {
    const open = book.counts.withNumber(number);
    const places = open === undefined ? new Set<PlaceId>() : placesOfCount(open, book.places);
    const id = usual === undefined ? undefined : placeToMove(book, journal, usual);
    return {
      paths: book.places.all.filter((place) => places.has(place.id)).map(({ path }) => path),
      usualPath: id !== undefined && places.has(id) ? book.places.pathOf(id) : undefined,
    };
  });
  if (paths.length < 2) return undefined;
  if (usualPath !== undefined || !session.host.canAsk) return usualPath;
  const { language } = session;
  const ask = await session.ask();
  const options = paths.map((path) => ({ value: path, name: placeNamed(path, language) }));
  return ask.choice(words[language].whichPlace, options);
}

/** Decides on a step of a count, records it, and says what came of it. */
export async function recordStep(
  session: Session,
  command: EntryCommand,
  decide: (...args: Parameters<Decide<unknown>>) => EntryOutcome,
  lines: (entry: Entry, places: Places) => readonly string[],
  key: string | undefined,
): Promise<number> {
  const committed = await session.commit(answering(decide));
  reportEntry(session, command, committed, lines, key);
  return 0;
}
