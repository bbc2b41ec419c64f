import { describe, expect, it } from 'vitest';
import { parseMeasure } from '../../src/inventory/values/decimal.ts';
import {
  type Currency,
  formatMoney,
  maxMoney,
  parseCurrency,
  parseMoney,
} from '../../src/inventory/values/money.ts';
import {
  maxOnHand,
  maxPerMovement,
  parseOnHand,
  parseQuantity,
  parseSetQuantity,
} from '../../src/inventory/values/quantity.ts';
import { Campaign, patience } from './campaign.ts';
import { anyText, nastyTexts, textOf } from './nasty.ts';

const campaign = new Campaign('prices and quantities');

const currencies: readonly Currency[] = [
  { code: 'CNY', fractionDigits: 2 },
  { code: 'JPY', fractionDigits: 0 },
  { code: 'KWD', fractionDigits: 3 },
];

const numeric = textOf(
  '0',
  '1',
  '9',
  '00',
  '999',
  ',',
  '.',
  '，',
  '．',
  '０',
  '９',
  '-',
  '+',
  'e',
  '¥',
  '$',
  ' ',
);

/** Whatever is typed: no price, or exactly one that prints as itself. */
function checkMoney(text: string): void {
  for (const currency of currencies) {
    const money = parseMoney(text, currency);
    if (!money.ok) continue;
    expect(Number.isSafeInteger(money.value)).toBe(true);
    expect(money.value).toBeGreaterThanOrEqual(0);
    expect(money.value).toBeLessThanOrEqual(maxMoney(currency));
    expect(parseMoney(formatMoney(money.value, currency), currency)).toEqual(money);
    // Only plain digits make a number: the digits of the text must be those of the amount.
    const digits = text.normalize('NFKC').replace(/[^0-9.]/g, '');
    expect(Number(digits).toFixed(currency.fractionDigits)).toBe(formatMoney(money.value, currency));
  }
}

function checkQuantities(text: string): void {
  for (const [parse, least, most] of [
    [parseQuantity, 1, maxPerMovement],
    [parseSetQuantity, 0, maxPerMovement],
    [parseOnHand, 0, maxOnHand],
  ] as const) {
    const quantity = parse(text);
    if (!quantity.ok) continue;
    expect(Number.isSafeInteger(quantity.value)).toBe(true);
    expect(quantity.value).toBeGreaterThanOrEqual(least);
    expect(quantity.value).toBeLessThanOrEqual(most);
    expect(parse(String(quantity.value))).toEqual(quantity);
  }
}

function checkMeasures(text: string): void {
  for (const [fractionDigits, most] of [
    [2, 500],
    [3, 10_000],
  ] as const) {
    const measure = parseMeasure(text, fractionDigits, most);
    if (!measure.ok) continue;
    expect(measure.value).toBeGreaterThan(0);
    expect(measure.value).toBeLessThanOrEqual(most);
    expect(parseMeasure(String(measure.value), fractionDigits, most)).toEqual(measure);
  }
}

function checkCurrency(text: string): void {
  const currency = parseCurrency(text);
  if (!currency.ok) return;
  expect(currency.value.code).toMatch(/^[A-Z]{3}$/);
  expect([0, 1, 2, 3, 4]).toContain(currency.value.fractionDigits);
}

describe('any text', () => {
  for (const [what, check] of [
    ['a price', checkMoney],
    ['a quantity', checkQuantities],
    ['a measure', checkMeasures],
    ['a currency', checkCurrency],
  ] as const) {
    it(`is ${what} that prints and parses as itself, or is refused`, patience, async () => {
      await campaign.holdsForEach(nastyTexts, check);
      await campaign.holds(500, anyText, check);
      await campaign.holds(1500, numeric, check);
    });
  }
});
