import type { Entry, EntryCommand, Moved } from '../../../inventory/book/change.ts';
import { firstPlace, isQueue } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { movesIn } from '../../../inventory/decide/movements/already.ts';
import type { ShipmentStep } from '../../../inventory/decide/movements/shipment.ts';
import type { EntryOutcome } from '../../../inventory/decide/movements/transfer.ts';
import { parseEntryNumber } from '../../../inventory/values/quantity.ts';
import type { Decide } from '../../../store/store.ts';
import { argument, asTyped } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { refuseMissing } from '../missing.ts';
import { quantity } from '../movement/movement-options.ts';
import { answering, reportEntry } from '../places/entry-report.ts';
import { words } from './shipment-step.words.ts';

/** The arguments of a shipment's steps: its entry and, for a part of it, which device and how many. */
export const stepArguments = {
  entry: argument(
    '[entry]',
    { en: 'the number of the entry that sent it', zh: '在途调拨的流水号' },
    parseEntryNumber,
    'shipments',
  ),
  device: argument('[device]', { en: 'only this device', zh: '只办理该设备' }, asTyped, 'devices'),
  quantity,
};

type Step = Omit<ShipmentStep, 'entry'> & { readonly entry: number | undefined };

/** Does a step of a shipment, and says what came of it. */
export async function doStep(
  session: Session,
  command: EntryCommand & ('receive' | 'cancel'),
  { entry: typed, ...step }: Step,
  decide: (...args: [...Parameters<Decide<unknown>>, ShipmentStep]) => EntryOutcome,
): Promise<number> {
  if (typed === undefined && !session.host.canAsk) refuseMissing(command, ['ENTRY']);
  const label = words[session.language].whichEntry;
  const entry = typed ?? (await session.askForValue({ label, parse: parseEntryNumber }));
  const committed = await session.commit(
    answering((book, journal, at) => decide(book, journal, at, { ...step, entry })),
  );
  reportEntry(
    session,
    command,
    committed,
    (recorded, places) => stepLines(session, recorded, entry, places),
    step.key,
  );
  return 0;
}

/** A step in words, a line for each device that has come somewhere, and one for each that never will. */
export function stepLines(session: Session, recorded: Entry, of: number, places: Places): readonly string[] {
  const { language } = session;
  const moves = movesIn(recorded);
  const named = ({ code, name }: Moved) => ({ code: printable(code), name: printable(name) });
  return moves
    .filter(({ change, reason }) => change > 0 || reason !== undefined)
    .map((move) => {
      const { id, change, at = 0, balance, place = firstPlace } = move;
      const left = moves.findLast((other) => other.id === id && isQueue(other.place ?? firstPlace))?.at ?? 0;
      return change < 0
        ? words[language].lost(recorded.n, of, -change, named(move), balance, left)
        : words[language].arrived(
            recorded.n,
            of,
            change,
            named(move),
            { place: placeNamed(places.pathOf(place), language), quantity: at },
            left,
          );
    });
}
