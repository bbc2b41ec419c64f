import { orRefuse } from '../../../inventory/refusal.ts';
import { parseCurrency, usualCurrency } from '../../../inventory/values/money.ts';
import { placeForStore } from '../../../store/locate.ts';
import { makeStore } from '../../../store/open.ts';
import { defineCommand } from '../../command.ts';
import { printable } from '../../render/printable.ts';
import { currencyOption } from './currency-option.ts';
import { madeJson } from './info.ts';
import { words } from './init.words.ts';

export const command = defineCommand({
  words,
  options: {
    currency: currencyOption({
      en: `ISO 4217 code (default ${usualCurrency})`,
      zh: `ISO 4217 货币代码（默认 ${usualCurrency}）`,
    }),
  },
  async run(session, typed) {
    const currency = typed.currency ?? orRefuse(parseCurrency(usualCurrency), 'currency');
    const path = placeForStore(session.where, session.host);
    const store = await makeStore(path, currency, session.storeOptions);
    const info = await store.info().finally(() => store.close());
    session.report(
      () => madeJson(info, store),
      () => [words[session.language].made(printable(store.where), currency.code), ...(store.grants ?? [])],
    );
    return 0;
  },
});
