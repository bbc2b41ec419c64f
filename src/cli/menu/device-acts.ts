import type { ListRow } from '../../inventory/look/list-row.ts';
import { allByCode } from '../../inventory/look/listing.ts';
import { parseName } from '../../inventory/values/text.ts';
import { type Ask, unlessLeft } from '../ask/ask.ts';
import { devicesMeant } from '../commands/devices/listing.ts';
import { wordsIn } from '../commands/devices/search.ts';
import { words as searchWords } from '../commands/devices/search.words.ts';
import type { Wanted } from './items.ts';
import { words } from './menu.words.ts';
import { does, type MenuPlace } from './run-from.ts';

/** Shows a device that was scanned or found, with its stock, and does what the person chooses. */
export async function doesWithDevice(
  place: MenuPlace,
  ask: Ask,
  device: ListRow,
  recorded: number | null,
): Promise<number | null> {
  const { session } = place;
  const { acts, back } = words[session.language];
  const { ask: texts } = session.messages;
  const label = texts.value(texts.candidate(device), false);
  const options = [
    { value: 'out', name: acts.out },
    { value: 'in', name: acts.in },
    { value: 'show', name: acts.look },
    { value: 'outMany', name: acts.outMany },
    { value: 'inMany', name: acts.inMany },
    { value: 'back', name: back },
  ] as const;
  const act = await unlessLeft(ask.quickChoice<(typeof options)[number]['value']>(label, options), 'back');
  return act === 'back' ? recorded : does(place, commandsOfActs[act](device.code), recorded);
}

/** The command for each act, by the code of the device. */
const commandsOfActs = {
  out: (code) => ({ command: 'stock-out', arguments: [code, '1'] }),
  in: (code) => ({ command: 'stock-in', arguments: [code, '1'] }),
  show: (code) => ({ command: 'show', arguments: [code] }),
  outMany: (code) => ({ command: 'stock-out', arguments: [code] }),
  inMany: (code) => ({ command: 'stock-in', arguments: [code] }),
} as const satisfies { readonly [act: string]: (code: string) => Wanted };

/** Asks for words and lists the devices that match; returns the only one, or the one chosen. */
export async function lookUp(place: MenuPlace, ask: Ask): Promise<ListRow | undefined> {
  const { session } = place;
  const wanted = wordsIn(await ask.text({ label: searchWords[session.language].wanted, parse: parseName }));
  await does(place, { command: 'search', arguments: wanted }, null);
  const { rows } = await devicesMeant(session, { ...allByCode, words: wanted });
  if (rows.length <= 1) return rows[0];
  const code = await ask.device(session.messages.ask.which, rows);
  return rows.find((row) => row.code === code);
}

/** Offers to register a device with a code that is not in the book. */
export async function offersToAdd(
  place: MenuPlace,
  ask: Ask,
  code: string,
  recorded: number | null,
): Promise<number | null> {
  const texts = words[place.session.language];
  const options = [
    { value: 'add', name: texts.addIt },
    { value: 'back', name: texts.back },
  ] as const;
  const { noSuchDevice, value } = place.session.messages.ask;
  const choice = await unlessLeft(
    ask.choice<'add' | 'back'>(value(noSuchDevice(code), false), options),
    'back',
  );
  return choice === 'back'
    ? recorded
    : does(place, { command: 'add', options: [`--code=${code}`] }, recorded);
}
