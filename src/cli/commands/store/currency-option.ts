import type { Term } from '../../../inventory/devices/attribute.ts';
import { parseCurrency } from '../../../inventory/values/money.ts';
import { option } from '../../options.ts';

const common = ['CNY', 'EUR', 'HKD', 'JPY', 'TWD', 'USD'];

/** The option of a store's currency. */
export const currencyOption = (about: Term) => option('--currency <code>', about, parseCurrency, common);
