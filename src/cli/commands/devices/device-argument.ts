import type { Book } from '../../../inventory/book/book.ts';
import { emptyJournal } from '../../../inventory/book/journal.ts';
import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import type { Choice } from '../../../inventory/devices/attribute.ts';
import { Refusal, refuse } from '../../../inventory/refusal.ts';
import { sortedByCode } from '../../../inventory/values/order.ts';
import type { Needed } from '../../../problems.ts';
import type { Context } from '../../context.ts';
import { argument, asTyped } from '../../options.ts';

/** The device that a command is about. */
export const device = argument(
  '[device]',
  { en: 'a code, or a name that belongs to one device', zh: '入库编号，或只属于一种设备的品名' },
  asTyped,
  'devices',
);

/** Refuses a command that lacks what nobody can be asked for. */
export function refuseMissing(command: string, missing: readonly Needed[]): never {
  const words = missing.map((needed) =>
    typeof needed === 'string' ? needed : needed.oneOf.map(wordOf).join('|'),
  );
  return refuse('usage-missing', { missing, command }, { missing: words });
}

const wordOf = (choice: string | Choice): string => (typeof choice === 'string' ? choice : choice.value);

/** What was typed for DEVICE; on a terminal it is asked for where it is missing, or chosen where a name fits several. */
export async function deviceArgument(
  context: Context,
  typed: string | undefined,
  command: string,
): Promise<string> {
  if (typed === undefined) {
    if (!context.canAsk) return refuseMissing(command, ['DEVICE']);
    return chooseDevice(context);
  }
  return context.canAsk ? chosenIfAmbiguous(context, typed) : typed;
}

async function chooseDevice(context: Context): Promise<string> {
  const book = await context.bookToAskOf();
  const ask = await context.ask();
  return ask.device(context.messages.ask.which, sortedByCode(book.devices()));
}

async function chosenIfAmbiguous(context: Context, typed: string): Promise<string> {
  const { book } = await context.snapshot();
  const candidates = ambiguous(book, typed);
  if (candidates === null) return typed;
  const ask = await context.ask();
  return ask.device(context.messages.ask.which, candidates);
}

function ambiguous(book: Book, typed: string) {
  try {
    findDevice(book, emptyJournal, typed);
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'ambiguous-name')
      return sortedByCode(book.withName(typed));
    if (error instanceof Refusal) return null;
    throw error;
  }
}
