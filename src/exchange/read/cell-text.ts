import type { Column } from '../../inventory/decide/imports/import-columns.ts';
import { refuse } from '../../inventory/refusal.ts';
import { narrow } from '../../inventory/values/decimal.ts';

/** The decimal mark of numbers in text. */
export const decimalMarks = ['.', ','] as const;
export type DecimalMark = (typeof decimalMarks)[number];

/** How the cells of a file are written. */
export interface Dialect {
  /** As the user says; unknown if left out. */
  readonly decimal?: DecimalMark | undefined;
  /** The marks that may be decimal marks or thousands separators in a file like this. */
  readonly unclear: readonly DecimalMark[];
  /** Whether the file itself distinguishes texts from numbers: no digit of a text is lost. */
  readonly isTyped?: boolean;
}

/** The dialect of a file that nothing is special about. */
export const plainDialect: Dialect = { unclear: [], isTyped: true };

/** A text that is written as a formula, so that a spreadsheet takes it for no number: `="00123"`. */
const textFormula = /^="((?:[^"]|"")*)"$/;

/** A number as a spreadsheet shortens it, to six digits: `6.90123E+12`. */
const shortened = /^\d(?:[.,]\d{1,14})?E[+-]\d{1,3}$/i;

/** What a spreadsheet shows where a formula has no result, or a column is too narrow for a date. */
const errorText = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|#+)$/i;

/** More digits than the fifteen that a spreadsheet keeps, the rest being zeros. */
const roundedDigits = /^[1-9]\d{14}0{2,}$/;

/** Whether a text would be taken for what a spreadsheet has made of another one. */
export const looksChanged = (text: string): boolean =>
  shortened.test(text) || roundedDigits.test(text) || errorText.test(text);

/** The text that a cell of a table means in its column (the contract, "Import"); refuses one that may be changed. */
export function cellText(text: string, column: Column | undefined, dialect: Dialect): string {
  const first = text.charCodeAt(0);
  if (first === 0x27) return text.slice(1);
  if (first === 0x3d) return textFormula.exec(text)?.[1]?.replaceAll('""', '"') ?? text;
  if (first === 0x23 && errorText.test(text.trim()))
    refuse('cell-error', { value: text.trim().slice(0, 100) });
  if (column?.cells === 'identifier') return isLetter(first) ? text : unchanged(text, dialect);
  if (column?.cells === 'number') return plainNumber(text, column, dialect);
  return text;
}

/** Whether a text that begins so is no number. */
const isLetter = (first: number): boolean =>
  (first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a);

/** A code as it was typed, unless a spreadsheet has made a number of it and lost digits. */
export function unchanged(text: string, { isTyped = false }: Dialect): string {
  const value = text.trim();
  if (value.length < 4) return text;
  if (shortened.test(value)) refuse('cell-shortened', { value });
  if (!isTyped && value.length > 15 && roundedDigits.test(value)) refuse('cell-rounded', { value });
  return text;
}

/** A number with a point before its decimals and no thousands separators but commas. */
export function plainNumber(
  text: string,
  { isMeasured = false }: Column,
  { decimal, unclear }: Dialect,
): string {
  if (decimal === ',') return withPoint(text);
  if (decimal === undefined && unclear.length > 0) refuseUnclear(text, isMeasured ? [','] : unclear);
  if (decimal === undefined && text.includes(',') && commaBeforeDecimals.test(text.trim()))
    refuse('number-comma', { value: text.trim() });
  return text;
}

/** `1299,50` and `1.299,50`, in which a comma cannot stand between thousands. */
const commaBeforeDecimals = /^(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,}))$/;

/** `4,125`, which is 4125 to some and 4.125 to others. */
const unclearNumber = /^\d{1,3}([.,])\d{3}$/;

function refuseUnclear(text: string, unclear: readonly DecimalMark[]): void {
  const value = narrow(text);
  const mark = unclearNumber.exec(value)?.[1];
  if (mark === undefined || !unclear.some((one) => one === mark)) return;
  const [whole = '', decimals = ''] = value.split(mark);
  refuse('number-unclear', { value: text.trim(), readings: [`${whole}.${decimals}`, `${whole}${decimals}`] });
}

/** `1.299,50` as `1299.50`; as it stands where its points are not between thousands. */
function withPoint(text: string): string {
  const [whole = '', ...decimals] = narrow(text).split(',');
  const isGrouped = !whole.includes('.') || /^\D{0,3}\d{1,3}(?:\.\d{3})+$/.test(whole);
  if (decimals.length > 1 || !isGrouped) refuse('not-a-number', { value: text });
  return [whole.replaceAll('.', ''), ...decimals].join('.');
}
