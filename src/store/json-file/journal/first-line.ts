import { createHash } from 'node:crypto';
import { parseCurrency } from '../../../inventory/values/money.ts';
import { numberOfLine } from '../../journal/entry-line.ts';
import {
  format,
  type Header,
  headerLine,
  isOlderJournal,
  type OlderJournal,
  oldestReader,
  readHeader,
} from '../../journal/header.ts';
import { parseJson } from '../../journal/json.ts';
import {
  noSum,
  sealBody,
  sealLength,
  statedSum,
  sumOf,
  unsealed,
  verifiedSum,
  withLineBreak,
} from '../../journal/sealed-line.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { readAt } from '../files/whole-file.ts';
import { lines, nextEntryBegins } from './journal-lines.ts';

/** A first line is never longer; what stands before the first entry may be. */
const longestFirstLine = 4096;
/** So much is searched for the byte that was changed, in less than a second. */
const maxSearched = 1024;
const newline = 0x0a;

/** What a journal begins with whose first line is not as it was written. */
export interface Beginning {
  /** The first line as far as it can be read, without its line break; empty if nothing of it is there. */
  readonly text: Buffer;
  /** Where entry #1 begins; undefined if it cannot be seen. */
  readonly firstEntry: number | undefined;
  /** The sum that the first line had, as its own seal or the seal of entry #1 proves it; undefined if nothing does. */
  readonly sum: string | undefined;
}

/** A first line to begin a journal with, line break included, and what it says. */
export interface FirstLine {
  readonly header: Header;
  readonly bytes: Buffer;
  readonly sum: string;
}

/** Facts about a store from its other files. */
export type Identity = Pick<Header, 'store' | 'currency'>;

/** Reads the beginning of a journal whose first line may be changed, torn, run into entry #1, or missing. */
export function readBeginning(files: FileSystem, file: Descriptor, size: number): Beginning {
  const begins = nextEntryBegins(files, file, 0, size) ?? size;
  const [line] = lines(files, file, begins, size);
  const isFirst = line !== undefined && numberOfLine(line.bytes) === 1;
  const region = readAt(files, file, 0, Math.min(begins, longestFirstLine));
  const firstBreak = region.indexOf(newline);
  const readable = isFirst || firstBreak === -1 ? region : region.subarray(0, firstBreak + 1);
  // What stood between it and the next line is one byte, unless that is lost.
  const texts = [readable.subarray(0, -1), readable];
  const firstEntry = isFirst ? begins : undefined;
  for (const text of texts) {
    const sum = sumsOf(text, isFirst).find((each) => !isFirst || verifiedSum(line.bytes, each) !== null);
    if (sum !== undefined) return { text, firstEntry, sum };
  }
  return { text: readable, firstEntry, sum: undefined };
}

/** The sums that a first line may have had: the one that it states and, if entry #1 can decide, that of its content. */
function sumsOf(text: Buffer, isProved: boolean): readonly string[] {
  const stated = statedSum(text);
  const own = isProved && text.length > sealLength ? [sumOf(noSum, unsealed(text))] : [];
  return stated === null ? own : [stated, ...own];
}

/** What a first line still says, whatever became of the rest of it. */
export interface ToldByFirstLine extends Partial<Identity> {
  readonly at?: string;
  readonly by?: string;
  readonly from?: OlderJournal;
}

export function toldBy(text: Buffer): ToldByFirstLine {
  const said = text.toString('utf8');
  const value = (key: string, pattern: string): unknown => {
    const found = new RegExp(`"${key}":(${pattern})[,}]`).exec(said)?.[1];
    return found === undefined ? undefined : parseJson(Buffer.from(found));
  };
  const string = (key: string): string | undefined => {
    const found = value(key, '"(?:[^"\\\\]|\\\\.)*"');
    return typeof found === 'string' ? found : undefined;
  };
  const [store, at, by] = [string('store'), string('at'), string('by')];
  const currency = parseCurrency(string('currency') ?? '');
  const fractionDigits = value('fractionDigits', '[0-4]');
  const from = value('from', '\\{[^{}]*\\}');
  return {
    ...(store !== undefined && { store }),
    ...(at !== undefined && { at }),
    ...(by !== undefined && { by }),
    ...(isOlderJournal(from) && { from }),
    ...(currency.ok && {
      currency: typeof fractionDigits === 'number' ? { ...currency.value, fractionDigits } : currency.value,
    }),
  };
}

/**
 * The first line as it was, byte for byte, if its sum proves it: if only its seal was changed, if its remains and
 * other files hold all of its contents, or if one byte was changed.
 */
export function firstLineAsItWas(
  { text, sum }: Beginning,
  identity: Identity | undefined,
): FirstLine | undefined {
  if (sum === undefined) return undefined;
  const content = text.length > sealLength ? unsealed(text) : Buffer.alloc(0);
  const found =
    [content, ...contentsTold(toldBy(text), identity)].find((each) => sumOf(noSum, each) === sum) ??
    withOneByteSetRight(content, sum);
  if (found === undefined) return undefined;
  const line = withLineBreak(sealBody(found, noSum));
  const header = readHeader(line.bytes.subarray(0, -1));
  return header === undefined ? undefined : { header, ...line };
}

/** The contents that a first line may have had, given what is known of them. */
function contentsTold(
  { store, currency, at, by, from }: ToldByFirstLine,
  known: Identity | undefined,
): readonly Buffer[] {
  if (at === undefined || by === undefined) return [];
  const identities = [known, store === undefined || currency === undefined ? undefined : { store, currency }];
  return identities.flatMap((identity) =>
    identity === undefined
      ? []
      : Array.from({ length: format }, (_, index) => {
          const header = { format: index + 1, reader: oldestReader, ...identity, ...(from && { from }) };
          return unsealed(headerLine(header, at, by).bytes.subarray(0, -1));
        }),
  );
}

/** The bytes with one of them changed such that they have a sum; undefined if no change of one byte leads there. */
function withOneByteSetRight(bytes: Buffer, sum: string): Buffer | undefined {
  if (bytes.length > maxSearched) return undefined;
  const changed = Buffer.from(bytes);
  for (const [at, original] of bytes.entries()) {
    const before = createHash('sha256').update(bytes.subarray(0, at));
    const after = bytes.subarray(at + 1);
    for (let byte = 0; byte < 256; byte++) {
      const hash = before.copy().update(Uint8Array.of(byte)).update(after).digest('hex');
      changed[at] = byte;
      if (hash.startsWith(sum)) return changed;
    }
    changed[at] = original;
  }
  return undefined;
}

/** A first line with the known facts, to replace one that cannot be recovered. */
export function newFirstLine(
  { at, by, from }: ToldByFirstLine,
  identity: Identity,
  now: { readonly at: string; readonly by: string },
): FirstLine {
  const header = { format, reader: oldestReader, ...identity, ...(from && { from }) };
  return { header, ...headerLine(header, isTime(at) ? at : now.at, by ?? now.by) };
}

const isTime = (text: string | undefined): text is string =>
  text !== undefined && !Number.isNaN(Date.parse(text));
