const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const day = String.raw`(?:\d{1,2}|19\d\d|[2-9]\d{3})`;

/** What Excel, WPS, Numbers and LibreOffice take for another thing than the text it is, each in some language. */
const changed: readonly RegExp[] = [
  // Zeros in front or behind, and numbers that begin or end in their point.
  /^0\d+(?:\.\d*)?$/,
  /^\d*\.\d*0$|^\.\d+$|^\d+\.$/,
  // A number that is shown in short, as 6.90123E+12, or kept without its last digits.
  /^\d{12,}(?:\.\d*)?$/,
  /^(?:\d+(?:\.\d*)?|\.\d+)e[+-]?\d+$/i,
  // Dates.
  new RegExp(`^${month}[-/]?${day}$`, 'i'),
  new RegExp(`^${day}[-/]?${month}(?:[-/]?${day})?$`, 'i'),
  /^(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日?)?$/,
];

const numbers = /^(\d{1,4})[-/](\d{1,4})(?:[-/](\d{1,4}))?$/;

/** Whether a spreadsheet that opens a CSV file would change a code: it drops zeros, sees dates and shortens numbers. */
export function isChangedBySpreadsheets(code: string): boolean {
  if (changed.some((pattern) => pattern.test(code))) return true;
  const parts = numbers.exec(code)?.slice(1, 4) ?? [];
  return parts.some((part) => part !== undefined && Number(part) >= 1 && Number(part) <= 12);
}
