import { type Parsed, parsed, wrong } from '../refusal.ts';
import { visible } from './text.ts';

const plainNumber = /^(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?$/;

const maxDigits = 1000;
const aboveEveryLimit = 10n ** BigInt(maxDigits);

/** Full-width digits, comma and period as Chinese input methods type them, and their full stop, made plain. */
export function narrow(text: string): string {
  return visible(text)
    .trim()
    .replaceAll('。', '.')
    .replace(/[０-９．，]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

/**
 * A decimal as people type it, exactly: the integer it makes when multiplied by 10^`fractionDigits`. Thousands
 * commas only where they belong; zeros after the point that change nothing are nothing; no sign, exponent, hexadecimal or
 * bare point (the contract, "Values"). A problem names the text as `shown`.
 */
export function parseScaled(text: string, fractionDigits: number, shown = text): Parsed<bigint> {
  const plain = narrow(text);
  if (plain === '') return wrong('number-missing', { value: shown });
  if (!plainNumber.test(plain)) {
    const negative = plain.startsWith('-') && plainNumber.test(plain.slice(1));
    return wrong(negative ? 'number-negative' : 'not-a-number', { value: shown });
  }
  const [integer = '', decimals = ''] = plain.split('.');
  const fraction = decimals.slice(0, fractionDigits);
  if (/[^0]/.test(decimals.slice(fractionDigits))) {
    return wrong('too-many-decimals', { value: shown, most: fractionDigits });
  }
  const whole = integer.replaceAll(',', '').replace(/^0+(?=\d)/, '');
  // More digits than any limit: it is too large anyway, and parsing so long a number is slow.
  if (whole.length > maxDigits) return parsed(aboveEveryLimit);
  return parsed(BigInt(whole + fraction.padEnd(fractionDigits, '0')));
}

/** A scaled integer as a plain decimal with exactly `fractionDigits` decimals: (129900, 2) is `1299.00`. */
export function formatScaled(scaled: bigint | number, fractionDigits: number): string {
  if (scaled < 0) return `-${formatScaled(-scaled, fractionDigits)}`;
  const digits = String(scaled);
  if (fractionDigits === 0) return digits;
  const padded = digits.padStart(fractionDigits + 1, '0');
  return `${padded.slice(0, -fractionDigits)}.${padded.slice(-fractionDigits)}`;
}

/** A measure above 0 with few decimals, such as inches or kilograms; exact, since it is only stored and shown. */
export function parseMeasure(text: string, fractionDigits: number, most: number): Parsed<number> {
  const scaled = parseScaled(text, fractionDigits);
  if (!scaled.ok) return scaled;
  const measure = Number(formatScaled(scaled.value, fractionDigits));
  if (measure <= 0) return wrong('number-not-above', { value: text, least: '0' });
  if (measure > most) return wrong('number-above', { value: text, most: String(most) });
  return parsed(measure);
}
