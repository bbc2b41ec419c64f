import { type Parsed, parsed, wrong } from '../refusal.ts';
import { parseScaled } from './decimal.ts';

declare const units: unique symbol;

/** A whole number of units. */
export type Quantity = number & { readonly [units]: true };

/** The most that one movement or setting may name (the contract, "Values"). */
export const maxPerMovement = 1_000_000_000;

/** The most that can be on hand of one device. */
export const maxOnHand = Number.MAX_SAFE_INTEGER;

/** Digits as most people type them, few enough for a number to hold them exactly. */
const plainDigits = /^\d{1,15}$/;

/** A whole number from `least` to `most`. */
export function parseWhole(text: string, least: number, most: number): Parsed<Quantity> {
  const plain = plainDigits.test(text) ? Number(text) : -1;
  if (plain >= least && plain <= most) return parsed(plain as Quantity);
  const whole = parseScaled(text, 0);
  if (!whole.ok)
    return whole.problem.key === 'not-a-number' ? wrong('not-a-whole-number', { value: text }) : whole;
  if (whole.value < least) return wrong('number-not-above', { value: text, least: String(least - 1) });
  if (whole.value > most) return wrong('number-above', { value: text, most: String(most) });
  return parsed(Number(whole.value) as Quantity);
}

/** A quantity to move: 1 to 1,000,000,000. */
export const parseQuantity = (text: string): Parsed<Quantity> => parseWhole(text, 1, maxPerMovement);

/** A quantity that is set, such as a minimum or an opening quantity: 0 to 1,000,000,000. */
export const parseSetQuantity = (text: string): Parsed<Quantity> => parseWhole(text, 0, maxPerMovement);

/** A quantity that is expected to be on hand: 0 to 9,007,199,254,740,991. */
export const parseOnHand = (text: string): Parsed<Quantity> => parseWhole(text, 0, maxOnHand);

/** The number of an entry as it is typed: `12` or `#12`. */
export const parseEntryNumber = (text: string): Parsed<Quantity> =>
  parseQuantity(text.trim().replace(/^#/, ''));
