/** One movement, as a journal of ledger or hledger shows it. */
export interface LedgerRow {
  readonly entry: number;
  /** YYYY-MM-DD, local time. */
  readonly date: string;
  readonly type: string;
  readonly reason: string | null;
  /** The device's code today, under which all of its movements stand. */
  readonly code: string;
  readonly change: number;
  /** The names of the place, from the top; none in a book with one place. */
  readonly place: readonly string[];
  /** Whether it is one side of what only went to another place. */
  readonly isTransferred: boolean;
  /** Whether it never was on hand. */
  readonly isMemo: boolean;
  readonly ref: string | null;
}

/**
 * The movements as a journal that both ledger and hledger read: each device is a commodity, and the balance of
 * `Stock:CODE` is the quantity on hand, with an account for each place below it; what waits and is not on hand is in
 * `Memo:CODE`. The rows of one entry that have all but their devices in common are one transaction.
 */
export function* ledgerTransactions(rows: Iterable<LedgerRow>): Generator<string> {
  let current = '';
  for (const row of rows) {
    if (row.change === 0) continue;
    const heading = headingOf(row);
    if (heading !== current) yield current === '' ? heading : `\n${heading}`;
    current = heading;
    yield postings(row);
  }
}

function headingOf({ date, entry, type, reason, ref }: LedgerRow): string {
  const words = [type, reason, ref].map((text) => harmless(text ?? '')).filter((text) => text !== '');
  return `${date} * (#${entry}) ${words.join(' ')}\n`;
}

function postings(row: LedgerRow): string {
  const { change } = row;
  const code = harmless(row.code).replaceAll(' ', '');
  const commodity = commodityOf(code);
  const top = row.isMemo ? 'Memo' : 'Stock';
  const account = [top, code, ...row.place.map((name) => harmless(name).replaceAll(' ', ''))].join(':');
  // In parentheses it is balanced by nothing.
  if (row.isMemo) return `    (${account})    ${change} ${commodity}\n`;
  // At least two spaces must stand between an account and its amount.
  const posting = `    ${account}    ${change} ${commodity}\n`;
  return row.isTransferred ? posting : `${posting}    ${counterpart(row)}    ${-change} ${commodity}\n`;
}

/** Ledger takes h, m and s for hours, minutes and seconds, even quoted. */
const commodityOf = (code: string): string => (/^[hms]$/.test(code) ? `"${code} pcs"` : `"${code}"`);

/** Where stock comes from or goes to. */
function counterpart({ type, reason, change }: LedgerRow): string {
  const account = type === 'undo' ? 'Undone' : change > 0 ? 'Received' : 'Issued';
  const detail = harmless(reason ?? '').replace(/[^\p{L}\p{N}-]+/gu, '-');
  return detail === '' ? account : `${account}:${detail}`;
}

/** Text without what could end its line, begin a comment or split payee from note. */
const harmless = (text: string): string => text.replace(/[\p{C}\p{Z};|"*!]+/gu, ' ').trim();
