import type { Attribute } from '../../inventory/devices/attribute.ts';
import { minimumAttribute, priceAttribute } from '../../inventory/devices/device.ts';
import type { Currency } from '../../inventory/values/money.ts';
import type { Language } from '../language.ts';
import { movementText, ruleText } from './rules.ts';
import { loadHelpTexts } from './topics.ts';

/** The rules of values, to be said where they are asked for. */
export interface Hints {
  readonly of: (attribute: Attribute<unknown>) => string;
  /** A price or cost. */
  readonly money: string;
  /** A quantity that is set: 0 or more. */
  readonly setQuantity: string;
  /** A quantity that moves: 1 or more. */
  readonly quantity: string;
}

/** The same words as `help values` has, in a language and for the currency of a book. */
export async function loadHints(language: Language, currency: Currency): Promise<Hints> {
  const words = { language, texts: await loadHelpTexts(language) };
  const of = ({ rule }: Attribute<unknown>) => ruleText(rule, words, currency);
  return { of, money: of(priceAttribute), setQuantity: of(minimumAttribute), quantity: movementText(words) };
}
