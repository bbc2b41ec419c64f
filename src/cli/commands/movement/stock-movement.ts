import { type Moved, type Reason, stockInReasons, stockOutReasons } from '../../../inventory/book/change.ts';
import { firstPlace } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import {
  type AlreadyMoved,
  decideMove,
  type MoveAnswer,
  type StockNow,
} from '../../../inventory/decide/movements/move.ts';
import type { Direction, Movement } from '../../../inventory/decide/movements/movement.ts';
import type { Watch } from '../../../inventory/decide/movements/slips.ts';
import { historyRow } from '../../../inventory/look/history.ts';
import type { Currency, Money } from '../../../inventory/values/money.ts';
import { parseQuantity, type Quantity } from '../../../inventory/values/quantity.ts';
import type { Committed } from '../../../store/store.ts';
import { interrupted } from '../../exit-codes.ts';
import type { Values } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { device, deviceArgument } from '../devices/device-argument.ts';
import { refuseMissing } from '../missing.ts';
import { askForPlace } from '../places/ask-place.ts';
import { place, placeToWrite } from '../places/place-options.ts';
import { expect, key, note, quantity, ref } from './movement-options.ts';
import { guardOptions, noteSuspicions, watchAfterAsking, watchOf } from './slips.ts';
import { words } from './stock-movement.words.ts';

export const movementArguments = { device, quantity };
export const movementOptions = { place, ref, note, key, expect, ...guardOptions };

/** What is typed for stock-in, and for stock-out, which has no cost. */
type MovementTyped = Values<typeof movementArguments & typeof movementOptions> & {
  readonly reason: Reason | undefined;
  readonly cost: ((currency: Currency) => Money) | undefined;
};

/** stock-in and stock-out: one movement of one device. */
export async function recordMovement(
  session: Session,
  direction: Direction,
  typed: MovementTyped,
): Promise<number> {
  const { canAsk } = session.host;
  if (!canAsk && (typed.device === undefined || typed.quantity === undefined))
    refuseMissing(direction, typed.device === undefined ? ['DEVICE', 'QUANTITY'] : ['QUANTITY']);
  const device = await deviceArgument(session, typed.device, direction);
  const quantity = typed.quantity ?? (await askForQuantity(session));
  const place = placeToWrite(session, typed.place) ?? (await placeIfAsked(session));
  const { ref, note, key, expect, cost } = typed;
  const reason = typed.reason ?? usualReasons[direction];
  const movement = { device, direction, quantity, reason, place, ref, note, key, expect };
  const committed = await commitWatched(session, movement, cost, watchOf(session, typed, canAsk));
  if (committed === null) return interrupted;
  report(session, committed);
  return 0;
}

/** Records a movement. A person is asked about what looks like a slip, and the answer committed; null after a no. */
async function commitWatched(
  session: Session,
  movement: Omit<Movement, 'cost'>,
  cost: MovementTyped['cost'],
  watch: Watch,
): Promise<Committed<MoveAnswer> | null> {
  try {
    return await session.commit((book, journal, at) =>
      decideMove(book, journal, { ...movement, cost: cost?.(book.currency) }, at, watch),
    );
  } catch (error) {
    const answered = await watchAfterAsking(session, watch, error);
    return answered && commitWatched(session, movement, cost, answered);
  }
}

const usualReasons = { 'stock-in': stockInReasons[0].value, 'stock-out': stockOutReasons[0].value } as const;

/** The place that a person chooses where there are several; on a book with one there is nothing to ask. */
async function placeIfAsked(session: Session): Promise<string | undefined> {
  if (!session.host.canAsk || !(await session.bookToAskOf()).places.isPlaced) return undefined;
  return askForPlace(session, words[session.language].whichPlace);
}

async function askForQuantity(session: Session): Promise<Quantity> {
  const { quantity: rule } = await session.hints();
  const label = session.messages.fields['quantity'] ?? 'quantity';
  return session.askForValue({ label, rule, parse: parseQuantity });
}

function report(session: Session, { entry, answer }: Committed<MoveAnswer>): void {
  const { move, already, now, places, suspicions } = answer;
  if (already !== null) return reportAlready(session, already, answer);
  if (entry === null) throw new Error('the movement was not recorded');
  noteSuspicions(session, suspicions);
  session.report(
    () => historyRow(entry, move, null, places),
    () => [words[session.language].stocked({ entry: entry.n, ...movementLine(session, places, move, now) })],
  );
}

/** Says what has become of a movement that its key finds, and what is on hand now. */
function reportAlready(
  session: Session,
  { entry, undoneBy, correctedBy }: AlreadyMoved,
  { move, places, now: { onHand } }: MoveAnswer,
): void {
  const said = words[session.language];
  if (!session.json) session.host.note(said.alreadyStocked(entry.n, printable(move.key ?? '')));
  const movement = { entry: entry.n, ...movementLine(session, places, move) };
  session.report(
    () => ({
      ...historyRow(entry, move, undoneBy, places),
      ...(correctedBy.length === 0 ? {} : { correctedBy }),
    }),
    () => [said.stockedBefore(movement, { undoneBy, correctedBy, onHand })],
  );
}

/** A movement as it is said in one line. */
export const movementLine = (
  { language }: Session,
  places: Places,
  { code, name, change, balance, place = firstPlace, at = balance }: Moved,
  now?: StockNow,
) => ({
  code: printable(code),
  name: printable(name),
  change,
  balance,
  lowAt: now?.lowAt ?? null,
  there: places.isPlaced ? { place: placeNamed(places.pathOf(place), language), quantity: at } : null,
});
