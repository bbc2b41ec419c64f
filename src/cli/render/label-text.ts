import type { Label } from '../../exchange/labels/layout.ts';
import type { Book } from '../../inventory/book/book.ts';
import { type Device, kindOf } from '../../inventory/devices/device.ts';
import { formatMoney } from '../../inventory/values/money.ts';
import { folded } from '../../inventory/values/text.ts';
import type { Language } from '../language.ts';
import { attributeText } from './device-rows.ts';

/** What a shelf label says of a device. */
export const labelOf = (device: Device, book: Book, language: Language): Label => ({
  code: device.code,
  name: device.name,
  spec: specOf(device, book, language),
  price: priceTag(device, book, language),
});

/** The kind and what its abilities bring, with units; the brand before it if the name does not say it. */
export function specOf(device: Device, book: Book, language: Language): string {
  const { term, abilityAttributes } = kindOf(device);
  const { brand } = device;
  const isTold = brand === null || folded(device.name).includes(folded(brand));
  const abilities = abilityAttributes.map((attribute) => {
    const text = attributeText(device, attribute, book, language);
    return attribute.rule.is === 'measure' ? `${text} ${attribute.rule.unit[language]}` : text;
  });
  return [...(isTold ? [] : [brand]), term[language], ...abilities].join(language === 'zh' ? ' ' : ', ');
}

/** The price as customers read it: with the sign of the currency, and thousands apart. */
function priceTag(device: Device, book: Book, language: Language): string {
  const { currency } = book;
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: currency.code,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: currency.fractionDigits,
    maximumFractionDigits: currency.fractionDigits,
  });
  // A text is formatted exactly, where a number would pass through floating point.
  return format.format(formatMoney(device.price(book), currency) as Intl.StringNumericLiteral);
}
