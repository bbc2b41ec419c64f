import { decideOrder } from '../../../inventory/decide/queues/order.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, option } from '../../options.ts';
import { device, deviceArgument } from '../devices/device-argument.ts';
import { refuseMissing } from '../missing.ts';
import { cost, key, note, party, quantity, ref } from '../movement/movement-options.ts';
import { placeIfAsked } from '../movement/stock-movement.ts';
import { answering, reportEntry } from '../places/entry-report.ts';
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
  },
  async run(session, typed) {
    const { cost, key, to, ...terms } = typed;
    const missing = [
      ...(typed.device === undefined ? ['DEVICE'] : []),
      ...(typed.quantity === undefined ? ['QUANTITY'] : []),
    ];
    if (missing.length > 0 && !session.host.canAsk) refuseMissing('order', missing);
    const device = await deviceArgument(session, typed.device, 'order');
    const quantity = typed.quantity ?? (await askForQuantity(session, device, undefined));
    const place = placeToWrite(session, to) ?? (await placeIfAsked(session));
    const order = { ...terms, device, quantity, key, to: place };
    const committed = await session.commit(
      answering((book, journal, at) =>
        decideOrder(book, journal, { ...order, cost: cost?.(book.currency) }, at),
      ),
    );
    reportEntry(session, 'order', committed, (entry) => incomingLines(session, entry), key);
    return 0;
  },
});
