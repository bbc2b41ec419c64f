const runnable = /^['=+\-@\t\r＝＋－＠]/;

/**
 * A text that a spreadsheet would run as a formula gets a leading `'`; so does one that begins with a `'` of its own, since
 * an import takes that off every text (the contract, "Import").
 */
export const escapedFormula = (text: string): string => (runnable.test(text) ? `'${text}` : text);
