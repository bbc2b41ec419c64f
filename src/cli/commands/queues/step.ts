import type { Book } from '../../../inventory/book/book.ts';
import type { Entry, Moved } from '../../../inventory/book/change.ts';
import type { Journal } from '../../../inventory/book/journal.ts';
import {
  firstPlace,
  inspection,
  isQueue,
  ordered,
  type StepName,
  sold,
  writeOff,
} from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { movesIn } from '../../../inventory/decide/movements/already.ts';
import type { EntryOutcome } from '../../../inventory/decide/movements/transfer.ts';
import type { Step } from '../../../inventory/decide/queues/step.ts';
import { parseEntryNumber } from '../../../inventory/values/quantity.ts';
import { stepOffers } from '../../completion/offers.ts';
import { argument, asTyped } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { refuseMissing } from '../missing.ts';
import { askForEntry } from '../movement/ask-entry.ts';
import { key, note, quantity, ref } from '../movement/movement-options.ts';
import { answering, reportEntry } from '../places/entry-report.ts';
import { words } from './step.words.ts';

/** The arguments of a step: the entry that it takes on and, for a part of it, which device and how many. */
export const stepArguments = (step: StepName) => ({
  entry: argument(
    '[entry]',
    { en: 'the number of what is pending', zh: '待办的流水号' },
    parseEntryNumber,
    step,
  ),
  device: argument('[device]', { en: 'only this device', zh: '只办理该设备' }, asTyped, 'devices'),
  quantity,
});

/** What every step may say of its entry. */
export const stepTerms = { ref, note, key };

/** The entry that a step takes on: as typed, or chosen from what is pending. */
export async function entryMeant(
  session: Session,
  step: StepName,
  typed: number | undefined,
): Promise<number> {
  if (typed !== undefined) return typed;
  if (!session.host.canAsk) return refuseMissing(step, ['ENTRY']);
  const offers = await session.lookUp((book, journal) => stepOffers(book, journal, step, session));
  return askForEntry(session, words[session.language].whichEntry, offers);
}

/** Takes a step, and says what came of it. */
export async function takeStep(
  session: Session,
  command: StepName,
  step: Pick<Step, 'entry' | 'key'>,
  decide: (book: Book, journal: Journal, at: string) => EntryOutcome,
): Promise<number> {
  const committed = await session.commit(answering(decide));
  const lines = (recorded: Entry, places: Places) => stepLines(session, recorded, step.entry, places);
  reportEntry(session, command, committed, lines, step.key);
  return 0;
}

/** A step in words: a line for what has come of each device, and one for what never will. */
export function stepLines(session: Session, recorded: Entry, of: number, places: Places): readonly string[] {
  const said = words[session.language];
  const moves = movesIn(recorded);
  const isTaken = (move: Moved) => move.change < 0 && isQueue(move.place ?? firstPlace) && move.of === of;
  const isAlone = new Set(moves.map(({ id }) => id)).size === 1;
  return moves.flatMap((move) => {
    const { id, change, reason, balance, at = 0, place = firstPlace, to = firstPlace, party } = move;
    const taken = moves.findLast((other) => other.id === id && isTaken(other));
    const left = taken?.at ?? 0;
    const queue = taken?.place ?? firstPlace;
    const there = { place: placeNamed(places.pathOf(place), session.language), quantity: at };
    const named = { code: printable(move.code), name: printable(move.name) };
    const line = {
      entry: recorded.n,
      of,
      units: Math.abs(change),
      ...named,
      isAlone,
      onHand: balance,
      left,
      queue,
    };
    if (change > 0) {
      if (place === inspection) return said.toInspect(line, placeNamed(places.pathOf(to), session.language));
      return reason === undefined ? said.arrived(line, there) : said.cameIn(line, there);
    }
    if (reason !== undefined && place === writeOff) return said.writtenOff(line);
    if (reason === 'lost') return said.lost(line);
    const slip = session.messages.command(`report slip ${recorded.n}`);
    if (reason !== undefined) return said.rejected(line, party === undefined ? null : printable(party), slip);
    if (place === sold && recorded.command === 'deliver') return said.delivered(line);
    return place === ordered && recorded.command === 'cancel' ? said.ended(line) : [];
  });
}
