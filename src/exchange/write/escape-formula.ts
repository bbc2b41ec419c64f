const runnable = /^'*[=+\-@\t\r＝＋－＠]/;

/**
 * A text that a spreadsheet would run as a formula gets a leading `'`; so does one that already looks escaped, so that
 * {@link unescapedFormula} gives every text back (the contract, "Import").
 */
export const escapedFormula = (text: string): string => (runnable.test(text) ? `'${text}` : text);

/** A text without the one `'` that {@link escapedFormula} puts before it. */
export const unescapedFormula = (text: string): string =>
  text.startsWith("'") && runnable.test(text) ? text.slice(1) : text;
