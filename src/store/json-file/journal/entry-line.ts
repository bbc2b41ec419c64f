import type { Change, Entry } from '../../../inventory/book/change.ts';
import { isObject } from '../../../inventory/devices/device-record.ts';
import type { Currency } from '../../../inventory/values/money.ts';
import { isCount } from './counts.ts';
import { noSum, seal, sealedLine } from './sealed-line.ts';

/** The journal's format that this program writes. */
export const format = 2;
/** The oldest format whose readers understand what this program writes. */
export const oldestReader = 1;

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

/** What is told of a journal that was upgraded: enough to know the file that was kept of it. */
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

/** The first line of a journal in this program's format, made from the first line of an older one. */
export function upgradedHeaderLine(
  older: Buffer,
  from: OlderJournal,
): { readonly bytes: Buffer; readonly sum: string } {
  const { sum: _, ...json } = parseJson(older) as { readonly [key: string]: unknown };
  return withLineBreak(seal(JSON.stringify({ ...json, format, from }), noSum));
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

/** An entry's line, line break included, and its sum. */
export function entryLine(
  entry: Entry,
  previousSum: string,
): { readonly bytes: Buffer; readonly sum: string } {
  const line = entryPieces(entry, previousSum);
  const pieces: Buffer[] = [];
  let next = line.next();
  for (; next.done !== true; next = line.next()) pieces.push(next.value);
  return { bytes: Buffer.concat(pieces), sum: next.value };
}

/** An entry's line piece by piece, line break included, and its sum at the end: no text may hold a large import. */
export const entryPieces = (entry: Entry, previousSum: string): Generator<Buffer, string> =>
  sealedLine(openPieces(entry), previousSum);

/** How many characters of a line are made at once. */
const pieceCharacters = 1024 * 1024;

/** The JSON of an entry, without its closing brace. */
function* openPieces({
  n,
  at,
  by,
  command,
  undoes,
  corrects,
  file,
  packed,
  changes,
}: Entry): Generator<Buffer> {
  let text = `${JSON.stringify({ n, at, by, command, undoes, corrects, file }).slice(0, -1)},"changes":[`;
  let between = '';
  if (packed !== undefined) {
    yield Buffer.from(text);
    for (const { buffer, byteOffset, length } of packed.pieces())
      yield Buffer.from(buffer, byteOffset, length);
    text = '';
    between = ',';
  }
  for (const change of changes) {
    text += between + changeJson(change);
    between = ',';
    if (text.length < pieceCharacters) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}]`);
}

/** Searches for a device look for `"id":17,`: what it stands before must always follow. */
function changeJson(change: Change): string {
  const json = JSON.stringify(change);
  if (json.startsWith(`{"do":"${change.do}","id":${change.id},`)) return json;
  const { do: what, id, ...rest } = change;
  return JSON.stringify({ do: what, id, ...rest });
}

/** The bytes that stand in every line, and only there, that changes this device. */
export const deviceNeedle = (id: number): string => `"id":${id},`;

/** The bytes that every line with this idempotency key holds. */
export const keyNeedle = (key: string): string => `"key":${JSON.stringify(key)}`;

/** The bytes that every line with an idempotency key holds. */
export const anyKeyNeedle = '"key":';

/** The bytes of which every line holds some that gives a device a code. */
export const codeNeedles = ['"do":"add"', '"do":"edit"'];

/** The bytes that every undoing entry holds. */
export const undoNeedle = '"undoes":';

/** The bytes that every correcting entry holds. */
export const correctsNeedle = '"corrects":';

/** The bytes that every entry of a repair holds. */
export const repairNeedle = '"command":"repair"';

/** The bytes that the import of a file with these contents holds. */
export const fileNeedle = (sha256: string): string => `"sha256":"${sha256}"`;

/** The number of the entry that some bytes begin; NaN where they begin none. */
export const numberOfLine = (beginning: Buffer): number =>
  Number(/^\{"n":(\d+),/.exec(beginning.toString('latin1', 0, 32))?.[1]);

export function withLineBreak({ bytes, sum }: { bytes: Buffer; sum: string }): {
  bytes: Buffer;
  sum: string;
} {
  return { bytes: Buffer.concat([bytes, Buffer.from('\n')]), sum };
}

/**
 * The entry on a line; undefined where it is none. What an entry is made of is checked here; what its changes say is
 * checked where they are applied.
 */
export function readEntry(line: Buffer): Entry | undefined {
  const json = parseJson(line);
  if (!isObject(json)) return undefined;
  const { n, at, by, command, undoes, corrects, file, changes } = json;
  const sound =
    Number.isSafeInteger(n) &&
    isTime(at) &&
    typeof by === 'string' &&
    typeof command === 'string' &&
    [undoes, corrects].every((other) => other === undefined || isEarlier(other, Number(n))) &&
    (file === undefined || isFile(file)) &&
    Array.isArray(changes) &&
    changes.every(isChange);
  if (!sound) return undefined;
  const { sum: _, ...entry } = json;
  // The checks above and in isChange are what makes this an entry.
  return entry as unknown as Entry;
}

/** An entry is about another one only where that came before it. */
const isEarlier = (json: unknown, n: number): boolean =>
  Number.isSafeInteger(json) && Number(json) > 0 && Number(json) < n;

const isTime = (json: unknown): boolean => typeof json === 'string' && !Number.isNaN(Date.parse(json));

const isFile = (json: unknown): boolean =>
  isObject(json) && typeof json['name'] === 'string' && typeof json['sha256'] === 'string';

function isChange(json: unknown): json is Change {
  if (!isObject(json) || !Number.isSafeInteger(json['id'])) return false;
  const texts = (...keys: string[]) => keys.every((key) => typeof json[key] === 'string');
  const optionalTexts = (...keys: string[]) =>
    keys.every((key) => json[key] === undefined || typeof json[key] === 'string');
  switch (json['do']) {
    case 'add':
      return isObject(json['device']) && (json['addedAt'] === undefined || isTime(json['addedAt']));
    case 'remove':
      return isObject(json['device']) && isTime(json['addedAt']);
    case 'edit':
      return (
        texts('code', 'name') &&
        Number.isSafeInteger(json['balance']) &&
        isObject(json['before']) &&
        isObject(json['after'])
      );
    case 'move':
      return (
        texts('code', 'name', 'reason') &&
        Number.isSafeInteger(json['change']) &&
        Number.isSafeInteger(json['balance']) &&
        optionalTexts('cost', 'ref', 'note', 'key') &&
        ['place', 'at', 'of'].every((key) => json[key] === undefined || isCount(json[key])) &&
        (json['lastCost'] === null || optionalTexts('lastCost'))
      );
    default:
      return false;
  }
}

/** Whether a line is JSON at all: what a crash leaves behind is not. */
export const isJson = (line: Buffer): boolean => parseJson(line) !== undefined;

/** The JSON on a line; undefined where it is none. */
export function parseJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}
