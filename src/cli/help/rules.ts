import type { Choice, Rule, Term } from '../../inventory/devices/attribute.ts';
import { orRefuse } from '../../inventory/refusal.ts';
import { codeMarks } from '../../inventory/values/code.ts';
import { formatScaled } from '../../inventory/values/decimal.ts';
import { type Currency, maxMoney, parseCurrency, usualCurrency } from '../../inventory/values/money.ts';
import { maxPerMovement } from '../../inventory/values/quantity.ts';
import type { InLanguage } from './topics.ts';

/** The currency that help speaks of. */
export const shownCurrency = (): Currency => orRefuse(parseCurrency(usualCurrency));

/** A whole number or a decimal with thousands commas. */
export function grouped(number: number | string): string {
  const [whole = '', fraction] = String(number).split('.');
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(end - 3, 0), end));
  return fraction === undefined ? groups.join(',') : `${groups.join(',')}.${fraction}`;
}

/** A value with the labels that may be typed for it, if they are others: `plasma (等离子)`; in Chinese, the Chinese one. */
export const choiceText =
  ({ language }: InLanguage) =>
  ({ value, term }: Choice): string => {
    const labels = [...new Set(language === 'zh' ? [term.zh] : [term.en, term.zh])].filter(
      (label) => label.toLowerCase() !== value,
    );
    if (labels.length === 0) return value;
    return language === 'zh' ? `${value}（${labels.join('、')}）` : `${value} (${labels.join(', ')})`;
  };

/** What a sentence of help calls a column or a kind: in English as it is typed, in Chinese by its label. */
export const nameIn = ({ language }: InLanguage, typed: string, { zh }: Term): string =>
  language === 'zh' ? zh : typed;

/** What a rule asks of a value, in words. */
export function ruleText(rule: Rule, words: InLanguage, currency = shownCurrency()): string {
  const { rules, list } = words.texts;
  switch (rule.is) {
    case 'code':
      return rules.code(grouped(rule.maxCharacters), codeMarks);
    case 'text':
      return rules.text(grouped(rule.maxCharacters));
    case 'measure':
      return rules.measure(grouped(rule.most), rule.fractionDigits, rule.unit[words.language]);
    case 'money':
      return moneyText(words, currency);
    case 'quantity':
      return rules.quantity('0', grouped(rule.most));
    case 'choice':
      return list(rule.choices.map(choiceText(words)));
  }
}

/** What a quantity to move may be, in words. */
export const movementText = ({ texts }: InLanguage): string =>
  texts.rules.quantity('1', grouped(maxPerMovement));

/** What a price or cost may be, in a currency. */
export function moneyText({ texts }: InLanguage, currency = shownCurrency()): string {
  const most = formatScaled(maxMoney(currency), currency.fractionDigits);
  return texts.rules.money(grouped(most), currency.fractionDigits, currency.code);
}
