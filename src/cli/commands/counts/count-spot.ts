import { decideSpot } from '../../../inventory/decide/counts/spot.ts';
import { parseSetQuantity } from '../../../inventory/values/quantity.ts';
import { defineCommand } from '../../command.ts';
import { argument } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import { placeNamed } from '../../words/places.ts';
import { device, deviceArgument } from '../devices/device-argument.ts';
import { refuseMissing } from '../missing.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { place, placeToWrite } from '../places/place-options.ts';
import { recordStep } from './count-options.ts';
import { words } from './count-spot.words.ts';

/** What was counted: 0 where there is none. */
export const countedQuantity = argument(
  '[quantity]',
  { en: 'how many were counted', zh: '实盘数量' },
  parseSetQuantity,
);

export const command = defineCommand({
  words,
  arguments: { device, quantity: countedQuantity },
  options: { place, note, ref, key },
  async run(session, typed) {
    const { language, host, messages } = session;
    if (!host.canAsk && (typed.device === undefined || typed.quantity === undefined))
      refuseMissing('count spot', typed.device === undefined ? ['DEVICE', 'QUANTITY'] : ['QUANTITY']);
    const meant = {
      ...typed,
      device: await deviceArgument(session, typed.device, 'count spot', true),
      quantity:
        typed.quantity ??
        (await session.askForValue({
          label: messages.fields['quantity'] ?? 'quantity',
          parse: parseSetQuantity,
        })),
      place: placeToWrite(session, typed.place),
    };
    return recordStep(
      session,
      'count-spot',
      (book, journal, at) => decideSpot(book, journal, meant, at, session.operator),
      (entry, places) =>
        entry.changes.flatMap((change) => {
          if (change.do !== 'counted' && change.do !== 'move') return [];
          const { code, name, counted = 0, book = 0, place: id = 1 } = change;
          const there = places.isPlaced ? placeNamed(places.pathOf(id), language) : null;
          const named = { code: printable(code), name: printable(name) };
          return [words[language].counted(entry.n, named, there, counted, book)];
        }),
      typed.key,
    );
  },
});
