import { parseCurrency, usualCurrency } from '../../../inventory/values/money.ts';
import { placeForStore } from '../../../store/locate.ts';
import { makeStore } from '../../../store/open.ts';
import { defineCommand } from '../../command.ts';
import { orRefuse } from '../../context.ts';
import { printable } from '../../render/printable.ts';
import { currencyOption } from './currency-option.ts';
import { infoJson } from './info.ts';
import { words } from './init.words.ts';

export const command = defineCommand({
  words,
  options: {
    currency: currencyOption({
      en: `ISO 4217 code (default ${usualCurrency})`,
      zh: `ISO 4217 货币代码（默认 ${usualCurrency}）`,
    }),
  },
  async run(context, typed) {
    const currency = typed.currency ?? orRefuse('currency', parseCurrency(usualCurrency));
    const path = placeForStore(context.where, context);
    const store = await makeStore(path, currency, context.storeOptions);
    const info = await store.info();
    context.report(
      () => infoJson(info),
      () => [words[context.language].made(printable(path), currency.code)],
    );
    return 0;
  },
});
