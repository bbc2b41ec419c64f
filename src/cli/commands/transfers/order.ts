import { decideOrder } from '../../../inventory/decide/queues/order.ts';
import { defineCommand } from '../../command.ts';
import { interrupted } from '../../exit-codes.ts';
import { asTyped, option } from '../../options.ts';
import { device, deviceArgument } from '../devices/device-argument.ts';
import { refuseMissing } from '../missing.ts';
import { cost, key, note, party, quantity, ref } from '../movement/movement-options.ts';
import { guardOptions, noteSuspicions, watchOf } from '../movement/slips.ts';
import { askForParty, commitWatched, placeIfAsked } from '../movement/stock-movement.ts';
import { reportEntry } from '../places/entry-report.ts';
import { placeToWrite } from '../places/place-options.ts';
import { incomingLines } from './incoming.ts';
import { due } from './incoming-options.ts';
import { words } from './order.words.ts';
import { askForQuantity } from './quantity.ts';

export const command = defineCommand({
  words,
  arguments: { device, quantity },
  options: {
    party,
    cost,
    due,
    to: option(
      '--to <place>',
      {
        en: 'where it is to go (default: $STOCKBOOK_PLACE, else the first place)',
        zh: '到货后的地点（默认 $STOCKBOOK_PLACE，否则主库）',
      },
      asTyped,
      'places',
    ),
    ref,
    note,
    key,
    ...guardOptions,
  },
  async run(session, typed) {
    const { cost, key, to, strict, unguarded, ...terms } = typed;
    const missing = [
      ...(typed.device === undefined ? ['DEVICE'] : []),
      ...(typed.quantity === undefined ? ['QUANTITY'] : []),
    ];
    if (missing.length > 0 && !session.host.canAsk) refuseMissing('order', missing);
    const device = await deviceArgument(session, typed.device, 'order');
    const quantity = typed.quantity ?? (await askForQuantity(session, device, undefined));
    const place = placeToWrite(session, to) ?? (await placeIfAsked(session));
    const party = typed.party ?? (typed.quantity === undefined ? await askForParty(session) : undefined);
    const order = { ...terms, device, quantity, key, party, to: place };
    const watch = watchOf(session, { strict, unguarded }, session.host.canAsk);
    const committed = await commitWatched(session, watch, async (watching) =>
      session.commit((book, journal, at) => {
        const wanted = { ...order, cost: cost?.(book.currency) };
        const { entry, answer, suspicions } = decideOrder(book, journal, wanted, at, watching);
        return { entry, answer: { already: answer, places: book.places, suspicions } };
      }),
    );
    if (committed === null) return interrupted;
    if (committed.answer.already === null) noteSuspicions(session, committed.answer.suspicions);
    reportEntry(session, 'order', committed, (entry) => incomingLines(session, entry), key);
    return 0;
  },
});
