import type { Label } from '../../exchange/labels/layout.ts';
import { kinds } from '../../inventory/devices/kinds.ts';
import type { ListRow } from '../../inventory/look/list-row.ts';
import { type Currency, formatMoney } from '../../inventory/values/money.ts';
import { folded } from '../../inventory/values/text.ts';
import type { Language } from '../language.ts';
import { attributeText } from './device-rows.ts';

/** What a shelf label says of a device. */
export const labelOf = (row: ListRow, currency: Currency, language: Language): Label => ({
  code: row.code,
  name: row.name,
  spec: specOf(row, language),
  price: priceTag(row, currency, language),
});

/** The kind and what its abilities bring, with units; the brand before it if the name does not say it. */
export function specOf(row: ListRow, language: Language): string {
  const { term, abilityAttributes } = kinds.of(row.kind);
  const { brand } = row;
  const isTold = brand === null || folded(row.name).includes(folded(brand));
  const abilities = abilityAttributes.map((attribute) => {
    const text = attributeText(row, attribute, language);
    return attribute.rule.is === 'measure' ? `${text} ${attribute.rule.unit[language]}` : text;
  });
  return [...(isTold ? [] : [brand]), term[language], ...abilities].join(language === 'zh' ? ' ' : ', ');
}

/** The price as customers read it: with the sign of the currency, and thousands apart. */
function priceTag({ price }: ListRow, currency: Currency, language: Language): string {
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: currency.code,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: currency.fractionDigits,
    maximumFractionDigits: currency.fractionDigits,
  });
  // A text is formatted exactly, where a number would pass through floating point.
  return format.format(formatMoney(price, currency) as Intl.StringNumericLiteral);
}
