import type { Attribute } from '../../inventory/devices/attribute.ts';
import { minimumAttribute, priceAttribute } from '../../inventory/devices/device.ts';
import type { Currency } from '../../inventory/values/money.ts';
import type { Hints } from '../ask/ask.ts';
import type { Language } from '../language.ts';
import { movementText, ruleText } from './rules.ts';
import { loadHelpTexts } from './topics.ts';

/** The same words as `help values` has, in a language and for the currency of a book. */
export async function loadHints(language: Language, currency: Currency): Promise<Hints> {
  const words = { language, texts: await loadHelpTexts(language) };
  const of = ({ rule }: Attribute<unknown>) => ruleText(rule, words, currency);
  return { of, money: of(priceAttribute), setQuantity: of(minimumAttribute), quantity: movementText(words) };
}
