/** Text as XML and HTML hold it. */
export const escapedXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Millimetres to a ten-thousandth, without an exponent. */
export const millimetres = (value: number): string => String(Math.round(value * 10_000) / 10_000);
