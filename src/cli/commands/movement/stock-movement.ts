import type { Book } from '../../../inventory/book/book.ts';
import type { Moved } from '../../../inventory/book/change.ts';
import {
  type AlreadyMoved,
  type Direction,
  decideMove,
  type Movement,
  parseReason,
} from '../../../inventory/decide/movements/move.ts';
import { historyRow } from '../../../inventory/look/history.ts';
import { parseMoney } from '../../../inventory/values/money.ts';
import { parseOnHand, parseQuantity } from '../../../inventory/values/quantity.ts';
import { parseNote, parseReference } from '../../../inventory/values/text.ts';
import type { CommandDefinition, TypedOptions } from '../../command.ts';
import { type Context, orRefuse } from '../../context.ts';
import { interrupted } from '../../exit-codes.ts';
import { printable } from '../../render/printable.ts';
import { deviceArgument, refuseMissing } from '../devices/device-argument.ts';
import { checkForSlips, guardingOf, guardOptions } from './check-for-slips.ts';

const sharedOptions: NonNullable<CommandDefinition['options']> = [
  { flags: '--ref <reference>', help: 'ref' },
  { flags: '--note <text>', help: 'note' },
  { flags: '--key <key>', help: 'key' },
  { flags: '--expect <quantity>', help: 'expect' },
  ...guardOptions,
];

/** stock-in and stock-out: one movement of one device. */
export function movementCommand(direction: Direction): CommandDefinition {
  return {
    arguments: [
      { typed: '[device]', help: 'device' },
      { typed: '[quantity]', help: 'quantity' },
    ],
    options:
      direction === 'stock-in'
        ? [
            { flags: '--cost <price>', help: 'cost' },
            { flags: '--reason <reason>', help: 'reason-in' },
            ...sharedOptions,
          ]
        : [{ flags: '--reason <reason>', help: 'reason-out' }, ...sharedOptions],
    async run(context, [deviceTyped, quantityTyped], options) {
      if (!context.canAsk && (deviceTyped === undefined || quantityTyped === undefined)) {
        refuseMissing(direction, deviceTyped === undefined ? ['DEVICE', 'QUANTITY'] : ['QUANTITY']);
      }
      const device = await deviceArgument(context, deviceTyped, direction);
      const quantity = quantityTyped ?? (await askForQuantity(context));
      return record(context, { device, direction, ...movementOf(direction, quantity, options) }, options);
    },
  };
}

async function askForQuantity(context: Context): Promise<string> {
  const ask = await context.ask();
  const book = await context.bookToAskOf();
  const { quantity: rule } = await context.hints(book.currency);
  return ask.text({ label: context.messages.fields['quantity'] ?? 'quantity', rule, parse: parseQuantity });
}

function movementOf(
  direction: Direction,
  quantity: string,
  options: TypedOptions,
): Omit<Movement, 'device' | 'direction'> {
  const given = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [ref, note, key, expect] = [given('ref'), given('note'), given('key'), given('expect')];
  return {
    quantity: orRefuse('quantity', parseQuantity(quantity)),
    reason: orRefuse('reason', parseReason(given('reason'), direction)),
    ...(ref === undefined ? {} : { ref: orRefuse('ref', parseReference(ref)) }),
    ...(note === undefined ? {} : { note: orRefuse('note', parseNote(note)) }),
    ...(key === undefined ? {} : { key: orRefuse('key', parseReference(key)) }),
    ...(expect === undefined ? {} : { expect: orRefuse('expect', parseOnHand(expect)) }),
  };
}

async function record(context: Context, movement: Movement, options: TypedOptions): Promise<number> {
  const guarding = guardingOf(context, options);
  const outcome = await checkForSlips(context, guarding, (mode) =>
    context.commit((book, journal, at) => {
      // What a cost may be depends on the currency of the book.
      const { cost } = options;
      const money =
        typeof cost === 'string' ? { cost: orRefuse('cost', parseMoney(cost, book.currency)) } : {};
      const asked = { ...movement, ...money };
      const { record, answer } = decideMove(book, journal, asked, at, (device) =>
        mode.check(book, journal, device, asked, at),
      );
      const move = answer?.move ?? (record?.changes[0] as Moved);
      return { record, answer: { already: answer, move, now: stockNow(book, move.id) } };
    }),
  );
  if (outcome === null) return interrupted;
  const { entry, answer } = outcome;
  const { already, move, now } = answer;
  if (already !== null) return reportAlready(context, already, now);
  if (entry === null) throw new Error('the movement was not recorded');
  context.report(
    () => historyRow(entry, move, null),
    () => [context.messages.stocked({ entry: entry.n, ...movementLine(move, now) })],
  );
  return 0;
}

/** Says what has become of a movement that its key finds, and what is on hand now. */
function reportAlready(
  context: Context,
  { already, move, undoneBy, correctedBy }: AlreadyMoved,
  { onHand }: StockNow,
): number {
  const { messages } = context;
  if (!context.json) context.note(messages.alreadyStocked(already.n, printable(move.key ?? '')));
  const said = { entry: already.n, ...movementLine(move) };
  context.report(
    () => ({ ...historyRow(already, move, undoneBy), ...(correctedBy.length === 0 ? {} : { correctedBy }) }),
    () => [messages.stockedBefore(said, { undoneBy, correctedBy, onHand })],
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
