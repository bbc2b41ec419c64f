import type { Book } from '../../../inventory/book/book.ts';
import { type Moved, type Reason, stockInReasons, stockOutReasons } from '../../../inventory/book/change.ts';
import {
  type AlreadyMoved,
  type Direction,
  decideMove,
  type Movement,
} from '../../../inventory/decide/movements/move.ts';
import { historyRow } from '../../../inventory/look/history.ts';
import { orRefuse } from '../../../inventory/refusal.ts';
import type { Currency, Money } from '../../../inventory/values/money.ts';
import { parseQuantity, type Quantity } from '../../../inventory/values/quantity.ts';
import { interrupted } from '../../exit-codes.ts';
import type { Values } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { device, deviceArgument, refuseMissing } from '../devices/device-argument.ts';
import { checkForSlips, type Guarding, guardingOf, guardOptions } from './check-for-slips.ts';
import { expect, key, note, quantity, ref } from './movement-options.ts';
import { words } from './stock-movement.words.ts';

export const movementArguments = { device, quantity };
export const movementOptions = { ref, note, key, expect, ...guardOptions };

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
  if (!session.host.canAsk && (typed.device === undefined || typed.quantity === undefined))
    refuseMissing(direction, typed.device === undefined ? ['DEVICE', 'QUANTITY'] : ['QUANTITY']);
  const device = await deviceArgument(session, typed.device, direction);
  const quantity = typed.quantity ?? (await askForQuantity(session));
  const { ref, note, key, expect, cost } = typed;
  const reason = typed.reason ?? usualReasons[direction];
  const movement = { device, direction, quantity, reason, ref, note, key, expect };
  return record(session, movement, cost, guardingOf(session, typed));
}

const usualReasons = { 'stock-in': stockInReasons[0].value, 'stock-out': stockOutReasons[0].value } as const;

async function askForQuantity(session: Session): Promise<Quantity> {
  const ask = await session.ask();
  const book = await session.bookToAskOf();
  const { quantity: rule } = await session.hints(book.currency);
  const label = session.messages.fields['quantity'] ?? 'quantity';
  return orRefuse(parseQuantity(await ask.text({ label, rule, parse: parseQuantity })), 'quantity');
}

async function record(
  session: Session,
  movement: Omit<Movement, 'cost'>,
  cost: MovementTyped['cost'],
  guarding: Guarding,
): Promise<number> {
  const outcome = await checkForSlips(session, guarding, (mode) =>
    session.commit((book, journal, at) => {
      const asked = { ...movement, cost: cost?.(book.currency) };
      const { entry: record, answer } = decideMove(book, journal, asked, at, (device) =>
        mode.check(book, journal, device, asked, at),
      );
      const move = answer?.move ?? (record?.changes[0] as Moved);
      return { entry: record, answer: { already: answer, move, now: stockNow(book, move.id) } };
    }),
  );
  if (outcome === null) return interrupted;
  const { entry, answer } = outcome;
  const { already, move, now } = answer;
  if (already !== null) return reportAlready(session, already, now);
  if (entry === null) throw new Error('the movement was not recorded');
  session.report(
    () => historyRow(entry, move, null),
    () => [words[session.language].stocked({ entry: entry.n, ...movementLine(move, now) })],
  );
  return 0;
}

/** Says what has become of a movement that its key finds, and what is on hand now. */
function reportAlready(
  session: Session,
  { already, move, undoneBy, correctedBy }: AlreadyMoved,
  { onHand }: StockNow,
): number {
  const said = words[session.language];
  if (!session.json) session.host.note(said.alreadyStocked(already.n, printable(move.key ?? '')));
  const movement = { entry: already.n, ...movementLine(move) };
  session.report(
    () => ({ ...historyRow(already, move, undoneBy), ...(correctedBy.length === 0 ? {} : { correctedBy }) }),
    () => [said.stockedBefore(movement, { undoneBy, correctedBy, onHand })],
  );
  return 0;
}

/** What is on hand of a device now. */
export interface StockNow {
  /** Null if the device is gone. */
  readonly onHand: number | null;
  /** Its reorder level, if the stock is at or below it. */
  readonly lowAt: number | null;
}

export function stockNow(book: Book, id: number): StockNow {
  const device = book.device(id);
  if (device === undefined) return { onHand: null, lowAt: null };
  return { onHand: book.onHand(id), lowAt: book.isLow(device) ? device.minimum : null };
}

/** A movement as it is said in one line. */
export const movementLine = ({ code, name, change, balance }: Moved, now?: StockNow) => ({
  code: printable(code),
  name: printable(name),
  change,
  balance,
  lowAt: now?.lowAt ?? null,
});
