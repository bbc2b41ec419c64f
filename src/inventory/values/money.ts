import { type Json, type Parsed, parsed, wrong } from '../refusal.ts';
import { formatScaled, parseScaled } from './decimal.ts';
import { visible } from './text.ts';

/** The currency of a store. `fractionDigits` is fixed when the store is made: 2 for CNY, 0 for JPY. */
export interface Currency {
  readonly code: string;
  readonly fractionDigits: number;
}

declare const minorUnits: unique symbol;

/** An exact amount in minor units (分 for CNY), from 0 to the limit of the contract; never floating point. */
export type Money = number & { readonly [minorUnits]: true };

/** An ISO 4217 code, in any case, with the fraction digits that standard gives it. */
export function parseCurrency(text: string): Parsed<Currency> {
  const code = text.trim().toUpperCase();
  if (!Intl.supportedValuesOf('currency').includes(code)) return wrong('no-such-currency', { value: text });
  const options = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions();
  return parsed({ code, fractionDigits: options.maximumFractionDigits ?? 2 });
}

/** The most that a price or cost may be, 999,999,999.99, in minor units (the contract, "Values"). */
export const maxMoney = ({ fractionDigits }: Currency): number =>
  fractionDigits >= 2
    ? 99_999_999_999 * 10 ** (fractionDigits - 2)
    : Math.floor(99_999_999_999 / 10 ** (2 - fractionDigits));

/** The currency of a store that is made without naming one. */
export const usualCurrency = 'CNY';

/** Signs of money and words after it, where Intl does not know them. */
const ownSigns: { readonly [currency: string]: string } = { CNY: '¥￥', JPY: '¥￥' };
const localWords: { readonly [currency: string]: string } = { CNY: '元', JPY: '円' };

/** The signs that a price may begin with in a book of a currency. */
export function moneySigns({ code: currency }: Currency): string {
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const symbol = ownSigns[currency] ?? new Intl.NumberFormat('en', style).format(0).replace(/[\d\s.]/g, '');
  return signOf(symbol) === '' ? '' : symbol;
}

/** The words that may stand after a price in a book of a currency. */
export const moneyWords = ({ code }: Currency): readonly string[] =>
  [localWords[code], code].filter((word) => word !== undefined);

const signOf = (text: string): string => /^\p{Sc}/u.exec(text)?.[0] ?? '';
const wordOf = (text: string): string => /(?:\p{Sc}|元|円|[A-Za-z]{3})$/u.exec(text)?.[0] ?? '';

/** An amount without what says its currency, which must be the book's. */
function withoutCurrency(text: string, currency: Currency): Parsed<string> {
  const amount = visible(text).trim();
  const sign = signOf(amount);
  const word = wordOf(amount.slice(sign.length));
  const isOwnSign = sign === '' || moneySigns(currency).includes(sign);
  const isOwnWord = word === '' || moneyWords(currency).includes(word.toUpperCase());
  const isMisplaced = word !== '' && moneySigns(currency).includes(word);
  if (!isOwnSign || (!isOwnWord && !isMisplaced && isCurrency(word)))
    return wrong('money-of-another', { value: text, currency: currency.code });
  return parsed(amount.slice(sign.length, isOwnWord ? amount.length - word.length : undefined).trim());
}

const isCurrency = (word: string): boolean =>
  word.length !== 3 || Intl.supportedValuesOf('currency').includes(word.toUpperCase());

/** A price as most people type it, few enough digits for a number to hold them exactly. */
const plainAmount = /^(\d{1,9})(?:\.(\d{1,3}))?$/;

/** What units are worth together, in minor units: it may pass what a number holds exactly. */
export function parseTotal(text: string, currency: Currency): Parsed<bigint> {
  const amount = withoutCurrency(text, currency);
  return amount.ok ? parseScaled(amount.value, currency.fractionDigits, text) : amount;
}

/** An amount without the limit on prices: what follows from prices by a rule may pass it. */
export function parseAmount(text: string, currency: Currency): Parsed<Money> {
  const [, whole, fraction = ''] = plainAmount.exec(text) ?? [];
  if (whole !== undefined && fraction.length <= currency.fractionDigits)
    return parsed(Number(whole + fraction.padEnd(currency.fractionDigits, '0')) as Money);
  const scaled = parseTotal(text, currency);
  if (!scaled.ok) return scaled;
  if (scaled.value > Number.MAX_SAFE_INTEGER) {
    return wrong('number-above', {
      value: text,
      most: formatScaled(maxMoney(currency), currency.fractionDigits),
    });
  }
  return parsed(Number(scaled.value) as Money);
}

/** A price or cost as typed: an exact decimal, with the sign of the currency before it or its name after it, if any. */
export function parseMoney(text: string, currency: Currency): Parsed<Money> {
  const amount = parseAmount(text, currency);
  if (!amount.ok || amount.value <= maxMoney(currency)) return amount;
  return wrong('number-above', {
    value: text,
    most: formatScaled(maxMoney(currency), currency.fractionDigits),
  });
}

/** As JSON and files carry it: `1299.00`. */
export const formatMoney = (money: Money | bigint, currency: Currency): string =>
  formatScaled(money, currency.fractionDigits);

/** The amount that formatMoney made a text of. */
export const moneyAsWritten = (text: Json): Money => Number(String(text).replace('.', '')) as Money;

/** Price × quantity in minor units; a big integer, for it can pass what a number holds exactly. */
export function valueOfStock(price: Money, quantity: number): bigint {
  const value = price * quantity;
  return Number.isSafeInteger(value) ? BigInt(value) : BigInt(price) * BigInt(quantity);
}

/**
 * What a combo costs: 80 % of the sum of a TV's and a DVD player's unit price, rounded to the nearest minor unit
 * (the contract, "Devices"). Tenths of a fifth never fall on a half, so there is no tie to break.
 */
export const comboPrice = (tv: Money, dvd: Money): Money => Math.floor(((tv + dvd) * 8 + 5) / 10) as Money;
