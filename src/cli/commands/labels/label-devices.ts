import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import { type ListRow, rowOf } from '../../../inventory/look/list-row.ts';
import { allByCode } from '../../../inventory/look/listing.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { flag, type Values } from '../../options.ts';
import type { Session } from '../../session.ts';
import { deviceArgument } from '../devices/device-argument.ts';
import { filterOptions, filtersOf } from '../devices/listing.ts';
import { words } from './labels.words.ts';

/** The options that choose devices by what they are. */
export const selectingOptions = {
  all: flag('--all', { en: 'every device in the book', zh: '台账中的全部设备' }),
  ...filterOptions,
};

/** How devices were chosen: by name, by what they are, or not at all. */
export type Chosen =
  | { readonly by: 'name'; readonly names: readonly string[] }
  | { readonly by: 'filter'; readonly filters: ReturnType<typeof filtersOf> }
  | null;

/** The typed choice of devices; refuses options that exclude each other. */
export function chosenDevices(names: readonly string[], typed: Values<typeof selectingOptions>): Chosen {
  const { all, kind, brand, inStock, low } = typed;
  const filters = [
    { flag: '--kind', isTyped: kind !== undefined },
    { flag: '--brand', isTyped: brand !== undefined },
    { flag: '--in-stock', isTyped: inStock },
    { flag: '--low', isTyped: low },
  ].flatMap(({ flag, isTyped }) => (isTyped ? [flag] : []));
  const ways = [...(names.length > 0 ? ['DEVICE'] : []), ...(all ? ['--all'] : []), ...filters.slice(0, 1)];
  const [one, other] = ways;
  if (one === undefined) return null;
  if (other !== undefined) refuse('usage-conflict', { one, other });
  return names.length > 0 ? { by: 'name', names } : { by: 'filter', filters: filtersOf(typed) };
}

/** The devices chosen, those chosen by a filter in the order of their codes; a person is asked if none were chosen. */
export async function devicesOf(session: Session, chosen: Chosen): Promise<readonly ListRow[]> {
  const choice = chosen ?? (await askWhich(session));
  if (choice.by === 'filter') return (await session.list({ ...allByCode, ...choice.filters })).rows;
  const names: string[] = [];
  for (const name of choice.names) names.push(await deviceArgument(session, name, 'labels'));
  return session.lookUp((book, journal) => names.map((name) => rowOf(findDevice(book, journal, name), book)));
}

async function askWhich(session: Session): Promise<NonNullable<Chosen>> {
  const { which, choices } = words[session.language];
  const ask = await session.ask();
  const choice = await ask.choice<'one' | 'inStock' | 'all'>(which, [
    { value: 'one', name: choices.one },
    { value: 'inStock', name: choices.inStock },
    { value: 'all', name: choices.all },
  ]);
  if (choice === 'one') return { by: 'name', names: [await deviceArgument(session, undefined, 'labels')] };
  return { by: 'filter', filters: { inStock: choice === 'inStock', low: false } };
}
