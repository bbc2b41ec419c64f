import { isObject } from '../../inventory/devices/device-record.ts';
import { refuse } from '../../inventory/refusal.ts';
import type { Currency } from '../../inventory/values/money.ts';
import { parseJson } from './json.ts';
import { noSum, seal, statedSum, verifiedSum, withLineBreak } from './sealed-line.ts';

/** The journal's format that this program writes. */
export const format = 3;
/** The oldest format whose readers understand what this program writes. */
export const oldestReader = 3;

/** The journal's first line: what it is and whose it is. */
export interface Header {
  readonly format: number;
  /** The oldest format whose readers understand this journal. */
  readonly reader: number;
  /** Tells two stores apart. */
  readonly store: string;
  readonly currency: Currency;
  /** The journal of an older format that this one was made from (since format 2). */
  readonly from?: OlderJournal;
}

/** The identity of a journal that was upgraded: enough to recognize the file kept of it. */
export interface OlderJournal {
  readonly format: number;
  readonly entries: number;
  /** The sum of its last entry. */
  readonly chain: string;
}

const marker = 'journal';

/** The first line of a new journal, line break included, and its sum. */
export function headerLine(
  header: Header,
  at: string,
  by: string,
): { readonly bytes: Buffer; readonly sum: string } {
  const { format, reader, store, currency, from } = header;
  const json = {
    stockbook: marker,
    format,
    reader,
    store,
    currency: currency.code,
    fractionDigits: currency.fractionDigits,
    at,
    by,
    from,
  };
  return withLineBreak(seal(JSON.stringify(json), noSum));
}

/** Whether a first line is that of a journal, whole or not. */
export const isHeader = (line: Buffer): boolean =>
  line.toString('latin1', 0, 32).startsWith(`{"stockbook":"${marker}"`);

export const isCurrencyCode = (json: unknown): json is string =>
  typeof json === 'string' && /^[A-Z]{3}$/.test(json);

export const isFractionDigits = (json: unknown): json is number =>
  Number.isInteger(json) && Number(json) >= 0 && Number(json) <= 4;

/** What a first line says; undefined where it is no header. */
export function readHeader(line: Buffer): Header | undefined {
  const json = parseJson(line);
  if (!isObject(json) || json['stockbook'] !== marker) return undefined;
  const { format, reader, store, currency, fractionDigits, from } = json;
  if (typeof format !== 'number' || typeof reader !== 'number' || typeof store !== 'string') return undefined;
  if (!isCurrencyCode(currency) || !isFractionDigits(fractionDigits)) return undefined;
  const header = { format, reader, store, currency: { code: currency, fractionDigits } };
  return isOlderJournal(from) ? { ...header, from } : header;
}

export const isOlderJournal = (json: unknown): json is OlderJournal =>
  isObject(json) &&
  typeof json['format'] === 'number' &&
  typeof json['entries'] === 'number' &&
  typeof json['chain'] === 'string';

/** The format of a journal whose first line says that this program is too old to read it. */
export function newerFormat(line: Buffer): number | undefined {
  const json = parseJson(line);
  if (!isObject(json) || json['stockbook'] !== marker) return undefined;
  const { format: written, reader } = json;
  if (typeof reader !== 'number' || reader <= format) return undefined;
  return typeof written === 'number' ? written : reader;
}

/**
 * What a journal's first line says, and its sum; undefined where it is damaged. Refuses one of a newer format: the seal
 * decides, for a flipped bit must not pass for a newer format; but a newer format may seal otherwise. `where` names the
 * journal in the refusal.
 */
export function verifiedHeader(
  line: Buffer,
  where: string,
): { readonly header: Header; readonly sum: string } | undefined {
  const sum = verifiedSum(line, noSum);
  const newer = newerFormat(line);
  if (newer !== undefined && (sum !== null || statedSum(line) === null))
    return refuse('store-newer', { path: where, format: newer }, { format: newer });
  const header = readHeader(line);
  return header === undefined || sum === null ? undefined : { header, sum };
}
