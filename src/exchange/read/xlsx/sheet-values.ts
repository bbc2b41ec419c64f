/** `_x000D_` and the like, as a workbook writes characters that XML cannot hold, as those characters. */
export const unescapedText = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hexadecimal: string) =>
    String.fromCharCode(Number.parseInt(hexadecimal, 16)),
  );

/** The opposite of {@link unescapedText}, and escapes what means something to XML. */
export const escapedText = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      unwritable,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** Characters that XML forbids, or changes (a carriage return becomes a line feed). */
const unwritable = /[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * A number as Excel shows it: 15 significant digits, no exponent. Whole numbers keep all their digits, for other
 * programs write more. Null where the text is no number.
 */
export function numberText(text: string): string | null {
  if (/^-?\d{1,300}$/.test(text)) return text.replace(/^(-?)0+(?=\d)/, '$1');
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return null;
  const value = Number(Number(text).toPrecision(15));
  return Number.isFinite(value) ? withoutExponent(String(value)) : null;
}

function withoutExponent(text: string): string {
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (found === null) return text;
  const [, sign = '', whole = '', fraction = '', power = '0'] = found;
  const digits = whole + fraction;
  const point = 1 + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

const dayMs = 24 * 60 * 60 * 1000;

/** The ISO text of the date, the time of day, or both, that a serial number means; null if it means none. */
export function dateText(serial: number, from1904: boolean): string | null {
  // Excel counts a 29 February 1900 that never was.
  const days = from1904 ? serial : serial < 60 ? serial + 1 : serial;
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const date = new Date(Math.round((start + days * dayMs) / 1000) * 1000);
  if (!(serial >= 0) || !(date.getTime() < Date.UTC(10_000, 0, 1))) return null;
  const text = date.toISOString().slice(0, 19);
  if (serial < 1 && !from1904) return text.slice(11);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}
