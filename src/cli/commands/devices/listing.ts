import type { Book } from '../../../inventory/book/book.ts';
import { emptyPast } from '../../../inventory/book/journal.ts';
import { formerCodes } from '../../../inventory/decide/movements/find-device.ts';
import type { Device } from '../../../inventory/devices/device.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import {
  type DeviceOrder,
  deviceOrders,
  parseOrder,
  type Selection,
  selectDevices,
} from '../../../inventory/look/listing.ts';
import type { CommandDefinition, TypedOptions } from '../../command.ts';
import { type Context, orRefuse } from '../../context.ts';
import { describeProblem } from '../../errors.ts';
import { deviceRows } from '../../render/device-rows.ts';
import { printRows, rowFormatOf } from '../../render/rows.ts';
import { momentOf } from '../history/timing.ts';
import { readingFor } from './reading.ts';

/** The options that list and search share. */
export const listingOptions: NonNullable<CommandDefinition['options']> = [
  { flags: '--kind <kind>', help: 'kind-filter' },
  { flags: '--brand <brand>', help: 'brand-filter' },
  { flags: '--in-stock', help: 'in-stock' },
  { flags: '--low', help: 'low' },
  { flags: '--sort <by>', help: 'sort' },
  { flags: '--desc', help: 'desc' },
  { flags: '--as-of <time>', help: 'as-of' },
  { flags: '--format <format>', help: 'format' },
];

const text = (option: TypedOptions[string]): string | undefined =>
  typeof option === 'string' ? option : undefined;

/** Which devices the options ask for, whatever the words and the order. */
export function filtersOf(options: TypedOptions): Omit<Selection, 'words' | 'order' | 'descending'> {
  const kind = text(options['kind']);
  const brand = text(options['brand']);
  return {
    ...(kind === undefined ? {} : { kind: orRefuse('kind', kinds.parse(kind)).kind }),
    ...(brand === undefined ? {} : { brand }),
    inStock: options['inStock'] === true,
    low: options['low'] === true,
  };
}

/** Prints the devices that the options and words ask for; `none` is said where there are none. */
export async function printListing(
  context: Context,
  options: TypedOptions,
  words: readonly string[],
  none: string,
): Promise<number> {
  const format = rowFormatOf(text(options['format']), context.json);
  const filters = filtersOf(options);
  const order: DeviceOrder = orRefuse('sort', parseOrder(text(options['sort']) ?? deviceOrders[0].value));
  const time = momentOf(context, options, 'asOf');
  const store = await context.store();
  const { book, journal } =
    time === undefined ? await store.read() : { book: await store.readAsOf(time), journal: emptyPast };
  const reading = await readingFor(book.devices(), order);
  const selection = { ...filters, words, order, descending: options['desc'] === true, reading };
  const plain = context.interruptible(() => selectDevices(book, selection));
  const devices = plain.length > 0 ? plain : await bySound(book, selection);
  if (devices.length === 0 && format === 'table') {
    // What is looked for may be the code that a device had.
    const former = words.length === 1 ? [...formerCodes(book, journal, words).values()] : [];
    const [{ problem } = { problem: null }] = former;
    context.note(problem === null ? none : describeProblem(problem, context.messages));
    return 0;
  }
  await printRows(context, format, deviceRows(devices, book, context.messages, context.language));
  return 0;
}

/** What the words find as pinyin, where they find nothing as they are. */
async function bySound(book: Book, selection: Selection): Promise<readonly Device[]> {
  if (!selection.words.some((word) => /^[a-z][a-z0-9]*$/i.test(word))) return [];
  const { canBePinyin, soundsLike } = await import('../../ask/pinyin.ts');
  return selectDevices(book, {
    ...selection,
    soundsLike: (text, word) => canBePinyin(word) && soundsLike(text, word),
  });
}
