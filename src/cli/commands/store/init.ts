import { parseCurrency, usualCurrency } from '../../../inventory/values/money.ts';
import { placeForStore } from '../../../store/locate.ts';
import { makeStore } from '../../../store/open.ts';
import type { CommandDefinition } from '../../command.ts';
import { orRefuse } from '../../context.ts';
import { printable } from '../../render/printable.ts';
import { infoJson } from './info.ts';

export const command: CommandDefinition = {
  options: [{ flags: '--currency <code>', help: 'currency' }],
  async run(context, _args, options) {
    const { currency: code } = options;
    const currency = orRefuse('currency', parseCurrency(typeof code === 'string' ? code : usualCurrency));
    const path = placeForStore(context.where, context);
    const store = await makeStore(path, currency, context.storeOptions);
    const info = await store.info();
    context.report(
      () => infoJson(info),
      () => [context.messages.made(printable(path), currency.code)],
    );
    return 0;
  },
};
