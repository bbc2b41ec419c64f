import { defineCommand } from '../../command.ts';
import { flag } from '../../options.ts';
import { cost, reasonIn } from './movement-options.ts';
import { words } from './stock-in.words.ts';
import { movementArguments, movementOptions, recordMovement } from './stock-movement.ts';

export const command = defineCommand({
  words,
  arguments: movementArguments,
  options: {
    cost,
    reason: reasonIn,
    inspect: flag('--inspect', {
      en: 'a delivery without an order: it is not on hand until it is accepted',
      zh: '无订货的到货先待检，验收后才算库存',
    }),
    ...movementOptions,
  },
  async run(session, typed) {
    if (!typed.inspect) return recordMovement(session, 'stock-in', typed);
    const { recordDelivery } = await import('../transfers/delivery.ts');
    return recordDelivery(session, typed);
  },
});
