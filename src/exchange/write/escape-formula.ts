const runnable = /^'*[=+\-@\t\r＝＋－＠]/;

/**
 * A text that a spreadsheet would run as a formula gets a leading `'`; so does one that already looks guarded, so that
 * {@link unguarded} gives every text back (the contract, "Import").
 */
export const guarded = (text: string): string => (runnable.test(text) ? `'${text}` : text);

/** A text without the one `'` that {@link guarded} puts before it. */
export const unguarded = (text: string): string =>
  text.startsWith("'") && runnable.test(text) ? text.slice(1) : text;
