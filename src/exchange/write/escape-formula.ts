import { looksChanged } from '../read/cell-text.ts';

const runnable = /^['=+\-@\t\r＝＋－＠]/;

/**
 * A text that a spreadsheet would run as a formula gets a leading `'`; so does one that begins with a `'` of its own, since
 * an import takes that off every text, and one that an import would take for changed (the contract, "Import").
 */
export const escapedFormula = (text: string): string =>
  runnable.test(text) || looksChanged(text) ? `'${text}` : text;
