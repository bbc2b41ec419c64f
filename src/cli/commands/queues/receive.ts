import { decideReceive } from '../../../inventory/decide/queues/receive.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { parseQuantity } from '../../../inventory/values/quantity.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, flag, option } from '../../options.ts';
import { cost } from '../movement/movement-options.ts';
import { words } from './receive.words.ts';
import { entryMeant, stepArguments, stepTerms, takeStep } from './step.ts';

export const command = defineCommand({
  words,
  arguments: stepArguments('receive'),
  options: {
    inspect: flag('--inspect', {
      en: 'of an order: it is not on hand until it is accepted',
      zh: '订货到货先待检，验收后才算库存',
    }),
    place: option(
      '--place <place>',
      { en: 'where it goes (default: where the entry says)', zh: '收货地点（默认按该笔流水）' },
      asTyped,
      'places',
    ),
    cost,
    over: flag('--over', {
      en: 'of an order: more may come than was ordered',
      zh: '允许到货多于订货',
    }),
    missing: option(
      '--missing <quantity>',
      { en: 'of a shipment: how many of them never arrived', zh: '在途调拨中未到货的数量' },
      parseQuantity,
    ),
    damaged: option(
      '--damaged <quantity>',
      { en: 'of an order: how many of them are damaged and go back', zh: '订货到货时破损、当场退回的数量' },
      parseQuantity,
    ),
    ...stepTerms,
  },
  async run(session, { entry: typed, cost, ...rest }) {
    if (rest.over && rest.quantity === undefined)
      refuse('usage-needs', { option: '--over', needs: 'QUANTITY' });
    const step = { ...rest, entry: await entryMeant(session, 'receive', typed) };
    return takeStep(session, 'receive', step, (book, journal, at) =>
      decideReceive(book, journal, { ...step, cost: cost?.(book.currency) }, at),
    );
  },
});
